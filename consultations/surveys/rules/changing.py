"""What an agent does to a questionnaire: each change gives another one, codes are never given twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from consultations.surveys.rules.questionnaire import Mode, Question, Questionnaire, Screen


def with_question(asked: Questionnaire, question: Question, screen: str = "") -> Questionnaire:
    """With that question in the place of the one of its code, else at the end of `screen`, by default the last one."""
    if asked.question(question.code):
        changed = {
            at: tuple(question if old.code == question.code else old for old in one.questions)
            for at, one in enumerate(asked.screens)
        }
        return _with_screens(asked, changed)
    given = int(question.code[1:]) if question.code[1:].isdecimal() else 0
    asked = replace(asked, last=max(asked.last, given))
    if not asked.screens:
        asked = with_screen(asked)
    wanted = screen if any(one.code == screen for one in asked.screens) else asked.screens[-1].code
    screens = tuple(
        replace(one, questions=(*one.questions, question)) if one.code == wanted else one for one in asked.screens
    )
    return replace(asked, screens=screens)


def with_mode(asked: Questionnaire, mode: Mode) -> Questionnaire:
    return replace(asked, mode=mode)


def on_paper(screen: Screen) -> Screen:
    """The same questions, none of them required: on paper nobody can be asked again. Their conditions are for people to
    read."""
    return replace(screen, questions=tuple(replace(one, required=False) for one in screen.questions))


def with_screen(asked: Questionnaire) -> Questionnaire:
    """With an empty screen at the end."""
    number = asked.last + 1
    return replace(asked, screens=(*asked.screens, Screen(f"s{number}")), last=number)


def without(asked: Questionnaire, code: str) -> Questionnaire:
    """Without that question, or without that screen, whose questions join the one before it (the first stays)."""
    screens: list[Screen] = []
    for screen in asked.screens:
        if screen.code == code and screens:
            before = screens[-1]
            screens[-1] = replace(before, questions=before.questions + screen.questions)
        else:
            screens.append(replace(screen, questions=tuple(one for one in screen.questions if one.code != code)))
    return replace(asked, screens=tuple(screens))


def moved(asked: Questionnaire, code: str, by: int) -> Questionnaire:
    """That question one place earlier (`by` -1) or later (1), through the screens; the same one at the ends."""
    for at, screen in enumerate(asked.screens):
        codes = [one.code for one in screen.questions]
        if code not in codes:
            continue
        place = codes.index(code)
        if 0 <= place + by < len(codes):
            questions = list(screen.questions)
            questions[place], questions[place + by] = questions[place + by], questions[place]
            return _with_screens(asked, {at: tuple(questions)})
        if 0 <= at + by < len(asked.screens):
            other = asked.screens[at + by].questions
            kept = tuple(one for one in screen.questions if one.code != code)
            mine = screen.questions[place]
            return _with_screens(asked, {at: kept, at + by: (*other, mine) if by < 0 else (mine, *other)})
    return asked


def _with_screens(asked: Questionnaire, questions: Mapping[int, tuple[Question, ...]]) -> Questionnaire:
    screens = [
        replace(screen, questions=questions.get(at, screen.questions)) for at, screen in enumerate(asked.screens)
    ]
    return replace(asked, screens=tuple(screens))
