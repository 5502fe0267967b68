"""Lists that go into the database, or come out of it, in one piece."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, any_, bindparam, func, select, type_coerce
from sqlalchemy.types import NullType, TypeEngine

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery


def as_driver_gives(number: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    """A fraction as the driver gives it: both give a float, and SQLAlchemy would have to be told each row's type."""
    return type_coerce(number, NullType()).label(name)


class ListQuery:
    """A fixed statement with one more condition: `column` is among the values of a list named `name`.

    The list is one parameter, so that the statement's words stay the same however long it is.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], column: ColumnElement[Any], name: str) -> None:
        """SQLite reads the list as JSON, PostgreSQL as an array."""
        listed = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        kind: TypeEngine[Any] = column.type
        self._name = name
        self._in_json = FixedQuery(statement.where(column.in_(select(listed.c.value))))
        self._in_array = FixedQuery(statement.where(column == any_(bindparam(name, type_=ARRAY(kind)))))

    def rows(self, values: Iterable[object], **others: object) -> list[Any]:
        """The rows for these values, in no order."""
        if db.engine.dialect.name == "sqlite":
            return self._in_json.rows(**{self._name: json.dumps(list(values))}, **others)
        return self._in_array.rows(**{self._name: list(values)}, **others)


class WholeQuery:
    """A fixed statement whose rows, of numbers and texts, come in one piece.

    SQLite's driver lets go of the interpreter at each row, and has to wait for it wherever another thread wants it too:
    five hundred rows beside busy threads took up to two seconds. So SQLite hands all of them over as one text.
    PostgreSQL's driver fetches all rows at once anyway.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        """Take the statement; it is compiled at the first asking."""
        listed = statement.subquery("listed")
        self._as_json = FixedQuery(select(func.json_group_array(func.json_array(*listed.c)).label("whole")))
        self._as_rows = FixedQuery(statement)

    def rows(self, **values: object) -> list[Any]:
        """All rows, as sequences in the order of the columns."""
        if db.engine.dialect.name == "sqlite":
            whole: list[Any] = json.loads(self._as_json.rows(**values)[0][0])
            return whole
        return self._as_rows.rows(**values)
