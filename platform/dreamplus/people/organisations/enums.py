"""What an organisation is, and where it stands."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    ASSOCIATION = "association", _("association")
    COMPANY = "company", _("firm")
    PUBLIC = "public", _("public body")


class State(TextChoices):
    DECLARED = "declared", _("waiting for the town hall")
    RECOGNISED = "recognised", _("recognised")
    REFUSED = "refused", _("not recognised")
    ENDED = "ended", _("ended")


STANDING = (State.DECLARED, State.RECOGNISED)
"""In these states a number belongs to one organisation."""
