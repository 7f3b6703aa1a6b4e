"""B11, no write on GET: reading changes nothing, whoever reads, on every named address and every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreamplus.people.testing import make_person
from tests.doors import addresses
from tests.doors.lived import Lived

pytestmark = pytest.mark.django_db
WRITE = re.compile(
    r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|MERGE|WITH|TRUNCATE)\b.*?\"?(\w+_\w+)\"?", re.IGNORECASE | re.S
)
# What reading may write, and why.
ALLOWED = {
    "django_session": "a session follows its browser: what was waiting is taken out, its end moves on",
    "core_accesslog": "that a member of staff read what is personal is itself kept",
    "core_ratecount": "tries are counted in the statement that asks",
}


@pytest.mark.parametrize(("reader", "opened"), [("visitor", 50), ("author", 60), ("agent", 70), ("administrator", 75)])
def test_reading_writes_nothing(lived: Lived, reader: str, opened: int) -> None:
    """`opened`: so many of these doors answer with a page at least, or this test would look at refusals only."""
    client = lived.reader(reader)
    doors = dict.fromkeys([*lived.addresses.values(), *addresses.examples().values(), *lived.pages])
    answers, written = [], {}
    for where in doors:
        for read in (client.get, client.head):
            with told_to_write() as tables:
                answers.append(read(where).status_code)
            if changed := tables - set(ALLOWED):
                written[where] = changed
    assert written == {}
    assert answers.count(200) > opened, answers.count(200)


def test_a_write_would_be_noticed() -> None:
    with told_to_write() as tables:
        make_person()
    assert tables == {"people_user", "account_emailaddress"}


@contextmanager
def told_to_write() -> Iterator[set[str]]:
    """The tables written meanwhile; read it afterwards."""
    tables: set[str] = set()
    with CaptureQueriesContext(connection) as queries:
        yield tables
    tables.update(found[1] for found in (WRITE.match(query["sql"]) for query in queries) if found)
