"""Who may take part: a rule in plain data, the facts about a person, and what stands between them.

An *audience* gives each act (reading, contributing, supporting, commenting, voting) a *requirement*: ways of proof, one
of which is enough, and limits of area and age that the proof must meet. Nothing is allowed that no way opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any

AGES = range(1, 121)
"""Limits of age that can be set, in years."""


class Act(StrEnum):
    """What somebody does in an activity."""

    READ = "read"
    CONTRIBUTE = "contribute"
    SUPPORT = "support"
    COMMENT = "comment"
    VOTE = "vote"


class Way(StrEnum):
    """How somebody proves that they belong."""

    ANYONE = "anyone"
    CONFIRMED = "confirmed"
    RESIDENT = "resident"
    COUNTER = "counter"
    LIST = "list"


OPEN_WAYS = frozenset({Way.ANYONE, Way.CONFIRMED})
"""Ways that say nothing of where a person lives nor of their age."""


class Gap(IntEnum):
    """What a person lacks, the smallest first: that is the one to be told."""

    AGE_UNKNOWN = 1
    TOO_YOUNG = 2
    TOO_OLD = 3
    OTHER_AREA = 4
    PROOF = 5
    CONFIRMATION = 6
    ACCOUNT = 7
    NOBODY_MAY = 8


class AudienceRefused(ValueError):
    """An audience that cannot be; `args[0]` is a `Fault`."""


class Fault(StrEnum):
    """What is wrong with an audience."""

    NO_WAY = "no_way"
    ALONE = "alone"
    LIMITS = "limits"
    LISTS = "lists"
    AGES = "ages"


@dataclass(frozen=True)
class Requirement:
    """One of `ways` is enough. `areas` are codes of quarters, none meaning all; ages are in years, both included,
    reached in the year of the opening. `lists` are identifiers of rolls, for the way `list`."""

    ways: tuple[Way, ...]
    lists: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    least_age: int | None = None
    most_age: int | None = None

    def __post_init__(self) -> None:
        """Raises `AudienceRefused`: a limit that no way could check would be a promise not kept."""
        open_ways = OPEN_WAYS.intersection(self.ways)
        if open_ways and len(self.ways) > 1:
            raise AudienceRefused(Fault.ALONE)
        if (open_ways or not self.ways) and self.limited:
            raise AudienceRefused(Fault.LIMITS)
        if (Way.LIST in self.ways) != bool(self.lists):
            raise AudienceRefused(Fault.LISTS)
        ages = [age for age in (self.least_age, self.most_age) if age is not None]
        if any(age not in AGES for age in ages) or ages != sorted(ages):
            raise AudienceRefused(Fault.AGES)

    @property
    def limited(self) -> bool:
        return bool(self.areas) or self.least_age is not None or self.most_age is not None

    @property
    def needs_account(self) -> bool:
        return self.ways != (Way.ANYONE,)

    def born_between(self, year: int) -> tuple[int | None, int | None]:
        """First and last year of birth that meet the ages in `year`."""
        first = None if self.most_age is None else year - self.most_age
        last = None if self.least_age is None else year - self.least_age
        return first, last

    def stored(self) -> dict[str, Any]:
        """As JSON, without what is empty: canonical, because it is hashed."""
        kept: dict[str, Any] = {"ways": sorted(self.ways)}
        kept |= {name: sorted(getattr(self, name)) for name in ("lists", "areas") if getattr(self, name)}
        kept |= {name: getattr(self, name) for name in ("least_age", "most_age") if getattr(self, name) is not None}
        return kept

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Requirement:
        """From what `stored` gave. Raises `AudienceRefused` or `ValueError` for anything else."""
        return cls(
            ways=tuple(sorted(Way(way) for way in stored["ways"])),
            lists=tuple(sorted(stored.get("lists", ()))),
            areas=tuple(sorted(stored.get("areas", ()))),
            least_age=stored.get("least_age"),
            most_age=stored.get("most_age"),
        )


ANYONE = Requirement((Way.ANYONE,))
CONFIRMED = Requirement((Way.CONFIRMED,))
NOBODY = Requirement(())


@dataclass(frozen=True)
class Audience:
    """`who` may contribute and vote; `acts` says otherwise for the acts it names. Reading is for anyone by default."""

    who: Requirement
    acts: Mapping[Act, Requirement] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.who.ways or not self.of(Act.READ).ways:
            raise AudienceRefused(Fault.NO_WAY)

    def of(self, act: Act) -> Requirement:
        """What `act` asks of a person."""
        return self.acts.get(act, ANYONE if act == Act.READ else self.who)

    @property
    def is_public(self) -> bool:
        """Whether anybody may read it: nothing else leaves by a feed, a search, an export or the region."""
        return not self.of(Act.READ).needs_account

    def reading(self, requirement: Requirement) -> Audience:
        """The same audience, read by those whom `requirement` names."""
        return replace(self, acts={**self.acts, Act.READ: requirement})

    def stored(self) -> dict[str, Any]:
        """As JSON, canonical: the same requirement in another order is the same."""
        told = {str(act): (one.stored(), self._default(act).stored()) for act, one in sorted(self.acts.items())}
        acts = {act: one for act, (one, default) in told.items() if one != default}
        return {"who": self.who.stored()} | ({"acts": acts} if acts else {})

    def promised(self) -> str | dict[str, Any]:
        """As it enters the hash of the published rules: one word where one word says it."""
        simple = self.stored() == {"who": self.who.stored()} and self.who in (ANYONE, CONFIRMED)
        return str(self.who.ways[0]) if simple else self.stored()

    def _default(self, act: Act) -> Requirement:
        return ANYONE if act == Act.READ else self.who

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Audience:
        """From what `stored` gave. Raises `AudienceRefused` or `ValueError` for anything else."""
        acts = {Act(act): Requirement.read(one) for act, one in stored.get("acts", {}).items()}
        return cls(Requirement.read(stored["who"]), acts)


@dataclass(frozen=True)
class Proof:
    """One thing that shows where a person belongs: a declaration, a counter's word, a line of a list."""

    way: Way
    area: str = ""
    birth_year: int | None = None
    list: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a person when they are asked."""

    has_account: bool = False
    confirmed: bool = False
    proofs: tuple[Proof, ...] = ()


def gap(requirement: Requirement, facts: Facts, *, year: int) -> Gap | None:
    """What keeps the person from qualifying; None when they do. `year` is that of the opening, for ages."""
    if not requirement.ways:
        return Gap.NOBODY_MAY
    if not requirement.needs_account:
        return None
    if not facts.has_account:
        return Gap.ACCOUNT
    if not facts.confirmed:
        return Gap.CONFIRMATION
    if Way.CONFIRMED in requirement.ways:
        return None
    found = [_gap_of(requirement, proof, year) for proof in facts.proofs if _counts(requirement, proof)]
    return None if None in found else min([one for one in found if one], default=Gap.PROOF)


def _counts(requirement: Requirement, proof: Proof) -> bool:
    """Whether the proof is of a way that is asked; what a counter has seen is worth a declaration too."""
    if proof.way == Way.LIST:
        return Way.LIST in requirement.ways and proof.list in requirement.lists
    return proof.way in requirement.ways or (proof.way == Way.COUNTER and Way.RESIDENT in requirement.ways)


def _gap_of(requirement: Requirement, proof: Proof, year: int) -> Gap | None:
    if requirement.areas and proof.area not in requirement.areas:
        return Gap.OTHER_AREA
    first, last = requirement.born_between(year)
    if first is None and last is None:
        return None
    if proof.birth_year is None:
        return Gap.AGE_UNKNOWN
    if last is not None and proof.birth_year > last:
        return Gap.TOO_YOUNG
    return Gap.TOO_OLD if first is not None and proof.birth_year < first else None


def all_lists(audiences: Iterable[Audience]) -> frozenset[str]:
    """Every list that one of the audiences rests on: it may not be erased while they are open."""
    return frozenset(
        name for audience in audiences for one in (audience.who, *audience.acts.values()) for name in one.lists
    )
