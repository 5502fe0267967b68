"""What a business sent, its places, the people to talk to, and what they were told."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer, String, UniqueConstraint, Uuid

from webapp.joining.codes import ApplicationState, ContactRole, PremisesState, Step
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, blind_index_column, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.AFTER_JOINING
# What the public tier adds is what somebody sent, and nothing that an officer decides (security decision 4).
SENT = "state = 'received' AND closed_on IS NULL AND keep_until IS NULL"
SENT_PLACE = (
    "state = 'waiting' AND venue_id IS NULL AND EXISTS (SELECT 1 FROM join_application AS sent "
    "WHERE sent.id = application_id AND sent.state = 'received')"
)
SENT_CONTACT = (
    "confirmed_on IS NULL AND ended_on IS NULL AND email_index IS NULL AND EXISTS (SELECT 1 FROM join_premises AS sent "
    "WHERE sent.id = premises_id AND sent.state = 'waiting')"
)


class JoinApplication(SealedRecord, Versioned, Model):
    """What a business sent in one go; days, never times (decision 8)."""

    __tablename__ = "join_application"
    __table_args__ = (
        code_check("state", ApplicationState),
        Index("ix_join_application_list", "state", "doubtful", "received_on", "id"),
        Index("ix_join_application_keep_until", "keep_until"),
        {"info": {"public": PublicMay.ADD_AND_READ, "public_adds": SENT}},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=KEEP)
    state: Mapped[str] = column(coded(ApplicationState), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    channel: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    # Looks like a program's: it comes last.
    doubtful: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    closed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    keep_until: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # JSON: the business, its kind and size, who signs and with what authority, how they heard of it.
    business: Mapped[bytes | None] = sealed_column(keep=KEEP)


class JoinPremises(SealedRecord, Versioned, Model):
    """One place of an application, or a place on the list whose people may look after it themselves."""

    __tablename__ = "join_premises"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        code_check("state", PremisesState),
        {"info": {"public": PublicMay.ADD_AND_READ, "public_adds": SENT_PLACE}},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    # None: an officer gave the people of a place that was there already the way in.
    application_id: Mapped[uuid.UUID | None] = column(
        ForeignKey("join_application.id", ondelete="CASCADE"), index=True, keep=KEEP
    )
    # 1 for the first place of an application.
    number: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(PremisesState), nullable=False, keep=KEEP)
    # Codes of the schemes that it applies for, and of the town.
    schemes: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    town: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    # Codes of what an officer should look at twice (`codes.Flag`), by the field: {"name": ["turned"]}.
    flags: Mapped[dict[str, list[str]]] = column(JSON, nullable=False, default=dict, keep=KEEP)
    # Set when an officer takes it in: a new place, or one that was there.
    venue_id: Mapped[uuid.UUID | None] = column(ForeignKey("venue.id", ondelete="SET NULL"), index=True, keep=KEEP)
    # The place on the list that the applicant says it is; nothing follows from it but an offer to the officer.
    same_as: Mapped[uuid.UUID | None] = column(Uuid, keep=KEEP)
    # JSON: name, address, hours, access, offers, commitments of each scheme, the training wished for.
    details: Mapped[bytes | None] = sealed_column(keep=KEEP)


class JoinContact(SealedRecord, Versioned, Model):
    """Somebody to talk to about a place: sealed to officers and to what sends mail; never public, never shown again.

    Until an officer has confirmed somebody (`confirmed_on`), their link shows the state alone and changes nothing.
    """

    __tablename__ = "join_contact"
    __table_args__ = (
        code_check("role", ContactRole),
        Index("ix_join_contact_premises", "premises_id", "ended_on"),
        {"info": {"public": PublicMay.ADD_AND_READ, "public_adds": SENT_CONTACT}},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    premises_id: Mapped[uuid.UUID] = column(
        ForeignKey("join_premises.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    role: Mapped[str] = column(coded(ContactRole), nullable=False, keep=KEEP)
    language: Mapped[str] = column(String(20), nullable=False, keep=KEEP)
    confirmed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    ended_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # JSON: name, role in words, e-mail, telephone.
    person: Mapped[bytes | None] = sealed_column(keep=KEEP)
    # The desk or the worker writes it; the public tier has no key for it.
    email_index: Mapped[bytes | None] = blind_index_column(keep=KEEP)


class JoinTold(Model):
    """A notice that was written to somebody: once for a step and a date; what became of it is in the outbox."""

    __tablename__ = "join_told"
    __table_args__ = (
        code_check("step", Step),
        Index("uq_join_told", "contact_id", "subject_id", "step", "about_on", "occasion", unique=True),
        # A receipt alone: whatever else stood here would not be told.
        {"info": {"public": PublicMay.ADD, "public_adds": "step = 'received'"}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    contact_id: Mapped[uuid.UUID] = column(ForeignKey("join_contact.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    # What it is about: a membership, an application or one of its places, a session, a proposal, a request.
    subject_id: Mapped[uuid.UUID] = column(Uuid, nullable=False, keep=KEEP)
    step: Mapped[str] = column(coded(Step), nullable=False, keep=KEEP)
    about_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    # Which time it was, of a step that may come more than once on one day; "" for the others.
    occasion: Mapped[str] = column(String(40), nullable=False, default="", keep=KEEP)
    written_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    # The outbox knows its message by the same hash.
    dedupe: Mapped[str] = column(String(64), nullable=False, keep=KEEP)


__all__ = ["JoinApplication", "JoinContact", "JoinPremises", "JoinTold"]
