"""The audit without its triggers: what a test needs to empty it, and what somebody with the database could do to it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

TABLES = ("audit_entry", "audit_head")


@contextmanager
def audit_unlocked(connection: Connection) -> Iterator[None]:
    """Let the audit be changed within the block."""
    if connection.dialect.name == "postgresql":
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        yield
        for table in TABLES:
            connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('audit_entry', 'audit_head')"
    triggers = connection.execute(text(query)).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, statement in triggers:
        connection.exec_driver_sql(statement)


def empty_audit(connection: Connection) -> None:
    """Remove every row, where there is one."""
    if connection.execute(text("SELECT 1 FROM audit_head UNION ALL SELECT 1 FROM audit_entry LIMIT 1")).first() is None:
        return
    with audit_unlocked(connection):
        for table in TABLES:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own
