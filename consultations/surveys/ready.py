"""Questionnaires that are ready: an agent begins with one and changes what does not fit."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultations.surveys.rules.questionnaire import Kind, Option, Question, Questionnaire, Screen
from dreamplus.theming.forms import Choice

BLANK, PLACE, SERVICE, MEETING = "blank", "place", "service", "meeting"


def choices() -> list[tuple[str, Choice]]:
    """Each with what it is for."""
    return [
        (
            PLACE,
            Choice(_("Three questions about a place"), _("How it is used, what is missing, one idea.")),
        ),
        (
            SERVICE,
            Choice(_("A service: are people satisfied?"), _("School meals, library: marks and reasons.")),
        ),
        (MEETING, Choice(_("After a meeting"), _("What was useful, what to take up again."))),
        (BLANK, Choice(_("A blank page"), _("You write every question."))),
    ]


def questionnaire(name: str) -> Questionnaire:
    """In the language of who begins; an empty one for `BLANK` and for an unknown name."""
    questions = {PLACE: _place, SERVICE: _service, MEETING: _meeting}.get(name, list)()
    screens = (Screen("s1", questions=tuple(questions)),) if questions else ()
    return Questionnaire(screens, last=len(questions) + 1)


def _place() -> list[Question]:
    return [
        _asked(
            "q2",
            Kind.SEVERAL,
            _("What do you do there today?"),
            [
                _("I cross it"),
                _("I stop to talk"),
                _("I shop"),
                _("I take children there"),
                _("I never go there"),
            ],
        ),
        _asked(
            "q3",
            Kind.RANKING,
            _("What should come first?"),
            [_("Shade and trees"), _("Benches"), _("Safer crossings"), _("Room for events"), _("Parking")],
        ),
        _asked("q4", Kind.LONG, _("If you could change one thing, what would it be?")),
    ]


def _service() -> list[Question]:
    often = [_("Every week"), _("Every month"), _("A few times a year"), _("Never")]
    marks = [_("Very good"), _("Good"), _("Fair"), _("Poor"), _("I do not know")]
    sides = [_("Opening hours"), _("Welcome"), _("Price"), _("Premises")]
    return [
        _asked("q2", Kind.SINGLE, _("How often do you use it?"), often),
        Question("q3", Kind.MATRIX, _words(_("What do you think of it?")), options=_options(marks), rows=_rows(sides)),
        Question(
            "q4",
            Kind.SCALE,
            _words(_("Would you recommend it to a neighbour?")),
            steps=11,
            low=_words(_("certainly not")),
            high=_words(_("certainly")),
        ),
        _asked("q5", Kind.LONG, _("What should change first?")),
    ]


def _meeting() -> list[Question]:
    return [
        Question(
            "q2",
            Kind.SCALE,
            _words(_("Was the meeting useful to you?")),
            steps=5,
            low=_words(_("not at all")),
            high=_words(_("very much")),
        ),
        _asked("q3", Kind.LONG, _("What should be taken up again?")),
        _asked("q4", Kind.SINGLE, _("Would you come back?"), [_("Yes"), _("Perhaps"), _("No")]),
    ]


def _asked(code: str, kind: Kind, label: str, options: list[str] | None = None) -> Question:
    return Question(code, kind, _words(label), options=_options(options or []))


def _options(labels: list[str]) -> tuple[Option, ...]:
    return tuple(Option(f"o{number}", _words(label)) for number, label in enumerate(labels, start=1))


def _rows(labels: list[str]) -> tuple[Option, ...]:
    return tuple(Option(f"r{number}", _words(label)) for number, label in enumerate(labels, start=1))


def _words(text: str) -> dict[str, str]:
    return {(get_language() or "fr").split("-")[0]: text}
