"""A copy of everything held about a person: asked for, prepared by a task, taken once by its owner within a day."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dreamplus.people import personal_data, processings
from dreamplus.people.models import User
from dreamplus.people.rights import files, words
from dreamplus.people.rights.models import Export, ExportState
from dreamplus.people.rules.retention import kept_for

A_DAY = timedelta(days=1)
MOST_A_DAY = 3
TOO_LONG = timedelta(hours=1)
"""An export that a worker has not ended by then will not come: its owner may ask again."""


class ExportRefused(Exception):
    """The copy is not made or not given; the message is a sentence for the person."""


def ask_export(*, person: User, language: str, at: datetime) -> Export:
    """Begins a copy; the one before, if it was not taken, is deleted.

    Raises `ExportRefused` while one is being prepared, or beyond `MOST_A_DAY` in twenty-four hours.
    """
    from dreamplus.people.rights.tasks import prepare_export

    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        mine = Export.objects.filter(person=person)
        if mine.filter(state=ExportState.PREPARING).exists():
            raise ExportRefused(_("Your copy is already being prepared: you will receive an e-mail."))
        if mine.filter(asked_at__gt=at - A_DAY).count() >= MOST_A_DAY:
            raise ExportRefused(_("You have asked for three copies since yesterday. Please come back tomorrow."))
        for old in mine.filter(state=ExportState.READY):
            _end(old)
        try:
            with transaction.atomic():
                export = Export.objects.create(person=person, language=language, asked_at=at)
        except IntegrityError:
            raise ExportRefused(_("Your copy is already being prepared: you will receive an e-mail.")) from None
        prepare_export.enqueue(export=export.pk)
    return export


def prepare(*, export: int, at: datetime) -> bool:
    """Writes the file of one copy and says that it is ready; False when it is no longer wanted. Done again after a
    crash, it writes the file again."""
    from dreamplus.people.rights.tasks import tell_ready

    row = Export.objects.select_related("person").filter(pk=export, state=ExportState.PREPARING).first()
    if row is None:
        return False
    with files.begin(row.uuid) as file:
        write(file, person=row.person, language=row.language, at=at)
        size = file.tell()
    with transaction.atomic():
        ready = {"state": ExportState.READY, "ready_at": at, "expires_at": at + kept_for("export"), "size": size}
        if not Export.objects.filter(pk=row.pk, state=ExportState.PREPARING).update(**ready):
            files.remove(row.uuid)
            return False
        tell_ready.enqueue(export=row.pk)
    return True


def take(*, key: UUID, person: User, at: datetime) -> BinaryIO:
    """The file, open and already deleted: it is given once. The caller closes it.

    Raises `Export.DoesNotExist` when it is not this person's, `ExportRefused` when it was taken or its day is over.
    """
    row = Export.objects.get(uuid=key, person=person)
    gone = ExportRefused(_("This copy was already downloaded, or its twenty-four hours are over. Ask for a new one."))
    try:
        file = files.path_of(row.uuid).open("rb")
    except FileNotFoundError:
        raise gone from None
    mine = Export.objects.filter(pk=row.pk, state=ExportState.READY, expires_at__gt=at)
    if not mine.update(state=ExportState.ENDED, taken_at=at):
        file.close()
        raise gone
    files.remove(row.uuid)
    return file


def end_due(*, at: datetime) -> int:
    """Deletes copies whose day is over, gives up those that never came, and files without a row; returns how many."""
    over = list(Export.objects.filter(state=ExportState.READY, expires_at__lte=at))
    for row in over:
        _end(row)
    late = Export.objects.filter(state=ExportState.PREPARING, asked_at__lt=at - TOO_LONG)
    given_up = late.update(state=ExportState.FAILED)
    wanted = Export.objects.filter(state__in=(ExportState.PREPARING, ExportState.READY)).values_list("uuid", flat=True)
    lost = files.held() - set(wanted)
    for key in lost:
        files.remove(key)
    return len(over) + given_up


def _end(row: Export) -> None:
    Export.objects.filter(pk=row.pk).update(state=ExportState.ENDED)
    files.remove(row.uuid)


@dataclass(frozen=True)
class Subject:
    """One kind of data in the readable page: `rows` of (label, text, inner rows)."""

    title: str
    why: str
    kept: str
    file: str
    rows: list[list[tuple[str, str, list[Any]]]]


def write(file: BinaryIO, *, person: User, language: str, at: datetime) -> None:
    """The ZIP: one JSON file for each kind of data that is not empty, one page to read, its sheet of style."""
    held = {model: rows for model, rows in personal_data.export(person).items() if rows}
    with translation.override(language), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for model, rows in held.items():
            archive.writestr(f"json/{model}.json", json.dumps(rows, ensure_ascii=False, indent=1, default=str))
        context = {
            "person": person,
            "at": at,
            "language": language,
            "subjects": [_subject(data, held[data.model]) for data in personal_data.registered() if data.model in held],
            "controller": processings.controller(),
        }
        archive.writestr("mes-donnees.html", render_to_string("rights/copy.html", context))
        archive.writestr("style.css", render_to_string("rights/copy.css"))


def _subject(data: personal_data.PersonalData, rows: list[dict[str, Any]]) -> Subject:
    why = str(processings.get(data.why).purpose)
    return Subject(str(data.what), why, words.kept(data.keep), f"json/{data.model}.json", [_row(row) for row in rows])


def _row(row: dict[str, Any]) -> list[tuple[str, str, list[Any]]]:
    told = []
    for name, value in row.items():
        inner = [_row(one) for one in value] if isinstance(value, list) else []
        told.append((words.label(name), "" if inner else words.value(value), inner))
    return told
