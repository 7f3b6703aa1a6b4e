"""Where somebody may be found in the database: every value of every column, every foreign key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

from dreamplus.people.models import User


def dump() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, as text; sessions decoded."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of ours
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", _text(value)
    for session in Session.objects.all():
        yield "django_session, decoded", repr(session.get_decoded())


def _text(value: Any) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def pointing_to(pk: int) -> dict[str, int]:
    """Rows whose foreign key is that person's number, by model and field."""
    counts = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if field.is_relation and field.related_model is User:
                counts[f"{model._meta.label}.{field.name}"] = model._base_manager.filter(**{field.attname: pk}).count()
    return counts
