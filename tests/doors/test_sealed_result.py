"""Nobody learns how a sealed vote goes before it closes, at any door, whatever their role.

Two ways to look. The box is filled, every door is read, then every voter changes their mind so that the counts are
exchanged and the turnout is the same: each door must answer the same bytes. And each door that will tell the result
has words which it shows once settled and not before: without that control the first test could pass on dead pages.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from difflib import unified_diff

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dreamplus.cms.testing import make_news
from dreamplus.core import clock
from dreamplus.core.models import EventRecord, TaskRun
from dreamplus.federation.models import Entry
from dreamplus.people.roles import Role
from dreamplus.people.testing import make_person, sign_in
from tests.doors import addresses
from tests.doors.conftest import BLUE, CLOSING, NOON, RED, SealedVote

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Minute = Callable[[datetime], None]

# What changes at each rendering and tells nothing.
VOLATILE = re.compile(
    "|".join(
        [
            r'name="csrfmiddlewaretoken" value="[^"]*"',
            r'name="key" value="[^"]*"',
            r'nonce="[^"]*"',
            r'data-csrf[a-z-]*="[^"]*"',
            r'csrf_?token": ?"[^"]*"',
            r'/admin/editing-sessions/[^"]*',
            r"&quot;key&quot;: &quot;[a-z0-9]{5}&quot;",  # of a paragraph in the editor
            r"il y a \d+\s(?:secondes?|minutes?)",  # in the editor's history, by the machine's clock
        ]
    ),
    re.IGNORECASE,
)
READERS = ["visitor", "voter", *(role.value for role in (Role.AGENT, Role.OFFICIAL, Role.ADMINISTRATOR))]


def reader(name: str, vote: SealedVote) -> Client:
    client = Client()
    if name == "visitor":
        return client
    return sign_in(client, vote.voters[0] if name == "voter" else make_person(Role(name)))


def public_doors(vote: SealedVote) -> list[str]:
    """Every address without argument, and every address about this vote: new ones come by themselves."""
    about = {"uuid": str(vote.activity.uuid), "activity": str(vote.activity.uuid)}
    particular = [
        reverse(name, kwargs={key: about[key] for key in pattern.pattern.converters})
        for name, pattern in addresses.ours().items()
        if pattern.pattern.converters and set(pattern.pattern.converters) <= set(about)
    ]
    words = [f"{reverse('cms:search')}?q=canari", f"{reverse('cms:search')}?q=couleur"]
    live = [reverse("live:topic", args=[topic, vote.activity.uuid]) for topic in ("polls.result", "polls.turnout")]
    pages = [
        "/",
        vote.page.url,
        vote.dutch.url,
        vote.process.url,
        vote.process.get_parent().url,
        vote.dutch.get_parent().url,
    ]
    return [*addresses.plain().values(), *particular, *words, *live, *pages]


def staff_doors(vote: SealedVote) -> list[str]:
    """The editor's: list, page, history, search, copies, reports, its own interface; and the board of the process."""
    of_page = ("edit", "history", "history_results", "copy", "usage", "delete", "unpublish", "workflow_history")
    return [
        reverse("consultations_staff:prepare", args=[vote.process.pk]),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[vote.process.pk]),
        *(reverse(f"wagtailadmin_pages:{name}", args=[vote.page.pk]) for name in of_page),
        f"{reverse('wagtailadmin_pages:search')}?q=couleur",
        reverse("wagtailadmin_pages:view_draft", args=[vote.page.pk]),
        reverse("wagtailadmin_api:pages:listing"),
        reverse("wagtailadmin_api:pages:detail", args=[vote.page.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:page_types_usage"),
    ]


def read(client: Client, doors: Iterable[str]) -> dict[str, str]:
    return {door: text_of(client, door) for door in doors}


def text_of(client: Client, door: str) -> str:
    answer = client.get(door)
    content = answer.getvalue() if answer.streaming else answer.content
    return f"{answer.status_code} {VOLATILE.sub('', content.decode('utf-8-sig', 'replace'))}"


@pytest.mark.parametrize("name", READERS)
def test_exchanged_counts_change_no_byte_at_any_door(sealed: SealedVote, minute: Minute, name: str) -> None:
    client = reader(name, sealed)
    staff = name not in ("visitor", "voter")
    doors = [*public_doors(sealed), *(staff_doors(sealed) if staff else [])]
    readings = []
    for hour, (red, blue) in enumerate([(7, 13), (13, 7)], start=1):
        at = NOON + timedelta(minutes=hour)
        sealed.cast(red=red, blue=blue, at=at)
        minute(at)
        cache.clear()
        with clock.frozen(NOON + HOUR):
            client.get("/")  # takes away the notices of what the editor refused during the reading before
            readings.append(read(client, doors))
    first, second = readings
    opened = sum(page.startswith("200") for page in second.values())
    assert opened > (55 if name in ("agent", "administrator") else 20)
    assert {door: changed(first[door], second[door]) for door in doors if first[door] != second[door]} == {}


# Door → words it shows once settled, and not before. Seven, thirteen and three of twenty-three.
def telling(vote: SealedVote) -> dict[str, str]:
    uuid = vote.activity.uuid
    return {
        vote.page.url: r"« Canari bleu » arrive en tête avec 13 voix, 65 %",
        vote.dutch.url: r"\b13\b[^<]*, 65 %",
        reverse("polls:vote", args=[uuid]): r"« Canari bleu » arrive en tête avec 13 voix, 65 %",
        reverse("polls:result", args=[uuid]): r"« Canari bleu » arrive en tête avec 13 voix, 65 %",
        reverse("polls:embed", args=[uuid]): r"« Canari bleu » arrive en tête avec 13 voix, 65 %",
        reverse("polls:profiles", args=[uuid]): r"(?m)^0;1;13\s*$",
        reverse("live:topic", args=["polls.result", uuid]): f'"votes-{BLUE}":"13"',
        reverse("opendata:index"): str(uuid),
        reverse("opendata:table", args=[uuid]): rf"option;{BLUE};[^;]*;13;",
        reverse("opendata:document", args=[uuid]): r'"votes": ?13\b',
        reverse("federation:changes"): r'"votes": ?13\b',
    }


def test_each_door_that_tells_tells_once_settled_and_not_before(sealed: SealedVote, minute: Minute) -> None:
    visitor, needles = Client(), telling(sealed)
    sealed.cast(red=7, blue=13, at=NOON)
    found = []
    for at in (NOON + HOUR, CLOSING - timedelta(seconds=1), CLOSING + HOUR):
        minute(at)
        with clock.frozen(at):
            told = {door: plain_spaces(text) for door, text in read(visitor, needles).items()}
        found.append({door for door, words in needles.items() if re.search(words, told[door])})
    assert found == [set(), set(), set(needles)]


def test_turnout_is_all_that_is_live(sealed: SealedVote, minute: Minute) -> None:
    sealed.cast(red=7, blue=13, at=NOON)
    minute(NOON + HOUR)
    with clock.frozen(NOON + HOUR):
        answer = Client().get(reverse("live:topic", args=["polls.turnout", sealed.activity.uuid]))
        result = Client().get(reverse("live:topic", args=["polls.result", sealed.activity.uuid]))
    assert answer.json() == {"turnout": "23", "count": 23, "state": "open"}
    assert (result.status_code, "ETag" in result) == (404, False)


def test_nothing_that_the_house_keeps_or_sends_names_a_choice(
    sealed: SealedVote, minute: Minute, caplog: pytest.LogCaptureFixture
) -> None:
    """The log, caches, events, tasks and letters; feeds, which have another article to tell."""
    make_news(sealed.process.get_parent().get_parent())
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    voter = sign_in(Client(), sealed.voters[0])
    sealed.cast(red=7, blue=13, at=NOON)
    minute(NOON + HOUR)
    with clock.frozen(NOON + HOUR):
        read(voter, public_doors(sealed))
        feed = text_of(Client(), "/actualites/fil/")
    kept = {
        "log": "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends"),
        "cache": repr(getattr(cache, "_cache", {})),
        "events": json.dumps(list(EventRecord.objects.values("name", "payload", "actor_role"))),
        "tasks": json.dumps(list(TaskRun.objects.values("name", "args", "kwargs", "error"))),
        "letters": "\n".join(f"{letter.subject}\n{letter.body}" for letter in mail.outbox),
        "feed": feed,
        "federation": json.dumps(list(Entry.objects.values_list("body", flat=True))),
    }
    assert len(mail.outbox) == 23
    assert "Quelle couleur" in kept["letters"]
    assert str(sealed.activity.uuid) in kept["tasks"] + kept["events"] or str(sealed.activity.pk) in kept["events"]
    assert feed.startswith("200")
    canary = re.compile(rf"{RED}|{BLUE}|canari (rouge|bleu)", re.IGNORECASE)
    assert {place for place, words in kept.items() if canary.search(words)} == set()


def changed(first: str, second: str) -> list[str]:
    return list(unified_diff(first.splitlines(), second.splitlines(), n=0, lineterm=""))


def plain_spaces(text: str) -> str:
    """French typography with the spaces that a keyboard makes."""
    return re.sub("[\u00a0\u202f]", " ", text)
