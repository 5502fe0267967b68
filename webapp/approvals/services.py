"""Ask, approve, refuse, withdraw, use: each in one transaction with its line in the audit.

A slice asks in its own service, in the same transaction in which it makes the content unchangeable, and calls `use` in
the service that does the act: an approval counts once.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from webapp.approvals import queries
from webapp.approvals.models import ApprovalRequest
from webapp.approvals.rules import Fault, Status, Step, expires_at, fault_in, fault_in_asking, status_after
from webapp.approvals.wording import FAULTS
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.services import sealer_for

Subject = tuple[str, uuid.UUID]


class NotApprovedError(Exception):
    """A step that four eyes do not allow; the message is a sentence for the officer."""

    def __init__(self, fault: Fault) -> None:
        """Word the fault."""
        super().__init__(str(FAULTS[fault]))
        self.fault = fault


@transaction
def ask(
    kind: str,
    subject: Subject,
    content_hash: str,
    by: Actor,
    *,
    makers: Iterable[Actor] = (),
    valid_for: dt.timedelta | None = None,
    at: dt.datetime | None = None,
) -> uuid.UUID:
    """Ask for a second person for the act `kind` on exactly this content; returns the request's id.

    `makers` are all who had a hand in the content: none of them may approve it. An earlier request for the same act
    that is still open is withdrawn. Raises NotApprovedError.
    """
    now = at or utc_now()
    if fault := fault_in_asking(by=str(by), content_hash=content_hash):
        raise NotApprovedError(fault)
    earlier = queries.open_row(kind, subject, lock=True)
    if earlier is not None:
        _move(earlier, Step.EXPIRE if now >= earlier.expires_at else Step.WITHDRAW, by=by, at=now, act="replaced")
    row = ApprovalRequest(
        id=uuid.uuid4(),
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        content_hash=content_hash,
        makers=sorted({str(maker) for maker in makers}),
        status=Status.ASKED,
        asked_by=str(by),
        asked_at=now,
        expires_at=expires_at(now, valid_for),
    )
    db.session.add(row)
    db.session.flush()
    _write_down("asked", row, by=by, at=now, before=None)
    return row.id


@transaction
def approve(request_id: uuid.UUID, content_hash: str, by: Actor, *, at: dt.datetime | None = None) -> None:
    """Approve what was asked, after reading exactly the content of `content_hash`. Raises NotApprovedError."""
    _take(Step.APPROVE, request_id, by, at or utc_now(), content_hash=content_hash)


@transaction
def refuse(request_id: uuid.UUID, by: Actor, *, reason: str, at: dt.datetime | None = None) -> None:
    """Refuse what was asked, or take an approval back that was not used yet; the reason is sealed.

    Raises NotApprovedError.
    """
    row = _take(Step.REFUSE, request_id, by, at or utc_now(), reason=reason)
    sealer = sealer_for(queries.SEALED_KIND, row.id)
    row.sealed_key = sealer.wrapped
    row.reason = sealer.seal("reason", reason.strip())


@transaction
def withdraw(request_id: uuid.UUID, by: Actor, *, at: dt.datetime | None = None) -> None:
    """Take a request back: by who asked, or by anybody who made the content. Raises NotApprovedError."""
    _take(Step.WITHDRAW, request_id, by, at or utc_now())


@transaction
def use(kind: str, subject: Subject, content_hash: str, by: Actor, *, at: dt.datetime | None = None) -> uuid.UUID:
    """Do the act that was approved, in the caller's transaction: once, and for exactly the approved content.

    Raises NotApprovedError, also where nothing was asked.
    """
    row = queries.open_row(kind, subject, lock=True)
    if row is None:
        raise NotApprovedError(Fault.NOT_NOW)
    return _take(Step.USE, row.id, by, at or utc_now(), content_hash=content_hash).id


@transaction
def expire(*, at: dt.datetime | None = None) -> int:
    """Close what waited too long; returns how many. Safe to repeat."""
    now = at or utc_now()
    overdue = queries.list_overdue(now=now)
    for request_id in overdue:
        _take(Step.EXPIRE, request_id, SYSTEM, now)
    return len(overdue)


def _take(
    step: Step, request_id: uuid.UUID, by: Actor, at: dt.datetime, *, content_hash: str = "", reason: str = ""
) -> ApprovalRequest:
    row = db.session.get(ApprovalRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError
    fault = fault_in(step, queries.asked_of(row), by=str(by), now=at, content_hash=content_hash, reason=reason)
    if fault is not None:
        raise NotApprovedError(fault)
    _move(row, step, by=by, at=at)
    return row


def _move(row: ApprovalRequest, step: Step, *, by: Actor, at: dt.datetime, act: str | None = None) -> None:
    before, row.status = Status(row.status), status_after(step)
    if step is not Step.USE:
        # Who approved stays on record when the approval is used.
        row.decided_by, row.decided_at = str(by), at
    db.session.flush()
    _write_down(act or row.status.value, row, by=by, at=at, before=before)


def _write_down(act: str, row: ApprovalRequest, *, by: Actor, at: dt.datetime, before: Status | None) -> None:
    record(
        f"approval.{act}",
        by=by,
        kind=row.subject_kind,
        key=row.subject_id.hex,
        changes={
            "request": (None, row.id),
            "what": (None, row.kind),
            "status": (before, Status(row.status)),
            "content_hash": (None, row.content_hash),
        },
        at=at,
    )


__all__ = ["NotApprovedError", "approve", "ask", "expire", "refuse", "use", "withdraw"]
