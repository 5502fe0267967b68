"""What members say of their commitments: kept beside the membership, where the public reads it once it is listed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.joining.records import SaidOfCommitment
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.venues.commitments import BY_SCHEME, CommitmentState
from webapp.venues.hours import day_of
from webapp.venues.items import VENUE
from webapp.venues.models import Membership, VenueCommitment
from webapp.venues.services.changes import locked, reindex, touch

LONGEST_EVIDENCE = 500


@transaction
def put_commitments(membership_id: uuid.UUID, said: Sequence[SaidOfCommitment], *, by: Actor, at: dt.datetime) -> None:
    """Keep what a member says of each commitment; what is not named here stays as it is.

    Raises NotFoundError, JoinRefusedError for a commitment of another scheme.
    """
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    known = {each.code for each in BY_SCHEME[membership.scheme]}
    venue = locked(membership.venue_id)
    rows = rows_of(membership_id)
    changes: dict[str, tuple[object, object]] = {"scheme": (None, membership.scheme)}
    for each in said:
        if each.code not in known:
            continue
        row = rows.get(each.code) or _new(membership_id, each.code)
        changes[each.code.replace("-", "_")] = (row.state if each.code in rows else None, each.state)
        _fill(row, each)
    touch(venue.id)
    record("venue.commitments_changed", by=by, kind=VENUE, key=venue.id.hex, changes=changes, at=at)
    reindex(venue)


@transaction
def note_evidence_seen(membership_id: uuid.UUID, code: str, *, by: Actor, at: dt.datetime) -> None:
    """Note that an officer has seen what a member can show. Raises NotFoundError, JoinRefusedError."""
    membership = db.session.get(Membership, membership_id)
    if membership is None:
        raise NotFoundError
    venue, row = locked(membership.venue_id), rows_of(membership_id).get(code)
    if row is None:
        raise JoinRefusedError(Fault.UNKNOWN_COMMITMENT)
    row.seen_on = day_of(at)
    touch(venue.id)
    changes: dict[str, tuple[object, object]] = {
        "scheme": (None, membership.scheme),
        code.replace("-", "_"): (None, "seen"),
    }
    record("venue.commitments_changed", by=by, kind=VENUE, key=venue.id.hex, changes=changes, at=at)
    reindex(venue)


def rows_of(membership_id: uuid.UUID) -> dict[str, VenueCommitment]:
    """The rows of a membership by their commitment."""
    wanted = select(VenueCommitment).where(VenueCommitment.membership_id == membership_id)
    return {row.commitment: row for row in db.session.scalars(wanted.order_by(VenueCommitment.commitment))}


def _new(membership_id: uuid.UUID, code: str) -> VenueCommitment:
    row = VenueCommitment(id=uuid.uuid4(), membership_id=membership_id, commitment=code, evidence="")
    db.session.add(row)
    return row


def _fill(row: VenueCommitment, said: SaidOfCommitment) -> None:
    if row.evidence != said.evidence[:LONGEST_EVIDENCE] or row.state != said.state:
        # Other words: nobody has seen what they speak of.
        row.seen_on = None
    row.state, row.evidence = said.state, said.evidence[:LONGEST_EVIDENCE]
    row.planned_by = said.planned_by if said.state is CommitmentState.PLANNED else None
