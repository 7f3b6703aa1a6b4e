"""What a demonstration site is made of. Words only: `dreamplus.demonstration.services` turns them into pages and rows."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """An invented collectivité. Its code is one that INSEE never gives."""

    code: str
    name: str
    tagline: str
    population: int
    primary: str
    accent: str
    hero: str
    lead: str
    publisher: str
    address: str
    email: str


@dataclass(frozen=True)
class Words:
    """The words of a page, in one language."""

    title: str
    summary: str
    body: tuple[str, ...] = ()


@dataclass(frozen=True)
class Milestone:
    """A point of the line of time that is not an activity: day counted from today."""

    label: str
    detail: str
    day: int
    dutch: tuple[str, str] | None = None


@dataclass(frozen=True)
class Sketch:
    """The picture of an option, by the name under which it is drawn, and its text in both languages."""

    name: str
    alternative: str
    dutch: str


@dataclass(frozen=True)
class Option:
    """One answer of a poll; `dutch` holds its label and description where the poll is translated."""

    code: str
    label: str
    description: str = ""
    dutch: tuple[str, str] | None = None
    sketch: Sketch | None = None


@dataclass(frozen=True)
class Box:
    """Where people vote on paper. `ballots` as those of a poll, none while nobody has read the box."""

    name: str
    ballots: dict[str, int] = field(default_factory=dict)
    void: int = 0
    signed: int | None = None
    remark: str = ""


@dataclass(frozen=True)
class FurtherWords:
    """A question after the first of a poll; whoever is missing in its `ballots` leaves it blank."""

    question: str
    method: str
    options: tuple[Option, ...]
    ballots: dict[str, int] = field(default_factory=dict)
    max_choices: int | None = 1


@dataclass(frozen=True)
class PollWords:
    """A poll: instants in hours from now. `ballots`: how many bear exactly that, a code or `code=mark` for each option
    apart by spaces, `blank` for a blank vote. `max_choices` None: all of them."""

    slug: str
    words: Words
    question: str
    method: str
    options: tuple[Option, ...]
    opens_in: float
    closes_in: float
    ballots: dict[str, int] = field(default_factory=dict)
    max_choices: int | None = 1
    dutch: Words | None = None
    dutch_question: str = ""
    boxes: tuple[Box, ...] = ()
    further: tuple[FurtherWords, ...] = ()


@dataclass(frozen=True)
class Comment:
    author: str
    text: str


@dataclass(frozen=True)
class ProposalWords:
    author: str
    title: str
    body: str
    supports: int = 0
    status: str = "submitted"
    answer: str = ""
    days_ago: int = 3
    comments: tuple[Comment, ...] = ()
    organisation: str = ""
    """In whose name, by its number; the author is one of its delegates."""


@dataclass(frozen=True)
class OrganisationWords:
    """`delegates`: residents, the first of whom leads. One that is not recognised waits."""

    name: str
    kind: str
    number: str
    delegates: tuple[str, ...]
    recognised: bool = True


@dataclass(frozen=True)
class ProposalsStep:
    """The step that collects proposals: days from today."""

    slug: str
    words: Words
    opens_in_days: float
    closes_in_days: float
    proposals: tuple[ProposalWords, ...]
    dutch: Words | None = None


@dataclass(frozen=True)
class QuestionWords:
    """One question of a survey, and how it is answered: `weights` of its options, or of the steps of its scale; `texts`
    of the first who answer. `only_if`: the number of an earlier question, from 1, and of one of its options."""

    kind: str
    label: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    weights: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    required: bool = False
    steps: int = 5
    ends: tuple[str, str] = ("", "")
    only_if: tuple[int, int] | None = None


@dataclass(frozen=True)
class SurveyWords:
    """A survey: hours from now. `people` answer on a screen, `sheets` on paper; each screen holds some questions under
    its title."""

    slug: str
    words: Words
    opens_in: float
    closes_in: float
    screens: tuple[tuple[str, tuple[QuestionWords, ...]], ...]
    people: int = 0
    sheets: int = 0
    mode: str = "confidential"


@dataclass(frozen=True)
class OutcomeWords:
    """What came of a consultation, on line for so many days."""

    said: str
    taken_up: str
    reasons: str
    days_ago: int


@dataclass(frozen=True)
class Process:
    slug: str
    words: Words
    milestones: tuple[Milestone, ...]
    proposals: tuple[ProposalsStep, ...] = ()
    polls: tuple[PollWords, ...] = ()
    surveys: tuple[SurveyWords, ...] = ()
    dutch: Words | None = None
    outcome: OutcomeWords | None = None


@dataclass(frozen=True)
class Article:
    """A piece of news or of the blog."""

    words: Words
    days_ago: int
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class HelpPlace:
    """Where people are helped to take part."""

    name: str
    address: str
    hours: str


@dataclass(frozen=True)
class Site:
    place: Place
    people: tuple[str, ...]
    processes: tuple[Process, ...]
    news: tuple[Article, ...] = ()
    blog: tuple[Article, ...] = ()
    pages: tuple[Words, ...] = ()
    quarters: tuple[str, ...] = ()
    organisations: tuple[OrganisationWords, ...] = ()
    help_places: tuple[HelpPlace, ...] = ()
