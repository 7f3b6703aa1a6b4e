"""How people choose: the form of the agent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dreamplus.theming.forms import Choice
from polls.rules import Kind, Majority, Method, Thresholds, Weighting
from polls.rules.kinds import KINDS
from polls.rules.poll import HIGHEST_SCORE, MOST_CREDITS

METHODS = {
    Method.SINGLE: (
        gettext_lazy("One option among several"),
        gettext_lazy("The one with the most votes comes first."),
    ),
    Method.SEVERAL: (
        gettext_lazy("Several options (approval)"),
        gettext_lazy("Each ticks all they could live with: the one that suits the most people comes first."),
    ),
    Method.YES_NO: (
        gettext_lazy("Yes, no, or abstain"),
        gettext_lazy("For one question alone; abstentions are counted apart."),
    ),
    Method.JUDGMENT: (
        gettext_lazy("A grade for each option (majority judgment)"),
        gettext_lazy("From “Excellent” to “To be rejected”: the best grade that a majority gives comes first."),
    ),
    Method.SCORE: (
        gettext_lazy("A score for each option"),
        gettext_lazy("Numbers that are added, averaged or compared by their middle."),
    ),
    Method.COLOURED: (
        gettext_lazy("A colour for each line (coloured vote)"),
        gettext_lazy("Many statements, from full agreement to full disagreement: shows what gathers and what divides."),
    ),
    Method.IRV: (
        gettext_lazy("An order of preference, by rounds"),
        gettext_lazy("The last goes and its ballots move on, until one option has more than half (instant-runoff)."),
    ),
    Method.CONDORCET: (
        gettext_lazy("An order of preference, by duels"),
        gettext_lazy("The option that beats each of the others comes first (Condorcet, then Schulze)."),
    ),
    Method.STV: (
        gettext_lazy("An order of preference, for several seats"),
        gettext_lazy("Each large enough group gets its share of the seats (single transferable vote)."),
    ),
    Method.POINTS: (
        gettext_lazy("Points to share out"),
        gettext_lazy("Each gives points as they like; the largest sum comes first."),
    ),
    Method.QUADRATIC: (
        gettext_lazy("Votes that cost their square (quadratic)"),
        gettext_lazy("Whoever cares much about one option may say so, and pays for it."),
    ),
}
"""What agents read of each method."""


_OF_THE_VOTE = ("quorum", "by_roll", "proxies")
"""Asked once, with the first question."""


class RulesForm(forms.Form):
    """How people choose. Numbers that the method does not take are left alone."""

    method = forms.ChoiceField(
        label=gettext_lazy("How people choose"), widget=forms.RadioSelect, initial=Method.SINGLE, choices=()
    )
    least = forms.IntegerField(label=gettext_lazy("At least"), min_value=1, max_value=50, initial=1, required=False)
    most = forms.IntegerField(
        label=gettext_lazy("At most"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=gettext_lazy("How many options a ballot may bear or rank. Empty: as many as there are."),
    )
    top = forms.IntegerField(
        label=gettext_lazy("Highest score"),
        min_value=1,
        max_value=HIGHEST_SCORE,
        initial=5,
        required=False,
        help_text=gettext_lazy("The lowest is 0."),
    )
    by = forms.ChoiceField(
        label=gettext_lazy("Scores are compared by"),
        choices=[
            ("sum", gettext_lazy("their sum: an option without a score gets nothing")),
            ("mean", gettext_lazy("their mean, among those who gave one")),
            ("median", gettext_lazy("their median, among those who gave one")),
        ],
        widget=forms.RadioSelect,
        initial="sum",
        required=False,
    )
    seats = forms.IntegerField(
        label=gettext_lazy("How many are chosen"), min_value=1, max_value=50, initial=2, required=False
    )
    credits = forms.IntegerField(
        label=gettext_lazy("Points on a ballot"), min_value=1, max_value=MOST_CREDITS, initial=10, required=False
    )
    quorum = forms.IntegerField(
        label=gettext_lazy("Quorum"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=gettext_lazy("How many people must have voted, blank votes included. Empty: none is asked."),
    )
    majority = forms.ChoiceField(
        label=gettext_lazy("What comes first is carried with"),
        choices=[
            (Majority.RELATIVE, gettext_lazy("more votes than the others")),
            (Majority.ABSOLUTE, gettext_lazy("more than half of the ballots that express a choice")),
            (Majority.TWO_THIRDS, gettext_lazy("two thirds of the ballots that express a choice")),
        ],
        widget=forms.RadioSelect,
        initial=Majority.RELATIVE,
    )

    by_roll = forms.BooleanField(
        label=gettext_lazy("Each line of the list has its own number of votes"),
        required=False,
        help_text=gettext_lazy(
            "The list says it, in a column called “voix”. A rare number of votes can tell whose ballot it is: the "
            "rules say so to everybody."
        ),
    )
    proxies = forms.TypedChoiceField(
        label=gettext_lazy("Proxies"),
        choices=[
            (0, gettext_lazy("nobody votes for somebody else")),
            (1, gettext_lazy("one may vote for one other person")),
            (2, gettext_lazy("one may vote for two other people")),
        ],
        coerce=int,
        empty_value="0",
        initial=0,
        required=False,
        help_text=gettext_lazy("You log them before the opening. They need a list, and a vote without paper."),
    )

    def __init__(self, *args: Any, further: bool = False, **kwargs: Any) -> None:
        """`further`: of a question after the first, which does not ask again what is asked of the whole vote."""
        super().__init__(*args, **kwargs)
        for name in _OF_THE_VOTE if further else ():
            del self.fields[name]
        cards = [(str(method), Choice(str(label), str(sentence))) for method, (label, sentence) in METHODS.items()]
        self.fields["method"].choices = cards  # type: ignore[attr-defined]  # in the reader's language

    @property
    def thresholds(self) -> Thresholds:
        """What was asked, once the form is valid. A majority is asked of options alone."""
        of_options = KINDS[Method(self.cleaned_data["method"])] == Kind.CHOICES
        majority = Majority(self.cleaned_data["majority"]) if of_options else Majority.RELATIVE
        return Thresholds(self.cleaned_data.get("quorum") or 0, majority)

    @property
    def weighting(self) -> Weighting:
        """What a ballot counts for, once the form is valid."""
        return Weighting(bool(self.cleaned_data.get("by_roll")), int(self.cleaned_data.get("proxies") or 0))

    @property
    def numbers(self) -> dict[str, Any]:
        """Those of the method, once the form is valid; what was left empty is what the form proposes."""
        names = ("top", "by", "seats", "credits")
        return {name: self.cleaned_data.get(name) or self.fields[name].initial for name in names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("least") or 1, cleaned.get("most")
        if cleaned.get("method") == Method.SEVERAL and most is not None and least > most:
            self.add_error("most", _("At most cannot be smaller than at least."))
        return cleaned
