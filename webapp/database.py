"""The database: one `db`, a naming convention from the first migration, and how each connection behaves."""

import sqlite3
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# An INSERT that knows ON CONFLICT, by the name of the dialect: both databases have it, and SQLAlchemy one for each.
INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# Durable before acknowledged: with synchronous=NORMAL a power cut loses commits that were already answered.
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=2500",
    "foreign_keys=ON",
    "secure_delete=ON",
    "mmap_size=268435456",
)


class Base(DeclarativeBase):
    """The declarative base that Flask-SQLAlchemy builds its models on."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


db: SQLAlchemy = SQLAlchemy(model_class=Base, session_options={"autoflush": False})


def init_database(app: Flask) -> None:
    """Bind the database to the app and set up its connections (SQLite: WAL, FULL, foreign keys)."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: `_on_begin` says which kind is begun.
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        writes: Any = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
