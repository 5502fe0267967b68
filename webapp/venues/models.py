"""The tables of venues: what the public may see, the memberships behind it, checks, reports and imports."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from sqlalchemy import JSON, Boolean, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from webapp.edits.models import Edited
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay
from webapp.venues.commitments import CommitmentState
from webapp.venues.rules import (
    Audience,
    CheckedBy,
    CheckResult,
    HiddenBecause,
    ImportState,
    MembershipState,
    Problem,
    ReportState,
    VenueKind,
)

KEEP = Keep.WITH_THE_SITE
MAY_BE_READ = {"info": {"public": PublicMay.READ}}
MAY_NOT = {"info": {"public": PublicMay.NOTHING}}


class Venue(Edited, Model):
    """A place; every column here may leave the house, what is private stands in VenueContact.

    `removed_at`: it is not on the site for good (its address answers 410). `hidden_at`: an officer took it off at once.
    """

    __tablename__ = "venue"
    __table_args__ = (
        code_check("kind", VenueKind),
        code_check("audience", Audience),
        code_check("hidden_because", HiddenBecause),
        Index("ix_venue_town_name", "town", "name"),
        Index("ix_venue_change_number", "change_number"),
        MAY_BE_READ,
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    slug: Mapped[str] = column(String(100), nullable=False, unique=True, keep=KEEP)
    name: Mapped[str] = column(String(120), nullable=False, keep=KEEP)
    kind: Mapped[str] = column(coded(VenueKind), nullable=False, keep=KEEP)
    # The street address on lines of its own, without the postcode.
    address: Mapped[str] = column(String(300), nullable=False, keep=KEEP)
    postcode: Mapped[str] = column(String(10), nullable=False, default="", keep=KEEP)
    # Codes of the partnership's towns and localities; empty where neither is known.
    town: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    locality: Mapped[str] = column(String(60), nullable=False, default="", keep=KEEP)
    ward: Mapped[str] = column(String(20), nullable=False, default="", keep=KEEP)
    latitude: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    longitude: Mapped[float] = column(Float, nullable=False, keep=KEEP)
    uprn: Mapped[str] = column(String(12), nullable=False, default="", keep=KEEP)
    telephone: Mapped[str] = column(String(40), nullable=False, default="", keep=KEEP)
    website: Mapped[str] = column(String(300), nullable=False, default="", keep=KEEP)
    # Plain words for visitors: where the door is, whom to ask for.
    note: Mapped[str] = column(Text, nullable=False, default="", keep=KEEP)
    languages: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    # As `hours.to_record` writes them.
    hours: Mapped[dict[str, Any]] = column(JSON, nullable=False, default=dict, keep=KEEP)
    has: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    lacks: Mapped[list[str]] = column(JSON, nullable=False, default=list, keep=KEEP)
    audience: Mapped[str] = column(coded(Audience), nullable=False, default=Audience.ANYONE, keep=KEEP)
    # Minutes after midnight until which under-18s may be inside; 1440: always; None: nobody told.
    under_18s_until: Mapped[int | None] = column(Integer, keep=KEEP)
    # Whether help needs neither a fee nor an ID at the door; None: nobody told.
    help_is_free: Mapped[bool | None] = column(Boolean, keep=KEEP)
    alcohol_led: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    sample: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    # The row's own id in the list that it was imported from, so that the next import changes it.
    source_id: Mapped[str | None] = column(String(120), unique=True, keep=KEEP)
    hidden_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    hidden_because: Mapped[str | None] = column(coded(HiddenBecause), keep=KEEP)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=KEEP)
    changed_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=KEEP)
    # The number of the last change of it or of a membership (VenueStamp): the directory reads what is newer than it.
    change_number: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)


class VenueStamp(Model):
    """The single row that counts the changes of the places; `whole` is the last one that deleted rows."""

    __tablename__ = "venue_stamp"
    __table_args__ = (MAY_BE_READ,)

    id: Mapped[int] = column(Integer, primary_key=True, keep=KEEP)
    number: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)
    whole: Mapped[int] = column(Integer, nullable=False, default=0, keep=KEEP)


class Membership(Versioned, Model):
    """A place in a scheme: the facts that a listing rests on."""

    __tablename__ = "venue_membership"
    __table_args__ = (
        UniqueConstraint("venue_id", "scheme"),
        code_check("state", MembershipState),
        code_check("checked_by", CheckedBy),
        Index("ix_venue_membership_scheme_state", "scheme", "state", "check_due_on"),
        MAY_BE_READ,
    )
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    venue_id: Mapped[uuid.UUID] = column(ForeignKey("venue.id", ondelete="CASCADE"), nullable=False, keep=KEEP)
    scheme: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(MembershipState), nullable=False, keep=KEEP)
    # When it came to stand there; None where nobody has moved it since it was entered.
    moved_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=KEEP)
    applied_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    signed_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    trained_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    training_ends_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    audited_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    listed_from: Mapped[dt.date | None] = column(Date, keep=KEEP)
    # Whether there is a named champion or manager; who that is stands sealed in VenueContact.
    has_champion: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=KEEP)
    checked_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    checked_by: Mapped[str | None] = column(coded(CheckedBy), keep=KEEP)
    check_due_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    ended_on: Mapped[dt.date | None] = column(Date, keep=KEEP)
    end_reason: Mapped[str] = column(String(300), nullable=False, default="", keep=KEEP)


class VenueCommitment(Model):
    """What a member says of one commitment of its scheme; the public reads it as soon as the place is listed.

    `evidence`: words that an officer has read. `seen_on`: the day on which an officer saw the evidence.
    """

    __tablename__ = "venue_commitment"
    __table_args__ = (
        UniqueConstraint("membership_id", "commitment"),
        code_check("state", CommitmentState),
        MAY_BE_READ,
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    membership_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue_membership.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    # A code of `commitments.COMMITMENTS`.
    commitment: Mapped[str] = column(String(40), nullable=False, keep=KEEP)
    state: Mapped[str] = column(coded(CommitmentState), nullable=False, keep=KEEP)
    planned_by: Mapped[dt.date | None] = column(Date, keep=KEEP)
    evidence: Mapped[str] = column(String(500), nullable=False, default="", keep=KEEP)
    seen_on: Mapped[dt.date | None] = column(Date, keep=KEEP)


class VenueContact(SealedRecord, Versioned, Model):
    """Whom the partnership talks to at a place, and what officers note about it: sealed, never public."""

    __tablename__ = "venue_contact"
    __table_args__ = (MAY_NOT,)
    keep_sealed_key: ClassVar[Keep] = Keep.WITH_ITS_SUBJECT
    keep_version: ClassVar[Keep] = Keep.WITH_ITS_SUBJECT

    id: Mapped[uuid.UUID] = random_key(keep=Keep.WITH_ITS_SUBJECT)
    venue_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue.id", ondelete="CASCADE"), nullable=False, unique=True, keep=Keep.WITH_ITS_SUBJECT
    )
    # JSON: the people (name, role, e-mail, telephone), the number of staff, the premises licence.
    contact: Mapped[bytes | None] = sealed_column(keep=Keep.WITH_ITS_SUBJECT)
    changed_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=Keep.WITH_ITS_SUBJECT)


class VenueCheck(SealedRecord, Model):
    """One check of a place: when, how, by whom, what was found; the words are sealed."""

    __tablename__ = "venue_check"
    __table_args__ = (
        code_check("how", CheckedBy),
        code_check("result", CheckResult),
        Index("ix_venue_check_venue_id", "venue_id", "checked_on"),
        MAY_NOT,
    )
    keep_sealed_key: ClassVar[Keep] = Keep.WITH_ITS_SUBJECT

    id: Mapped[uuid.UUID] = random_key(keep=Keep.WITH_ITS_SUBJECT)
    venue_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue.id", ondelete="CASCADE"), nullable=False, keep=Keep.WITH_ITS_SUBJECT
    )
    checked_on: Mapped[dt.date] = column(Date, nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    how: Mapped[str] = column(coded(CheckedBy), nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    result: Mapped[str] = column(coded(CheckResult), nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    checked_by: Mapped[str] = column(String(80), nullable=False, keep=Keep.WITH_ITS_SUBJECT)
    words: Mapped[bytes | None] = sealed_column(keep=Keep.WITH_ITS_SUBJECT)


class VenueReport(SealedRecord, Versioned, Model):
    """Somebody says that something is wrong with a place; a day, no time, no name (decision 8)."""

    __tablename__ = "venue_report"
    __table_args__ = (
        code_check("problem", Problem),
        code_check("state", ReportState),
        Index("ix_venue_report_list", "state", "received_on", "id"),
        Index("ix_venue_report_keep_until", "keep_until"),
        {"info": {"public": PublicMay.ADD_AND_READ}},
    )
    keep_sealed_key: ClassVar[Keep] = Keep.AFTER_AN_ENQUIRY
    keep_version: ClassVar[Keep] = Keep.AFTER_AN_ENQUIRY

    id: Mapped[uuid.UUID] = random_key(keep=Keep.AFTER_AN_ENQUIRY)
    venue_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue.id", ondelete="CASCADE"), nullable=False, index=True, keep=Keep.AFTER_AN_ENQUIRY
    )
    reference: Mapped[str] = column(String(40), nullable=False, unique=True, keep=Keep.AFTER_AN_ENQUIRY)
    problem: Mapped[str] = column(coded(Problem), nullable=False, keep=Keep.AFTER_AN_ENQUIRY)
    state: Mapped[str] = column(coded(ReportState), nullable=False, keep=Keep.AFTER_AN_ENQUIRY)
    doubtful: Mapped[bool] = column(Boolean, nullable=False, default=False, keep=Keep.AFTER_AN_ENQUIRY)
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=Keep.AFTER_AN_ENQUIRY)
    closed_on: Mapped[dt.date | None] = column(Date, keep=Keep.AFTER_AN_ENQUIRY)
    keep_until: Mapped[dt.date | None] = column(Date, keep=Keep.AFTER_AN_ENQUIRY)
    words: Mapped[bytes | None] = sealed_column(keep=Keep.AFTER_AN_ENQUIRY)


class VenueImport(SealedRecord, Model):
    """A list that an officer brought: first only read and reported on, then applied in one go or dropped."""

    __tablename__ = "venue_import"
    __table_args__ = (code_check("state", ImportState), Index("ix_venue_import_made_at", "made_at"), MAY_NOT)
    keep_sealed_key: ClassVar[Keep] = Keep.UNTIL_IT_ENDS

    id: Mapped[uuid.UUID] = random_key(keep=Keep.A_YEAR_AFTER_SENDING)
    state: Mapped[str] = column(coded(ImportState), nullable=False, keep=Keep.A_YEAR_AFTER_SENDING)
    file_name: Mapped[str] = column(String(200), nullable=False, keep=Keep.A_YEAR_AFTER_SENDING)
    form: Mapped[str] = column(String(20), nullable=False, keep=Keep.A_YEAR_AFTER_SENDING)
    # The file itself, squeezed, until it is applied or dropped; it may name people.
    content: Mapped[bytes | None] = sealed_column(keep=Keep.UNTIL_IT_ENDS)
    # What the officer chose: the scheme that rows without one apply for, and what to do with likely duplicates.
    options: Mapped[dict[str, Any]] = column(JSON, nullable=False, default=dict, keep=Keep.A_YEAR_AFTER_SENDING)
    # Counts and row errors, as the reader of the file wrote them; nothing of a contact.
    report: Mapped[dict[str, Any]] = column(JSON, nullable=False, default=dict, keep=Keep.A_YEAR_AFTER_SENDING)
    steps_done: Mapped[int] = column(Integer, nullable=False, default=0, keep=Keep.A_YEAR_AFTER_SENDING)
    steps_total: Mapped[int] = column(Integer, nullable=False, default=0, keep=Keep.A_YEAR_AFTER_SENDING)
    made_by: Mapped[str] = column(String(200), nullable=False, keep=Keep.A_YEAR_AFTER_SENDING)
    made_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=Keep.A_YEAR_AFTER_SENDING)
    started_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=Keep.A_YEAR_AFTER_SENDING)
    applied_at: Mapped[dt.datetime | None] = column(UtcDateTime, keep=Keep.A_YEAR_AFTER_SENDING)
