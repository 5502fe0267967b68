"""What a business does by itself to stay listed: it proposes, renews, refreshes its staff, hands over, leaves."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, text

from webapp.joining.codes import ProposalState, RequestKind, RequestState
from webapp.kit.collisions import Versioned
from webapp.kit.orm import Keep, Mapped, Model, code_check, coded, column, random_key
from webapp.sealing.models import SealedRecord, sealed_column
from webapp.sealing.rights import PublicMay

LASTING = Keep.WITH_ITS_SUBJECT
DECIDED = Keep.A_YEAR_AFTER_DECIDED
WAITS = text("state = 'waiting'")
WAITS_FOR_PLACE = text("state = 'waiting' AND membership_id IS NULL")
# What the public tier adds waits, whatever is asked for, and only of places that were taken in.
ASKED = (
    "state = 'waiting' AND decided_on IS NULL AND decided_by IS NULL AND EXISTS (SELECT 1 FROM join_premises AS asked "
    "WHERE asked.id = premises_id AND asked.state = 'taken-in')"
)
REPLACED = ("state = 'waiting'", "state = 'replaced' AND decided_by IS NULL")
PROPOSED_BY_THEM = {
    "public": PublicMay.ADD_AND_READ,
    "public_changes": ("state", "version", "decided_on"),
    "public_adds": ASKED,
    "public_updates": REPLACED,
}


class JoinProposal(SealedRecord, Versioned, Model):
    """Edits that a business proposes for its place; the public sees nothing of it before an officer accepts it."""

    __tablename__ = "join_proposal"
    __table_args__ = (
        code_check("state", ProposalState),
        Index("ix_join_proposal_venue_id", "venue_id", "state"),
        {"info": PROPOSED_BY_THEM},
    )
    keep_sealed_key: ClassVar[Keep] = DECIDED
    keep_version: ClassVar[Keep] = DECIDED

    id: Mapped[uuid.UUID] = random_key(keep=DECIDED)
    premises_id: Mapped[uuid.UUID] = column(
        ForeignKey("join_premises.id", ondelete="CASCADE"), nullable=False, index=True, keep=DECIDED
    )
    venue_id: Mapped[uuid.UUID] = column(ForeignKey("venue.id", ondelete="CASCADE"), nullable=False, keep=DECIDED)
    # The version of the place that they were looking at.
    seen: Mapped[int] = column(Integer, nullable=False, keep=DECIDED)
    state: Mapped[str] = column(coded(ProposalState), nullable=False, keep=DECIDED)
    proposed_on: Mapped[dt.date] = column(Date, nullable=False, keep=DECIDED)
    decided_on: Mapped[dt.date | None] = column(Date, keep=DECIDED)
    decided_by: Mapped[str | None] = column(String(80), keep=DECIDED)
    flags: Mapped[dict[str, list[str]]] = column(JSON, nullable=False, default=dict, keep=DECIDED)
    # JSON: the fields that would change, as `venues.records.to_record` writes them.
    changes: Mapped[bytes | None] = sealed_column(keep=DECIDED)


class JoinRequest(SealedRecord, Versioned, Model):
    """A renewal, a hand-over, or that a place leaves; one of a kind waits for a membership at a time."""

    __tablename__ = "join_request"
    __table_args__ = (
        code_check("kind", RequestKind),
        code_check("state", RequestState),
        CheckConstraint("help_asked IS NULL OR help_asked >= 0", name="help_is_counted"),
        Index(
            "uq_join_request_waiting",
            "premises_id",
            "membership_id",
            "kind",
            unique=True,
            sqlite_where=WAITS,
            postgresql_where=WAITS,
        ),
        # What is asked for the place has no membership, and NULL is never the same as NULL.
        Index(
            "uq_join_request_waiting_of_place",
            "premises_id",
            "kind",
            unique=True,
            sqlite_where=WAITS_FOR_PLACE,
            postgresql_where=WAITS_FOR_PLACE,
        ),
        Index("ix_join_request_membership_id", "membership_id", "kind", "received_on"),
        {"info": {"public": PublicMay.ADD_AND_READ, "public_adds": ASKED}},
    )
    keep_sealed_key: ClassVar[Keep] = DECIDED
    keep_version: ClassVar[Keep] = LASTING

    id: Mapped[uuid.UUID] = random_key(keep=LASTING)
    kind: Mapped[str] = column(coded(RequestKind), nullable=False, keep=LASTING)
    state: Mapped[str] = column(coded(RequestState), nullable=False, keep=LASTING)
    premises_id: Mapped[uuid.UUID] = column(
        ForeignKey("join_premises.id", ondelete="CASCADE"), nullable=False, keep=LASTING
    )
    # None: for the place, whichever schemes it is in.
    membership_id: Mapped[uuid.UUID | None] = column(
        ForeignKey("venue_membership.id", ondelete="CASCADE"), keep=LASTING
    )
    received_on: Mapped[dt.date] = column(Date, nullable=False, keep=LASTING)
    decided_on: Mapped[dt.date | None] = column(Date, keep=LASTING)
    decided_by: Mapped[str | None] = column(String(80), keep=LASTING)
    # How often somebody asked for help since the last renewal: the number alone.
    help_asked: Mapped[int | None] = column(Integer, keep=LASTING)
    # JSON: what they say of it (renewal: what still holds; hand-over: the contact who comes).
    words: Mapped[bytes | None] = sealed_column(keep=DECIDED)
    # That a visit sent it (`links.proof_of`), where the worker does what is asked for; forgotten once that is done.
    proof: Mapped[str | None] = column(String(64), keep=DECIDED)


class JoinRefresh(Model):
    """Somebody of the staff read the short page and answered its five questions: the day and how many were right."""

    __tablename__ = "join_refresh"
    __table_args__ = (
        CheckConstraint("right_answers >= 0 AND right_answers <= 5", name="five_questions"),
        Index("ix_join_refresh_membership_id", "membership_id", "done_on"),
        {"info": {"public": PublicMay.ADD_AND_READ}},
    )

    id: Mapped[uuid.UUID] = random_key(keep=LASTING)
    membership_id: Mapped[uuid.UUID] = column(
        ForeignKey("venue_membership.id", ondelete="CASCADE"), nullable=False, keep=LASTING
    )
    done_on: Mapped[dt.date] = column(Date, nullable=False, keep=LASTING)
    right_answers: Mapped[int] = column(Integer, nullable=False, keep=LASTING)


__all__ = ["JoinProposal", "JoinRefresh", "JoinRequest"]
