"""Who was erased stays erased, whatever is restored."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dreamplus.cli.doctor import content
from dreamplus.cli.doctor.finding import Severity
from dreamplus.core.tasks.testing import run_periodic
from dreamplus.people.models import User
from dreamplus.people.rights import journal
from dreamplus.people.rights.models import Erasure
from dreamplus.people.rights.services import erasing
from dreamplus.people.roles import Role
from dreamplus.people.services import delete_account
from dreamplus.people.testing import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.database_promise]


def erased(person: User, at: datetime, django_capture_on_commit_callbacks: Any) -> User:
    """The person as a backup would bring them back: same uuid, same address."""
    before = User(pk=person.pk, uuid=person.uuid, email=person.email, display_name=person.display_name)
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(user=person, at=at)
    Erasure.objects.all().delete()  # the backup is older than the erasure
    return before


def test_a_person_who_is_back_is_erased_again(
    marie: User, noon: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    erased(marie, noon, django_capture_on_commit_callbacks).save(force_insert=True)
    karim = make_person()
    assert [user.email for user, _line in erasing.come_back()] == ["marie@exemple.fr"]
    assert erasing.replay(at=noon) == 1
    assert list(User.objects.values_list("pk", flat=True)) == [karim.pk]
    assert erasing.replay(at=noon) == 0


def test_the_last_administrator_too(noon: datetime, django_capture_on_commit_callbacks: Any) -> None:
    """They had named another one, whom the backup does not know."""
    leaving, staying = make_person(Role.ADMINISTRATOR), make_person(Role.ADMINISTRATOR)
    erased(leaving, noon, django_capture_on_commit_callbacks).save(force_insert=True)
    staying.delete()
    assert erasing.replay(at=noon) == 1
    assert not User.objects.exists()


def test_marks_of_a_former_secret_are_still_known(
    marie: User, noon: datetime, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    back = erased(marie, noon, django_capture_on_commit_callbacks)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret, made since"
    back.save(force_insert=True)
    assert erasing.replay(at=noon) == 1


def test_a_full_disk_is_made_up_for(
    marie: User, noon: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    (folder / "erasures").write_text("a file where the folder should be: nothing can be written")
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(user=marie, at=noon)
    assert not User.objects.exists()
    (folder / "erasures").unlink()
    run_periodic("hour", at=noon)
    assert list(journal.read()) == [Erasure.objects.get().mark]


def test_a_line_cut_short_spoils_no_other(noon: datetime) -> None:
    journal.append([journal.Line("a" * 64, noon, False)])
    with journal.path().open("a") as file:
        file.write('{"mark": "bbb')
    journal.append([journal.Line("c" * 64, noon, True)])
    assert list(journal.read().values()) == [
        journal.Line("a" * 64, noon, False),
        journal.Line("c" * 64, noon, True),
    ]


def test_an_erasure_that_fails_is_in_no_journal(marie: User, noon: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_user: User) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(User, "delete", fail)
    with pytest.raises(RuntimeError):
        delete_account(user=marie, at=noon)
    assert journal.read() == {}
    assert not Erasure.objects.exists()


def test_the_doctor_says_who_is_back_and_what_is_not_written(
    marie: User, noon: datetime, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert list(content.erasures()) == []
    erased(marie, noon, django_capture_on_commit_callbacks).save(force_insert=True)
    assert [finding.severity for finding in content.erasures()] == [Severity.DANGER]
    erasing.replay(at=noon)
    journal.path().unlink()
    assert [finding.severity for finding in content.erasures()] == [Severity.WARNING]
    erasing.catch_up()
    assert list(content.erasures()) == []
