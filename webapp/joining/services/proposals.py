"""Edits that a place proposes: an officer sees the difference and accepts it, whole or in part, or does not."""

import datetime as dt
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.edits.queries import get_version
from webapp.joining import items
from webapp.joining.codes import Flag, Placing, ProposalState, Step
from webapp.joining.flags import flags_of_fields, looks_like_another
from webapp.joining.models import JoinProposal
from webapp.joining.queries import MyPremises
from webapp.joining.rules import look_at_by
from webapp.joining.services.announcing import MINE, News, announce, confirmed_of, in_a_letter, refusal
from webapp.joining.services.placing import placed, placed_or_refused
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.sealed import Key
from webapp.kit.collisions import EditCollisionError, load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for, sealer_for
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.hours import day_of
from webapp.venues.importing.known import known_venues
from webapp.venues.records import VenueContent, from_record, tidied, to_record
from webapp.venues.services.keeping import VENUES
from webapp.work.services import close_item, open_item

# Runs of the job that were missed are made up for this long.
LOOKED_BACK = dt.timedelta(days=7)
# Where a place stands on the map is worked out from its address, and which towns and wards there are is ours.
NOT_PROPOSED = frozenset({"latitude", "longitude", "town", "locality", "ward", "uprn", "audience"})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field of a proposal: what it was when they looked, what it is now, and what they want it to be."""

    name: str
    now: Any = field(repr=False)
    proposed: Any = field(repr=False)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenedProposal:
    """A proposal with everything that would change; `version` is that of the place as it is now."""

    id: uuid.UUID
    venue_id: uuid.UUID
    state: ProposalState
    version: int
    venue_version: int
    # Somebody changed the place after they looked at it.
    is_behind: bool
    # The name of another place that the proposed one is read as, though it is written otherwise.
    imitates: str
    # What becomes of its position if all of it is accepted.
    placing: Placing
    differences: tuple[Difference, ...] = field(repr=False)


@transaction
def propose(mine: MyPremises, content: VenueContent, *, seen: int, today: dt.date) -> uuid.UUID:
    """Propose how a place should stand on the site; the public sees nothing of it. Returns the proposal's id.

    `seen` is the version of the place that the form was drawn from. An earlier proposal that waits is replaced.
    Raises JoinRefusedError.
    """
    if not mine.may_look_after or mine.venue is None:
        raise JoinRefusedError(Fault.NOT_YOURS)
    kept = venues.get_by_id(mine.venue.id)
    changes = changed_fields(kept.content, content)
    if not changes:
        raise JoinRefusedError(Fault.NOTHING_CHANGED)
    _replace_earlier(kept.id, today)
    row = _sealed(mine, kept.id, changes, seen, today)
    db.session.add(row)
    db.session.flush()
    said: dict[str, tuple[object, object]] = dict.fromkeys(changes, (None, "proposed"))
    record("join_proposal.made", by=PUBLIC, kind=items.PROPOSAL, key=row.id.hex, changes=said)
    open_item(
        items.PROPOSAL_KIND,
        subject=(items.PROPOSAL, row.id),
        label=kept.content.name,
        by=PUBLIC,
        due_on=look_at_by(today, doubtful=False),
        is_new=True,
    )
    return row.id


def changed_fields(before: VenueContent, after: VenueContent) -> dict[str, Any]:
    """The fields that a place may propose and that differ, as JSON holds them."""
    old, new = to_record(before), to_record(tidied(after))
    return {name: new[name] for name in new if name not in NOT_PROPOSED and new[name] != old.get(name)}


def read(proposal_id: uuid.UUID, *, by: Actor, key: Key = None) -> OpenedProposal:
    """What would change, against the place as it is now; that an officer read it is written down.

    What somebody changed after they looked, and they did not touch, is no part of it.

    Raises NotFoundError, KeyMissingError, ErasedError.
    """
    row = db.session.get(JoinProposal, proposal_id)
    if row is None:
        raise NotFoundError
    kept = venues.get_by_id(row.venue_id)
    now = to_record(kept.content)
    changes = _changes(row, kept, key)
    imitates = _imitated(kept, changes)
    record_read("join_contact.read", by=by, kind=items.PROPOSAL, key=proposal_id.hex)
    return OpenedProposal(
        id=row.id,
        venue_id=row.venue_id,
        state=ProposalState(row.state),
        version=row.version,
        venue_version=kept.version,
        is_behind=kept.version != row.seen,
        imitates=imitates,
        placing=placed(kept.content, from_record({**now, **changes}))[0],
        differences=tuple(
            Difference(name=name, now=now.get(name), proposed=value, flags=_flags(row, name, imitates))
            for name, value in changes.items()
        ),
    )


@transaction
def accept(
    proposal_id: uuid.UUID,
    *,
    seen: int,
    venue_seen: int,
    only: Collection[str] | None = None,
    by: Actor,
    at: dt.datetime,
    key: Key = None,
) -> bool:
    """Put what was proposed on the site, or `only` some fields of it; whether the place is hidden until two agree.

    `venue_seen` is the version of the place that the officer compared with. Another postcode places it anew, and
    another door takes two, as any save does.
    Raises JoinRefusedError, EditCollisionError, EditRefusedError, VenueRefusedError, NotFoundError, KeyMissingError.
    """
    row: JoinProposal = load_version(JoinProposal, proposal_id, seen=seen)
    if row.state != ProposalState.WAITING:
        raise JoinRefusedError(Fault.DECIDED)
    kept = venues.get_by_id(row.venue_id)
    if kept.version != venue_seen:
        raise EditCollisionError(kept.version)
    changes = {name: value for name, value in _changes(row, kept, key).items() if only is None or name in only}
    if not changes:
        raise JoinRefusedError(Fault.NOTHING_CHANGED)
    content = placed_or_refused(kept.content, from_record({**to_record(kept.content), **changes}))
    hidden = services.save(row.venue_id, content, seen=venue_seen, by=by, at=at)
    said: dict[str, tuple[object, object]] = dict.fromkeys(changes, (None, "accepted"))
    record("join_proposal.accepted", by=by, kind=items.PROPOSAL, key=row.id.hex, changes=said, at=at)
    _decide(row, ProposalState.ACCEPTED, by=by, at=at)
    return hidden


@transaction
def refuse(proposal_id: uuid.UUID, *, seen: int, reason: str, to_them: str = "", by: Actor, at: dt.datetime) -> None:
    """Leave the place as it is, and tell its people.

    `reason` names nobody: the audit keeps it. `to_them` stands in what they are told. Raises JoinRefusedError,
    EditCollisionError, NotFoundError, KeyMissingError.
    """
    row: JoinProposal = load_version(JoinProposal, proposal_id, seen=seen)
    if row.state != ProposalState.WAITING:
        raise JoinRefusedError(Fault.DECIDED)
    if not reason.strip():
        raise JoinRefusedError(Fault.NO_REASON)
    record("join_proposal.refused", by=by, kind=items.PROPOSAL, key=row.id.hex, reason=reason.strip(), at=at)
    _decide(row, ProposalState.REFUSED, by=by, at=at)
    given = {"place": in_a_letter(venues.get_by_id(row.venue_id).content.name), **refusal(MINE, to_them)}
    news = News(step=Step.PROPOSAL_REFUSED, subject_id=row.id, parameters=given)
    announce(news, confirmed_of(row.premises_id), today=day_of(at))


@transaction
def close_replaced(*, at: dt.datetime) -> int:
    """Take out of the queue what a newer proposal has replaced; returns how many. Safe to repeat.

    The public tier, where a newer one comes in, may add to the queue and not look into it.
    """
    lately = day_of(at) - LOOKED_BACK
    wanted = select(JoinProposal.id).where(
        JoinProposal.state == ProposalState.REPLACED, JoinProposal.decided_on >= lately
    )
    outcome = ProposalState.REPLACED.value
    return sum(
        close_item(items.PROPOSAL_KIND, subject=(items.PROPOSAL, each), by=SYSTEM, outcome=outcome, at=at)
        for each in list(db.session.scalars(wanted))
    )


def _replace_earlier(venue_id: uuid.UUID, today: dt.date) -> None:
    wanted = select(JoinProposal).where(JoinProposal.venue_id == venue_id, JoinProposal.state == ProposalState.WAITING)
    for row in db.session.scalars(wanted.with_for_update()):
        row.state, row.version, row.decided_on = ProposalState.REPLACED, row.version + 1, today


def _sealed(mine: MyPremises, venue_id: uuid.UUID, changes: dict[str, Any], seen: int, today: dt.date) -> JoinProposal:
    row_id = uuid.uuid4()
    sealer = sealer_for(items.PROPOSAL, row_id)
    return JoinProposal(
        id=row_id,
        premises_id=mine.id,
        venue_id=venue_id,
        seen=seen,
        state=ProposalState.WAITING,
        proposed_on=today,
        flags=flags_of_fields({name: value for name, value in changes.items() if isinstance(value, str)}),
        sealed_key=sealer.wrapped,
        changes=sealer.seal("changes", json.dumps(changes, ensure_ascii=False)),
        version=1,
    )


def _changes(row: JoinProposal, kept: venues.KeptVenue, key: Key) -> dict[str, Any]:
    """What they want otherwise than they saw it: the public tier, which kept it, cannot look at earlier versions."""
    found: dict[str, Any] = json.loads(opener_for(row, items.PROPOSAL, key=key).text("changes", row.changes) or "{}")
    if row.state != ProposalState.WAITING or kept.version == row.seen:
        return found
    try:
        looked_at = to_record(get_version(VENUES, row.venue_id, row.seen).content)
    except NotFoundError:
        return found
    return {name: value for name, value in found.items() if value != looked_at.get(name)}


def _flags(row: JoinProposal, name: str, imitates: str) -> tuple[str, ...]:
    return (*row.flags.get(name, ()), *([Flag.LOOKS_LIKE.value] if name == "name" and imitates else ()))


def _imitated(kept: venues.KeptVenue, changes: dict[str, Any]) -> str:
    others = [each.name for each in known_venues().by_id.values() if not each.removed and each.id != kept.id]
    return looks_like_another(changes["name"], others) or "" if "name" in changes else ""


def _decide(row: JoinProposal, state: ProposalState, *, by: Actor, at: dt.datetime) -> None:
    row.state, row.decided_on, row.decided_by = state, day_of(at), str(by)
    db.session.flush()
    close_item(items.PROPOSAL_KIND, subject=(items.PROPOSAL, row.id), by=by, outcome=state.value, at=at)
