"""Wattrelin, 612 inhabitants, invented: a village and the name of its school."""

from .people import CITIZENS
from .shapes import (
    Article,
    Box,
    HelpPlace,
    Milestone,
    Option,
    OutcomeWords,
    Place,
    PollWords,
    Process,
    ProposalsStep,
    ProposalWords,
    Site,
    Words,
)

PLACE = Place(
    code="62X02",
    name="Wattrelin",
    tagline="Le village en parle",
    population=612,
    primary="#1d5c3f",
    accent="#a3421f",
    hero="À Wattrelin, on se connaît. Autant décider ensemble.",
    lead="Le nom de l’école, le chemin du moulin, la salle des fêtes : dites ce que vous en pensez, en deux minutes.",
    publisher="Commune de Wattrelin (commune inventée pour la démonstration)",
    address="3, rue de l’Église, 62000 Wattrelin",
    email="mairie@wattrelin.exemple",
)

SCHOOL_NAME = Process(
    slug="nom-de-lecole",
    words=Words(
        title="Un nom pour l’école",
        summary="Notre école rénovée rouvre en septembre. Elle n’a jamais eu de nom : les habitants l’ont choisi.",
        body=(
            "Quatre noms ont été retenus par le conseil d’école parmi vingt-trois idées. Le résultat du vote a été suivi par "
            "le conseil municipal.",
        ),
    ),
    milestones=(
        Milestone("Conseil municipal", "le nom est adopté à l’unanimité", -20),
        Milestone("Inauguration", "avec les anciens élèves", 60),
    ),
    polls=(
        PollWords(
            slug="vote",
            words=Words(
                title="Quel nom pour notre école ?",
                summary="Un seul choix. Le vote blanc est compté à part.",
            ),
            question="Lequel de ces quatre noms préférez-vous ?",
            method="single",
            options=(
                Option("moulin", "École du Moulin", "Parce qu’on le voit de la cour."),
                Option("zulma", "École Zulma-Carpentier", "Institutrice ici de 1921 à 1954."),
                Option("saules", "École des Saules"),
                Option("prevert", "École Jacques-Prévert"),
            ),
            opens_in=-45 * 24,
            closes_in=-30 * 24,
            ballots={"moulin": 30, "zulma": 60, "saules": 20, "prevert": 16, "blank": 4},
            boxes=(
                Box(
                    "Secrétariat de mairie",
                    {"moulin": 11, "zulma": 23, "saules": 7, "prevert": 6, "blank": 2},
                    void=1,
                    signed=50,
                    remark="Un bulletin nul : deux noms cochés.",
                ),
            ),
        ),
    ),
    outcome=OutcomeWords(
        said=(
            "Presque la moitié des votes vont à Zulma Carpentier. Au secrétariat, plusieurs anciens élèves sont venus avec "
            "leurs photos de classe.\n\nLe moulin vient ensuite : « c’est ce qu’on voit de la cour », écrit une famille. "
            "Trois personnes auraient préféré ne donner aucun nom, pour ne pas refaire les papiers à en-tête."
        ),
        taken_up=(
            "L’école s’appelle désormais l’école Zulma-Carpentier.\n\nLe moulin donne son nom à la cour. Les papiers à "
            "en-tête imprimés servent jusqu’au dernier : le changement ne coûte que la plaque, 240 €."
        ),
        reasons=(
            "Le conseil municipal a suivi le vote, à l’unanimité : le nom arrive en tête à l’écran comme sur papier, et la "
            "famille a donné son accord."
        ),
        days_ago=18,
    ),
)

GIANT = Process(
    slug="geant",
    words=Words(
        title="Un nom pour le géant",
        summary="Le géant d’osier du comité des fêtes sera baptisé au carnaval.",
        body=("Le comité des fêtes l’a monté tout l’hiver dans la grange communale : 3,80 m, 90 kg, six porteurs.",),
    ),
    milestones=(Milestone("Carnaval", "baptême du géant, place de l’Église", 45),),
    polls=(
        PollWords(
            slug="nom",
            words=Words(
                title="Comment s’appellera notre géant ?",
                summary="Classez les noms que vous aimez : si le vôtre s’en va, votre bulletin se reporte sur le suivant.",
            ),
            question="Dans quel ordre préférez-vous ces noms ?",
            method="irv",
            max_choices=None,
            options=(
                Option("batisse", "Batisse le Meunier"),
                Option("rosalie", "Rosalie du Moulin"),
                Option("ch-gros", "Ch’Gros Quinquin"),
                Option("phonsine", "Phonsine la Tisserande"),
            ),
            opens_in=-19 * 24,
            closes_in=-12 * 24,
            ballots={
                "batisse=1 phonsine=2": 22,
                "rosalie=1 phonsine=2 batisse=3": 19,
                "phonsine=1 rosalie=2": 14,
                "ch-gros=1 rosalie=2": 9,
                "ch-gros=1": 5,
                "blank": 3,
            },
        ),
        PollWords(
            slug="repas",
            words=Words(
                title="Quel repas après le baptême ?",
                summary="Une mention pour chaque menu : celui que le plus grand nombre trouve bon l’emporte.",
            ),
            question="Que pensez-vous de chacun de ces repas ?",
            method="majority-judgment",
            options=(
                Option("carbonade", "Carbonade et frites", "14 €, par la boucherie du bourg."),
                Option("auberge", "Auberge espagnole", "Chacun apporte un plat ; gratuit."),
                Option("welsh", "Welsh complet", "12 €, végétarien sur demande."),
                Option("foodtruck", "Deux camions sur la place", "De 8 à 13 €, chacun à son heure."),
            ),
            opens_in=-19 * 24,
            closes_in=-12 * 24,
            ballots={
                "carbonade=5 auberge=2 welsh=4 foodtruck=1": 19,
                "carbonade=4 auberge=5 welsh=1 foodtruck=3": 14,
                "carbonade=0 auberge=4 welsh=2 foodtruck=5": 11,
                "carbonade=3 auberge=3 welsh=5": 8,
                "carbonade=4 auberge=0 welsh=3 foodtruck=4": 7,
                "blank": 2,
            },
        ),
        PollWords(
            slug="porteurs",
            words=Words(
                title="Qui portera le géant ?",
                summary="En ligne, ou sur papier chez le boucher et au secrétariat.",
            ),
            question="À qui confier le géant le jour du carnaval ?",
            method="single",
            options=(
                Option("pompiers", "L’amicale des pompiers"),
                Option("foot", "L’équipe de football", "Les vétérans, précise leur capitaine."),
                Option("tirage", "Six habitants tirés au sort"),
            ),
            opens_in=-9 * 24,
            closes_in=-24,
            ballots={"pompiers": 34, "foot": 21, "tirage": 26, "blank": 2},
            boxes=(Box("Secrétariat de mairie"), Box("Boucherie du bourg")),
        ),
    ),
)

MILL_PATH = Process(
    slug="chemin-du-moulin",
    words=Words(
        title="Le chemin du moulin",
        summary="Faut-il le rouvrir aux promeneurs, et à quelles conditions ?",
        body=(
            "Le chemin rural n° 7 est fermé depuis l’effondrement de la passerelle. La réparation coûterait 18 000 €, dont la "
            "moitié prise en charge par le département.",
        ),
    ),
    milestones=(Milestone("Conseil municipal", "décision sur les travaux", 34),),
    proposals=(
        ProposalsStep(
            slug="vos-idees",
            words=Words(
                "Vos idées pour le chemin", "Écrivez une idée en quelques lignes, ou soutenez celle d’un voisin."
            ),
            opens_in_days=-8,
            closes_in_days=6,
            proposals=(
                ProposalWords(
                    "Claudine Trannoy",
                    "Une passerelle en bois, faite au lycée agricole",
                    "Le lycée cherche un chantier école chaque printemps. Ils fournissent la main-d’œuvre, nous payons le bois.",
                    supports=11,
                    days_ago=6,
                ),
                ProposalWords(
                    "Bruno Delannoy",
                    "Fermer aux quads",
                    "Oui au chemin, non aux engins. Deux chicanes suffisent.",
                    supports=17,
                    days_ago=5,
                    status="accepted",
                    answer="Deux chicanes sont prévues au devis, à chaque bout du chemin. Elles laisseront passer les poussettes.",
                ),
            ),
        ),
    ),
    polls=(
        PollWords(
            slug="rouvrir",
            words=Words(
                "Faut-il rouvrir le chemin du moulin ?", "Oui, non ou abstention : un avis avant le conseil municipal."
            ),
            question="Êtes-vous pour la réouverture du chemin, au prix de 9 000 € pour la commune ?",
            method="yes-no",
            options=(Option("yes", "Oui"), Option("no", "Non"), Option("abstain", "Je m’abstiens")),
            opens_in=-2 * 24,
            closes_in=9 * 24,
            ballots={"yes": 38, "no": 9, "abstain": 3},
        ),
    ),
)

SITE = Site(
    place=PLACE,
    help_places=(HelpPlace("Secrétariat de mairie", "3, rue de l’Église", "Lundi et jeudi de 9 h à 12 h"),),
    people=CITIZENS,
    processes=(MILL_PATH, SCHOOL_NAME, GIANT),
    news=(
        Article(
            Words(
                "L’école s’appellera Zulma-Carpentier",
                "180 habitants ont voté, soit plus d’un électeur sur trois.",
                ("Sa petite-nièce sera présente à l’inauguration. Merci à tous, et aux enfants pour les affiches.",),
            ),
            days_ago=29,
        ),
    ),
)
