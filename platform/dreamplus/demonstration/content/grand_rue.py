"""Saint-Aubin-sur-Lys: what becomes of the high street, by ballots of every kind."""

from .shapes import Milestone, Option, PollWords, Process, Words

LAYOUTS = PollWords(
    slug="amenagement",
    words=Words(
        title="Quelle Grand-Rue voulons-nous ?",
        summary="Quatre aménagements, une mention pour chacun, de « Excellent » à « À rejeter ».",
    ),
    question="Que pensez-vous de chacun de ces aménagements de la Grand-Rue ?",
    method="majority-judgment",
    options=(
        Option("pietonne", "Piétonne toute l’année", "Livraisons jusqu’à 10 h ; deux parkings à trois minutes à pied."),
        Option("samedi", "Piétonne le samedi et le dimanche", "Bornes amovibles, marché étendu jusqu’au pont."),
        Option(
            "partagee", "Zone de rencontre à 20 km/h", "Tout le monde passe, les piétons d’abord ; dix places en moins."
        ),
        Option("comme-avant", "Comme aujourd’hui", "La chaussée est refaite à l’identique."),
    ),
    opens_in=-6 * 24,
    closes_in=9 * 24,
    ballots={
        "pietonne=5 samedi=4 partagee=2 comme-avant=0": 31,
        "pietonne=4 samedi=5 partagee=3 comme-avant=1": 27,
        "pietonne=0 samedi=3 partagee=4 comme-avant=5": 24,
        "pietonne=0 samedi=1 partagee=2 comme-avant=5": 13,
        "pietonne=3 samedi=4 partagee=5 comme-avant=2": 22,
        "pietonne=1 samedi=4 partagee=3 comme-avant=3": 12,
        "pietonne=5 samedi=3": 6,
        "samedi=3 partagee=3 comme-avant=3": 5,
        "blank": 4,
    },
)

VIEWS = PollWords(
    slug="regards",
    words=Words(
        title="La Grand-Rue vue par ses habitants",
        summary="Six affirmations, une couleur pour chacune : ce qui rassemble, ce qui divise.",
    ),
    question="Êtes-vous d’accord avec ces affirmations ?",
    method="coloured",
    options=(
        Option("seul", "Un enfant de dix ans devrait pouvoir y marcher seul"),
        Option("garer", "Sans place devant la porte, les commerces ferment"),
        Option("bruit", "On n’y entend plus les gens parler"),
        Option("ombre", "Il manque de l’ombre et des bancs"),
        Option("bus", "Le bus doit continuer d’y passer"),
        Option("terrasses", "Les terrasses prennent trop de place"),
    ),
    opens_in=-40 * 24,
    closes_in=-27 * 24,
    ballots={
        "seul=5 garer=1 bruit=4 ombre=5 bus=4 terrasses=2": 24,
        "seul=5 garer=5 bruit=2 ombre=4 bus=5 terrasses=4": 21,
        "seul=4 garer=2 bruit=4 ombre=5 bus=3 terrasses=0": 17,
        "seul=5 garer=4 bruit=3 ombre=4 bus=5 terrasses=5": 14,
        "seul=4 garer=5 bruit=1 ombre=3 bus=0 terrasses=3": 9,
        "seul=5 garer=1 bruit=5 ombre=5": 8,
        "blank": 1,
    },
)

TREES = PollWords(
    slug="arbres",
    words=Words(
        title="Quels arbres planter dans la Grand-Rue ?",
        summary="Classez les cinq essences que propose la pépinière ; deux peuvent être à égalité.",
    ),
    question="Dans quel ordre préférez-vous ces arbres ?",
    method="condorcet",
    max_choices=None,
    options=(
        Option("tilleul", "Le tilleul à petites feuilles", "Ombre dense, parfum en juin, pollen."),
        Option("charme", "Le charme houblon", "Résiste à la sécheresse, peu de feuilles à ramasser."),
        Option("erable", "L’érable champêtre", "D’ici, jaune d’or en octobre."),
        Option("sophora", "Le sophora du Japon", "Fleurit en août, ombre légère."),
        Option("poirier", "Le poirier d’ornement", "Blanc en mars, port étroit pour les façades."),
    ),
    opens_in=-4 * 24,
    closes_in=11 * 24,
    ballots={
        "tilleul=1 charme=2 erable=3": 21,
        "charme=1 erable=2 sophora=3 tilleul=4": 17,
        "poirier=1 tilleul=2": 12,
        "erable=1 charme=1 poirier=2": 9,
        "sophora=1 charme=2 tilleul=3 erable=4 poirier=5": 7,
        "blank": 2,
    },
)

SHARING = PollWords(
    slug="dix-points",
    words=Words(
        title="Dix points pour la Grand-Rue",
        summary="Répartissez dix points entre les petits équipements : le budget suivra cet ordre.",
    ),
    question="Comment répartissez-vous vos dix points ?",
    method="points",
    options=(
        Option("bancs", "Des bancs avec dossier et accoudoirs"),
        Option("fontaine", "Une fontaine à boire"),
        Option("velos", "Des arceaux à vélos"),
        Option("toilettes", "Des toilettes accessibles"),
        Option("jeux", "Un jeu pour les petits"),
    ),
    opens_in=-2 * 24,
    closes_in=18 * 24,
    ballots={
        "bancs=4 toilettes=6": 14,
        "fontaine=3 velos=5 bancs=2": 11,
        "jeux=7 bancs=3": 9,
        "toilettes=10": 5,
        "bancs=2 fontaine=2 velos=2 toilettes=2 jeux=2": 6,
        "blank": 1,
    },
)

GRAND_RUE = Process(
    slug="grand-rue",
    words=Words(
        title="La Grand-Rue, à quel pas ?",
        summary="Faut-il y rouler, s’y garer, s’y asseoir ? Quatre votes, chacun avec le bulletin qui convient à sa question.",
        body=(
            "La chaussée de la Grand-Rue doit être refaite l’an prochain. C’est l’occasion de décider qui y passe et à quelle "
            "vitesse, et pas seulement de quelle couleur seront les pavés.",
            "Une question qui divise demande plus qu’une croix : on note chaque aménagement, on classe les arbres, on "
            "répartit des points. La page de chaque vote dit comment il est compté, et chacun peut recompter.",
        ),
    ),
    milestones=(
        Milestone("Réunion publique", "salle des fêtes, 19 h", 6),
        Milestone("Conseil municipal", "choix de l’aménagement", 40),
    ),
    polls=(VIEWS, LAYOUTS, TREES, SHARING),
)
