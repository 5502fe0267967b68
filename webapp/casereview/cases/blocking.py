"""Who must not see a case: somebody whom the applicant named, or an officer who says so of themself.

A block is a row, and every read and act asks for it: whoever is blocked finds nothing, and is not told why. What an
applicant asked for is ended by two officers, never by one.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.casereview.cases import queries
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.items import BLOCK, BLOCK_KIND, CASE
from webapp.casereview.cases.models import CaseBlock, CaseReview
from webapp.casereview.rules.record_codes import Fault
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import require_transaction, transaction
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for, resealer_for, sealer_for
from webapp.work.queries import holders_of
from webapp.work.services import close_item, take_from

Key = PrivateKey | Keyring | None


@dataclass(frozen=True, kw_only=True)
class OpenedBlock:
    """A block as the case's page shows it; `end_asked_by` has said that it can end, and a second officer has to."""

    id: uuid.UUID
    officer_id: uuid.UUID | None
    agency: str | None
    own: bool
    blocked_on: dt.date
    ended_on: dt.date | None
    words: str
    end_asked_by: uuid.UUID | None = None
    end_reason: str = ""

    @property
    def is_matched(self) -> bool:
        """Whether it names an officer or an agency, and so keeps them out."""
        return self.officer_id is not None or self.agency is not None

    @property
    def is_question(self) -> bool:
        """Whether nobody has said yet whom the applicant meant."""
        return not self.is_matched and self.ended_on is None


def add_words(case_id: uuid.UUID, words: str, *, today: dt.date) -> None:
    """Keep whom the applicant named until an officer says who that is. Inside @transaction; the public tier may."""
    require_transaction("add_words")
    db.session.add(_row(case_id, words=words, today=today))


@transaction
def block(
    case_id: uuid.UUID,
    *,
    officer_id: uuid.UUID | None = None,
    agency: str | None = None,
    words: str = "",
    by: Actor,
    today: dt.date,
) -> None:
    """Keep an officer or a whole agency out from now on; an officer may name themself. Raises NotFoundError."""
    row = queries.hold_case(case_id, by)
    if officer_id is None and not agency:
        raise NotFoundError
    own = officer_id is not None and officer_id == by.officer_id
    db.session.add(_row(case_id, officer_id=officer_id, agency=agency, words=words, own=own, today=today))
    _keep_out(row, officer_id, agency, by=by)


@transaction
def match(block_id: uuid.UUID, *, officer_id: uuid.UUID | None = None, agency: str | None = None, by: Actor) -> None:
    """Say who it is that the applicant named. Raises NotFoundError, also where that was said already."""
    row, found = _hold_block(block_id, by)
    if not _is_question(found) or (officer_id is None and not agency):
        raise NotFoundError
    found.officer_id, found.agency, found.end_asked_by = officer_id, agency, None
    _keep_out(row, officer_id, agency, by=by)
    _settle(row, by)


@transaction
def dismiss(block_id: uuid.UUID, reason: str, *, by: Actor, key: Key = None, today: dt.date) -> bool:
    """Say that the applicant meant nobody who could see the case; true once a second officer has said so too.

    The first gives the reason. Nobody can rule out alone that the words mean themself. Raises StepRefusedError,
    NotFoundError, KeyMissingError.
    """
    row, found = _hold_block(block_id, by)
    if not _is_question(found):
        raise NotFoundError
    if not _is_second(found, by):
        _ask_to_end(row, found, reason, by=by, key=key)
        return False
    found.ended_on = today
    record("case_review.block_dismissed", by=by, kind=CASE, key=row.id.hex, changes={"block": (found.id, None)})
    db.session.flush()
    _settle(row, by)
    return True


@transaction
def unblock(block_id: uuid.UUID, *, reason: str = "", by: Actor, key: Key = None, today: dt.date) -> bool:
    """Let somebody in again; whoever is blocked cannot do that, since they do not find the case.

    Where the applicant asked for the block, a second officer has to agree, and the first gives the reason. Returns
    whether it has ended. Raises StepRefusedError, NotFoundError, KeyMissingError.
    """
    row, found = _hold_block(block_id, by)
    if found.words is not None and not _is_second(found, by) and found.ended_on is None:
        _ask_to_end(row, found, reason, by=by, key=key)
        return False
    found.ended_on = found.ended_on or today
    record("case_review.unblocked", by=by, kind=CASE, key=row.id.hex, changes={"block": (block_id, None)})
    db.session.flush()
    return True


def case_of_block(block_id: uuid.UUID) -> uuid.UUID | None:
    """The case that a block belongs to; whether that may be seen is asked of the case."""
    return db.session.scalar(select(CaseBlock.case_id).where(CaseBlock.id == block_id))


def read_block(block_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedBlock:
    """One block with its words, and nothing else of the case; that somebody read it is written down first.

    Raises NotFoundError, KeyMissingError.
    """
    found = db.session.get(CaseBlock, block_id)
    if found is None:
        raise NotFoundError
    case_id = queries.get_row(found.case_id, queries.reach_of(by)).id
    record_read("case_review.block_read", by=by, kind=CASE, key=case_id.hex)
    return _opened(db.session.get_one(CaseBlock, block_id), key)


def opened_blocks(case_id: uuid.UUID, key: Key) -> tuple[OpenedBlock, ...]:
    """Who must not see a case, with the words."""
    return tuple(_opened(row, key) for row in queries.block_rows(case_id))


def _opened(row: CaseBlock, key: Key) -> OpenedBlock:
    opener = opener_for(row, BLOCK, key=key)
    return OpenedBlock(
        id=row.id,
        officer_id=row.officer_id,
        agency=row.agency,
        own=row.own,
        blocked_on=row.blocked_on,
        ended_on=row.ended_on,
        words=opener.text("words", row.words) or "",
        end_asked_by=row.end_asked_by,
        end_reason=opener.text("end_reason", row.end_reason) or "",
    )


def _ask_to_end(row: CaseReview, found: CaseBlock, reason: str, *, by: Actor, key: Key) -> None:
    if not reason.strip():
        raise StepRefusedError(Fault.NO_REASON)
    found.end_asked_by = by.officer_id
    found.end_reason = resealer_for(found, BLOCK, key=key).seal("end_reason", reason)
    record("case_review.block_end_asked", by=by, kind=CASE, key=row.id.hex, changes={"block": (found.id, None)})
    db.session.flush()


def _is_second(found: CaseBlock, by: Actor) -> bool:
    """Whether another officer has asked for the end before."""
    return found.end_asked_by is not None and found.end_asked_by != by.officer_id


def _keep_out(row: CaseReview, officer_id: uuid.UUID | None, agency: str | None, *, by: Actor) -> None:
    """Take the case, and what is part of it, out of the hands of whoever is kept out: another officer takes it."""
    db.session.flush()
    if row.lead_id is not None and _is_out(row, row.lead_id):
        row.lead_id = None
    for holder in holders_of(row.id):
        if _is_out(row, holder):
            take_from(holder, part_of=row.id, by=by)
    changes = {"officer": (None, officer_id), "agency": (None, agency)}
    record("case_review.blocked", by=by, kind=CASE, key=row.id.hex, changes=changes)
    db.session.flush()


def _is_out(row: CaseReview, officer_id: uuid.UUID) -> bool:
    return queries.is_blocked(row.id, queries.reach_of(Actor.officer(officer_id)))


def _settle(row: CaseReview, by: Actor) -> None:
    """The question leaves the queue once none is open any more."""
    if queries.has_open_question(row.id) is None:
        close_item(BLOCK_KIND, subject=(CASE, row.id), by=by, outcome="matched")


def _hold_block(block_id: uuid.UUID, by: Actor) -> tuple[CaseReview, CaseBlock]:
    """A block and its case, both locked, the case first. Raises NotFoundError."""
    found = db.session.get(CaseBlock, block_id)
    if found is None:
        raise NotFoundError
    row = queries.hold_case(found.case_id, by)
    return row, db.session.get_one(CaseBlock, block_id, with_for_update=True, populate_existing=True)


def _is_question(row: CaseBlock) -> bool:
    return row.officer_id is None and not row.agency and row.ended_on is None


def _row(
    case_id: uuid.UUID,
    *,
    officer_id: uuid.UUID | None = None,
    agency: str | None = None,
    words: str,
    own: bool = False,
    today: dt.date,
) -> CaseBlock:
    block_id = uuid.uuid4()
    sealer = sealer_for(BLOCK, block_id)
    return CaseBlock(
        id=block_id,
        case_id=case_id,
        officer_id=officer_id,
        agency=agency,
        own=own,
        blocked_on=today,
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", words or None),
    )


__all__ = [
    "OpenedBlock",
    "add_words",
    "block",
    "case_of_block",
    "dismiss",
    "match",
    "opened_blocks",
    "read_block",
    "unblock",
]
