"""Somebody without an account answers one request: a link and its code are used once, by one browser, for some hours.

Every link that opens nothing (made up, expired, used, ended, a wrong code, forwarded without it) is answered alike and
takes as long as one that opens. Opening a link by its address uses nothing: programs that look through mail do that.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select, update

from webapp.audit.actors import PUBLIC, SYSTEM
from webapp.audit.services import record
from webapp.casereview.agencies import answers, sharing
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.guest_links import MOST_WRONG, TOKEN_BYTES, close_up, together, token_hash
from webapp.casereview.agencies.items import GUEST
from webapp.casereview.agencies.models import CaseGuest, CaseRequest
from webapp.casereview.rules.agency_codes import Fault, RequestState
from webapp.config import Tier
from webapp.database import db
from webapp.kit.idempotency import once, result_of
from webapp.kit.installation import current_settings
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import DataKey, Keyring, PrivateKey, SealBrokenError
from webapp.sealing.stretching import LONGEST, SALT_BYTES, TooBusyError, stretch, unlock_under

SCOPE = "casereview.guest"
VISIT_HOURS = 8
# What a made-up link is stretched with, so that it takes as long as a real one.
_SALT = bytes(SALT_BYTES)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A guest's one visit: the request, and what opens it. It lives in the browser's cookie and a row's hash."""

    guest_id: uuid.UUID
    request_id: uuid.UUID
    half: PrivateKey = field(repr=False)
    # What the visit's pages and its cookie carry, so that two visits of one browser are never taken for each other.
    mark: str


@dataclass(frozen=True, kw_only=True)
class ShownRequest:
    """All that a guest is shown."""

    reference: str
    agency: str
    due_on: dt.date
    words: str


def use(token: str, code: str, *, now: dt.datetime) -> str | None:
    """Use a link up and give the secret of the visit that begins; None for whatever opens nothing.

    Raises TooBusyError; then the try does not count.
    """
    link_id, closed = _take_turn(token, now=now)
    passphrase = together(token, code)[:LONGEST]
    if link_id is None or closed is None:
        stretch(passphrase, _SALT)
        return None
    try:
        half = unlock_under(passphrase, closed, GUEST, link_id.hex)
    except SealBrokenError:
        return None
    except TooBusyError:
        _give_back(link_id)
        raise
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    return secret if _begin(link_id, secret, half, now=now) else None


def find_visit(secret: str, *, now: dt.datetime) -> Visit | None:
    """The visit of a browser's secret, while it lasts and the request waits."""
    wanted = select(CaseGuest).where(CaseGuest.visit_hash == token_hash(secret))
    row = db.session.scalar(wanted) if secret else None
    if row is None or row.visit_half is None or row.visit_ends_at is None or row.visit_ends_at <= now:
        return None
    if row.ended_at is not None or not _waits(row.request_id):
        return None
    try:
        half = PrivateKey(_visit_key(secret).open(row.visit_half, GUEST, row.id.hex, "visit"))
    except SealBrokenError:
        return None
    return Visit(guest_id=row.id, request_id=row.request_id, half=half, mark=mark_of(secret))


def mark_of(secret: str) -> str:
    """What names a visit without opening it: from it nobody gets back to the secret."""
    return hashlib.blake2b(secret.encode(), digest_size=8, person=b"safer.visitmark").hexdigest()


def read(visit: Visit) -> ShownRequest:
    """What the agency is asked. Raises KeyMissingError, SealBrokenError."""
    row = db.session.get_one(CaseRequest, visit.request_id)
    return ShownRequest(
        reference=row.reference,
        agency=row.agency,
        due_on=row.due_on,
        words=answers.words_of(row, Keyring([visit.half])),
    )


def answer(visit: Visit, new: NewAnswer, *, once_key: str, today: dt.date) -> None:
    """Send the answer, which ends the visit; the rest is done at once where this tier can. Raises RefusedError."""
    _answer(visit, new, once_key=once_key, today=today)
    if current_settings().tier is not Tier.PUBLIC:
        answers.settle(visit.request_id, by=SYSTEM, today=today)


def was_sent(once_key: str) -> bool:
    """Whether this very page was sent already: Send was pressed twice."""
    return result_of(SCOPE, once_key) is not None


@transaction
def _answer(visit: Visit, new: NewAnswer, *, once_key: str, today: dt.date) -> None:
    def act() -> str:
        # The case, then the link: whoever withdraws the request goes the same way.
        asked = answers.held_request(visit.request_id, is_public=True)
        row = locked(CaseGuest, visit.guest_id)
        if row is None or row.ended_at is not None:
            # It was ended in this very moment: nothing may be thanked for that was not kept.
            raise RefusedError(Fault.WITHDRAWN)
        answers.keep_from_guest(asked, new, by=PUBLIC, today=today)
        close_up(row)
        return "sent"

    once(SCOPE, once_key, act, on=today)


@transaction
def _take_turn(token: str, *, now: dt.datetime) -> tuple[uuid.UUID | None, bytes | None]:
    """Count a try before anything is opened, so that tries at the same moment are counted each."""
    row = db.session.scalar(select(CaseGuest).where(CaseGuest.token_hash == token_hash(token)))
    if row is None:
        return None, None
    taken = update(CaseGuest).where(CaseGuest.id == row.id, *_is_open(now)).values(wrong=CaseGuest.wrong + 1)
    found = db.session.execute(taken.returning(CaseGuest.closed_half)).one_or_none()
    if found is None or not _waits(row.request_id):
        record("case_guest.refused", by=PUBLIC, kind=GUEST, key=row.id.hex)
        return None, None
    record("case_guest.tried", by=PUBLIC, kind=GUEST, key=row.id.hex)
    return row.id, found.closed_half


@transaction
def _give_back(link_id: uuid.UUID) -> None:
    """Nobody looked at the code, since too many were waiting: it was no try."""
    given = update(CaseGuest).where(CaseGuest.id == link_id, CaseGuest.wrong > 0).values(wrong=CaseGuest.wrong - 1)
    db.session.execute(given)


@transaction
def _begin(link_id: uuid.UUID, secret: str, half: bytes, *, now: dt.datetime) -> bool:
    """Of two that have the right code at the same moment one begins."""
    used = (
        update(CaseGuest)
        .where(CaseGuest.id == link_id, CaseGuest.used_at.is_(None), CaseGuest.ended_at.is_(None))
        .values(
            used_at=now,
            closed_half=None,
            visit_hash=token_hash(secret),
            visit_half=_visit_key(secret).seal(half, GUEST, link_id.hex, "visit"),
            visit_ends_at=now + dt.timedelta(hours=VISIT_HOURS),
        )
        .returning(CaseGuest.id)
    )
    has_won = db.session.execute(used).one_or_none() is not None
    record("case_guest.used" if has_won else "case_guest.refused", by=PUBLIC, kind=GUEST, key=link_id.hex)
    return has_won


def _is_open(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CaseGuest.used_at.is_(None),
        CaseGuest.ended_at.is_(None),
        CaseGuest.wrong < MOST_WRONG,
        CaseGuest.expires_at > now,
    )


def _waits(request_id: uuid.UUID) -> bool:
    row = db.session.get(CaseRequest, request_id)
    if row is None or row.state == RequestState.WITHDRAWN:
        return False
    return not sharing.is_kept_out(row.case_id, row.agency)


def _visit_key(secret: str) -> DataKey:
    """The key of a visit: the secret has 256 bits, so nothing has to be stretched."""
    return DataKey(hashlib.blake2b(secret.encode(), digest_size=32, person=b"safer.visit").digest())
