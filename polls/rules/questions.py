"""A vote that asks several questions: each has rules of its own, and one ballot answers them all.

Words of the first question stand bare on a ballot; those of the second bear `2:` before them, and so on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from polls.rules.ballots import ChoiceRefused, UnknownOption, check, is_legible
from polls.rules.poll import Choices, Rules, RulesRefused
from polls.rules.thresholds import Thresholds

Questions = tuple[Rules, ...]
"""The rules of each question, in order; one at least."""
MOST_QUESTIONS = 12
FURTHER = "further"
"""Under this name the questions after the first lie in the rules of an activity."""
_BETWEEN = ":"


def read_questions(stored: Mapping[str, Any]) -> Questions:
    """From the JSON of an activity. Raises `RulesRefused`."""
    further = stored.get(FURTHER, ())
    if len(further) >= MOST_QUESTIONS:
        raise RulesRefused("too many questions")
    return (Rules.read(stored), *(Rules.read(one) for one in further))


def stored_questions(questions: Questions, thresholds: Sequence[Thresholds]) -> dict[str, Any]:
    """As `read_questions` and `thresholds_of` take them; a vote of one question is stored as its rules alone."""
    first, *further = [rules.stored() | asked.stored() for rules, asked in zip(questions, thresholds, strict=True)]
    return first | ({FURTHER: further} if further else {})


def thresholds_of(stored: Mapping[str, Any]) -> tuple[Thresholds, ...]:
    """What is asked of the result of each question: people vote once, so the quorum of the vote is that of each."""
    first = Thresholds.read(stored)
    return (first, *(Thresholds(first.quorum, Thresholds.read(one).majority) for one in stored.get(FURTHER, ())))


def joined(answers: Iterable[Choices]) -> Choices:
    """One ballot of the answers to each question, in order."""
    return tuple(word if at == 0 else f"{at + 1}{_BETWEEN}{word}" for at, said in enumerate(answers) for word in said)


def parted(words: Iterable[str], number: int) -> tuple[Choices, ...]:
    """What a ballot says of each of `number` questions, unchecked. Raises `UnknownOption` for a question that is not
    there."""
    answers: list[list[str]] = [[] for _one in range(number)]
    places = {f"{at + 1}": at for at in range(1, number)}
    for word in words:
        place, between, rest = word.partition(_BETWEEN)
        if between and place not in places:
            raise UnknownOption(word)
        answers[places[place] if between else 0].append(rest if between else word)
    return tuple(tuple(said) for said in answers)


def check_answers(questions: Questions, words: Iterable[str]) -> tuple[Choices, ...]:
    """Each answer in its canonical form. Raises `ChoiceRefused`, whose `question` tells which (1 is the first)."""
    found = []
    for at, (rules, said) in enumerate(zip(questions, parted(words, len(questions)), strict=True), start=1):
        try:
            found.append(check(rules, said))
        except ChoiceRefused as refused:
            refused.question = at
            raise
    return tuple(found)


def are_legible(questions: Questions, words: Iterable[str]) -> bool:
    """Whether all that a ballot bears can be read back to who made it, allowed or not."""
    try:
        answers = parted(words, len(questions))
    except UnknownOption:
        return False
    return all(is_legible(rules, said) for rules, said in zip(questions, answers, strict=True))
