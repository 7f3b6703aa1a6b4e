"""Surveys of the demonstration: one that is open, one whose answers are told."""

from __future__ import annotations

from .shapes import QuestionWords, SurveyWords, Words

ON_A_BIKE = SurveyWords(
    slug="vos-habitudes",
    words=Words("Le vélo et vous", "Six questions, deux minutes : comment vous venez, et ce qui vous retient."),
    opens_in=-12 * 24,
    closes_in=25 * 24,
    people=37,
    screens=(
        (
            "Vos trajets",
            (
                QuestionWords(
                    "single",
                    "Comment allez-vous le plus souvent au centre ?",
                    options=("À pied", "À vélo", "En voiture", "En bus"),
                    weights=(12, 9, 14, 2),
                    required=True,
                ),
                QuestionWords(
                    "several",
                    "Où laissez-vous votre vélo ?",
                    options=("Devant la mairie", "À la gare", "Contre un arbre", "Je le rentre dans le magasin"),
                    weights=(6, 5, 7, 2),
                    only_if=(1, 2),
                ),
            ),
        ),
        (
            "Ce qui vous retient",
            (
                QuestionWords(
                    "matrix",
                    "À vélo, vous sentez-vous en sécurité ?",
                    options=("Oui", "Pas toujours", "Non"),
                    rows=("Rue des Saules", "Pont de la Lys", "Grand-Rue"),
                    weights=(5, 6, 4),
                ),
                QuestionWords(
                    "ranking",
                    "Que faut-il faire en premier ?",
                    options=("Une piste sur le pont", "Des arceaux", "Des rues à 30", "Un atelier de réparation"),
                    weights=(9, 5, 6, 3),
                ),
                QuestionWords(
                    "scale",
                    "Le plan proposé vous donne-t-il envie de rouler ?",
                    weights=(2, 4, 9, 13, 9),
                    ends=("pas du tout", "beaucoup"),
                ),
                QuestionWords(
                    "long",
                    "Un endroit précis à nous signaler ?",
                    texts=("Le dos-d’âne devant l’école Prévert.", "Les pavés de la place quand il pleut."),
                ),
            ),
        ),
    ),
)

LUNCH = SurveyWords(
    slug="votre-avis",
    words=Words(
        "La cantine, vue par les parents",
        "Un questionnaire de septembre, à l’écran et sur papier dans les cartables : ce qui va, ce qui ne va pas.",
    ),
    opens_in=-40 * 24,
    closes_in=-20 * 24,
    people=86,
    sheets=31,
    mode="anonymous",
    screens=(
        (
            "",
            (
                QuestionWords(
                    "single",
                    "Combien de jours par semaine votre enfant mange-t-il à la cantine ?",
                    options=("Tous les jours", "Deux ou trois jours", "Un jour", "Jamais"),
                    weights=(22, 17, 7, 6),
                ),
                QuestionWords(
                    "matrix",
                    "Que pensez-vous…",
                    options=("Bien", "Moyen", "Mal"),
                    rows=("du goût", "du calme", "du temps pour manger", "du prix"),
                    weights=(11, 9, 6),
                ),
                QuestionWords(
                    "several",
                    "Qu’est-ce qui devrait changer ?",
                    options=("Plus de légumes d’ici", "Moins de bruit", "Des portions au choix", "Rien"),
                    weights=(7, 6, 4, 1),
                ),
                QuestionWords(
                    "scale",
                    "La recommanderiez-vous à une famille qui arrive ?",
                    steps=11,
                    weights=(1, 1, 2, 3, 4, 7, 8, 11, 9, 5, 3),
                    ends=("certainement pas", "certainement"),
                ),
                QuestionWords(
                    "long",
                    "Un mot pour l’équipe ?",
                    texts=(
                        "Merci aux dames de service, elles connaissent chaque prénom.",
                        "Trop de frites le vendredi.",
                    ),
                ),
            ),
        ),
    ),
)
