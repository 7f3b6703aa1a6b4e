"""The box opened with the keys of two scrutineers, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from polls.rules import Choices, Kind, Rules, count, tally, verdict
from polls.secret.rules import limits
from polls.secret.rules.ballot import Ballot, choices_in
from polls.secret.rules.canonical import Json
from polls.secret.rules.papers import Papers, Said
from polls.secret.rules.refusals import Refused
from polls.secret.rules.sealing import unseal
from polls.secret.rules.terms import Question, Terms

TYPE = "dream-result/1"
Groups = list[tuple[Choices, int]]


@dataclass(frozen=True)
class Opened:
    """`said`: what each counted ballot says, by its leaf. `invalid`: leaves with the code of the reason. `replaced`:
    leaves of ballots whose voter sent another with a higher number. `papers` and `on_paper`: what was read from paper.
    """

    said: Mapping[bytes, tuple[Choices, ...]]
    invalid: tuple[tuple[bytes, str], ...]
    replaced: tuple[bytes, ...]
    papers: Papers | None = None
    on_paper: Said | None = None

    def groups(self, question: int) -> Groups:
        """What was said on a question (from 0), on screens and on paper, each with how many said so, sorted."""
        found = Counter(choices[question] for choices in self.said.values())
        for answers, number in self.on_paper.groups.items() if self.on_paper else ():
            found[answers[question]] += number
        return sorted(found.items())

    @property
    def withheld(self) -> bool:
        """Whether ballots stay unpublished: too few, or all alike, on screens or on paper."""
        return limits.are_few(Counter(self.said.values())) or bool(self.on_paper and self.on_paper.are_few)

    @property
    def void(self) -> int:
        """Ballots of people who voted, and that say nothing which is counted."""
        return len(self.invalid) + (self.papers.void if self.papers else 0)

    @property
    def turnout(self) -> int:
        """Ballots that count and void ones, on screens and on paper."""
        return len(self.said) + len(self.invalid) + (self.papers.found if self.papers else 0)


def standing(ballots: Iterable[Ballot]) -> tuple[list[Ballot], list[Ballot]]:
    """Those that count, the highest number of each voting key, wherever it stands; and those they replace.

    Raises `Refused` when a key bears the same number twice.
    """
    held: dict[bytes, Ballot] = {}
    replaced = []
    numbers: set[tuple[bytes, int]] = set()
    for ballot in ballots:
        if (ballot.key, ballot.number) in numbers:
            raise Refused("number-used", ballot.leaf.hex())
        numbers.add((ballot.key, ballot.number))
        before = held.get(ballot.key)
        if before is not None and before.number > ballot.number:
            replaced.append(ballot)
            continue
        if before is not None:
            replaced.append(before)
        held[ballot.key] = ballot
    return list(held.values()), replaced


def open_all(
    terms: Terms,
    ballots: Iterable[Ballot],
    keys: Mapping[int, bytes],
    papers: Papers | None = None,
    on_paper: Said | None = None,
) -> Opened:
    """Every standing ballot opened by `keys`, two private keys under their numbers. Raises `Refused` as `standing`.

    A ballot that does not open, or that says what is not allowed, is invalid and its bytes are never shown.
    """
    counted, replaced = standing(ballots)
    said: dict[bytes, tuple[Choices, ...]] = {}
    invalid = []
    for ballot in counted:
        try:
            said[ballot.leaf] = choices_in(unseal(ballot.sealed, keys, info=ballot.info), terms)
        except Refused as refused:
            invalid.append((ballot.leaf, refused.code))
    leaves = tuple(sorted(ballot.leaf for ballot in replaced))
    return Opened(said, tuple(sorted(invalid)), leaves, papers, on_paper)


def seed(ties: Sequence[bytes], root: bytes) -> bytes:
    """What puts equal options in order: SHA-256(the site's secret ‖ the witness's ‖ root of the last head)."""
    return sha256(b"".join(ties) + root).digest()


def result(terms: Terms, opened: Opened, *, seed: bytes | None) -> dict[str, Json]:
    """The published result. Each question has what was said, on screens and on paper, grouped, and the count."""
    return {
        "type": TYPE,
        "poll": str(terms.poll),
        "counted": len(opened.said),
        "replaced": len(opened.replaced),
        "invalid": [{"leaf": leaf.hex(), "reason": reason} for leaf, reason in opened.invalid],
        "withheld": opened.withheld,
        **({"paper": {"found": opened.papers.found, "void": opened.papers.void}} if opened.papers else {}),
        "questions": [
            {
                "said": _told(opened.groups(at)),
                "outcome": outcome(question.rules, opened.groups(at), seed),
                "verdict": said_of(question, opened, at),
            }
            for at, question in enumerate(terms.questions)
        ],
    }


def outcome(rules: Rules, groups: Groups, seed: bytes | None) -> dict[str, Any]:
    """The count of one question in the common form of counts."""
    counted = count(rules, groups) if rules.kind == Kind.CHOICES else tally(rules, groups, seed=seed)
    return counted.as_json()


def said_of(question: Question, opened: Opened, at: int) -> dict[str, bool] | None:
    """Whether the result reaches what was asked of it; None where nothing was. Invalid ballots count towards the
    quorum, since their voters voted. A majority is asked of options alone."""
    asked, void = question.thresholds, opened.void
    if not asked.stored():
        return None
    if question.rules.kind == Kind.CHOICES:
        return asdict(verdict(asked, count(question.rules, opened.groups(at)), void=void))
    return {"quorum_reached": opened.turnout >= asked.quorum}


def _told(groups: Groups) -> list[dict[str, Json]]:
    return [{"choices": list(choices), "number": number} for choices, number in groups]
