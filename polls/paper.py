"""How the ballots of a vote are written down from paper: the same ballot that people fill in on a screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.participation.models import Activity
from polls.ballots import ballot_form, read_back
from polls.rules import Rules
from polls.words import words_of


class BallotReader:
    """A `participation.paper.readers.Reader`."""

    style = "polls/polls.css"

    def form(self, activity: Activity, sent: Any = None) -> forms.Form:
        words = words_of(activity, translation.get_language() or "")
        return ballot_form(Rules.read(activity.rules), words, sent=sent)

    def told(self, activity: Activity, words: str) -> str:
        rules = Rules.read(activity.rules)
        lines = read_back(rules, words_of(activity, translation.get_language() or ""), tuple(words.split()))
        said = [f"{line.label} ({line.says})" if line.says else line.label for line in lines if line.is_said]
        return ", ".join(said) or _("Blank vote")
