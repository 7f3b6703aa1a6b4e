"""A published vote verified by anybody: what was checked, what is taken on somebody's word, what nobody can check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from polls.secret.rules import log, opening, tree
from polls.secret.rules.ballot import Ballot
from polls.secret.rules.canonical import Json, encode
from polls.secret.rules.layout import layout
from polls.secret.rules.log import Head, SignedHead
from polls.secret.rules.papers import Papers, Said
from polls.secret.rules.postponing import closing_after
from polls.secret.rules.publication import Publication, keys_fit
from polls.secret.rules.refusals import Refused


@dataclass(frozen=True)
class Check:
    """`code` names what was looked at, `detail` what was found; `ok` is None where there is nothing to see yet."""

    code: str
    ok: bool | None
    detail: str = ""


@dataclass
class Report:
    """The three lists. `word` and `cannot` hold sentences that do not depend on this vote's files."""

    checked: list[Check] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing that could be checked is wrong."""
        return all(check.ok is not False for check in self.checked)

    @property
    def faults(self) -> list[str]:
        """Codes of what is wrong."""
        return [check.code for check in self.checked if check.ok is False]

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "checked": [vars(check) for check in self.checked],
            "taken_on_the_word_of_commune_and_hub": self.word,
            "cannot_be_checked": self.cannot,
        }


ON_THEIR_WORD = (
    "The commune alone says who is on the list, and that each token went to the person of one line. At this level one "
    "house issues and keeps: it could draw tokens for people who do not vote.",
    "The keys in the terms are said to be those of the hub and of the scrutineers: compare them with what each of them "
    "publishes.",
    "The hub says that it has signed no other log of this vote.",
    "The box says that it wrote down nothing about who sent a ballot.",
)
OF_POSTPONEMENTS = "The hub says that it agreed to each later closing before the earlier one had come."
OF_PAPER = (
    "The commune says to whom it gave a paper ballot, and two people that they read each box alike: keep the papers "
    "until objections have ended."
)
CANNOT = (
    "Whether somebody was watching the networks of both houses, a device, or a person while they voted.",
    "Whether a page was altered by who served it, but by comparing its hash.",
    "Whether two scrutineers opened ballots before the closing, together with who keeps the box.",
)


def verify(publication: Publication, receipts: tuple[Json, ...] = ()) -> Report:
    """Everything that the files allow. `receipts`: promises of the box, as voters kept them."""
    report = Report(word=list(ON_THEIR_WORD), cannot=list(CANNOT))
    report.word += [OF_POSTPONEMENTS] if publication.postponements else []
    report.word += [OF_PAPER] if publication.terms.stations else []
    found: dict[str, Any] = {}
    for code, look in _LOOKS:
        try:
            seen = look(publication, found)
            if seen is not None:
                report.checked.append(Check(code, *seen))
        except Refused as refused:
            report.checked.append(Check(code, False, str(refused)))
    report.checked += _kept(publication, receipts)
    if publication.ballots is None and publication.result is not None:
        report.cannot.append("The count: ballots are not published, as the rules say of few ballots or equal ones.")
    return report


Found = dict[str, Any]
Look = Callable[[Publication, Found], tuple[bool | None, str] | None]
"""None: this vote has nothing of the kind."""


def _terms(publication: Publication, found: Found) -> tuple[bool | None, str]:
    first = publication.leaves[0].hex() if publication.leaves else "none"
    return first == publication.terms.leaf.hex(), f"the first entry is {first}"


def _heads(publication: Publication, found: Found) -> tuple[bool | None, str]:
    """Each head signed, no longer than the list, and hashing to its beginning: each continues the one before."""
    heads = [SignedHead.read(told, publication.terms) for told in publication.heads]
    for signed in heads:
        head, leaves = signed.head, publication.leaves[: signed.head.size]
        if Head.of(head.poll, leaves) != head:
            raise Refused("fork" if head.size <= len(publication.leaves) else "shorter", f"at {head.size}")
    found["heads"] = heads
    if not heads:
        return None, "no head yet"
    return True, f"{len(heads)} heads, each the beginning of this log"


def _witnessed(publication: Publication, found: Found) -> tuple[bool | None, str]:
    signed = [head for head in found.get("heads", ()) if head.witness is not None]
    if not signed:
        return (None if publication.closing is None else False), "the witness has signed none"
    last = max(signed, key=lambda one: one.head.size).head
    found["root"] = last.root
    if publication.closing is not None and last.size != len(publication.leaves):
        return False, f"the witness has signed {last.size} of {len(publication.leaves)} entries"
    return True, f"the witness has signed {last.size} of {len(publication.leaves)} entries"


def _closing(publication: Publication, found: Found) -> tuple[bool | None, str]:
    if publication.closing is None:
        return None, "the vote is not closed"
    ballots, tokens = log.read_closing(publication.closing, publication.terms)
    found["tokens"] = tokens
    told = layout(publication)
    if log.entry_leaf(publication.closing) != told.closing:
        return False, "the closing is not where it must be"
    if ballots != len(told.ballots):
        return False, f"{ballots} ballots closed, {len(told.ballots)} in the log"
    return True, f"{ballots} ballots, tokens {', '.join(str(one) for one in tokens)}"


def _postponements(publication: Publication, found: Found) -> tuple[bool | None, str] | None:
    """Each in the log before the closing, signed by the witness, and moving what the one before said."""
    if not publication.postponements:
        return None
    layout(publication)
    return True, f"closed at {closing_after(publication.terms, publication.postponements)}"


def _paper(publication: Publication, found: Found) -> tuple[bool | None, str] | None:
    """After the closing, one entry; what the papers say is what it committed to."""
    terms, entry = publication.terms, publication.paper
    if not terms.stations:
        return None if entry is None and publication.on_paper is None else (False, "nobody votes on paper here")
    if entry is None:
        return (None if publication.result is None else False), "not counted yet"
    papers = found["papers"] = Papers.read(entry, terms)
    if log.entry_leaf(entry) != layout(publication).paper:
        return False, "the entry is not the last one of the log"
    if publication.on_paper is not None:
        found["on_paper"] = Said.read(publication.on_paper, papers, terms)
    elif publication.ballots is not None and publication.result is not None:
        return False, "what the papers say is not published"
    return True, f"{papers.found} papers, {papers.void} void, {papers.marked} lines marked"


def _ballots(publication: Publication, found: Found) -> tuple[bool | None, str]:
    """Each in the log at its place, signed by its key, with a token of each issuer, for these terms."""
    if publication.ballots is None:
        return None, "not published"
    listed = layout(publication).ballots
    if len(publication.ballots) != len(listed):
        return False, f"{len(publication.ballots)} ballots, {len(listed)} in the log"
    ballots = []
    for number, (line, leaf) in enumerate(zip(publication.ballots, listed, strict=True), 1):
        if tree.leaf(line) != leaf:
            raise Refused("not-in-the-log", f"line {number}")
        try:
            ballots.append(Ballot.read(line, publication.terms))
        except Refused as refused:
            raise Refused(refused.code, f"line {number}") from None
    opening.standing(ballots)
    found["ballots"] = ballots
    return True, f"{len(ballots)} ballots, each in the log, with its token and its signature"


def _numbers(publication: Publication, found: Found) -> tuple[bool | None, str]:
    """Ballots that count ≤ tokens given; tokens and lines marked for paper ≤ lines of the roll."""
    tokens, size = found.get("tokens"), publication.terms.roll_size
    if tokens is None:
        return None, "the vote is not closed"
    voters = len({ballot.key for ballot in found["ballots"]}) if "ballots" in found else 0
    marked = found["papers"].marked if "papers" in found else 0
    on_paper = f", {marked} marked for paper" if publication.terms.stations else ""
    said = f"{voters} voting keys, {max(tokens)} tokens{on_paper}, {size} lines"
    return voters <= min(tokens) and max(tokens) + marked <= size, said


def _keys(publication: Publication, found: Found) -> tuple[bool | None, str]:
    if not publication.keys:
        return None, "not published"
    return keys_fit(publication.terms, publication.keys), f"keys {', '.join(str(n) for n in sorted(publication.keys))}"


def _ties(publication: Publication, found: Found) -> tuple[bool | None, str]:
    """Both secrets are those that were promised; without both there is no seed."""
    if publication.result is None:
        return None, "no result yet"
    late = [who for who, secret in zip(("commune", "hub"), publication.ties, strict=True) if secret is None]
    given = [
        secret is None or sha256(secret).digest() == promised
        for secret, promised in zip(publication.ties, publication.terms.ties, strict=True)
    ]
    if all(given) and not late and "root" in found:
        found["seed"] = opening.seed([secret for secret in publication.ties if secret], found["root"])
    return all(given), f"not revealed by: {', '.join(late)}" if late else "both secrets were promised"


def _count(publication: Publication, found: Found) -> tuple[bool | None, str]:
    """Opened and counted again: the same result, to the byte, for every pair of keys that is published."""
    if publication.result is None:
        return None, "no result yet"
    if "ballots" not in found or not publication.keys:
        withheld = isinstance(publication.result, dict) and publication.result.get("withheld") is True
        return (None if withheld and publication.ballots is None else False), "nothing to count again"
    if publication.terms.stations and "on_paper" not in found:
        return False, "no paper to count again"
    pairs = list(_pairs(sorted(publication.keys)))
    if not pairs:
        return False, "two keys are needed"
    for pair in pairs:
        keys = {number: publication.keys[number] for number in pair}
        opened = opening.open_all(publication.terms, found["ballots"], keys, found.get("papers"), found.get("on_paper"))
        again = opening.result(publication.terms, opened, seed=found.get("seed"))
        if encode(again) != encode(publication.result):
            return False, f"with the keys {pair[0]} and {pair[1]} the result is another"
    return True, "opened and counted again: the same result"


def _pairs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    return ((first, second) for first in numbers for second in numbers if first < second)


def _kept(publication: Publication, receipts: tuple[Json, ...]) -> Iterator[Check]:
    """Promises kept. One that is signed and missing proves a fault of the box, once a head came after it."""
    for number, receipt in enumerate(receipts, 1):
        try:
            leaf = log.read_promise(receipt, publication.terms)
        except Refused as refused:
            yield Check("receipt", False, f"receipt {number}: {refused}")
            continue
        there = leaf in publication.leaves
        late = publication.closing is not None
        yield Check(
            "receipt",
            True if there else (False if late else None),
            f"receipt {number}: " + ("in the log" if there else "promised by the box, and not in the log"),
        )


_LOOKS: tuple[tuple[str, Look], ...] = (
    ("terms", _terms),
    ("heads", _heads),
    ("witness", _witnessed),
    ("postponements", _postponements),
    ("closing", _closing),
    ("paper", _paper),
    ("ballots", _ballots),
    ("numbers", _numbers),
    ("keys", _keys),
    ("ties", _ties),
    ("count", _count),
)
