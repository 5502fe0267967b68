"""Floods: answers that may come from a program are stored and acknowledged, and wait outside of every count.

One row and one work item a day and survey; an officer lets them in or leaves them out, or the rule lets a few in. Many
are let in by small transactions, so that nobody who sends an answer meanwhile has to wait.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select, update

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.database import INSERT, db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.transaction import require_transaction, transaction
from webapp.survey import flags, holding, rollups
from webapp.survey.codes import (
    ExcludedBecause,
    FloodReason,
    FloodState,
    Moderation,
    ResponseState,
)
from webapp.survey.items import FLOOD, FLOOD_KIND
from webapp.survey.models import IS_HELD, FloodHold, SurveyArea, SurveyResponse
from webapp.survey.queueing import open_words
from webapp.survey.rollups import Counts
from webapp.survey.rules import MOST_HELD, AreaCodes, read_codes, released_by_rule
from webapp.work.services import close_item, open_item

AT_ONCE = 100


class TooManyHeldError(Exception):
    """The room for floods is full for today; nothing was stored."""


class DecidedError(Exception):
    """A colleague, or the rule, decided of these answers before."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """Where an answer is held, and its number among those of the day."""

    id: uuid.UUID
    number: int


def hold(edition_id: uuid.UUID, reason: FloodReason, *, today: dt.date) -> Held:
    """Count one more answer to the flood of today; the first brings one work item. Inside @transaction only."""
    require_transaction("floods.hold")
    insert: Any = INSERT[db.session.get_bind().dialect.name]
    new = insert(FloodHold)
    worse = case((new.excluded.reason == FloodReason.DOUBTFUL, FloodReason.DOUBTFUL), else_=FloodHold.reason)
    upsert = new.on_conflict_do_update(
        index_elements=["edition_id", "held_on"],
        index_where=IS_HELD,
        # The version is the officers': while more come in they can still decide.
        set_={"count": FloodHold.count + 1, "reason": worse},
    ).returning(FloodHold.id, FloodHold.count.label("number"))
    values = {
        "id": uuid.uuid4(),
        "edition_id": edition_id,
        "held_on": today,
        "reason": reason,
        "count": 1,
        "state": FloodState.HELD,
        "version": 1,
    }
    row = db.session.execute(upsert, values).one()
    if row.number > MOST_HELD:
        raise TooManyHeldError
    if row.number == 1:
        _tell(row.id, reason, today)
    return Held(id=row.id, number=row.number)


def _tell(flood_id: uuid.UUID, reason: FloodReason, today: dt.date) -> None:
    record("survey_flood.held", by=PUBLIC, kind=FLOOD, key=flood_id.hex, changes={"reason": (None, reason)})
    open_item(
        FLOOD_KIND,
        subject=(FLOOD, flood_id),
        label=today.isoformat(),
        by=PUBLIC,
        due_on=today + dt.timedelta(days=2),
        is_new=True,
    )


def release(flood_id: uuid.UUID, *, seen: int, by: Actor, today: dt.date, reason: str = "") -> int:
    """Let held answers into the counts, their words into the queue; returns how many.

    The decision is one transaction, letting them in some more: what is killed on the way goes on by `let_in`.
    Raises EditCollisionError, DecidedError, NotFoundError.
    """
    _decide(flood_id, FloodState.RELEASED, seen=seen, by=by, reason=reason)
    return let_in(today=today, by=by, flood_id=flood_id)


@transaction
def exclude(flood_id: uuid.UUID, *, seen: int, by: Actor, reason: str = "") -> int:
    """Leave held answers out for good, and erase the requests for contact that came with them; returns how many.

    The answers stay: an analyst can put each of them back. Raises EditCollisionError, DecidedError, NotFoundError.
    """
    _decide(flood_id, FloodState.EXCLUDED, seen=seen, by=by, reason=reason)
    left_out = (
        update(SurveyResponse)
        .where(SurveyResponse.flood_id == flood_id, SurveyResponse.state == ResponseState.HELD)
        .values(
            state=ResponseState.EXCLUDED,
            state_reason=ExcludedBecause.SPAM,
            version=SurveyResponse.version + 1,
        )
        .returning(SurveyResponse.id)
        .execution_options(synchronize_session=False)
    )
    count = len(db.session.scalars(left_out).all())
    holding.drop(flood_id)
    return count


@transaction
def _decide(flood_id: uuid.UUID, state: FloodState, *, seen: int, by: Actor, reason: str) -> None:
    row = load_version(FloodHold, flood_id, seen=seen)
    if row.state != FloodState.HELD:
        raise DecidedError
    changes = {"state": (row.state, state), "count": (None, row.count)}
    record(f"survey_flood.{state}", by=by, kind=FLOOD, key=flood_id.hex, changes=changes, reason=reason)
    row.state = state
    close_item(FLOOD_KIND, subject=(FLOOD, flood_id), by=by, outcome=state)
    db.session.flush()


def let_in(*, today: dt.date, by: Actor, flood_id: uuid.UUID | None = None) -> int:
    """Count what was released and does not stand in the counts yet; safe to repeat. Returns how many."""
    done = 0
    while ready := _ready(flood_id):
        done += _let_in(ready, today, by)
    return done


def _ready(flood_id: uuid.UUID | None) -> Sequence[uuid.UUID]:
    wanted = (
        select(SurveyResponse.id)
        .join(FloodHold, FloodHold.id == SurveyResponse.flood_id)
        .where(FloodHold.state == FloodState.RELEASED, SurveyResponse.state == ResponseState.HELD)
        .order_by(SurveyResponse.id)
        .limit(AT_ONCE)
    )
    if flood_id is not None:
        wanted = wanted.where(SurveyResponse.flood_id == flood_id)
    return db.session.scalars(wanted).all()


@transaction
def _let_in(response_ids: Sequence[uuid.UUID], today: dt.date, by: Actor) -> int:
    wanted = (
        select(SurveyResponse)
        .where(SurveyResponse.id.in_(response_ids), SurveyResponse.state == ResponseState.HELD)
        .order_by(SurveyResponse.id)
        .with_for_update()
    )
    rows = db.session.scalars(wanted.execution_options(populate_existing=True)).all()
    for row in rows:
        row.state = ResponseState.COUNTED
        row.version += 1
    rollups.add(counts_of(row) for row in rows)
    for row in rows:
        _queue(row, today, by)
    db.session.flush()
    return len(rows)


def _queue(row: SurveyResponse, today: dt.date, by: Actor) -> None:
    """What would have come into the queue at once."""
    if row.moderation == Moderation.WAITING:
        open_words(row.id, codes_of_area(row.area_id), today=today, by=by)
    if row.flagged:
        flags.raise_held(row.id, at=utc_now(), by=by)


def counts_of(row: SurveyResponse) -> Counts:
    """An answer as the sums know it."""
    return Counts(edition_id=row.edition_id, month=row.month, area_id=row.area_id, codes=read_codes(row.codes))


def codes_of_area(area_id: uuid.UUID) -> AreaCodes:
    """The codes of an area that answers name."""
    row = db.session.get_one(SurveyArea, area_id)
    return AreaCodes(town=row.town, locality=row.locality, ward=row.ward, cell=row.cell)


def release_small(*, today: dt.date, by: Actor) -> int:
    """Let in by rule what is too little to be a flood, once its day is over; returns how many answers."""
    wanted = select(FloodHold).where(FloodHold.state == FloodState.HELD, FloodHold.held_on < today)
    small = [
        (row.id, row.version)
        for row in db.session.scalars(wanted)
        if released_by_rule(FloodReason(row.reason), count=row.count, held_on=row.held_on, today=today)
    ]
    return sum(release(flood_id, seen=version, by=by, today=today, reason="rule") for flood_id, version in small)


__all__ = ["DecidedError", "Held", "TooManyHeldError", "exclude", "hold", "let_in", "release", "release_small"]
