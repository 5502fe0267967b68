"""The tables of mail alerts: an address is sealed to what sends mail, and nothing in the clear tells whose it is."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, Index, Integer, LargeBinary, String, UniqueConstraint

from webapp.engagement.alerts.rules import Often, State
from webapp.kit.orm import Holds, Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.UNTIL_IT_ENDS
NEWS = Keep.WHILE_PUBLISHED


class MailAlertAsk(SealedRecord, Model):
    """Somebody typed an address: the worker alone looks whether it is known, so that no answer tells."""

    __tablename__ = "mail_alert_ask"
    __table_args__ = ({"info": {"public": PublicMay.ADD}, "sqlite_with_rowid": False},)
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    asked_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, index=True, keep=KEEP)
    # Address, language and choices.
    wish: Mapped[bytes | None] = sealed_column(keep=KEEP)


class MailAlert(SealedRecord, Model):
    """A mailbox that wants mail, one row for each: asked for, then confirmed, and erased when they leave.

    On PostgreSQL a trigger (migration 0027) has the public tier change only rows whose token it was shown: a stolen one
    can neither confirm for anybody nor put another address into a row.
    """

    __tablename__ = "mail_alert"
    __table_args__ = (
        code_check("state", State),
        code_check("often", Often),
        Index("ix_mail_alert_due", "state", "next_due_at", "id"),
        {
            "info": {
                "public": PublicMay.READ,
                "public_changes": (
                    "state",
                    "sealed_key",
                    "contact",
                    "email_index",
                    "language",
                    "areas",
                    "kinds",
                    "often",
                    "asked",
                    "confirm_hash",
                    "confirm_until",
                    "confirmed_on",
                    "told_up_to",
                    "next_due_at",
                    "token",
                ),
            },
            "sqlite_with_rowid": False,
        },
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    state: Mapped[str] = column(coded(State), nullable=False, keep=KEEP)
    # One row for each mailbox; empty once they have left.
    email_index: Mapped[bytes | None] = column(LargeBinary, unique=True, holds=Holds.BLIND_INDEX, keep=KEEP)
    # Address and token: the link in each mail is made of the token, of which the database can read the hash only.
    contact: Mapped[bytes | None] = sealed_column(keep=KEEP)
    token_hash: Mapped[str] = column(String(64), nullable=False, unique=True, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    areas: Mapped[list[str]] = column(JSON, nullable=False, keep=KEEP)
    kinds: Mapped[list[str]] = column(JSON, nullable=False, keep=KEEP)
    often: Mapped[str] = column(coded(Often), nullable=False, keep=KEEP)
    # What was asked for and not confirmed yet; who has mail already keeps what they have until then.
    asked: Mapped[dict[str, Any] | None] = column(JSON(none_as_null=True), keep=KEEP)
    confirm_hash: Mapped[str | None] = column(String(64), unique=True, keep=KEEP)
    confirm_until: Mapped[dt.datetime | None] = column(UtcDateTime, index=True, keep=KEEP)
    confirmed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # How often this mailbox was asked to confirm since then.
    asks: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    asks_since: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # The number of the newest item that they were told, or that they did not want.
    told_up_to: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    next_due_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    # How many mails it was sent: with the id it names each of them in the outbox.
    mails: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    # For the trigger, which compares it and keeps nothing: always empty in what is read.
    token: Mapped[str | None] = column(String(64), keep=KEEP)


class MailAlertItem(Model):
    """Something to tell, numbered in the order in which it became known here: nobody can miss a number."""

    __tablename__ = "mail_alert_item"
    __table_args__ = (UniqueConstraint("source", "key"), {"info": {"public": PublicMay.READ}})

    # Given by hand, one more than the last: two workers that take news in cannot both go on.
    number: Mapped[int] = column(Integer, primary_key=True, autoincrement=False, keep=NEWS)
    source: Mapped[str] = column(String(20), nullable=False, keep=NEWS)
    key: Mapped[str] = column(String(80), nullable=False, keep=NEWS)
    area: Mapped[str] = column(String(80), nullable=False, keep=NEWS)
    kinds: Mapped[list[str]] = column(JSON, nullable=False, keep=NEWS)
    path: Mapped[str] = column(String(300), nullable=False, keep=NEWS)
    titles: Mapped[dict[str, str]] = column(JSON, nullable=False, keep=NEWS)
    published_on: Mapped[dt.date] = column(Date, nullable=False, keep=NEWS)


__all__ = ["MailAlert", "MailAlertAsk", "MailAlertItem"]
