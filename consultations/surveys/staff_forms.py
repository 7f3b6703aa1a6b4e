"""What an agent writes of a questionnaire: one question at a time, in words, without code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.surveys import sentences
from consultations.surveys.rules.faults import Fault, Faulty, question_faults
from consultations.surveys.rules.questionnaire import (
    DECIDES,
    HELP_MOST,
    LABEL_MOST,
    OPTION_MOST,
    STEPS,
    WITH_OPTIONS,
    WITH_ROWS,
    Condition,
    Kind,
    Mode,
    Option,
    Question,
    Questionnaire,
    Screen,
    told,
)
from dreamplus.participation.enums import Channel
from dreamplus.participation.forms import Instant
from dreamplus.theming.forms import Choice


class QuestionForm(forms.Form):
    """Only the fields that the kind of question needs. Answers and lines are written one by line; a line that stays the
    same keeps its code, so that what depends on it goes on."""

    label = forms.CharField(
        label=gettext_lazy("The question"),
        max_length=LABEL_MOST,
        error_messages={"required": gettext_lazy("Write the question.")},
        help_text=gettext_lazy("As you would say it to a neighbour. One question at a time."),
    )
    help = forms.CharField(
        label=gettext_lazy("A word of explanation"),
        max_length=HELP_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    options = forms.CharField(
        label=gettext_lazy("The answers, one by line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    rows = forms.CharField(
        label=gettext_lazy("The lines to answer, one by line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    least = forms.IntegerField(label=gettext_lazy("At least"), required=False)
    most = forms.IntegerField(label=gettext_lazy("At most"), required=False)
    steps = forms.TypedChoiceField(
        label=gettext_lazy("Steps"), coerce=int, choices=[(n, str(n)) for n in STEPS], initial=5, required=False
    )
    low = forms.CharField(label=gettext_lazy("What the first step means"), max_length=OPTION_MOST, required=False)
    high = forms.CharField(label=gettext_lazy("What the last step means"), max_length=OPTION_MOST, required=False)
    required = forms.BooleanField(
        label=gettext_lazy("An answer is needed"),
        required=False,
        help_text=gettext_lazy("Rarely: people leave rather than answer what they do not want to."),
    )
    only_if = forms.MultipleChoiceField(
        label=gettext_lazy("Only for those who answered"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Answers to one earlier question. None: everybody is asked."),
    )

    def __init__(self, data: Any = None, *, asked: Questionnaire, kind: Kind, code: str, language: str) -> None:
        self.asked, self.kind, self.code, self.language = asked, kind, code, language
        self.before = asked.question(code)
        super().__init__(data, initial=_initial(self.before, language) if self.before else None)
        for name in _unneeded(kind):
            del self.fields[name]
        for name, sentence in (("options", _("Write two answers at least.")), ("rows", _("Write one line at least."))):
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = sentence
        if kind == Kind.SINGLE:
            self.fields["options"].help_text = _(
                "“Workshop on Monday | 20”: a number after a bar is the number of places."
            )
        if kind == Kind.CARDS:
            self.fields["options"].label = _("The heaps, one by line")
            self.fields["rows"].label = _("The cards, one by line")
        decisive = _decisive(asked, code, language)
        if decisive:
            self.fields["only_if"].choices = decisive  # type: ignore[attr-defined]  # a field of choices
        else:
            del self.fields["only_if"]

    def clean_options(self) -> str:
        return _short_lines(self.cleaned_data["options"])

    def clean_rows(self) -> str:
        return _short_lines(self.cleaned_data["rows"])

    def clean_only_if(self) -> Condition | None:
        parted = [value.partition(":") for value in self.cleaned_data["only_if"]]
        questions = {question for question, _colon, _answer in parted}
        if len(questions) > 1:
            raise ValidationError(_("Choose answers of one question only."))
        return Condition(questions.pop(), tuple(answer for _question, _colon, answer in parted)) if questions else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.question = self._made(cleaned)
        for fault in question_faults(self.question):
            name = next(name for name in (_ABOUT.get(fault, "label"), "options", "label") if name in self.fields)
            sentence = sentences.fault(Faulty(fault, self.code), _holding(self.question), self.language)
            self.add_error(name, sentence)
        return cleaned

    def _made(self, cleaned: dict[str, Any]) -> Question:
        """The question as it is written now; words in other languages stay."""
        old = self.before or Question(self.code, self.kind, {})
        limits = self.kind == Kind.SINGLE

        def words(name: str) -> dict[str, str]:
            said = {**getattr(old, name), self.language: cleaned.get(name, "")}
            return {language: text for language, text in said.items() if text}

        return replace(
            old,
            label=words("label"),
            help=words("help"),
            low=words("low"),
            high=words("high"),
            required=cleaned.get("required", False),
            options=_listed(cleaned.get("options", ""), old.options, self.language, "o", limits=limits),
            rows=_listed(cleaned.get("rows", ""), old.rows, self.language, "r"),
            least=cleaned.get("least"),
            most=cleaned.get("most"),
            steps=cleaned.get("steps") or 5,
            only_if=cleaned.get("only_if") or None,
        )


def _short_lines(text: str) -> str:
    """The same text. Raises `ValidationError` with the first line that is too long: nothing is cut silently."""
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line.strip()) > OPTION_MOST:
            told = {"line": number, "most": OPTION_MOST}
            raise ValidationError(_("Line %(line)d is too long: %(most)d characters at most.") % told)
    return text


_ABOUT = {Fault.NO_ROWS: "rows", Fault.LIMITS: "most"}


def _holding(question: Question) -> Questionnaire:
    return Questionnaire((Screen("s", questions=(question,)),))


def _unneeded(kind: Kind) -> list[str]:
    away = []
    if kind not in WITH_OPTIONS:
        away.append("options")
    if kind not in WITH_ROWS:
        away.append("rows")
    if kind not in (Kind.SEVERAL, Kind.NUMBER):
        away += ["least", "most"]
    if kind != Kind.SCALE:
        away += ["steps", "low", "high"]
    return away


def _initial(one: Question, language: str) -> dict[str, Any]:
    condition = [f"{one.only_if.question}:{answer}" for answer in one.only_if.answers] if one.only_if else []
    return {
        "label": told(one.label, language),
        "help": told(one.help, language),
        "options": "\n".join(_line(option, language) for option in one.options),
        "rows": "\n".join(_line(row, language) for row in one.rows),
        "least": one.least,
        "most": one.most,
        "steps": one.steps,
        "low": told(one.low, language),
        "high": told(one.high, language),
        "required": one.required,
        "only_if": condition,
    }


def _line(option: Option, language: str) -> str:
    label = told(option.label, language)
    return f"{label} | {option.most}" if option.most is not None else label


def _listed(
    text: str, before: Sequence[Option], language: str, letter: str, *, limits: bool = False
) -> tuple[Option, ...]:
    """One by line. A line that was there keeps its code; where as many lines stand as before, a changed one keeps the
    code of its place: it was corrected, not replaced."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    labels = {told(option.label, language): option for option in before}
    same_places = len(lines) == len(before)
    taken = {option.code for option in before}
    found: list[Option] = []
    for place, line in enumerate(lines):
        label, most = _apart(line) if limits else (line, None)
        old = labels.get(label)
        if old is None and same_places and told(before[place].label, language) not in {_apart(one)[0] for one in lines}:
            old = before[place]
        if old is not None and old.code not in {one.code for one in found}:
            found.append(replace(old, label={**old.label, language: label}, most=most))
            continue
        number = 1
        while f"{letter}{number}" in taken:
            number += 1
        taken.add(f"{letter}{number}")
        found.append(Option(f"{letter}{number}", {language: label}, most))
    return tuple(found)


def _apart(line: str) -> tuple[str, int | None]:
    """The words and the number of places after the bar, where there is one."""
    label, bar, number = line.rpartition("|")
    number = number.strip()
    if bar and number.isascii() and number.isdecimal() and len(number) < 7:
        return label.strip(), int(number)
    return line, None


def _decisive(asked: Questionnaire, code: str, language: str) -> list[tuple[str, str]]:
    """Answers on which the question may depend: of those before it that leave a choice."""
    found = []
    for one in asked.before(code):
        if one.kind in DECIDES:
            labels = {option.code: told(option.label, language) for option in one.options}
            label = told(one.label, language)
            found += [(f"{one.code}:{answer}", f"{label} → {labels.get(answer, answer)}") for answer in one.answers]
    return found


class ModeForm(forms.Form):
    """What joins an answer to who gave it."""

    mode = forms.ChoiceField(
        label=gettext_lazy("Who answers"),
        widget=forms.RadioSelect,
        choices=lambda: [(mode.value, Choice(str(name), str(said))) for mode, (name, said) in sentences.MODES.items()],
    )

    def clean_mode(self) -> Mode:
        return Mode(self.cleaned_data["mode"])


class SheetForm(forms.Form):
    """The number of a sheet, and where it was answered."""

    sheet = forms.CharField(
        label=gettext_lazy("Number of the sheet"),
        max_length=40,
        error_messages={"required": gettext_lazy("Write the number of the sheet.")},
        help_text=gettext_lazy("The one written at its top."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Where it was answered"),
        choices=[(one.value, one.label) for one in (Channel.PAPER, Channel.MEETING)],
        initial=Channel.PAPER.value,
        widget=forms.RadioSelect,
    )


class CrossForm(forms.Form):
    """What stands in the lines of a table, and what in its columns."""

    lignes = forms.ChoiceField(label=gettext_lazy("In lines"))
    colonnes = forms.ChoiceField(label=gettext_lazy("In columns"))

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.listed = list(choices)
        for number, name in enumerate(("lignes", "colonnes")):
            field = self.fields[name]
            field.choices = self.listed  # type: ignore[attr-defined]  # a field of choices
            field.initial = self.listed[min(number, len(self.listed) - 1)][0] if self.listed else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("lignes") and cleaned.get("lignes") == cleaned.get("colonnes"):
            self.add_error("colonnes", _("Choose something else than in the lines."))
        return cleaned


class SurveyForm(forms.Form):
    """A survey of a consultation, from a ready questionnaire or a blank one."""

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=160, error_messages={"required": gettext_lazy("Give it a title.")}
    )
    summary = forms.CharField(
        label=gettext_lazy("In one or two sentences"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    template = forms.ChoiceField(label=gettext_lazy("Begin with"), widget=forms.RadioSelect)
    opens_at = Instant(
        label=gettext_lazy("Answers from"), required=False, help_text=gettext_lazy("Empty: when you open it, at once.")
    )
    closes_at = Instant(
        label=gettext_lazy("Answers until"),
        error_messages={"required": gettext_lazy("Until when may people answer? Write a date and an hour.")},
    )

    def __init__(self, *args: Any, templates: Sequence[tuple[str, Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = list(templates)  # type: ignore[attr-defined]  # a field of choices
        self.fields["template"].initial = templates[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        return cleaned
