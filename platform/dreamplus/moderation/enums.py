"""The closed lists of words of moderation."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from dreamplus.moderation.rules import cases, sanctions, screening


class Mode(TextChoices):
    """When words are read by a moderator."""

    AFTER = screening.Mode.AFTER.value, _("Read after: shown at once")
    BEFORE = screening.Mode.BEFORE.value, _("Read before: shown once a moderator has read them")
    TRUST = screening.Mode.TRUST.value, _("By trust: the first ones of a person are read before")


class Source(TextChoices):
    """Why a case was opened."""

    NOTICE = screening.Source.NOTICE.value, _("Reported")
    PRIOR = screening.Source.PRIOR.value, _("Read before")
    TRUST = screening.Source.TRUST.value, _("New author")
    SPAM = screening.Source.SPAM.value, _("Looks like advertising")
    STAFF = screening.Source.STAFF.value, _("Seen by the team")


HELD_BEFORE = (Source.PRIOR, Source.TRUST, Source.SPAM)
"""Sources of words that nobody has seen yet."""


class CaseState(TextChoices):
    """What is kept; whether somebody holds it now is the clock's (`rules.cases.Standing.shown`)."""

    OPEN = cases.State.OPEN.value, _("To decide")
    DECIDED = cases.State.DECIDED.value, _("Decided")
    APPEALED = cases.State.APPEALED.value, _("Contested")
    CLOSED = cases.State.CLOSED.value, _("Closed")


class Measure(TextChoices):
    """What was decided about the words."""

    KEPT = "kept", _("Shown")
    HIDDEN = "hidden", _("Hidden")


class Degree(TextChoices):
    """Sanctions, the lightest first."""

    WARNING = sanctions.Degree.WARNING.value, _("Warning")
    DAY = sanctions.Degree.DAY.value, _("May not write for 1 day")
    WEEK = sanctions.Degree.WEEK.value, _("May not write for 7 days")
    MONTH = sanctions.Degree.MONTH.value, _("May not write for 30 days")
    CLOSED = sanctions.Degree.CLOSED.value, _("May not write any more")


class Nature(TextChoices):
    """On what a ground rests."""

    LEGAL = "legal", _("The law")
    CHARTER = "charter", _("The charter")


class Party(TextChoices):
    """Who contests a decision."""

    AUTHOR = "author", _("The author")
    NOTIFIER = "notifier", _("Whoever reported")
