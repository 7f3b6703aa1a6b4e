"""Letters: a code for each, downloaded once, nothing left."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from dreamplus.core.models import AccessLog
from dreamplus.core.references import ALPHABET
from dreamplus.core.tasks.testing import run_all, run_periodic
from dreamplus.people.models import User
from dreamplus.people.roles import Role
from dreamplus.people.rolls import files, services
from dreamplus.people.rolls.enums import LettersState
from dreamplus.people.rolls.errors import CodeRefused, FileBusy, ListFixed, NotThere
from dreamplus.people.rolls.models import Roll, RollCode, RollLetters
from dreamplus.people.rolls.services import letters as writing
from dreamplus.people.rolls.stationery import letters_pdf
from dreamplus.people.testing import make_person, sign_in
from tests.dreamplus.people.rolls.conftest import AT, filled, make_roll

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b")


@pytest.fixture
def agent(db: None) -> User:
    return make_person(Role.AGENT)


def text_of(data: bytes, folder: Path) -> str:
    """What a PDF says, by a reader that is not ours."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (Debian's poppler-utils) reads the letters")
    (folder / "letters.pdf").write_bytes(data)
    return subprocess.run(["pdftotext", "-layout", folder / "letters.pdf", "-"], capture_output=True, text=True).stdout


def made(roll: Roll, agent: User, at: datetime = AT) -> RollLetters:
    letters = services.make_codes(roll=roll, by=agent, language="fr", at=at)
    run_all(at)
    letters.refresh_from_db()
    return letters


def test_every_sign_of_a_code_is_read_as_one_word(used: Roll, tmp_path: Path) -> None:
    """At the beginning and at the end of each group: kerning once tore “-4” apart."""
    line = used.lines.first()
    assert line is not None
    codes = [
        "-".join(f"{ALPHABET[(place + group) % 32]}8W{ALPHABET[place]}" for group in range(4)) for place in range(32)
    ]
    read = text_of(letters_pdf(used, [(line, code) for code in codes]), tmp_path)
    assert [code for code in codes if code not in read] == []


def test_a_letter_for_each_person_with_an_address_and_a_code_that_leads_to_them(
    client: Client, used: Roll, agent: User, tmp_path: Path
) -> None:
    letters = made(used, agent)
    assert (letters.state, letters.made, letters.total) == (LettersState.READY, 2, 2)
    assert files.packed(letters.uuid).stat().st_mode & 0o777 == 0o600
    sign_in(client, agent)
    answer = client.post(f"/gestion/listes/lettres/{letters.uuid}/telecharger/")
    data = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], data[:5]) == ("application/pdf", b"%PDF-")
    assert list(files.folder().iterdir()) == []
    words = text_of(data, tmp_path)
    pages = words.split("\f")[:-1]
    codes = [CODE.search(page).group() for page in pages]
    assert len(pages) == len(set(codes)) == 2
    assert "Zoé Dupont" in pages[0]
    assert "3 rue du Marché" in pages[0]
    assert "Votre code personnel pour participer" in pages[0]
    assert "Élie" in pages[1]
    assert services.claim_line(user=make_person(), code=codes[1], at=AT).number == 2
    run_all(AT)
    assert set(used.lines.values_list("address", flat=True)) == {""}
    purposes = AccessLog.objects.filter(actor_id=str(agent.pk)).values_list("purpose", flat=True)
    assert {"rolls.letters.make", "rolls.letters.download"} <= set(purposes)


def test_they_are_downloaded_once_by_who_asked_and_within_a_day(client: Client, used: Roll, agent: User) -> None:
    letters, other = made(used, agent), make_person(Role.AGENT)
    with pytest.raises(NotThere):
        services.take_letters(letters=letters, by=other, at=AT)
    with pytest.raises(NotThere):
        services.take_letters(letters=letters, by=agent, at=AT + timedelta(days=1))
    services.take_letters(letters=letters, by=agent, at=AT)
    with pytest.raises(NotThere):
        services.take_letters(letters=letters, by=agent, at=AT)
    sign_in(client, agent)
    answer = client.post(f"/gestion/listes/lettres/{letters.uuid}/telecharger/", follow=True)
    assert "Ces lettres ne sont plus là" in answer.content.decode()


def test_letters_that_a_restored_backup_does_not_hold_may_be_made_again(used: Roll, agent: User) -> None:
    letters = made(used, agent)
    files.forget(files.packed(letters.uuid))
    with pytest.raises(NotThere):
        services.take_letters(letters=letters, by=agent, at=AT)
    assert used.lines.exclude(address="").count() == 2
    assert made(used, agent).state == LettersState.READY


def test_letters_nobody_fetches_are_thrown_away(used: Roll, agent: User) -> None:
    letters = made(used, agent)
    run_periodic("hour", at=AT + timedelta(hours=23))
    assert files.packed(letters.uuid).exists()
    run_periodic("hour", at=AT + timedelta(hours=24))
    letters.refresh_from_db()
    assert (letters.state, list(files.folder().iterdir())) == (LettersState.GONE, [])
    assert used.lines.exclude(address="").count() == 2


def test_new_letters_end_the_codes_of_the_old(db: None, at: datetime, agent: User, tmp_path: Path) -> None:
    roll = filled(make_roll(forget_addresses=False))
    first = made(roll, agent)
    with pytest.raises(FileBusy):
        services.make_codes(roll=roll, by=agent, language="fr", at=AT)
    path = services.take_letters(letters=first, by=agent, at=AT)
    old = CODE.findall(text_of(path.read_bytes(), tmp_path))
    run_all(AT)
    assert roll.lines.exclude(address="").count() == 2
    made(roll, agent)
    assert RollCode.objects.count() == 2
    with pytest.raises(CodeRefused):
        services.claim_line(user=make_person(), code=old[0], at=AT)


def test_nobody_to_write_to(roll: Roll, agent: User) -> None:
    with pytest.raises(ListFixed):
        services.make_codes(roll=filled(roll, [["Dupont"] + [""] * 6]), by=agent, language="fr", at=AT)


def test_many_letters_come_in_an_archive_and_go_on_after_a_crash(
    used: Roll, agent: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BATCH", 1)
    letters = services.make_codes(roll=used, by=agent, language="fr", at=AT)
    batch = writing._write_batch

    def dies_on_the_second(held: RollLetters, lines: list) -> None:
        if held.last_number:
            raise OSError("the disk is full")
        batch(held, lines)

    monkeypatch.setattr(writing, "_write_batch", dies_on_the_second)
    with pytest.raises(OSError, match="disk"):
        writing.write(letters=letters, at=AT)
    first = RollCode.objects.get().digest
    monkeypatch.setattr(writing, "_write_batch", batch)
    writing.write(letters=letters, at=AT)
    assert RollCode.objects.filter(digest=first).exists()
    letters.refresh_from_db()
    assert (letters.state, letters.made, letters.attempt) == (LettersState.READY, 2, 2)
    with zipfile.ZipFile(io.BytesIO(files.packed(letters.uuid).read_bytes())) as archive:
        assert archive.namelist() == ["001.pdf", "002.pdf"]


def test_letters_stopped_while_they_are_made_leave_nothing(used: Roll, agent: User) -> None:
    letters = services.make_codes(roll=used, by=agent, language="fr", at=AT)
    services.cancel_letters(letters=letters)
    run_all(AT)
    assert list(files.folder().iterdir()) == []


def test_erasing_the_list_throws_its_letters_away(used: Roll, agent: User) -> None:
    made(used, agent)
    services.erase_roll(roll=used, at=AT)
    assert list(files.folder().iterdir()) == []
