"""A column compared with a list in one parameter, so that the statement's words stay the same however long it is."""

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
    """A fixed statement with one more condition: `column` is among the values of a list named `name`."""

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
