"""Reads of approvals: one request, those of a subject, and whether an act is approved."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.approvals.models import ApprovalRequest
from webapp.approvals.rules import OPEN, Asked, Status, Step, fault_in, may_approve
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import KeyMissingError, Keyring, PrivateKey
from webapp.sealing.services import ErasedError, opener_for

# What a request is called where its words are sealed.
SEALED_KIND = "approval_request"
MOST = 100


@dataclass(frozen=True, kw_only=True)
class ShownRequest:
    """A request as a page shows it; people are named as in the audit. `reason` is None where it cannot be opened."""

    id: uuid.UUID
    kind: str
    subject: tuple[str, uuid.UUID]
    asked: Asked
    asked_at: dt.datetime
    decided_at: dt.datetime | None
    has_reason: bool
    reason: str | None

    @property
    def status(self) -> Status:
        """Where it stands."""
        return self.asked.status

    def may_be_approved_by(self, by: str, *, now: dt.datetime) -> bool:
        """Whether a page offers the button to `by` (an actor as text)."""
        return may_approve(self.asked, by=by, now=now)


def get_request(request_id: uuid.UUID, *, key: PrivateKey | Keyring | None = None) -> ShownRequest:
    """The request with this id.

    Raises NotFoundError.
    """
    row = db.session.get(ApprovalRequest, request_id)
    if row is None:
        raise NotFoundError
    return shown(row, key)


def list_requests(subject: tuple[str, uuid.UUID], *, key: PrivateKey | Keyring | None = None) -> list[ShownRequest]:
    """Everything that was ever asked about a subject, the newest first."""
    wanted = (
        select(ApprovalRequest)
        .where(ApprovalRequest.subject_kind == subject[0], ApprovalRequest.subject_id == subject[1])
        .order_by(ApprovalRequest.asked_at.desc(), ApprovalRequest.id)
        .limit(MOST)
    )
    return [shown(row, key) for row in db.session.scalars(wanted)]


def list_waiting(kinds: Collection[str], *, now: dt.datetime) -> list[ShownRequest]:
    """What waits for a second person, of these kinds, the oldest first."""
    wanted = (
        select(ApprovalRequest)
        .where(
            ApprovalRequest.status == Status.ASKED,
            ApprovalRequest.kind.in_(kinds),
            ApprovalRequest.expires_at > now,
        )
        .order_by(ApprovalRequest.asked_at, ApprovalRequest.id)
        .limit(MOST)
    )
    return [shown(row, None) for row in db.session.scalars(wanted)]


def find_open(kind: str, subject: tuple[str, uuid.UUID]) -> ShownRequest | None:
    """The request that can still come to something, asked or approved."""
    row = open_row(kind, subject)
    return None if row is None else shown(row, None)


def is_approved(kind: str, subject: tuple[str, uuid.UUID], content_hash: str, *, now: dt.datetime) -> bool:
    """Whether two people stand behind this act on exactly this content, and the approval was not used yet."""
    row = open_row(kind, subject)
    if row is None:
        return False
    return fault_in(Step.USE, asked_of(row), by=row.asked_by, now=now, content_hash=content_hash) is None


def list_overdue(*, now: dt.datetime) -> Sequence[uuid.UUID]:
    """The open requests whose time has run out."""
    wanted = (
        select(ApprovalRequest.id)
        .where(ApprovalRequest.status.in_(OPEN), ApprovalRequest.expires_at <= now)
        .order_by(ApprovalRequest.expires_at, ApprovalRequest.id)
        .limit(MOST)
    )
    return db.session.scalars(wanted).all()


def open_row(kind: str, subject: tuple[str, uuid.UUID], *, lock: bool = False) -> ApprovalRequest | None:
    """The open row of a subject; the services lock it before they decide by its status."""
    wanted = select(ApprovalRequest).where(
        ApprovalRequest.kind == kind,
        ApprovalRequest.subject_id == subject[1],
        ApprovalRequest.status.in_(OPEN),
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(wanted).one_or_none()


def asked_of(row: ApprovalRequest) -> Asked:
    """A row as the rules see it."""
    return Asked(
        status=Status(row.status),
        asked_by=row.asked_by,
        content_hash=row.content_hash,
        expires_at=row.expires_at,
        makers=frozenset(row.makers),
        decided_by=row.decided_by,
    )


def shown(row: ApprovalRequest, key: PrivateKey | Keyring | None) -> ShownRequest:
    """A row as pages show it."""
    return ShownRequest(
        id=row.id,
        kind=row.kind,
        subject=(row.subject_kind, row.subject_id),
        asked=asked_of(row),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        has_reason=row.reason is not None,
        reason=_reason(row, key),
    )


def _reason(row: ApprovalRequest, key: PrivateKey | Keyring | None) -> str | None:
    if row.reason is None:
        return None
    try:
        return opener_for(row, SEALED_KIND, key=key).text("reason", row.reason)
    except (ErasedError, KeyMissingError):
        return None
