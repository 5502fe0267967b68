"""Whether the database can be used: it answers, and its tables are those of this code."""

from enum import StrEnum
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from webapp.config import PROJECT
from webapp.database import db


class DatabaseState(StrEnum):
    """What the database is ready for; the value is the sentence that /readyz answers."""

    READY = "ready"
    NOT_MIGRATED = "not ready: the database is not migrated; run flask --app wsgi db upgrade"
    NO_ANSWER = "not ready: the database does not answer"


def get_database_state() -> DatabaseState:
    """Ask the database now."""
    try:
        with db.engine.connect() as connection:
            current = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        return DatabaseState.NO_ANSWER
    return DatabaseState.READY if current == _newest_migrations() else DatabaseState.NOT_MIGRATED


@cache
def _newest_migrations() -> set[str]:
    return set(ScriptDirectory(str(PROJECT / "migrations")).get_heads())
