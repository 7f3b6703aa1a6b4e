"""The market square of Saint-Aubin-sur-Lys: the process that the demonstration tells from end to end, also in Dutch."""

from .shapes import Comment, Milestone, Option, PollWords, Process, ProposalsStep, ProposalWords, Sketch, Words

PROPOSALS = (
    ProposalWords(
        "Marie-Laure Delattre",
        "Planter de l’ombre avant de poser des pavés",
        "L’été dernier, il faisait 41 degrés sur la place un mercredi de marché. Les commerçants ont plié à onze heures.\n\n"
        "Je propose que l’on commence par les arbres : des tilleuls et des micocouliers, en pleine terre, choisis avec le "
        "lycée horticole, plantés dès l’hiver prochain, avant les travaux de surface. Un arbre planté deux ans plus tôt, "
        "c’est deux ans d’ombre gagnés.\n\nLe sol doit boire : des joints enherbés plutôt que du béton désactivé.",
        supports=23,
        status="accepted",
        answer="Les trois esquisses soumises au vote prévoient entre 24 et 40 arbres en pleine terre. La plantation est avancée "
        "à février, avant les travaux de surface. Le lycée horticole a donné son accord.",
        days_ago=58,
        comments=(
            Comment("Youssef Benali", "D’accord pour les micocouliers, ils tiennent mieux la sécheresse."),
            Comment("Jeanne Vandecasteele", "Et qui arrose les deux premières années ? Il faut le prévoir au budget."),
            Comment("Marie-Laure Delattre", "Très juste. Le lycée propose de s’en charger la première saison."),
        ),
    ),
    ProposalWords(
        "Youssef Benali",
        "Un toit pour le marché, pas pour les voitures",
        "Une halle légère en bois sur la moitié nord, ouverte sur trois côtés. Le marché s’y tient le mercredi et le samedi, "
        "le reste de la semaine elle sert aux associations, au bal, aux répétitions de l’harmonie.\n\n"
        "Des panneaux solaires couvriraient la consommation de l’éclairage public du centre.",
        supports=19,
        status="review",
        days_ago=55,
        comments=(Comment("Jean-Claude Verhaeghe", "L’harmonie est prête à signer tout de suite."),),
    ),
    ProposalWords(
        "Jean-Claude Verhaeghe",
        "Garder 30 places de stationnement près de la pharmacie",
        "Tout le monde ne vient pas à pied. Mon épouse marche avec une canne. Je ne demande pas de garder les 110 places, mais "
        "trente, gratuites une heure, devant la pharmacie et le cabinet médical.",
        supports=14,
        status="accepted",
        answer="Vingt-quatre places, dont six réservées aux personnes handicapées, sont maintenues rue de la Pharmacie dans les "
        "trois esquisses.",
        days_ago=54,
    ),
    ProposalWords(
        "Fatou Diarra",
        "Des jeux que l’on voit depuis les bancs",
        "Quand on garde trois enfants, on a besoin de s’asseoir et de les voir tous. Des jeux au milieu, des bancs autour, une "
        "fontaine à boire, et des toilettes ouvertes le soir.",
        supports=21,
        days_ago=51,
        comments=(
            Comment("Agnieszka Kowalczyk", "Oui aux toilettes ! C’est la première chose qui manque."),
            Comment(
                "Ugo Petit", "Avec une table de ping-pong, s’il vous plaît. On est au moins quinze à vouloir jouer."
            ),
        ),
    ),
    ProposalWords(
        "Ugo Petit",
        "Un terrain pour les 12-16 ans",
        "Pas juste des toboggans. Un panier de basket suffit.",
        supports=9,
        days_ago=50,
    ),
    ProposalWords(
        "Agnieszka Kowalczyk",
        "La place sans voiture du jeudi au dimanche",
        "Essayons d’abord, pendant six mois, avec des bacs et des barrières. On compte, on demande aux commerçants, on corrige. "
        "Si ça ne marche pas, on rouvre. Cela coûte peu et cela évite de se disputer sur des dessins.",
        supports=16,
        status="review",
        days_ago=49,
    ),
    ProposalWords(
        "Monique Hennebelle",
        "Ne pas oublier le kiosque de 1898",
        "Il dort en pièces détachées dans le dépôt de la rue du Pont depuis 1974. Mon père en jouait. Il mérite mieux qu’une "
        "bâche.",
        supports=12,
        status="refused",
        answer="Les pièces ont été expertisées : la moitié de la charpente manque, et la remontée dépasserait 300 000 €. Les "
        "garde-corps d’origine seront en revanche restaurés et posés autour de la fontaine.",
        days_ago=47,
        comments=(Comment("Monique Hennebelle", "Je suis déçue, mais merci d’avoir vraiment regardé."),),
    ),
    ProposalWords(
        "Thomas Wambergue",
        "Un sol continu de l’école à l’église",
        "Aujourd’hui un fauteuil roulant doit descendre trois bordures et traverser deux fois. Un plateau continu, à "
        "20 km/h, avec une bande de guidage pour les personnes aveugles, relierait l’école, la mairie et l’église.",
        supports=18,
        status="accepted",
        answer="Retenu dans les trois esquisses. La bande de guidage sera essayée avec l’association Voir ensemble avant la pose.",
        days_ago=46,
    ),
    ProposalWords(
        "Sylvie Caudrelier",
        "Des bancs avec dossier",
        "Et des accoudoirs, pour se relever. C’est tout.",
        supports=26,
        days_ago=44,
    ),
    ProposalWords(
        "Anne-Sophie Van den Bossche de la Motte-Fauquembergues",
        "Laisser de la place à ce qui n’est pas prévu, et ne pas remplir chaque mètre carré de mobilier fixe",
        "Les plus belles places sont vides. On y pose un bal, un cirque, une brocante, un rassemblement. Je propose que la "
        "moitié de la surface reste libre et plane, avec l’eau et l’électricité au sol.",
        supports=8,
        days_ago=43,
    ),
    ProposalWords(
        "Hervé Coquelle",
        "Éteindre après minuit, mais pas partout",
        "La lumière peut baisser à minuit sur la place, si l’on garde un chemin éclairé jusqu’au parking de la gare pour ceux "
        "qui rentrent du dernier train.",
        supports=7,
        days_ago=41,
    ),
    ProposalWords(
        "Lucas D’Hondt",
        "Raconter la place par ceux qui y ont vécu",
        "Dix plaques au sol, dix voix enregistrées, dix histoires. Le collège peut s’en charger avec les archives et la maison "
        "de retraite.",
        supports=10,
        status="review",
        days_ago=40,
    ),
)

PLACE_DU_MARCHE = Process(
    slug="place-du-marche",
    words=Words(
        title="La place du marché, on la refait ensemble",
        summary="Vos propositions, trois esquisses, un vote : la place de 2028 se décide maintenant.",
        body=(
            "La place du marché a été refaite en 1974, pour les voitures. Les réseaux d’eau sont à changer : c’est l’occasion "
            "de tout repenser, avec 1,2 million d’euros inscrits au budget, et pas davantage.",
            "Vous avez écrit vos propositions, les services ont répondu. Une équipe d’urbanistes en a tiré trois esquisses, relues par "
            "vingt habitants tirés au sort. Aujourd’hui vous choisissez. Le conseil municipal délibère ensuite en public, et "
            "dit pourquoi s’il s’écarte de votre vote.",
        ),
    ),
    dutch=Words(
        title="Het marktplein, samen maken we het opnieuw",
        summary="Uw voorstellen, drie schetsen, één stemming: het plein van 2028 wordt nu beslist.",
        body=(
            "Het marktplein werd in 1974 heraangelegd, voor de auto’s. De waterleidingen moeten worden vervangen: een goede "
            "gelegenheid om alles te herdenken, met 1,2 miljoen euro op de begroting, en niet meer.",
            "U schreef uw voorstellen, de diensten antwoordden. Een team stedenbouwkundigen maakte er drie schetsen van, nagelezen door "
            "twintig gelote inwoners. Nu kiest u. Daarna beraadslaagt de gemeenteraad in het openbaar, en legt uit waarom als "
            "hij van uw stem afwijkt.",
        ),
    ),
    milestones=(
        Milestone(
            "Synthèse", "six thèmes, chaque proposition citée", -38, ("Synthese", "zes thema’s, elk voorstel vermeld")
        ),
        Milestone("Conseil municipal", "délibération publique", 24, ("Gemeenteraad", "openbare beraadslaging")),
        Milestone(
            "Travaux",
            "plantations en février, chantier au printemps",
            110,
            ("Werken", "aanplanting in februari, werf in de lente"),
        ),
    ),
    proposals=(
        ProposalsStep(
            slug="propositions",
            words=Words(
                title="Vos propositions pour la place",
                summary="Une idée, un souci, un souvenir : tout ce qui doit compter avant de dessiner.",
            ),
            dutch=Words(
                title="Uw voorstellen voor het plein",
                summary="Een idee, een zorg, een herinnering: alles wat moet meetellen vóór er getekend wordt.",
            ),
            opens_in_days=-62,
            closes_in_days=-39,
            proposals=PROPOSALS,
        ),
    ),
    polls=(
        PollWords(
            slug="vote",
            words=Words(
                title="Quel projet pour la place du marché ?",
                summary="Trois esquisses sont issues de vos propositions. Choisissez-en une, ou votez blanc.",
            ),
            dutch=Words(
                title="Welk project voor het marktplein?",
                summary="Drie schetsen zijn uit uw voorstellen ontstaan. Kies er één, of stem blanco.",
            ),
            question="Laquelle des trois esquisses préférez-vous ?",
            dutch_question="Welke van de drie schetsen verkiest u?",
            method="single",
            options=(
                Option(
                    "halle",
                    "La halle ouverte",
                    "Un toit de bois sur la moitié nord, le marché à l’abri toute l’année. 1,2 M€.",
                    ("De open hal", "Een houten dak over de noordelijke helft, de markt het hele jaar droog. 1,2 M€."),
                    Sketch(
                        "hall",
                        "Croquis : une halle de bois ouverte, des étals sous le toit, trois passants.",
                        "Schets: een open houten hal, kramen onder het dak, drie voorbijgangers.",
                    ),
                ),
                Option(
                    "jardin",
                    "Le jardin de marché",
                    "Quarante tilleuls, une fontaine, les étals entre les arbres. 780 000 €.",
                    ("De markttuin", "Veertig linden, een fontein, de kramen tussen de bomen. 780 000 €."),
                    Sketch(
                        "garden",
                        "Croquis : une rangée de tilleuls, un banc de bois à l’ombre, deux passants.",
                        "Schets: een rij lindebomen, een houten bank in de schaduw, twee voorbijgangers.",
                    ),
                ),
                Option(
                    "vivre",
                    "La place à vivre",
                    "Sans voiture du jeudi au dimanche, mobilier démontable. 410 000 €.",
                    ("Het leefplein", "Autovrij van donderdag tot zondag, demonteerbaar meubilair. 410 000 €."),
                    Sketch(
                        "square",
                        "Croquis : trois maisons, une place sans voiture, une fontaine, cinq passants.",
                        "Schets: drie huizen, een plein zonder auto’s, een fontein, vijf voorbijgangers.",
                    ),
                ),
            ),
            opens_in=-9 * 24,
            closes_in=12 * 24,
            ballots={"halle": 241, "jardin": 318, "vivre": 176, "blank": 21},
        ),
    ),
)
