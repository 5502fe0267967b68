"""What the tests of reviews look at in the database itself."""

import datetime as dt
import uuid

from sqlalchemy import inspect, literal_column, select, table
from sqlalchemy import text as sql

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.reviews import queries
from webapp.reviews.rules import Blocker

CANARY = "Zephyrkanarie"


def codes(review_id: uuid.UUID, *, now: dt.datetime | None = None) -> set[Blocker]:
    return {block.code for block in queries.get_review(review_id, now=now or utc_now()).blocks}


def open_items() -> set[str]:
    return set(db.session.scalars(sql("SELECT kind FROM work_item WHERE closed_at IS NULL")))


def write(statement: str, **values) -> None:
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection:
        connection.execute(sql(statement), values)
        connection.commit()


def everything_in_the_database() -> str:
    """Every value of every table, as text."""
    with db.engine.connect() as connection:
        # Also what only the database knows of, like the words of the index.
        tables = [
            db.metadata.tables.get(name, table(name, literal_column("*")))
            for name in inspect(db.engine).get_table_names()
        ]
        return "\n".join(repr(tuple(row)) for each in tables for row in connection.execute(select(each)))
