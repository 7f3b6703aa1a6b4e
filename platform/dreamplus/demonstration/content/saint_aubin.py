"""Saint-Aubin-sur-Lys, 9 120 inhabitants, invented: the market square is to be done again."""

from .grand_rue import GRAND_RUE
from .people import CITIZENS
from .place_du_marche import PLACE_DU_MARCHE
from .plan_velo import PLAN_VELO
from .questionnaires import LUNCH
from .shapes import (
    Article,
    Comment,
    FurtherWords,
    HelpPlace,
    Option,
    OrganisationWords,
    Place,
    PollWords,
    Process,
    Site,
    Words,
)

PLACE = Place(
    code="59X01",
    name="Saint-Aubin-sur-Lys",
    tagline="La place publique",
    population=9120,
    primary="#17408b",
    accent="#b3361b",
    hero="La place du marché, on la refait ensemble.",
    lead="Chaque contribution reçoit un numéro, et vous saurez ce qu’elle est devenue.",
    publisher="Commune de Saint-Aubin-sur-Lys (commune inventée pour la démonstration)",
    address="1, place du Marché, 59000 Saint-Aubin-sur-Lys",
    email="mairie@saint-aubin-sur-lys.exemple",
)

SCHOOL_MEALS = Process(
    slug="cantine",
    words=Words(
        title="La cantine de demain",
        summary="Un vote pour choisir ce qui change en premier dans l’assiette de nos 640 écoliers.",
        body=(
            "La commune reprend la cantine en régie à la prochaine rentrée. Le conseil municipal a voté 90 000 € pour la "
            "première année : de quoi mener à bien un seul des trois chantiers, les deux autres suivront.",
            "Les parents, les enfants de CM1 et CM2 et les agents de la restauration ont été entendus pendant l’été. "
            "Leurs remarques sont résumées dans chaque option.",
        ),
    ),
    milestones=(),
    surveys=(LUNCH,),
    polls=(
        PollWords(
            slug="premier-chantier",
            words=Words(
                title="Par quel chantier commencer ?",
                summary="Trois chantiers sont prêts. Le conseil municipal suivra votre ordre de départ.",
            ),
            question="Lequel des trois chantiers faut-il commencer en premier ?",
            method="single",
            options=(
                Option("bio", "Des produits bio et d’ici", "La moitié des achats à moins de 60 km, dès septembre."),
                Option("cuisine", "Une cuisine sur place", "Les repas ne seront plus livrés froids puis réchauffés."),
                Option(
                    "bruit",
                    "Un réfectoire moins bruyant",
                    "Plafonds, cloisons et petites tables : 15 décibels en moins.",
                ),
            ),
            opens_in=-26 * 24,
            closes_in=-5 * 24,
            ballots={"bio": 212, "cuisine": 161, "bruit": 187, "blank": 14},
        ),
        PollWords(
            slug="au-quotidien",
            words=Words(
                title="La cantine au quotidien",
                summary="Trois questions sur un seul bulletin : le menu, l’heure du repas, et ce qui compte le plus.",
            ),
            question="Faut-il proposer un repas sans viande ni poisson chaque jour ?",
            method="yes-no",
            options=(Option("yes", "Oui"), Option("no", "Non"), Option("abstain", "Je m’abstiens")),
            opens_in=-4 * 24,
            closes_in=12 * 24,
            ballots={"yes": 34, "no": 21, "abstain": 3, "blank": 2},
            further=(
                FurtherWords(
                    question="À quelle heure les plus petits doivent-ils manger ?",
                    method="single",
                    options=(
                        Option("tot", "À 11 h 30, avant les grands", "La salle est calme ; l’après-midi est longue."),
                        Option("ensemble", "À midi, tous ensemble", "Frères et sœurs se retrouvent à table."),
                    ),
                    ballots={"tot": 27, "ensemble": 29},
                ),
                FurtherWords(
                    question="Que pensez-vous de chacune de ces idées ?",
                    method="majority-judgment",
                    max_choices=None,
                    options=(
                        Option("pain", "Le pain du boulanger du bourg"),
                        Option("jardin", "Un potager tenu par les écoliers"),
                        Option("menu", "Un menu choisi par les CM2 une fois par mois"),
                    ),
                    ballots={
                        "pain=5 jardin=4 menu=3": 22,
                        "pain=3 jardin=5 menu=4": 18,
                        "pain=4 jardin=2 menu=5": 12,
                    },
                ),
            ),
        ),
        PollWords(
            slug="le-mercredi",
            words=Words(
                title="Le mercredi des écoliers",
                summary="Deux questions posées aux familles avant l’été. Le conseil municipal a suivi leurs réponses.",
            ),
            question="Qui doit préparer le goûter du mercredi ?",
            method="single",
            options=(
                Option("cantine", "La cuisine de la cantine", "Le même goûter pour tous."),
                Option("familles", "Les familles", "Chacun apporte le sien."),
            ),
            opens_in=-62 * 24,
            closes_in=-41 * 24,
            ballots={"cantine": 148, "familles": 97, "blank": 6},
            further=(
                FurtherWords(
                    question="Dans quel ordre ouvrir ces ateliers ?",
                    method="condorcet",
                    max_choices=None,
                    options=(
                        Option("potager", "Le potager"),
                        Option("musique", "La musique"),
                        Option("velo", "L’atelier vélo"),
                    ),
                    ballots={
                        "potager=1 musique=2 velo=3": 84,
                        "velo=1 potager=2 musique=3": 71,
                        "musique=1 velo=2 potager=3": 52,
                        "potager=1 velo=1": 23,
                    },
                ),
            ),
        ),
    ),
)

LIBRARY_HOURS = Process(
    slug="mediatheque",
    words=Words(
        title="Les horaires de la médiathèque",
        summary="Une demi-journée de plus par semaine : à vous de dire laquelle.",
        body=(
            "Un poste d’agent est créé au 1ᵉʳ janvier. La médiathèque peut ouvrir quatre heures de plus chaque semaine. "
            "Cochez tous les créneaux qui vous conviennent : le plus demandé l’emporte.",
        ),
    ),
    milestones=(),
    polls=(
        PollWords(
            slug="creneau",
            words=Words(
                title="Quand ouvrir la médiathèque quatre heures de plus ?",
                summary="Cochez jusqu’à trois créneaux. Ce vote se termine bientôt : il sert à voir une clôture en direct.",
            ),
            question="Quels créneaux vous conviennent ?",
            method="several",
            max_choices=3,
            options=(
                Option("jeudi-soir", "Le jeudi de 17 h à 21 h"),
                Option("samedi-matin", "Le samedi de 9 h à 13 h"),
                Option(
                    "dimanche",
                    "Le dimanche de 14 h à 18 h",
                    "Une première : la médiathèque n’a jamais ouvert le dimanche.",
                ),
                Option("mardi-midi", "Le mardi de 11 h à 15 h"),
            ),
            opens_in=-3 * 24,
            closes_in=10 / 60,
            ballots={"jeudi-soir": 31, "samedi-matin": 58, "dimanche": 44, "mardi-midi": 9, "blank": 2},
        ),
    ),
)

SITE = Site(
    place=PLACE,
    people=CITIZENS,
    quarters=("Le Bourg", "La Gare", "Les Moulins", "Le Hameau de la Haute-Lys"),
    help_places=(
        HelpPlace(
            "Cyber-centre de la Lys",
            "12, quai de la Gare",
            "Mardi et jeudi de 14 h à 18 h, samedi de 9 h à 12 h",
        ),
        HelpPlace("Guichet de la mairie", "1, place du Marché", "Du lundi au vendredi de 9 h à 17 h"),
    ),
    organisations=(
        OrganisationWords(
            "Les Amis du canal de la Lys", "association", "W599999999", ("Nathalie Lhermitte", "Bruno Delannoy")
        ),
        OrganisationWords("Boulangerie du Pont", "company", "999999998", ("Claudine Trannoy",), recognised=False),
    ),
    processes=(PLACE_DU_MARCHE, PLAN_VELO, LIBRARY_HOURS, SCHOOL_MEALS, GRAND_RUE),
    news=(
        Article(
            Words(
                "Les esquisses de la place sont exposées à la mairie",
                "Maquette, plans et registre papier vous attendent dans le hall jusqu’à la fin du vote.",
                (
                    "L’équipe d’urbanistes sera présente les deux prochains samedis, de 9 h à 12 h 30, pendant le marché. "
                    "Elle répondra à vos questions et prendra note de vos remarques, sans rendez-vous.",
                    "On peut aussi voter sur place : une urne est ouverte au guichet de l’état civil.",
                ),
            ),
            days_ago=4,
            comments=(
                Comment(
                    "Monique Hennebelle", "Merci d’avoir pensé à la maquette, je comprends mieux que sur les plans."
                ),
                Comment("Lucas D’Hondt", "Peut-on venir avec un groupe d’élèves du collège, un autre jour ?"),
            ),
        ),
        Article(
            Words(
                "Vos propositions lues, six grands thèmes",
                "La synthèse est en ligne : elle cite chaque proposition par son numéro.",
                (
                    "L’ombre et les arbres viennent en tête. Suivent la place de la voiture, le marché couvert, les bancs et les jeux, "
                    "le chemin de l’école et l’histoire de la place.",
                    "Deux propositions ne concernaient pas la place : elles ont été transmises aux services, et leurs auteurs prévenus.",
                ),
            ),
            days_ago=38,
        ),
    ),
    blog=(
        Article(
            Words(
                "Pourquoi je n’ai pas d’avis sur la halle",
                "Par Hélène Marquette, adjointe à la participation.",
                (
                    "On me demande chaque jour quelle esquisse j’ai choisie. La réponse est que je voterai, comme vous, et que "
                    "mon vote ne vaudra pas plus que le vôtre.",
                    "Ce que j’ai choisi, en revanche, c’est que le résultat soit scellé jusqu’à la clôture. Personne à la "
                    "mairie ne voit les chiffres avant vous.",
                ),
            ),
            days_ago=9,
            comments=(
                Comment("Hervé Coquelle", "C’est bien dit. Mais le conseil suivra-t-il vraiment ?"),
                Comment("Fatou Diarra", "La délibération est prévue le mois prochain, on pourra vérifier."),
            ),
        ),
    ),
    pages=(
        Words(
            "Voter sans ordinateur",
            "À la mairie, au cyber-centre ou avec un proche : toutes les façons de prendre part.",
            (
                "À la mairie, du lundi au vendredi de 9 h à 12 h et de 14 h à 17 h. Un agent peut vous aider à vous connecter ; "
                "il ne regarde pas votre choix.",
                "Au cyber-centre de la rue des Saules, le samedi matin. Un animateur vous accompagne, sans rendez-vous.",
                "Vous n’avez pas d’adresse électronique ? Dites-le à l’accueil : une solution sur papier existe pour chaque "
                "consultation.",
            ),
        ),
    ),
)
