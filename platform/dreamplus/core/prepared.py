"""A question asked in every request, compiled once: Django's ORM writes the statement, later ones only fill it in.

Building and compiling a query takes four times as long as reading the row. Only for what each request asks: everything
else is a queryset.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


class _Statement(NamedTuple):
    model: type[Any]
    sql: str
    names: tuple[str, ...]
    converters: dict[int, tuple[list[Any], Any]]


class Prepared(Generic[M]):
    """At most one row of a model. `example()` is the queryset with any values of the right types; `one(*values)` asks
    it with others, in the order in which they stand in the statement."""

    def __init__(self, example: Callable[[], QuerySet[M]]) -> None:
        self.example = example
        self.statements: dict[str, _Statement] = {}

    def one(self, *values: Any) -> M | None:
        """The row; None when there is none. Instants are given as the database keeps them."""
        statement = self.statements.get(connection.vendor) or self._compile()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, values)
            row = cursor.fetchone()
        if row is None:
            return None
        held = list(row)
        for place, (converters, expression) in statement.converters.items():
            for convert in converters:
                held[place] = convert(held[place], expression, connection)
        found: M = statement.model.from_db(connection.alias, statement.names, held)
        return found

    def _compile(self) -> _Statement:
        queryset = self.example()
        compiler = queryset.query.get_compiler(connection=connection)
        sql, _example = compiler.as_sql()
        columns = [expression for expression, _sql, _alias in compiler.select]
        names = tuple(column.target.attname for column in columns)
        statement = _Statement(queryset.model, sql, names, compiler.get_converters(columns))
        self.statements[connection.vendor] = statement
        return statement
