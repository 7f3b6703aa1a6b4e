"""What a list, its file and its letters may be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How somebody proved to be the person of a line."""

    LETTER = "letter", _("code received by post")
    COUNTER = "counter", _("seen at the counter")
    EMAIL = "email", _("confirmed e-mail address")


class CodeKind(models.TextChoices):
    LETTER = "letter"
    COUNTER = "counter"


class ImportState(models.TextChoices):
    """Where a file stands. Only one of a list may be before `DONE`."""

    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    FAULTY = "faulty"
    CLEARING = "clearing"
    DONE = "done"
    CANCELLED = "cancelled"


class LettersState(models.TextChoices):
    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    TAKEN = "taken"
    GONE = "gone"


UNDER_WAY = (ImportState.WAITING, ImportState.READING, ImportState.READY, ImportState.CLEARING)
"""States in which no other file may come."""
