"""B11, mass assignment: a form changes what it shows and nothing else, whatever is added to it.

Each valid post is sent twice from the same state: as the page sends it, then with a field for every name of every model
of ours. Both leave the same database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from wagtail.fields import StreamField

from polls.services import create_poll
from tests.doors import addresses
from tests.doors.conftest import CLOSING, NOON
from tests.doors.lived import Lived
from tests.doors.submissions import NOTHING_TO_CHANGE, OF_A_DRAFT, SUBMISSIONS, Submission

pytestmark = pytest.mark.django_db
Rows = dict[str, list[str]]
HOUSES = (*addresses.HOUSES, "allauth", "wagtail", "django_comments", "django_comments_xtd")
# Made anew by each act, whoever posts what: identifiers (each block of a text has one), references, words of tasks.
NEW_EACH_TIME = {"reference", "receipt_ref", "ref", "key", "path", "content", "args", "kwargs", "payload"}
NEW_EACH_TIME |= {"file_hash", "digest", "session_key"}
NOT_LOOKED_AT = {"core.TaskRun", "core.EventRecord", "core.RateCount", "wagtailsearch.IndexEntry"}


@pytest.fixture(autouse=True)
def _machine_at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries date what they write by the machine's clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def test_extra_fields_change_nothing(lived: Lived) -> None:
    assert _changed(lived, SUBMISSIONS) == {}


def test_extra_fields_change_nothing_of_a_vote_before_its_opening(lived: Lived) -> None:
    options, opening = [("Bois", ""), ("Pierre", ""), ("Fer", "")], NOON + timedelta(days=1)
    dates: dict[str, Any] = {"opens_at": opening, "closes_at": CLOSING, "at": NOON}
    page = create_poll(parent=lived.vote.process, title="Bancs", question="Lequel ?", options=options, **dates)
    of_the_draft = replace(lived, vote=replace(lived.vote, activity=page.activity, page=page))
    assert _changed(of_the_draft, OF_A_DRAFT) == {}


def test_every_form_of_ours_has_its_line(lived: Lived) -> None:
    """A view that takes a POST is in one of the lists; a name that is gone is taken out."""
    agent = lived.reader("administrator")
    takes = {name for name, where in lived.addresses.items() if _takes_a_post(agent, where)}
    known = {one.name for one in [*SUBMISSIONS, *OF_A_DRAFT]} | set(NOTHING_TO_CHANGE)
    assert takes - known == set()
    assert known - set(addresses.ours()) == set()


def _takes_a_post(client: Client, where: str) -> bool:
    with transaction.atomic():
        status = client.post(where).status_code
        transaction.set_rollback(True)
    return status != 405


def _changed(house: Lived, posts: list[Submission]) -> dict[str, Any]:
    """For each post, what the extra fields changed. All begin from the same state."""
    found = {}
    for posted in posts:
        with transaction.atomic():
            client, where = house.reader(posted.reader), house.addresses[posted.name]
            data = posted.filled(client, house)
            before = rows()
            plain = after(client, where, data)
            extra = after(client, where, data | hostile(set(data) | set(posted.also)))
            assert difference(before, plain), f"{posted}: the form as the page sends it must do something"
            if changed := difference(plain, extra):
                found[posted.name] = changed
            transaction.set_rollback(True)
    return found


def after(client: Client, where: str, data: dict[str, Any]) -> Rows:
    """The database once `data` was posted, which is then undone; the browser keeps the cookies it had."""
    once = Client()
    once.cookies = deepcopy(client.cookies)
    with undone():
        answer = once.post(where, data)
        assert answer.status_code in (200, 302, 303), f"{where} {data}: {answer.status_code}"
        return rows()


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is undone, the numbers that PostgreSQL gave included: the next rows get the same."""
    before = _numbers()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        for name, last in before.items() - _numbers().items():
            cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', last or 1, last is not None])


def _numbers() -> dict[str, int | None]:
    """The last number given by each sequence. SQLite has none: its numbers are rows."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def hostile(but: set[str]) -> dict[str, Any]:
    """A value for every field of every model of ours, and for the column of every key."""
    found: dict[str, Any] = {}
    for model in of_the_houses():
        for one in model._meta.concrete_fields:
            found[one.name] = found[one.attname] = _value(one)
    assert {"is_staff", "is_superuser", "is_active", "status", "author", "user_id", "email", "role"} <= set(found)
    # The button of a form, and the token of every form, are not fields of a model.
    return {name: value for name, value in found.items() if name not in but | {"action", "act", "undo"}}


def _value(one: models.Field[Any, Any]) -> str:
    if one.choices:
        return str(list(one.flatchoices)[-1][0])
    if isinstance(one, models.BooleanField):
        return "on"
    if isinstance(one, models.DateTimeField):
        return "2026-11-25T12:00"
    if isinstance(one, models.ForeignKey | models.IntegerField | models.AutoField):
        return "1"
    return "{}" if isinstance(one, models.JSONField) else "canari"


def rows() -> Rows:
    return {model._meta.label: sorted(map(str, _rows(model))) for model in of_the_houses()}


def _rows(model: type[models.Model]) -> Any:
    kept = [
        one.attname for one in model._meta.local_concrete_fields if not (_is_drawn(one) or one.name in NEW_EACH_TIME)
    ]
    return model._base_manager.values_list(*kept) if kept else []


def _is_drawn(one: models.Field[Any, Any]) -> bool:
    """Whether its value is another each time: a key, or one that leads to a key drawn by lot."""
    drawn = one.target_field if isinstance(one, models.ForeignKey) else one
    if isinstance(one, models.FloatField):
        return callable(one.default)
    keys = models.UUIDField if drawn is not one else models.UUIDField | models.AutoField | StreamField
    return isinstance(drawn, keys)


def of_the_houses() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in HOUSES and model._meta.label not in NOT_LOOKED_AT
    ]


def difference(one: Rows, other: Rows) -> dict[str, Any]:
    return {name: (set(one[name]) ^ set(other[name])) or "number" for name in one if one[name] != other[name]}
