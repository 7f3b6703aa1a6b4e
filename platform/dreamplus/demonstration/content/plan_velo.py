"""Saint-Aubin-sur-Lys: the bicycle plan, whose step of proposals is open."""

from .questionnaires import ON_A_BIKE
from .shapes import Comment, Milestone, Process, ProposalsStep, ProposalWords, Words

PLAN_VELO = Process(
    slug="plan-velo",
    words=Words(
        title="Le plan vélo, rue par rue",
        summary="Où passez-vous, où avez-vous peur, que faut-il changer en premier ?",
        body=(
            "La commune peut aménager trois kilomètres d’ici deux ans. Plutôt que de tracer une carte depuis un bureau, nous vous demandons où vous passez vraiment.",
            "Chaque proposition reçoit une réponse écrite du service voirie, au plus tard un mois après la fin du dépôt.",
        ),
    ),
    milestones=(
        Milestone("Réponses du service voirie", "une réponse par proposition", 50),
        Milestone("Conseil municipal", "vote du plan", 75),
    ),
    surveys=(ON_A_BIKE,),
    proposals=(
        ProposalsStep(
            slug="vos-trajets",
            words=Words(
                "Vos trajets, vos idées",
                "Une rue, un carrefour, un stationnement : écrivez ce qui vous manque, en quelques lignes.",
            ),
            opens_in_days=-12,
            closes_in_days=25,
            proposals=(
                ProposalWords(
                    "Émilie Fâche-Œuvrard",
                    "Le carrefour du Pont : un feu rien que pour nous",
                    "À 8 h 15, quarante enfants traversent entre les camions. Un feu qui passe au vert trois secondes plus tôt pour les vélos suffirait, il existe déjà à Armentières.",
                    supports=18,
                    days_ago=10,
                    status="review",
                    comments=(
                        Comment("Thomas Wambergue", "J’y passe tous les matins avec ma fille. C’est le point noir."),
                        Comment(
                            "Dominique Ryckewaert", "Le feu appartient au département : il faudra leur demander aussi."
                        ),
                    ),
                ),
                ProposalWords(
                    "Dominique Ryckewaert",
                    "Des arceaux devant la poste",
                    "Six arceaux. Aujourd’hui on attache son vélo à la barrière de la rampe, et les fauteuils ne passent plus.",
                    supports=12,
                    days_ago=8,
                    status="done",
                    answer="Huit arceaux ont été posés. Merci d’avoir signalé la rampe : elle est maintenant protégée par un potelet.",
                ),
                ProposalWords(
                    "Aïcha Mansouri",
                    "Rue des Saules : une seule file pour les voitures",
                    "La rue fait 6,20 m de large. Avec une chaussée à voie centrale, on gagne deux bandes de 1,50 m sans abattre un arbre.\n\nJe joins volontiers mes mesures au service voirie.",
                    supports=7,
                    days_ago=6,
                ),
                ProposalWords(
                    "Nathalie Lhermitte",
                    "Éclairer le chemin de halage jusqu’à l’écluse",
                    "Des bornes basses qui s’allument au passage, pour ne pas gêner les chauves-souris.",
                    supports=15,
                    days_ago=4,
                    organisation="W599999999",
                ),
                ProposalWords(
                    "Ugo Petit",
                    "Réparer les nids-de-poule avant de peindre",
                    "Surtout rue du Pont. On peint sur des trous.",
                    supports=22,
                    days_ago=2,
                ),
            ),
        ),
    ),
)
