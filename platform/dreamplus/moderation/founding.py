"""The charter and the grounds a new site begins with, in French: the collectivité reads, amends and publishes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstGround:
    code: str
    title: str
    words: str
    legal: bool = False
    minors: bool = False


GROUNDS = (
    FirstGround(
        "injure-diffamation",
        "Injure ou diffamation",
        "Des mots qui insultent une personne, ou qui lui prêtent un fait portant atteinte à son honneur.",
        legal=True,
    ),
    FirstGround(
        "haine-discrimination",
        "Haine ou discrimination",
        "Des propos contre des personnes en raison de leur origine, leur religion, leur sexe, leur orientation, leur "
        "handicap ou leur santé.",
        legal=True,
    ),
    FirstGround(
        "menace-violence",
        "Menace, harcèlement ou appel à la violence",
        "Des mots qui menacent, qui s’acharnent contre une personne ou qui poussent à la violence.",
        legal=True,
    ),
    FirstGround(
        "vie-privee",
        "Vie privée ou données personnelles",
        "L’adresse, le téléphone, la santé ou l’image d’une personne qui ne l’a pas voulu.",
        legal=True,
    ),
    FirstGround(
        "mineurs",
        "Danger pour un mineur",
        "Des contenus sexuels mettant en scène un mineur, ou qui le mettent en danger. Signalez aussi à PHAROS.",
        legal=True,
        minors=True,
    ),
    FirstGround(
        "autre-illicite",
        "Autre contenu contraire à la loi",
        "Par exemple une copie sans droit, l’apologie d’un crime, une tromperie.",
        legal=True,
    ),
    FirstGround("publicite", "Publicité ou démarchage", "Une annonce, un lien commercial, un message en série."),
    FirstGround(
        "attaque-personnelle",
        "Attaque contre une personne plutôt que débat",
        "On critique les idées et les décisions, même vivement ; on ne rabaisse pas les personnes.",
    ),
    FirstGround("hors-sujet", "Hors sujet", "Des mots sans lien avec ce dont il est question sur la page."),
    FirstGround("autre-charte", "Autre manquement à la charte", "Ce que la charte demande, et qui n’est pas respecté."),
    FirstGround("doublon", "Doublon", "La même contribution, par la même personne, est déjà sur la page."),
)

CHARTER = "\n\n".join(
    (
        "Cet espace est public : chacun y lit ce que vous écrivez.",
        "Parlez de ce qui vous tient à cœur, avec vos mots. La colère, la critique des élus, des services et "
        "des décisions y ont leur place.",
        "N’insultez personne, ne menacez personne, ne rabaissez personne pour ce qu’elle est. Ne donnez pas "
        "l’adresse, le téléphone ou l’état de santé de quelqu’un. Pas de publicité. Restez sur le sujet de la "
        "page.",
        "Une équipe de la collectivité lit ce qui est signalé. Ce qui est contraire à la loi ou à cette "
        "charte est masqué, pour l’un des motifs publiés ici ; les réponses des autres restent. L’auteur "
        "reçoit les raisons. Aucune décision n’est prise par une machine seule.",
        "Vous pouvez contester pendant six mois : une autre personne que celle qui a décidé vous répond.",
    )
)

CONTACT = "L’accueil de la collectivité, par la page Contact de ce site."

ROUTES = "\n\n".join(
    (
        "Vous pouvez aussi saisir gratuitement le médiateur de la collectivité, s’il y en a un, ou le "
        "Défenseur des droits (3928, defenseurdesdroits.fr).",
        "Vous pouvez saisir le tribunal administratif dans les deux mois qui suivent la décision (telerecours.fr).",
    )
)
