"""What a fixture writes, written once by the services and again as rows: a site of six pages costs some 600 queries the
first time in a process and some 20 afterwards."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.sites.models import Site
from django.core.cache import cache
from django.db import connection

Thing = TypeVar("Thing")
Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Made:
    thing: bytes
    gone: Tables
    written: Tables
    files: dict[Path, tuple[int, bytes]]
    """Mode and content of each, by its place in the folder."""


_made: dict[tuple[str, str], Made] = {}


def once(name: str, make: Callable[[], Thing], folder: Path | None = None) -> Thing:
    """What `make` returns, its rows written and its files in `folder`; `make` itself runs once for each database.

    Whoever calls it under one `name` finds the same database before: `make` depends on nothing but that. Identifiers
    are those of the first time.
    """
    key = (name, str(connection.settings_dict["NAME"]))
    if key not in _made:
        before = _tables()
        thing = make()
        after = _tables()
        _made[key] = Made(pickle.dumps(thing), _without(before, after), _without(after, before), _files(folder))
        return thing
    made = _made[key]
    _write_again(made)
    for path, (mode, content) in made.files.items():
        place = Path(folder or "") / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(mode)
    Site.objects.clear_cache()
    cache.clear()
    again: Thing = pickle.loads(made.thing)  # noqa: S301 - our own, of this very process
    return again


def _files(folder: Path | None) -> dict[Path, tuple[int, bytes]]:
    found = [path for path in folder.rglob("*") if path.is_file()] if folder else []
    return {path.relative_to(folder or ""): (path.stat().st_mode & 0o777, path.read_bytes()) for path in found}


def _tables() -> Tables:
    """Of every table of the applications; SQLite's index of words (FTS) follows its table by itself."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.django_table_names(only_existing=True):
            if not name.endswith("_fts"):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a table's own name
                found[name] = list(cursor.fetchall())
    return found


def _without(some: Tables, others: Tables) -> Tables:
    """Rows of `some` that `others` do not have, by table."""
    found = {}
    for name, rows in some.items():
        known = set(map(repr, others[name]))
        if left := [row for row in rows if repr(row) not in known]:
            found[name] = left
    return found


def _write_again(made: Made) -> None:
    """A row that changed is taken away and written anew: foreign keys are looked at when the transaction ends."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        for name, rows in made.gone.items():
            key = str(connection.introspection.get_primary_key_column(cursor, name))
            columns = [column.name for column in connection.introspection.get_table_description(cursor, name)]
            doomed = [(row[columns.index(key)],) for row in rows]
            cursor.executemany(f"DELETE FROM {quoted(name)} WHERE {quoted(key)} = %s", doomed)  # noqa: S608
        for name, rows in made.written.items():
            holes = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {quoted(name)} VALUES ({holes})", rows)  # noqa: S608
