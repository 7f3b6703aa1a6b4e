"""The region's hub: no activity of its own in the demonstration, but the ground and the first words."""

from .shapes import Article, Place, Site, Words

PLACE = Place(
    code="",
    name="DREAM+ en région",
    tagline="Nord – Pas-de-Calais",
    population=0,
    primary="#0f5b4c",
    accent="#9b3a6a",
    hero="Ce que les communes essaient, et ce que ça donne.",
    lead="Chaque résultat vient de la commune, signé ; chacun peut le vérifier.",
    publisher="Région inventée pour la démonstration",
    address="151, avenue de la Démonstration, 59000 Lille",
    email="dreamplus@region.exemple",
)

SITE = Site(
    place=PLACE,
    people=(),
    processes=(),
    news=(
        Article(
            Words(
                "Deux communes publient leurs premiers résultats signés",
                "Saint-Aubin-sur-Lys et Wattrelin ouvrent la voie : leurs votes clos arrivent ici d’eux-mêmes.",
                (
                    "Quand un vote se termine dans une commune reliée à la région, son résultat est signé là-bas, puis moissonné et vérifié ici. Personne ne le recopie à la main.",
                    "Si un chiffre était changé après coup, à la commune ou en chemin, la vérification échouerait et la page le dirait.",
                ),
            ),
            days_ago=3,
        ),
    ),
    pages=(
        Words(
            "Comment ça marche",
            "D’où viennent les résultats affichés ici, et ce que veut dire « signé, vérifié ».",
            (
                "Chaque commune tient son propre site : ses consultations, ses votes, ses données. Elle choisit ce qu’elle partage.",
                "Ce qu’elle partage est une liste à laquelle on ajoute sans jamais effacer de ligne, signée avec une clé qu’elle seule détient. La région lit cette liste, vérifie chaque signature et l’ordre des lignes, puis affiche.",
                "« Signé, vérifié » prouve que le chiffre vient bien de la commune et qu’il n’a pas changé depuis. Cela ne prouve pas que le vote a été bien organisé : pour cela, il y a les règles publiées, le recomptage et les habitants.",
            ),
        ),
    ),
)
