"""What a membership is proved by: screening, training and its bookings, audits and test visits."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, UniqueConstraint

from webapp.joining.codes import BookingState, Finding, ScreeningItem, TrainingState, VisitKind, VisitResult
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

KEEP = Keep.WITH_ITS_SUBJECT
LASTING = Keep.WITH_THE_SITE
TRAINED = Keep.A_YEAR_AFTER_TRAINING
# Who books again after they cancelled gives the names anew, under a new key.
CHANGED_BY_BOOKING = ("state", "people", "version", "sealed_key", "names")
# What the public tier books is a number of seats for a place that was taken in; who came is for officers.
BOOKED = (
    "state = 'booked' AND came IS NULL AND people <= 20 AND EXISTS (SELECT 1 FROM join_premises AS booked "
    "WHERE booked.id = premises_id AND booked.state = 'taken-in')"
)
BOOKED_BY_THEM = {
    "public": PublicMay.ADD_AND_READ,
    "public_changes": CHANGED_BY_BOOKING,
    "public_adds": BOOKED,
    "public_updates": ("state IN ('booked', 'cancelled')", "state = 'cancelled' OR state = 'booked' AND people <= 20"),
}


class JoinScreening(Model):
    """One line of the checklist of a membership: what was found, by whom and when."""

    __tablename__ = "join_screening"
    __table_args__ = (
        UniqueConstraint("membership_id", "item"),
        code_check("item", ScreeningItem),
        code_check("finding", Finding),
        {"info": {"public": PublicMay.NOTHING}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    membership_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue_membership.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    item: Mapped[str] = column(coded(ScreeningItem), nullable=False, keep=KEEP)
    finding: Mapped[str] = column(coded(Finding), nullable=False, keep=KEEP)
    found_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    found_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)


class JoinTraining(Versioned, Model):
    """A training session that officers offer; who comes is in the bookings."""

    __tablename__ = "join_training"
    __table_args__ = (
        code_check("state", TrainingState),
        CheckConstraint("places_taken >= 0 AND places_taken <= capacity", name="no_more_than_fit"),
        CheckConstraint("ends_at > begins_at", name="ends_after_it_begins"),
        Index("ix_join_training_list", "state", "begins_at"),
        {"info": {"public": PublicMay.READ, "public_changes": ("places_taken",)}},
    )
    keep_version: ClassVar[Keep] = LASTING

    id: Mapped[uuid.UUID] = random_key(keep=LASTING)
    # Codes of the schemes that it counts for.
    schemes: Mapped[list[str]] = column(JSON, nullable=False, keep=LASTING)
    state: Mapped[str] = column(coded(TrainingState), nullable=False, keep=LASTING)
    begins_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=LASTING)
    ends_at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=LASTING)
    place: Mapped[str] = column(String(300), nullable=False, keep=LASTING)
    trainer: Mapped[str] = column(String(120), nullable=False, default="", keep=LASTING)
    language: Mapped[str] = column(String(20), nullable=False, default="en", keep=LASTING)
    capacity: Mapped[int] = column(Integer, nullable=False, keep=LASTING)
    places_taken: Mapped[int] = column(Integer, nullable=False, default=0, keep=LASTING)
    made_by: Mapped[str] = column(String(80), nullable=False, keep=LASTING)


class JoinBooking(SealedRecord, Versioned, Model):
    """Places of a training session for the staff of one place; their names are sealed."""

    __tablename__ = "join_booking"
    __table_args__ = (
        code_check("state", BookingState),
        CheckConstraint("people > 0", name="somebody_comes"),
        UniqueConstraint("training_id", "premises_id"),
        Index("ix_join_booking_premises_id", "premises_id"),
        {"info": BOOKED_BY_THEM},
    )
    keep_sealed_key: ClassVar[Keep] = TRAINED
    keep_version: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    training_id: Mapped[uuid.UUID] = column(
        ForeignKey("join_training.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    premises_id: Mapped[uuid.UUID] = column(
        ForeignKey("join_premises.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    people: Mapped[int] = column(Integer, nullable=False, keep=KEEP)
    # How many came; written down after the session.
    came: Mapped[int | None] = column(Integer, keep=KEEP)
    state: Mapped[str] = column(coded(BookingState), nullable=False, keep=KEEP)
    # JSON: the names for the certificates.
    names: Mapped[bytes | None] = sealed_column(keep=TRAINED)


class JoinVisit(SealedRecord, Model):
    """An audit or a test visit: the day, what was found in a code, and the findings in words, sealed."""

    __tablename__ = "join_visit"
    __table_args__ = (
        code_check("kind", VisitKind),
        code_check("result", VisitResult),
        Index("ix_join_visit_membership_id", "membership_id", "visited_on"),
        {"info": {"public": PublicMay.NOTHING}},
    )
    keep_sealed_key: ClassVar[Keep] = KEEP

    id: Mapped[uuid.UUID] = random_key(keep=KEEP)
    membership_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue_membership.id", ondelete="CASCADE"), nullable=False, keep=KEEP
    )
    kind: Mapped[str] = column(coded(VisitKind), nullable=False, keep=KEEP)
    result: Mapped[str] = column(coded(VisitResult), nullable=False, keep=KEEP)
    visited_on: Mapped[dt.date] = column(Date, nullable=False, keep=KEEP)
    actions_by: Mapped[dt.date | None] = column(Date, keep=KEEP)
    written_by: Mapped[str] = column(String(80), nullable=False, keep=KEEP)
    findings: Mapped[bytes | None] = sealed_column(keep=KEEP)


__all__ = ["JoinBooking", "JoinScreening", "JoinTraining", "JoinVisit"]
