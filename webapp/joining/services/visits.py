"""Audits and test visits: what was found stands beside the membership, and what it means for the listing follows."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.joining import items
from webapp.joining.codes import VisitKind, VisitResult
from webapp.joining.models import JoinVisit
from webapp.joining.rules import counts_as_audit
from webapp.joining.services.lives import move_if, put_fact
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.sealed import Key
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for, sealer_for
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.queries import KeptMembership
from webapp.venues.rules import CheckedBy, CheckResult, MembershipState
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services.changes import locked

HOW = {VisitKind.AUDIT: CheckedBy.VISIT, VisitKind.TEST_VISIT: CheckedBy.TEST_VISIT}


@transaction
def write(
    membership_id: uuid.UUID,
    *,
    kind: VisitKind,
    result: VisitResult,
    visited_on: dt.date,
    findings: str = "",
    actions_by: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> uuid.UUID:
    """Write down an audit or a test visit; returns its id. The findings are sealed.

    An audit that was passed is the fact that a listing rests on, and takes a trained member on. A listed place is
    carried on for a year by a visit that was passed, and hidden at once by one that was not. Raises JoinRefusedError
    for a day to come, NotFoundError, VenueRefusedError.
    """
    if visited_on > day_of(at):
        raise JoinRefusedError(Fault.DATE_AHEAD)
    kept = venues.get_membership(membership_id)
    locked(kept.venue_id)
    row = _sealed(membership_id, findings)
    row.kind, row.result, row.visited_on = kind, result, visited_on
    row.actions_by, row.written_by = actions_by, str(by)
    db.session.add(row)
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {
        "scheme": (None, kept.scheme),
        "visit": (None, kind),
        "result": (None, result),
    }
    record("join_visit.written", by=by, kind=VENUE, key=kept.venue_id.hex, changes=changes, at=at)
    if kind is VisitKind.AUDIT and counts_as_audit(result):
        _take_on(kept, visited_on, by=by, at=at)
    if kept.state is MembershipState.ACTIVE:
        found = CheckResult.AS_LISTED if counts_as_audit(result) else CheckResult.NOT_FIT
        services.record_check(kept.venue_id, checked_on=visited_on, how=HOW[kind], result=found, by=by, at=at)
    return row.id


def read_findings(visit_id: uuid.UUID, *, by: Actor, key: Key = None) -> str:
    """What was found, in words; that an officer read it is written down.

    Raises NotFoundError, KeyMissingError, ErasedError.
    """
    row = db.session.get(JoinVisit, visit_id)
    if row is None:
        raise NotFoundError
    words = opener_for(row, items.VISIT, key=key).text("findings", row.findings) or "" if row.findings else ""
    venue_id = venues.get_membership(row.membership_id).venue_id
    record_read("join_visit.read", by=by, kind=VENUE, key=venue_id.hex)
    return words


def _sealed(membership_id: uuid.UUID, findings: str) -> JoinVisit:
    row = JoinVisit(id=uuid.uuid4(), membership_id=membership_id)
    if findings.strip():
        sealer = sealer_for(items.VISIT, row.id)
        row.sealed_key, row.findings = sealer.wrapped, sealer.seal("findings", findings.strip())
    return row


def _take_on(kept: KeptMembership, visited_on: dt.date, *, by: Actor, at: dt.datetime) -> None:
    if not SCHEME_BY_CODE[kept.scheme].asks_for_audit:
        return
    latest = max(visited_on, kept.facts.audited_on or visited_on)
    now = put_fact(kept.id, audited_on=latest, by=by, at=at)
    move_if(now, MembershipState.TRAINED, MembershipState.AUDITED, by=by, at=at)
