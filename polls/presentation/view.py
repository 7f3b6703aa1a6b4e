"""What the page of a result draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, TypeVar

from dreamplus.theming.charts import Bar, Stack
from polls.presentation.wording import in_language
from polls.rules.places import placed


@dataclass(frozen=True)
class Bars:
    """A chart of one figure an option, with its table. Shares are of `whole`; there are none where it is None."""

    title: str
    rows: list[Bar]
    unit: str
    whole: int | None
    note: str = ""
    template: ClassVar[str] = "polls/blocks/bars.html"

    @property
    def shares(self) -> bool:
        return self.whole is not None


@dataclass(frozen=True)
class Stacks:
    """A bar an option, cut by grades; its numbers stand in a table beside it."""

    title: str
    rows: list[Stack]
    middle: bool
    note: str = ""
    template: ClassVar[str] = "polls/blocks/stacks.html"


@dataclass(frozen=True)
class Table:
    """Figures by option; `folded` away where the drawing above says the same."""

    caption: str
    columns: list[Any]
    rows: list[list[str]]
    note: str = ""
    stacked: bool = True
    folded: bool = False
    template: ClassVar[str] = "polls/blocks/table.html"


@dataclass(frozen=True)
class Steps:
    """The count told step by step."""

    title: str
    items: list[str]
    template: ClassVar[str] = "polls/blocks/steps.html"


Block = Bars | Stacks | Table | Steps


@dataclass(frozen=True)
class Said:
    """What one method says of its result: the sentence on top, remarks under it, what is drawn."""

    headline: str
    remarks: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Recount:
    """What somebody types to count again: the file of ballots, the arguments, and the fingerprint of the program."""

    file: str
    arguments: str
    fingerprint: str


@dataclass(frozen=True)
class ResultView:
    """What the result page draws. Shares are of the ballots that express a choice."""

    headline: str
    remarks: list[str]
    blocks: list[Block]
    apart: list[list[str]]
    apart_caption: str
    figures: list[dict[str, str]]
    origins: list[Table]
    """By channel and box by box, where there is more than one."""
    some_hidden: bool
    lot: dict[str, str] | None
    recount: Recount | None
    provisional: bool


One = TypeVar("One", bound=Block)


def numbered(block: One, which: str) -> One:
    """The block with its question in its title, where several stand on a page: landmarks are told apart by theirs."""
    name = "caption" if isinstance(block, Table) else "title"
    return replace(block, **{name: f"{getattr(block, name)} · {which}"})  # type: ignore[arg-type]  # a field of each


class Reading:
    """A published result with the words of one language."""

    def __init__(self, data: Mapping[str, Any], language: str) -> None:
        self.data, self.language = data, language
        self.labels = {one["code"]: in_language(one["label"], language) or one["code"] for one in data["options"]}
        self.totals = {one["code"]: one.get("total") for one in data["options"]}
        grades = data.get("grades") or {}
        told: Mapping[str, str] = grades.get(language) or next(iter(grades.values()), {})
        self.grades = {int(mark): label for mark, label in told.items()}

    @property
    def tally(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data["tally"]
        return found

    @property
    def winners(self) -> list[str]:
        return [self.labels[code] for code in self.data["winners"]]

    @property
    def is_settled(self) -> bool:
        return not self.data["provisional"]

    @property
    def expressed(self) -> int:
        return int(self.data["ballots"]["expressed"])

    @property
    def in_order(self) -> list[str]:
        """Codes, the best first."""
        return [code for tier in self.data["ranking"] for code in tier]

    def place(self, code: str) -> int:
        """1 for the best; equal options share theirs."""
        return next(place for place, tier in placed(self.data["ranking"]) if code in tier)

    def kind(self, code: str) -> str:
        """How its bar is drawn: what came first stands out, once the vote is settled."""
        return "lead" if self.is_settled and code in self.data["winners"] else "plain"

    def grade(self, mark: int) -> str:
        return self.grades.get(mark, str(mark))
