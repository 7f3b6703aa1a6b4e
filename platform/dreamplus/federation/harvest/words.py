"""The wire's controlled lists in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

METHODS = {
    "single-choice": _("single choice"),
    "several-choices": _("several choices"),
    "yes-no-abstain": _("yes, no, abstention"),
    "score": _("scores"),
    "majority-judgment": _("majority judgment"),
    "coloured": _("coloured vote"),
    "irv": _("instant-runoff"),
    "condorcet": _("Condorcet, Schulze"),
    "stv": _("single transferable vote"),
    "points": _("points"),
    "quadratic": _("quadratic vote"),
}
CHANNELS = {
    "web": _("on line"),
    "assisted": _("with help, at a counter"),
    "paper": _("on paper"),
    "meeting": _("at a meeting"),
}
TYPES = {"result": pgettext_lazy("publication", "result"), "consultation": pgettext_lazy("publication", "consultation")}
