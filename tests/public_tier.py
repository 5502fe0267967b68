"""The app as the public tier with a database role of its own: what its pages may do, and what a stolen one could."""

import dataclasses
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, text

from webapp.config import Tier
from webapp.database import db
from webapp.sealing.services import make_missing_keys
from webapp.sealing.tiers import grant_public_rights


@contextmanager
def public_tier(app: Flask, monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[Callable[[], None]]:
    """From a call of what it gives on, every transaction is the role's; until its `end` is called.

    `name` is the role's: roles belong to the whole cluster, so each process of a run in parallel has one of its own.
    """
    if db.engine.dialect.name != "postgresql":
        pytest.skip("roles belong to PostgreSQL")
    role = name + os.environ.get("PYTEST_XDIST_WORKER", "")
    make_missing_keys()
    run(f"DROP ROLE IF EXISTS {role}", f"CREATE ROLE {role}")
    grant_public_rights(role)
    own = app.extensions["settings"]
    settings = dataclasses.replace(own, tier=Tier.PUBLIC)

    def become(connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL ROLE {role}")

    def begin() -> None:
        db.session.remove()
        monkeypatch.setitem(app.extensions, "settings", settings)
        event.listen(db.engine, "begin", become)

    def end() -> None:
        db.session.remove()
        monkeypatch.setitem(app.extensions, "settings", own)
        event.remove(db.engine, "begin", become)

    begin.end = end
    try:
        yield begin
    finally:
        if event.contains(db.engine, "begin", become):
            event.remove(db.engine, "begin", become)
        db.session.remove()
        run(f"DROP OWNED BY {role}", f"DROP ROLE {role}")


def run(*statements: str) -> None:
    """Do something as the owner of the tables, at once."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
