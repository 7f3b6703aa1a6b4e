"""Every element on one page, and three whole pages made of them: for developers and for the demonstration only.

The texts are French on purpose: they are samples of what people write, not words of the interface.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dreamplus.theming import errors
from dreamplus.theming.brand import Brand
from dreamplus.theming.charts import Bar
from dreamplus.theming.forms import Choice
from dreamplus.theming.navigation import Footer, NavItem

LONG_NAME = "Saint-Germain-l’Herm-en-Pévèle-lès-Wattrelos-sur-l’Escaut"
PROJECTS = [
    (
        "halle",
        Choice("La halle ouverte", "Un toit de bois sur la moitié nord, le marché à l’abri toute l’année. 1,2 M€."),
    ),
    (
        "jardin",
        Choice("Le jardin de marché", "Quarante tilleuls, une fontaine, les étals entre les arbres. 780 000 €."),
    ),
    ("place", Choice("La place à vivre", "Sans voiture du jeudi au dimanche, mobilier démontable. 410 000 €.")),
    ("blanc", Choice("Vote blanc", "Il est compté à part et publié.")),
]
STEPS = [
    {"label": "214 propositions", "detail": "du 1er au 30 septembre", "state": "done", "href": "#"},
    {"label": "Synthèse", "detail": "6 thèmes, publiée le 12 octobre", "state": "done", "href": "#"},
    {"label": "Vote", "detail": "jusqu’au dimanche 6 décembre, 20 h", "state": "now"},
    {"label": "Conseil municipal", "detail": "délibération le 17 décembre", "state": "next"},
    {"label": "Travaux", "detail": "à partir de mars 2027", "state": "next"},
]
FOLLOWED = [
    {
        "label": "Proposition reçue",
        "date": "lundi 14 septembre, 18 h 42",
        "detail": "Numéro 7KQ4-M2ZD-9XPT-C.",
        "state": "done",
    },
    {
        "label": "Rangée dans le thème « Ombre et fraîcheur »",
        "date": "lundi 12 octobre",
        "detail": "Avec 37 autres propositions qui demandent des arbres.",
        "state": "done",
        "href": "#",
    },
    {
        "label": "Reprise dans le projet « Le jardin de marché »",
        "date": "depuis le 16 novembre",
        "detail": "Ce projet est soumis au vote.",
        "state": "now",
        "href": "#",
    },
    {"label": "Décision du conseil municipal", "date": "jeudi 17 décembre", "detail": "", "state": "next"},
]
RESULTS = [
    Bar("Le jardin de marché", 612, "lead", "arrivé en tête"),
    Bar("La halle ouverte", 389),
    Bar("La place à vivre, sans voiture du jeudi au dimanche et rendue au marché le samedi matin", 171),
    Bar("Votes blancs", 32, "apart"),
]


class ProposalForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="Titre de votre proposition", max_length=120, help_text="Une phrase qui dit l’essentiel."
    )
    body = forms.CharField(label="Votre proposition", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    place = forms.CharField(label="Lieu", required=False, help_text="Une rue, un bâtiment, un arrêt de bus.")
    theme = forms.ChoiceField(
        label="Thème", choices=[("", "Choisissez un thème"), ("ombre", "Ombre et fraîcheur"), ("marche", "Marché")]
    )
    audience = forms.ChoiceField(
        label="Pour qui surtout ?",
        choices=[("tous", "Tout le monde"), ("enfants", "Les enfants"), ("aines", "Les aînés")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Ce qu’il faudrait",
        choices=[("bancs", "Des bancs"), ("eau", "Un point d’eau"), ("prises", "Des prises pour les forains")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    day = forms.DateField(label="Le jour où vous l’avez remarqué", widget=forms.DateInput(attrs={"type": "date"}))
    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    photo = forms.FileField(label="Photo", required=False, help_text="JPEG ou PNG, 8 Mo au plus.")
    charter = forms.BooleanField(label="J’ai lu la charte et je signe de mon nom affiché.")


class BallotForm(forms.Form):
    """A choice in cards."""

    choice = forms.ChoiceField(
        label="Choisissez un seul projet, ou le vote blanc", choices=PROJECTS, widget=forms.RadioSelect
    )


def elements(request: HttpRequest) -> HttpResponse:
    """All elements: none, one and many; long names; errors."""
    _only_here()
    wrong = {"title": "", "body": "Des arbres !", "email": "camille@", "day": "2026-02-31", "audience": "tous"}
    context = _context() | {
        "form": ProposalForm(wrong),
        "ballot": BallotForm({"choice": "jardin"}),
        "ballot_wrong": BallotForm({}, prefix="b"),
        "page_of_many": Paginator(range(240), 10).page(12),
    }
    return render(request, "theming/showcase/elements.html", context)


def sample(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page made of elements, or `erreur-404` and its sisters."""
    _only_here()
    if page.startswith("erreur-") and page[7:] in errors.WORDS:
        kind = page[7:]
        status = 403 if kind == "csrf" else int(kind)
        return errors.page(request, status, kind=kind)
    if page not in ("accueil", "vote", "resultat", "formulaire"):
        raise Http404
    if page == "formulaire" and request.method == "POST":
        form = ProposalForm(request.POST, request.FILES)
        if form.is_valid():
            messages.success(request, "Votre proposition est enregistrée sous le numéro 7KQ4-M2ZD-9XPT-C.")
    else:
        form = ProposalForm()
    return render(
        request, f"theming/showcase/{page}.html", _context() | {"form": form, "ballot": BallotForm(prefix="vote")}
    )


def _only_here() -> None:
    if not (settings.DEBUG or settings.DREAM_DEMONSTRATION):
        raise Http404


class SampleFace:
    """A commune that does not exist, with the menus it would have."""

    brand = Brand(name="Saint-Aubin-sur-Lys", tagline="La place publique", initials="SA")
    navigation = (
        NavItem("Participer", "/elements/accueil/", current=True),
        NavItem("Questions aux élus", "#"),
        NavItem("Décisions et suites", "#"),
        NavItem("Agenda", "#"),
    )
    account = NavItem("Se connecter", "#")
    footer = Footer(
        links=(
            NavItem("Données ouvertes", "#"),
            NavItem("Données personnelles", "#"),
            NavItem("Mentions légales", "#"),
            NavItem("Contact", "#"),
            NavItem("Plan du site", "#"),
        ),
        address="Mairie, 1 place du Marché\nouverte du lundi au samedi, 9 h – 12 h",
        accessibility="Accessibilité : non conforme",
        accessibility_href="#",
    )


def _context() -> dict[str, Any]:
    return {
        "face": SampleFace,
        "long_name": LONG_NAME,
        "steps": STEPS,
        "followed": FOLLOWED,
        "results": RESULTS,
        "figures": [
            {"value": "901", "unit": "votants", "detail": "dont 132 sur papier"},
            {"value": "14 %", "unit": "de la liste", "detail": "11 % au dernier vote"},
        ],
        "columns": [
            "Collectivité",
            "Vote",
            "Méthode",
            {"label": "Votants", "number": True},
            {"label": "Papier", "number": True},
        ],
        "rows": [
            ["Saint-Aubin-sur-Lys", "La place du marché", "Choix unique", "1 204", "17 %"],
            ["Wattrelin", "Le nom de l’école", "Choix unique", "188", "61 %"],
            [LONG_NAME, "Budget participatif 2026, deuxième année", "Plusieurs choix", "3 377", "9 %"],
        ],
        "tabs": [
            {"label": "Ouvertes", "href": "#", "current": True, "count": 3},
            {"label": "À venir", "href": "#", "count": 1},
            {"label": "Terminées", "href": "#", "count": 27},
        ],
        "trail": [
            {"label": "Accueil", "href": "/"},
            {"label": "La place du marché, on la refait ensemble", "href": "#"},
            {"label": "Le vote", "href": ""},
        ],
        "translations": [
            {"code": "fr", "label": "Français", "href": "#", "current": True},
            {"code": "nl", "label": "Nederlands", "href": "#"},
        ],
    }
