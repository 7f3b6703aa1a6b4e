"""After an erasure nothing of the person is left: not in a column of a table, not in a file of the instance."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections

from consultations.proposals.models import Proposal, Version
from dreamplus.core import clock
from dreamplus.core.models import AccessLog, EventRecord, TaskRun
from dreamplus.core.remains import leave_no_pages
from dreamplus.core.tasks import testing as worker
from dreamplus.moderation.models import NoticeReceived
from dreamplus.participation.enums import Status
from dreamplus.participation.models import Contribution
from dreamplus.people.models import User
from dreamplus.people.rights import files, journal
from dreamplus.people.rights.models import Erasure
from dreamplus.people.rights.services import erasing
from dreamplus.people.services import delete_account
from polls.models import Attendance, Ballot
from tests.traces import dump, pointing_to

from .everywhere import EMAIL, SECOND_EMAIL, WORDS, someone_everywhere

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
NEVER_HELD = {
    "people.User_groups",  # given with a role and taken back with it
    "people.User_user_permissions",  # no permission is ever given to one person
    "people.RoleGrant",  # the role was taken back
}
pytestmark = pytest.mark.database_promise


@pytest.fixture
def data(own_database: Any, settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The instance's folder, which also holds the database when it is SQLite."""
    settings.DREAM_DATA = tmp_path
    settings.DREAM_KEYS = tmp_path / "keys"
    settings.DREAM_PRIVATE_MEDIA = tmp_path / "private"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    with clock.frozen(AT):
        yield tmp_path


@pytest.fixture
def lived(data: Path) -> SimpleNamespace:
    return someone_everywhere(AT)


def needles(person: User) -> dict[str, list[str]]:
    """What is looked for, in small letters."""
    return {
        "name": ["quatrefages", "zéphyrine", "z\\u00e9phyrine"],
        "address": [EMAIL, SECOND_EMAIL],
        "uuid": [str(person.uuid), person.uuid.hex],
    }


def found_in(text: str, looked_for: dict[str, list[str]]) -> set[str]:
    small = text.lower()
    return {kind for kind, words in looked_for.items() if any(word in small for word in words)}


def traces(person: User) -> set[tuple[str, str]]:
    looked_for = needles(person)
    return {(column, kind) for column, text in dump() for kind in found_in(text, looked_for)}


def in_files(folder: Path, person: User) -> set[tuple[str, str]]:
    looked_for = needles(person)
    return {
        (str(file.relative_to(folder)), kind)
        for file in folder.rglob("*")
        if file.is_file()
        for kind in found_in(file.read_bytes().decode("utf-8", "replace"), looked_for)
    }


def test_the_person_was_everywhere(lived: SimpleNamespace, data: Path) -> None:
    """A test of leaks must hold something that could leak: every foreign key to a person is used."""
    held = pointing_to(lived.person.pk)
    unused = {name.rpartition(".")[0] for name, count in held.items() if not count} - {
        name.rpartition(".")[0] for name, count in held.items() if count
    }
    assert unused == NEVER_HELD, "let the person of `everywhere.py` use what a new model keeps"
    columns = {column for column, _kind in traces(lived.person)}
    assert len(columns) >= 20
    assert "django_session, decoded" in columns
    assert {"core_taskrun.kwargs", "cms_contactmessage.email", "wagtailcore_modellogentry.label"} <= columns
    assert {file for file, _kind in in_files(data / "media", lived.person)}
    assert files.held()


def test_nothing_is_left_and_what_is_public_stays_without_its_author(lived: SimpleNamespace, data: Path) -> None:
    others = pointing_to(lived.other.pk)
    delete_account(user=lived.person, at=LATER)
    nothing_is_left(lived.person, data)
    kept = Proposal.objects.get(pk=lived.proposal.pk)
    assert (kept.title, kept.contribution.author, kept.contribution.status) == (WORDS, None, Status.VISIBLE)
    assert (Attendance.objects.get().voter, Ballot.objects.get().choices) == (None, "le-jardin-de-marche")
    assert NoticeReceived.objects.filter(person=None, email="", name="").count() == 4
    assert AccessLog.objects.filter(subject__startswith="people.User:erased-").exists()
    assert pointing_to(lived.other.pk) == others
    assert User.objects.get(pk=lived.other.pk).display_name == "Karim"


def test_words_go_too_when_their_author_asks(lived: SimpleNamespace, data: Path) -> None:
    delete_account(user=lived.person, at=LATER, words_too=True)
    nothing_is_left(lived.person, data)
    gone = Proposal.objects.get(pk=lived.proposal.pk)
    assert (gone.title, gone.body, gone.search_text) == ("", "", "")
    assert gone.contribution.status == Status.WITHDRAWN
    assert set(Version.objects.filter(proposal=gone).values_list("title", "body")) == {("", "")}
    assert not any("tilleuls" in text for _column, text in dump())
    assert Contribution.objects.filter(status=Status.VISIBLE).count() == 1
    told = EventRecord.objects.filter(name="participation.contribution_withdrawn")
    # One stood in an organisation's name, one was an answer to a survey.
    assert [set(one.payload) for one in told] == [{"activity", "contribution"}] * 3
    assert [line.at for line in journal.read().values()] == [LATER]
    assert Erasure.objects.get().mark == journal.mark_of(lived.person)
    assert journal.path().stat().st_mode & 0o077 == 0


def nothing_is_left(person: User, data: Path) -> None:
    """Every column, every file of the instance (the database, its journal of erasures), after the worker has run."""
    worker.run_all(LATER + timedelta(minutes=1))
    leave_no_pages()
    connections.close_all()
    assert traces(person) == set()
    assert {name: count for name, count in pointing_to(person.pk).items() if count} == {}
    assert in_files(data, person) == set()
    assert not AccessLog.objects.filter(actor_id=str(person.pk)).exists()
    assert not any(str(person.pk) == row.get_decoded().get("_auth_user_id") for row in Session.objects.all())
    assert files.held() == set()
    assert not TaskRun.objects.filter(name="people.deliver", state="waiting").exists()


def test_a_restored_backup_brings_nobody_back(lived: SimpleNamespace, data: Path) -> None:
    """The database is put back as it was, the journal is not: who was erased since is erased again."""
    if connection.vendor != "sqlite":
        pytest.skip("the file is copied; on PostgreSQL the rows are put back, see test_replay")
    person, database = lived.person, data / "dream.sqlite3"
    leave_no_pages()
    connections.close_all()
    backup = data.parent / f"{data.name}-backup.sqlite3"
    shutil.copy(database, backup)
    delete_account(user=person, at=LATER, words_too=True)
    connections.close_all()
    for rest in data.glob("dream.sqlite3*"):
        rest.unlink()
    shutil.move(backup, database)
    assert User.objects.filter(email=EMAIL).exists()
    assert [user.pk for user, _line in erasing.come_back()] == [person.pk]
    assert erasing.replay(at=LATER) == 1
    assert traces(person) == set()
    assert Proposal.objects.get(pk=lived.proposal.pk).title == ""
    assert erasing.replay(at=LATER) == 0
    assert len(journal.path().read_text().splitlines()) == 1
