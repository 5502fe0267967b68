"""Empties the tables after a test: only those that hold something, because asking is cheaper than deleting."""

import functools

from sqlalchemy import Connection, Table, text

from tests.unlocked import empty_audit
from webapp.database import db


def empty_database() -> None:
    """Remove every row of the app's database."""
    db.session.remove()
    with db.engine.connect().execution_options(writes=True) as connection:
        empty_tables(connection)
        connection.commit()


def empty_tables(connection: Connection) -> None:
    """Remove every row."""
    empty_audit(connection)
    filled = filled_tables(connection)
    for table in reversed(tables_in_order()):
        if table.name in filled:
            connection.execute(table.delete())


def filled_tables(connection: Connection) -> set[str]:
    """The names of the tables that hold something."""
    return set(connection.execute(text(_question(frozenset(db.metadata.tables)))).scalars())


def tables_in_order() -> tuple[Table, ...]:
    """All tables, those first that others refer to."""
    return _sorted(frozenset(db.metadata.tables))


@functools.cache
def _sorted(_names: frozenset[str]) -> tuple[Table, ...]:
    """Kept, because sorting takes a while; a test may add a table of its own for a time."""
    return tuple(db.metadata.sorted_tables)


@functools.cache
def _question(names: frozenset[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - names of our own
        for name in sorted(names)
    )
