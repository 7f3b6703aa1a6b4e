"""The themes of one activity."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.proposals.errors import ProposalRefused
from consultations.proposals.models import Theme
from consultations.proposals.rules import THEMES_MAX
from consultations.proposals.rules.words import clean_line
from dreamplus.participation.models import Activity


@transaction.atomic
def set_themes(*, activity: Activity, labels: Iterable[str]) -> list[Theme]:
    """Replaces the themes; one that keeps its label keeps its proposals. Raises `ProposalRefused`."""
    wanted = list(dict.fromkeys(label for raw in labels if (label := clean_line(raw))))
    if len(wanted) > THEMES_MAX:
        raise ProposalRefused(_("%(most)s themes at most: beyond, nobody finds theirs.") % {"most": THEMES_MAX})
    if too_long := [label for label in wanted if len(label) > 80]:
        raise ProposalRefused(_("“%(label)s…” is too long: 80 characters at most.") % {"label": too_long[0][:40]})
    Theme.objects.filter(activity=activity).exclude(label__in=wanted).delete()
    return [
        Theme.objects.update_or_create(activity=activity, label=label, defaults={"position": position})[0]
        for position, label in enumerate(wanted)
    ]
