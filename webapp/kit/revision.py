"""How often the public content has changed: one counter in the database that every publishing act raises."""

import time

from flask import Flask, current_app
from sqlalchemy import Engine, Integer, select, update
from sqlalchemy.exc import SQLAlchemyError

from webapp.database import db
from webapp.kit.orm import Keep, Mapped, Model, column
from webapp.kit.transaction import after_commit

# How long another process may go on answering from what it knew. Pages carry a longer max-age anyway.
CHECKED_EVERY_SECONDS = 1.0


class PublicRevisionRow(Model):
    """The single row that counts the changes."""

    __tablename__ = "public_revision"

    id: Mapped[int] = column(Integer, primary_key=True, keep=Keep.WITH_THE_SITE)
    number: Mapped[int] = column(Integer, nullable=False, default=0, keep=Keep.WITH_THE_SITE)


class PublicRevision:
    """The counter as this process knows it: asked of the database at most once a second."""

    def __init__(self, engine: Engine) -> None:
        """Read through `engine`: the question is asked outside any request."""
        self._engine = engine
        self._number: int | None = None
        self._checked = float("-inf")

    def current(self) -> int | None:
        """The number of changes so far, or None while the database has no such table (nothing is remembered then)."""
        now = time.monotonic()
        if now - self._checked >= CHECKED_EVERY_SECONDS:
            self._number = self._read()
            self._checked = now
        return self._number

    def forget(self) -> None:
        """Ask the database at the next call."""
        self._checked = float("-inf")

    def _read(self) -> int | None:
        try:
            with self._engine.connect() as connection:
                return connection.scalar(select(PublicRevisionRow.number).where(PublicRevisionRow.id == 1)) or 0
        except SQLAlchemyError:
            return None


def init_revision(app: Flask) -> PublicRevision:
    """Make the app's counter and keep it in `app.extensions`."""
    with app.app_context():
        revision = PublicRevision(db.engine)
    app.extensions["public_revision"] = revision
    return revision


def public_content_changed() -> None:
    """Raise the counter in the running transaction: what was remembered of public pages counts no more."""
    raise_it = (
        update(PublicRevisionRow)
        .where(PublicRevisionRow.id == 1)
        .values(number=PublicRevisionRow.number + 1)
        .returning(PublicRevisionRow.number)
    )
    if db.session.scalar(raise_it) is None:
        db.session.add(PublicRevisionRow(id=1, number=1))
        db.session.flush()
    revision: PublicRevision = current_app.extensions["public_revision"]
    after_commit(revision.forget)
