"""One officer takes a place off the site at once; listing it, the first time or again, takes two (security T11)."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from webapp.accounts.permissions import Permission
from webapp.accounts.services.telling import tell_those_who_may
from webapp.approvals import queries as approvals
from webapp.approvals import services as asking
from webapp.approvals.queries import ShownRequest
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.venues.items import APPROVAL, VENUE
from webapp.venues.models import Membership, Venue, VenueCommitment
from webapp.venues.records import content_of, to_record
from webapp.venues.rules import NEEDS_SECOND_PERSON, HiddenBecause, MembershipState, MoveFault
from webapp.venues.schemes import SCHEMES
from webapp.venues.services.changes import VenueRefusedError, locked, reindex, touch
from webapp.venues.services.memberships import find_membership, move
from webapp.work.services import close_item, open_item

# What is asked: to show a hidden place, or to list its membership of a scheme ("venue.list.safe-place").
SHOW = "venue.show"
LIST = "venue.list"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A request that a second person can decide: for the place itself (no scheme), or for its membership of one."""

    scheme: str
    request: ShownRequest


@transaction
def hide(venue_id: uuid.UUID, *, because: HiddenBecause, reason: str = "", by: Actor, at: dt.datetime) -> None:
    """Take a place off the site at once. `reason` names nobody: the audit keeps it. Safe to repeat.

    Raises NotFoundError, VenueRefusedError.
    """
    row = locked(venue_id)
    if row.hidden_at is not None:
        return
    hide_row(row, because=because, reason=reason, by=by, at=at)
    reindex(row)


def hide_row(row: Venue, *, because: HiddenBecause, reason: str, by: Actor, at: dt.datetime) -> None:
    """Hide a locked place in the caller's transaction."""
    row.hidden_at, row.hidden_because, row.changed_at = at, because, at
    touch(row.id)
    changes: dict[str, tuple[object, object]] = {"because": (None, because)}
    record("venue.hidden", by=by, kind=VENUE, key=row.id.hex, changes=changes, reason=reason.strip(), at=at)


@transaction
def ask_to_show_again(venue_id: uuid.UUID, *, scheme: str = "", by: Actor, at: dt.datetime) -> uuid.UUID:
    """Ask for a second person; returns the request's id.

    With `scheme`: to list the membership of that scheme, the first time or after it was suspended. Raises
    VenueRefusedError, NotApprovedError.
    """
    row = locked(venue_id)
    _require_off(row, scheme)
    # Who brought the place in is no second pair of eyes.
    makers = [Actor.parse(row.made_by)]
    request_id = asking.ask(_kind(scheme), _subject(venue_id), _fingerprint(row), by, makers=makers, at=at)
    open_item(APPROVAL, subject=_subject(venue_id), label=row.name, by=by, at=at)
    tell_those_who_may(
        Permission.APPROVE,
        "approval_asked",
        parameters={"what": _("a place"), "link": f"/desk/venues/{venue_id}/show-again"},
        dedupe=f"approval:{request_id.hex}",
        but={str(by), row.made_by},
    )
    return request_id


@transaction
def show_again(venue_id: uuid.UUID, fingerprint: str, *, scheme: str = "", by: Actor, at: dt.datetime) -> None:
    """Agree, as the second person, to exactly what was read (`fingerprint`), and show it in the same moment.

    Raises NotApprovedError where it was decided or changed meanwhile or `by` asked for it, VenueRefusedError.
    """
    row = locked(venue_id)
    asked = approvals.find_open(_kind(scheme), _subject(venue_id))
    if asked is None:
        raise NotApprovedError(Fault.NOT_NOW)
    if _fingerprint(row) != fingerprint:
        raise NotApprovedError(Fault.CHANGED)
    _require_off(row, scheme)
    touch(venue_id)
    asking.approve(asked.id, fingerprint, by, at=at)
    asking.use(_kind(scheme), _subject(venue_id), fingerprint, by, at=at)
    if scheme:
        _list(venue_id, scheme, by=by, at=at)
    else:
        row.hidden_at, row.hidden_because, row.changed_at = None, None, at
        record("venue.shown", by=by, kind=VENUE, key=row.id.hex, at=at)
    _close_when_decided(venue_id, outcome="shown", by=by, at=at)
    reindex(row)


@transaction
def refuse_to_show(venue_id: uuid.UUID, *, scheme: str = "", reason: str, by: Actor, at: dt.datetime) -> None:
    """Say no: the place stays off the site; the reason is sealed. Raises NotApprovedError."""
    locked(venue_id)
    asked = approvals.find_open(_kind(scheme), _subject(venue_id))
    if asked is None:
        raise NotApprovedError(Fault.NOT_NOW)
    asking.refuse(asked.id, by, reason=reason, at=at)
    _close_when_decided(venue_id, outcome="refused", by=by, at=at)


def list_waiting(venue_id: uuid.UUID) -> list[Waiting]:
    """What waits for a second person at a place."""
    asked = ((scheme, approvals.find_open(_kind(scheme), _subject(venue_id))) for scheme in _schemes())
    return [Waiting(scheme=scheme, request=request) for scheme, request in asked if request is not None]


def fingerprint_of(venue_id: uuid.UUID) -> str:
    """What stands for the place as the second person reads it. Raises NotFoundError."""
    row = db.session.get(Venue, venue_id)
    if row is None:
        raise NotFoundError
    return _fingerprint(row)


def _fingerprint(row: Venue) -> str:
    memberships = db.session.scalars(
        select(Membership).where(Membership.venue_id == row.id).order_by(Membership.scheme)
    ).all()
    read = [
        row.id.hex,
        to_record(content_of(row)),
        row.hidden_at is None,
        row.hidden_because,
        [[each.scheme, each.state, each.version] for each in memberships],
        _said_of_commitments(row),
    ]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _said_of_commitments(row: Venue) -> list[list[str | None]]:
    """What the public would read of the commitments: what the second person agrees to holds these words too."""
    wanted = (
        select(VenueCommitment, Membership.scheme)
        .join(Membership, Membership.id == VenueCommitment.membership_id)
        .where(Membership.venue_id == row.id)
        .order_by(Membership.scheme, VenueCommitment.commitment)
    )
    return [
        [scheme, said.commitment, said.state, said.evidence, *map(_day, (said.planned_by, said.seen_on))]
        for said, scheme in db.session.execute(wanted)
    ]


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _require_off(row: Venue, scheme: str) -> None:
    """Raises VenueRefusedError where there is nothing to show or to list."""
    if not scheme:
        if row.hidden_at is None:
            raise VenueRefusedError(MoveFault.NOT_HIDDEN)
        return
    membership = find_membership(row.id, scheme)
    if membership is None or (membership.state, MembershipState.ACTIVE) not in NEEDS_SECOND_PERSON:
        raise VenueRefusedError(MoveFault.NOT_FROM_HERE)


def _list(venue_id: uuid.UUID, scheme: str, *, by: Actor, at: dt.datetime) -> None:
    membership = find_membership(venue_id, scheme)
    if membership is None:
        raise NotFoundError
    membership.version += 1
    move(membership, MembershipState.ACTIVE, reason="", by=by, at=at)


def _close_when_decided(venue_id: uuid.UUID, *, outcome: str, by: Actor, at: dt.datetime) -> None:
    """One line in the queue stands for all that is asked at a place."""
    db.session.flush()
    if not list_waiting(venue_id):
        close_item(APPROVAL, subject=_subject(venue_id), by=by, outcome=outcome, at=at)


def _schemes() -> tuple[str, ...]:
    return ("", *(scheme.code.value for scheme in SCHEMES))


def _kind(scheme: str) -> str:
    return f"{LIST}.{scheme}" if scheme else SHOW


def _subject(venue_id: uuid.UUID) -> tuple[str, uuid.UUID]:
    return VENUE, venue_id
