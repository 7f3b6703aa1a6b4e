"""What happens outside the platform and stands on the line of a process."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from consultations.rules.milestones import LONGEST


class MilestoneBlock(blocks.StructBlock):
    """A council, works: words for people, a date to find its place."""

    label = blocks.CharBlock(label=_("What happens"), max_length=LONGEST)
    when = blocks.CharBlock(
        label=_("When, in words"),
        max_length=LONGEST,
        required=False,
        help_text=_("For instance: “debate on 17 December”, “from March 2027”."),
    )
    on = blocks.DateBlock(
        label=_("Day"), required=False, help_text=_("Places it on the line and marks it done once past. Not shown.")
    )

    class Meta:
        icon = "date"
        label = _("Milestone")


class MilestonesBlock(blocks.StreamBlock):
    milestone = MilestoneBlock()
