"""What a database keeps on the disk beside what it answers: order of rows, numbers of transactions, bytes of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.db import connection


def rows_as_they_lie(table: str, column: str) -> list[str]:
    """One column in the order of the rows on the disk."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {place}")  # noqa: S608 - names of ours
        return [value for (value,) in cursor.fetchall()]


def transactions(table: str) -> int | None:
    """How many different transactions the rows say they come from; None on SQLite, whose rows do not say."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")  # noqa: S608 - names of ours
        return int(cursor.fetchone()[0])


def files(relations: Sequence[str]) -> bytes:
    """Every byte of those tables and indexes as they lie on the disk; SQLite: of everything."""
    if connection.vendor == "sqlite":
        main = Path(connection.settings_dict["NAME"])
        log = main.with_name(f"{main.name}-wal")
        return main.read_bytes() + (log.read_bytes() if log.exists() else b"")
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        held = []
        for name in relations:
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s::regclass))", [name])
            held.append(bytes(cursor.fetchone()[0]))
    return b"".join(held)
