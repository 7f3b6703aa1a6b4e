"""What a ballot asks, and what a refused one means, in words that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.rules import (
    BlankWithChoices,
    ChoiceRefused,
    Kind,
    Method,
    Rules,
    SameRank,
    TooFewChoices,
    TooManyChoices,
    TooManyPoints,
)


def choice_sentence(refused: ChoiceRefused) -> str:
    """The sentence for somebody whose choice the rules do not allow; it names a question after the first."""
    if refused.question > 1:
        return _("Question %(number)d: %(error)s") % {"number": refused.question, "error": _why(refused)}
    return _why(refused)


def _why(refused: ChoiceRefused) -> str:
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
    if isinstance(refused, SameRank):
        return _("Two options are at rank %(rank)d: give each rank once.") % {"rank": refused.args[0]}
    if isinstance(refused, TooManyPoints):
        given, credits = refused.args
        return _("Your ballot spends %(given)d points, and there are %(credits)d: take %(over)d back.") % {
            "given": given,
            "credits": credits,
            "over": given - credits,
        }
    return _("This choice is not among the options of the vote. Please choose again.")


def at_most(most: int) -> str:
    """How many options fit a ballot, blank vote apart."""
    return ngettext(
        "Choose one option only, or the blank vote.", "Choose at most %(most)d options, or the blank vote.", most
    ) % {"most": most}


def instruction(rules: Rules) -> str:
    """What to do with the ballot, in a sentence or two."""
    if rules.kind == Kind.CHOICES:
        return _how_many(rules)
    numbers = {"top": rules.top, "most": rules.most, "seats": rules.seats, "credits": rules.credits}
    told = {
        Method.SCORE: _("Give each option a score from 0 to %(top)d; 0 is the lowest."),
        Method.JUDGMENT: _("Grade each option by itself. An option that you leave without a grade counts as rejected."),
        Method.COLOURED: _("Say of each line what you think of it. No line has to be answered."),
        Method.IRV: _("Put the options in your order of preference. You may leave some out."),
        Method.CONDORCET: _("Put the options in your order of preference. Two may be equal; you may leave some out."),
        Method.STV: _("Put the options in your order of preference: %(seats)d will be chosen. You may leave some out."),
        Method.POINTS: _("Share out up to %(credits)d points as you like."),
        Method.QUADRATIC: _(
            "You have %(credits)d points. One vote for an option costs 1 point, two cost 4, three cost 9, and so on."
        ),
    }[rules.method]
    told %= numbers
    if rules.kind == Kind.RANKING and rules.most < len(rules.options):
        told += " " + _("Rank %(most)d at most.") % numbers
    return told


def _how_many(rules: Rules) -> str:
    if rules.method != Method.SEVERAL:
        return at_most(1)
    if rules.least == rules.most:
        return _("Choose exactly %(most)d options, or the blank vote.") % {"most": rules.most}
    if rules.least == 1:
        return _("Choose up to %(most)d options, or the blank vote.") % {"most": rules.most}
    return _("Choose from %(least)d to %(most)d options, or the blank vote.") % {
        "least": rules.least,
        "most": rules.most,
    }
