"""The closed lists of words of accompanied participation."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How the person who is present is known."""

    COUNTER = "counter", _("Without an e-mail address")
    LIST = "list", _("On a list of people")
    OWN = "own", _("With their own account")


class Ending(TextChoices):
    """How an accompaniment ended."""

    FINISHED = "finished", _("finished by the person")
    IDLE = "idle", _("nobody touched the screen any more")
    HELPER = "helper", _("ended from the board")
    REFUSED = "refused", _("the person did not agree")
    UNUSED = "unused", _("the code was not used")
