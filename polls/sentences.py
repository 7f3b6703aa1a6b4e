"""What a refused choice means, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.rules import BlankWithChoices, ChoiceRefused, TooFewChoices, TooManyChoices


def choice_sentence(refused: ChoiceRefused) -> str:
    """The sentence for somebody whose choice the rules do not allow."""
    if isinstance(refused, TooManyChoices):
        return at_most(int(refused.args[0]))
    if isinstance(refused, TooFewChoices):
        least = int(refused.args[0])
        return ngettext(
            "Choose at least one option, or the blank vote.",
            "Choose at least %(least)d options, or the blank vote.",
            least,
        ) % {"least": least}
    if isinstance(refused, BlankWithChoices):
        return _("A vote is either blank or for options: untick one or the other.")
    return _("This choice is not among the options of the vote. Please choose again.")


def at_most(most: int) -> str:
    """How many options fit a ballot, blank vote apart."""
    return ngettext(
        "Choose one option only, or the blank vote.", "Choose at most %(most)d options, or the blank vote.", most
    ) % {"most": most}
