"""The tables of enquiries: what work needs in clear columns, everything that was typed in sealed ones."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import Boolean, Date, ForeignKey, Index, String

from webapp.enquiries.rules import Area, Kind, Outcome, Purpose, Reply, State
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_AN_ENQUIRY


class Enquiry(SealedRecord, Versioned, Model):
    """A message or a complaint; days, never times, so that no log of requests tells whose it is (decision 8)."""

    __tablename__ = "enquiry"
    __table_args__ = (
        code_check("kind", Kind),
        code_check("area", Area),
        code_check("reply", Reply),
        code_check("state", State),
        code_check("outcome", Outcome),
        Index("ix_enquiry_list", "state", "doubtful", "due_on", "id"),
        Index("ix_enquiry_keep_until", "keep_until"),
        {"info": {"public": PublicMay.ADD_AND_READ}},
    )

    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    kind: Mapped[str] = column(coded(Kind), nullable=False, keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    area: Mapped[str] = column(coded(Area), nullable=False, keep=KEEP)
    reply: Mapped[str] = column(coded(Reply), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(State), nullable=False, keep=KEEP)
    # Looks like a program's: it comes last, and is answered like any other.
    doubtful: Mapped[bool] = column(Boolean, nullable=False, keep=KEEP)
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    due_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    confirmed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    closed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    outcome: Mapped[str | None] = column(coded(Outcome), keep=KEEP)
    keep_until: Mapped[dt.date | None] = column(Date, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
    wish: Mapped[bytes | None] = sealed_column(keep=KEEP)
    contact: Mapped[bytes | None] = sealed_column(keep=KEEP)


class EnquiryAnswer(SealedRecord, Model):
    """What was said to the sender: an e-mail that left from here, or what was said or written elsewhere."""

    __tablename__ = "enquiry_answer"
    __table_args__ = (
        code_check("purpose", Purpose),
        code_check("reply", Reply),
        {"info": {"public": PublicMay.NOTHING}},
    )

    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    enquiry_id: Mapped[uuid.UUID] = column(
        ForeignKey("enquiry.id", ondelete="CASCADE"), nullable=False, index=True, keep=KEEP
    )
    purpose: Mapped[str] = column(coded(Purpose), nullable=False, keep=KEEP)
    reply: Mapped[str] = column(coded(Reply), nullable=False, keep=KEEP)
    given_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    given_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    words: Mapped[bytes | None] = sealed_column(keep=KEEP)
