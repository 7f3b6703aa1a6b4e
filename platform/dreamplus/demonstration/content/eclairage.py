"""A secret vote of Saint-Aubin: its words, its list, a place of paper, its three scrutineers."""

from __future__ import annotations

from dreamplus.demonstration.content.shapes import Option, Words

FRENCH = Words(
    "Éteindre les lampadaires la nuit ?",
    "Un vote secret des habitants du Faubourg : ce qui est conservé ne dit pas qui a choisi quoi, et chacun peut "
    "recompter.",
)
QUESTION = "De minuit à cinq heures, que préférez-vous pour l’éclairage du Faubourg ?"
OPTIONS = (
    Option("eteindre", "Éteindre partout", "Environ 18 000 € d’économie par an."),
    Option("grands-axes", "Garder les grands axes", "La moitié des lampadaires restent allumés."),
    Option("detecteurs", "Des détecteurs de présence", "La lumière revient au passage ; 60 000 € de travaux."),
    Option("rien", "Ne rien changer", ""),
)
LIST = "Habitants du Faubourg (liste inventée)"
PEOPLE = 60
STATIONS = ("Maison de quartier du Faubourg",)
SCRUTINEERS = (
    ("Claire Vandamme, adjointe", "scrutatrice-1@demo.exemple"),
    ("Idriss Belkacem, conseiller d’opposition", "scrutateur-2@demo.exemple"),
    ("Monique Leroy, habitante", "scrutatrice-3@demo.exemple"),
)
