"""The closed lists of words of participation."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    """When results are shown; published with the rules, never changed after opening."""

    SEALED = "sealed", _("After closing only")
    LIVE = "live", _("While it is open")


class State(TextChoices):
    """Where an activity stands at a given instant."""

    DRAFT = "draft", _("Draft")
    UPCOMING = "upcoming", _("Soon")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed, being counted")
    SETTLED = "settled", _("Closed")


class Status(TextChoices):
    """What the public sees of a contribution."""

    VISIBLE = "visible", _("Visible")
    WAITING = "waiting", _("Waiting for a moderator")
    HIDDEN = "hidden", _("Hidden by the moderation")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")


class Channel(TextChoices):
    """How somebody took part."""

    WEB = "web", _("On line")
    ASSISTED = "assisted", _("With help at a counter")
    PAPER = "paper", _("On paper")
    MEETING = "meeting", _("At a meeting")


class Transition(TextChoices):
    """What a date brings, once for each activity."""

    OPENED = "opened", _("Opened")
    SOON = "soon", _("Closes soon")
    CLOSED = "closed", _("Closed")
    SETTLED = "settled", _("Settled")
