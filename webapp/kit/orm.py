"""The typed model base, and columns that must say what they hold and how long it is kept."""

import datetime as dt
import uuid
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import CheckConstraint, DateTime, String, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.database import Base, db

if TYPE_CHECKING:

    class Model(Base):
        """What mypy sees: Flask-SQLAlchemy makes `db.Model` at run time, out of its sight."""

        __abstract__ = True

else:
    Model = db.Model


Row = TypeVar("Row")


class Holds(StrEnum):
    """What a column holds (security decision 7): readable, sealed to a key, or a keyed hash to find rows by."""

    CLEAR = "clear"
    SEALED = "sealed"
    BLIND_INDEX = "blind index"


class Keep(StrEnum):
    """How long a value is kept; `docs/data-we-hold.md` words each for readers."""

    WHILE_PUBLISHED = "while the publication stays in the register"
    WITH_THE_SITE = "as long as the site runs"
    A_WEEK_AFTER_SENDING = "until a week after the message was sent, or 90 days after it could not be"
    A_YEAR_AFTER_SENDING = "until 400 days after the message was written"
    A_WEEK = "until a week after the form was sent"
    WHILE_AN_OFFICER = "as long as the officer has an account"
    WITH_ITS_SUBJECT = "as long as what it is about"
    UNTIL_IT_ENDS = "until it ends or runs out, a day at most after that"
    WHILE_A_DRAFT = "until it is sent or deleted, or its time since the last use is up (a day, for long forms 28 days)"
    AFTER_AN_ENQUIRY = "a year after a message was closed, two after a complaint, 30 days where it was no real one"
    A_DAY = "a day, or until a suspected flood is decided"
    SURVEY_WORDS = "a year after the month in which the form was sent"
    SURVEY_ANSWERS = "five years after the month in which the form was sent"
    AFTER_CONTACT = "six months after the request was closed"
    AFTER_A_CASE = (
        "six years after a case review was closed, two where it was withdrawn or was none; longer on legal hold"
    )
    A_YEAR_AFTER_DECIDED = "a year after it was decided"
    A_YEAR_AFTER_TRAINING = "a year after the training session"
    AFTER_JOINING = (
        "two years after the place left its schemes, a year after an application that came to nothing or"
        " somebody was no contact any more, two where nobody decided it, 30 days where it was no real one"
    )
    AFTER_AN_EXPORT = "two years after it was asked for"


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC: SQLite gives naive datetimes back and PostgreSQL aware ones, so both pass through here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a moment without a time zone: it would mean another one on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A stored moment needs a time zone: use an aware datetime."
            raise ValueError(message)
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give an aware UTC datetime back on both databases."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=dt.UTC)


def column(*args: Any, holds: Holds = Holds.CLEAR, keep: Keep, **options: Any) -> MappedColumn[Any]:
    """A mapped column that declares its class and retention; `tests/whole_site` refuses one that does not."""
    return mapped_column(*args, info={"holds": holds, "keep": keep}, **options)


def random_key(*, keep: Keep) -> MappedColumn[uuid.UUID]:
    """A random primary key, so that a number says nothing of order or amount (security decision 8)."""
    return column(Uuid, primary_key=True, default=uuid.uuid4, keep=keep)


def coded(enum: type[StrEnum]) -> String:
    """Text long enough for the codes of `enum`; stored as text, so that a new code needs no migration of a type."""
    return String(max(len(code.value) for code in enum) + 20)


def locked(model: type[Row], key: object) -> Row | None:
    """The row as it stands now, held until the commit; None where there is none. Only inside @transaction.

    A lock alone is not enough: PostgreSQL gives the newest values back, but the session keeps those of a row that it
    has read before, so whoever waited would act on what was true before they waited.
    """
    return db.session.get(model, key, with_for_update=True, populate_existing=True)


def code_check(name: str, enum: type[StrEnum]) -> CheckConstraint:
    """A check that column `name` holds a code of `enum`."""
    codes = ", ".join(f"'{code.value}'" for code in enum)
    return CheckConstraint(f"{name} IN ({codes})", name=f"{name}_is_known")


__all__ = ["Holds", "Keep", "Mapped", "Model", "UtcDateTime", "code_check", "coded", "column", "locked", "random_key"]
