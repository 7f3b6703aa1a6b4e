"""One screen of a survey as a form. What may be answered is said by `rules.answers`; here it is drawn and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from consultations.surveys import sentences
from consultations.surveys.rules.answers import AnswerRefused, Problem, is_full, taken
from consultations.surveys.rules.questionnaire import LONG_MOST, SHORT_MOST, WITH_ROWS, Kind, Question, Screen, told

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Asked:
    """A question as a template draws it: one field, or a field a line under one legend."""

    question: Question
    label: str
    help: str
    fields: list[BoundField]

    @property
    def grouped(self) -> bool:
        return self.question.kind in WITH_ROWS or self.question.kind == Kind.RANKING


class ScreenForm(forms.Form):
    """`answers`: those given so far. `counts`: how often options that can be full were chosen."""

    def __init__(
        self,
        data: Any = None,
        *,
        screen: Screen,
        language: str,
        answers: Mapping[str, Any] | None = None,
        counts: Counts | None = None,
    ) -> None:
        super().__init__(data, prefix=None)
        self.screen, self.language, self.counts = screen, language, counts or {}
        for one in screen.questions:
            for name, field in _fields(one, language, self.counts).items():
                self.fields[name] = field
            self.initial.update(_initial(one, (answers or {}).get(one.code)))

    def asked(self) -> Iterator[Asked]:
        """The questions with their fields, in order."""
        for one in self.screen.questions:
            fields = [self[name] for name in _names(one)]
            yield Asked(one, _named(one, self.language), told(one.help, self.language), fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.answers: dict[str, Any] = {}
        for one in self.screen.questions:
            names = _names(one)
            if any(name in self.errors for name in names):
                continue
            try:
                value = taken(one, given(one, cleaned))
                self._refuse_full(one, value)
            except AnswerRefused as refusal:
                self.add_error(names[0], sentences.problem(refusal, one))
            else:
                self.answers[one.code] = value
        return cleaned

    def _refuse_full(self, one: Question, value: Any) -> None:
        """One's own answer counts already: choosing it again is no further one."""
        if one.kind == Kind.SINGLE and value != self.initial.get(one.code) and is_full(one, value, self.counts):
            raise AnswerRefused(one.code, Problem.FULL)


def given(one: Question, values: Mapping[str, Any]) -> Any:
    """What was typed for a question, from the fields of its form."""
    if one.kind in WITH_ROWS:
        return {row.code: values.get(f"{one.code}-{row.code}") for row in one.rows}
    if one.kind == Kind.RANKING:
        ranks = [(values.get(f"{one.code}-{option.code}"), option.code) for option in one.options]
        chosen = sorted((int(rank), code) for rank, code in ranks if rank and str(rank).isdecimal())
        if len({rank for rank, _code in chosen}) < len(chosen):
            raise AnswerRefused(one.code, Problem.TWICE)
        return [code for _rank, code in chosen]
    return values.get(one.code)


def _names(one: Question) -> list[str]:
    if one.kind in WITH_ROWS:
        return [f"{one.code}-{row.code}" for row in one.rows]
    if one.kind == Kind.RANKING:
        return [f"{one.code}-{option.code}" for option in one.options]
    return [one.code]


def _initial(one: Question, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if one.kind in WITH_ROWS:
        return {f"{one.code}-{row}": code for row, code in value.items()}
    if one.kind == Kind.RANKING:
        return {f"{one.code}-{code}": str(rank) for rank, code in enumerate(value, start=1)}
    return {one.code: str(value) if one.kind in (Kind.SCALE, Kind.NUMBER) else value}


def _fields(one: Question, language: str, counts: Counts) -> dict[str, forms.Field]:
    common: dict[str, Any] = {
        "label": _named(one, language),
        "help_text": told(one.help, language),
        "required": one.required,
        "error_messages": {"required": _("This question needs an answer.")},
    }
    options = [(option.code, _label(one, option.code, told(option.label, language), counts)) for option in one.options]
    if one.kind in WITH_ROWS:
        return {
            f"{one.code}-{row.code}": _one_of(
                options,
                none=not one.required,
                select=one.kind == Kind.CARDS,
                **common | {"label": told(row.label, language), "help_text": ""},
            )
            for row in one.rows
        }
    if one.kind == Kind.RANKING:
        ranks = [("", "–"), *((str(rank), str(rank)) for rank in range(1, len(one.options) + 1))]
        return {
            f"{one.code}-{code}": Listed(choices=ranks, **common | {"label": label, "help_text": "", "required": False})
            for code, label in options
        }
    return {one.code: _field(one, options, language, common)}


def _field(one: Question, options: list[tuple[str, str]], language: str, common: dict[str, Any]) -> forms.Field:
    match one.kind:
        case Kind.LONG:
            field = forms.CharField(strip=False, widget=forms.Textarea(attrs={"rows": 5}), **common)
            field.max_length = LONG_MOST  # told; what is too long is refused by the rule, not cut by the browser
            return field
        case Kind.SINGLE:
            return _one_of(options, none=not one.required, **common)
        case Kind.SCALE:
            steps = [(str(at), sentences.step(one, at, language)) for at in one.scale]
            return _one_of(steps, none=not one.required, **common)
        case Kind.SEVERAL:
            return Ticked(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        case Kind.NUMBER:
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **common)
        case Kind.DATE:
            return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    field = forms.CharField(strip=False, **common)
    field.max_length = SHORT_MOST
    return field


class Listed(forms.ChoiceField):
    """A choice among codes that the rule knows, and judges."""

    def valid_value(self, value: Any) -> bool:
        return True


class Ticked(forms.MultipleChoiceField):
    """The same, of several."""

    def valid_value(self, value: Any) -> bool:
        return True


def _one_of(choices: list[tuple[str, str]], *, none: bool, select: bool = False, **common: Any) -> forms.ChoiceField:
    """Buttons, or a list that opens. A button once pressed cannot be released: `none` is one more, the last."""
    if select:
        return Listed(choices=[("", "–"), *choices], **common)
    return Listed(choices=[*choices, *([("", _("No answer"))] if none else [])], widget=forms.RadioSelect, **common)


def _named(one: Question, language: str) -> str:
    """Its words, and that an answer is expected: the others may be left out."""
    label = told(one.label, language)
    return _("%(question)s (needed)") % {"question": label} if one.required else label


def _label(one: Question, code: str, label: str, counts: Counts) -> str:
    return _("%(option)s (full)") % {"option": label} if is_full(one, code, counts) else label
