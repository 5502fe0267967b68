"""What is asked of the database: the SELECTs that are sent, and the way in which SQLite answers one."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from webapp.database import db


class counted:  # noqa: N801 - reads as a with statement
    """The SELECTs that are sent within the block."""

    def __enter__(self) -> list[tuple[str, tuple]]:
        self.statements: list[tuple[str, tuple]] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_error: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, values, *_rest) -> None:
        if statement.lstrip().startswith("SELECT"):
            self.statements.append((statement, values))


def plan_of(ask: Callable[[], object], *, which: int = 0) -> str:
    """How SQLite answers one of the SELECTs that `ask` sends: which tables it reads, and by which index."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is read in SQLite's words")
    with counted() as statements:
        ask()
    statement, values = statements[which]
    rows = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return "\n".join(row.detail for row in rows)
