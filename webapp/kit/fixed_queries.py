"""What many pages ask and many acts write: put into the database's words once, then handed to the driver itself."""

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Insert, Select, Table, bindparam
from sqlalchemy.engine import CursorResult, Dialect
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeEngine

from webapp.database import INSERT, db
from webapp.kit.transaction import in_transaction

Convert = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class _Written:
    """A statement in one database's words, with what turns values into the driver's and back."""

    sql: str
    fixed: dict[str, Any]
    places: Sequence[str] | None
    converts: dict[str, Convert]
    row: Callable[..., Any]
    types: tuple[TypeEngine[Any], ...]

    def parameters(self, values: dict[str, Any]) -> Any:
        """The values in the driver's form: by place or by name, as the database wants them."""
        given = self.fixed | {
            name: self.converts[name](value) if name in self.converts else value for name, value in values.items()
        }
        return given if self.places is None else [given[name] for name in self.places]

    def reads(self, dialect: Dialect, description: Sequence[Sequence[Any]]) -> Convert:
        """What makes a row of the driver's, with the columns that `description` tells, a row with values by name."""
        converts = [
            kind.dialect_impl(dialect).result_processor(dialect, told[1])
            for kind, told in zip(self.types, description, strict=True)
        ]
        places = [(place, convert) for place, convert in enumerate(converts) if convert is not None]

        def read(found: Sequence[Any]) -> Any:
            cells = list(found)
            for place, convert in places:
                cells[place] = convert(cells[place])
            return self.row(*cells)

        return read


class FixedQuery:
    """A SELECT whose words never change, with `bindparam`s for what does.

    SQLAlchemy's execution costs some 0.2 ms of a page that may cost 0.5 ms in all, and nearly all of it is the same
    work each time. So the statement is compiled once per database, by SQLAlchemy, and each asking goes to the driver;
    types are SQLAlchemy's own (ADR 0010). A page asks on a connection of its own. An act asks on the one that it writes
    on: it sees what it has written, and does not wait for a second connection while it keeps the others waiting.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        """Take the statement; it is compiled at the first asking."""
        self._statement = statement
        self._written: dict[str, _Written] = {}
        self._reads: dict[str, Convert] = {}

    def __str__(self) -> str:
        """The statement's words."""
        return str(self._statement)

    def rows(self, **values: Any) -> list[Any]:
        """All rows, as named tuples, with `values` for the bindparams.

        A database that is busy or away, or a value that no column can hold, raises SQLAlchemy's own error, which
        becomes the page that says so.
        """
        engine = db.engine
        driver: Any = engine.dialect.loaded_dbapi
        try:
            return self._rows(engine, values)
        except driver.OperationalError as error:
            raise OperationalError(None, None, error) from error
        except driver.DataError as error:
            raise DataError(None, None, error) from error

    def _rows(self, engine: Engine, values: dict[str, Any]) -> list[Any]:
        name = engine.dialect.name
        written = self._written.get(name) or self._written.setdefault(name, _write(self._statement, engine.dialect))
        if in_transaction():
            return self._ask(db.session.connection().connection, written, engine.dialect, values)
        # Back in the pool the connection is rolled back, which ends the read transaction that PostgreSQL begins.
        connection = engine.raw_connection()
        try:
            return self._ask(connection, written, engine.dialect, values)
        finally:
            connection.close()

    def _ask(
        self, connection: PoolProxiedConnection, written: _Written, dialect: Dialect, values: dict[str, Any]
    ) -> list[Any]:
        cursor = connection.cursor()
        try:
            cursor.execute(written.sql, written.parameters(values))
            # Which type the driver gives is told with the first answer (PostgreSQL's numbers differ by it).
            read = self._reads.get(dialect.name) or self._reads.setdefault(
                dialect.name, written.reads(dialect, cursor.description)
            )
            return [read(found) for found in cursor.fetchall()]
        finally:
            cursor.close()


class FixedStatement:
    """A statement with `bindparam`s that many acts run in their own transaction, with what it gives back as it comes.

    Compiled once like a FixedQuery. It goes over the session's connection, so that it is committed with the act, and
    SQLAlchemy words its errors; what it leaves out is the making of the same statement over and over.
    """

    def __init__(self, make: Callable[[str], Any]) -> None:
        """Take what makes the statement for a database, by its dialect's name; that is asked at the first running."""
        self._make = make
        self._written: dict[str, _Written] = {}

    def run(self, **values: Any) -> CursorResult[Any]:
        """Run it with `values` for the bindparams."""
        connection = db.session.connection()
        name = connection.dialect.name
        written = self._written.get(name)
        if written is None:
            written = self._written[name] = _write(self._make(name), connection.dialect)
        given = written.parameters(values)
        return connection.exec_driver_sql(written.sql, given if written.places is None else tuple(given))


def adding(table: Table, *columns: str) -> Insert:
    """An INSERT of one row with a bindparam for each of `columns`, or for all."""
    wanted = columns or tuple(table.c.keys())
    return table.insert().values({name: bindparam(name, type_=table.c[name].type) for name in wanted})


def adding_unless_there(table: Table) -> FixedStatement:
    """An INSERT of one row with a bindparam for each column; a row that is there stays, and then the rowcount is 0."""
    values = {each.name: bindparam(each.name, type_=each.type) for each in table.c}
    return FixedStatement(lambda name: INSERT[name](table).values(values).on_conflict_do_nothing())


def _write(statement: Any, dialect: Dialect) -> _Written:
    compiled: Any = statement.compile(dialect=dialect)
    binds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    converts = {name: convert for name, convert in binds.items() if convert is not None}
    fixed = {
        name: converts[name](value) if name in converts else value
        for name, value in compiled.params.items()
        if not compiled.binds[name].required
    }
    columns = list(getattr(statement, "selected_columns", ()))
    return _Written(
        sql=compiled.string,
        fixed=fixed,
        places=compiled.positiontup if compiled.positional else None,
        converts=converts,
        row=namedtuple("Row", [column.key for column in columns]),  # noqa: PYI024 - made from the statement
        types=tuple(column.type for column in columns),
    )
