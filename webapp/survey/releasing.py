"""Some of the answers that were held come into the counts, while the others of their day still wait."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.survey import flags, rollups
from webapp.survey.codes import FloodState, Moderation, ResponseState
from webapp.survey.desk_codes import Fault, WhyFlood
from webapp.survey.floods import codes_of_area, counts_of
from webapp.survey.handling import RefusedError
from webapp.survey.items import FLOOD, RESPONSE
from webapp.survey.models import FloodHold, SurveyResponse
from webapp.survey.queueing import open_words


@transaction
def release_some(
    flood_id: uuid.UUID, response_ids: Sequence[uuid.UUID], *, why: WhyFlood, seen: int, by: Actor, today: dt.date
) -> int:
    """Count some of a day's held answers, and put their words into the queue; returns how many.

    Raises EditCollisionError, RefusedError, NotFoundError.
    """
    flood = load_version(FloodHold, flood_id, seen=seen)
    if flood.state != FloodState.HELD:
        raise RefusedError(Fault.DECIDED)
    rows = _held(flood_id, response_ids)
    rollups.add(counts_of(row) for row in rows)
    changes = {"count": (None, len(rows))}
    record("survey_flood.some_released", by=by, kind=FLOOD, key=flood_id.hex, changes=changes, reason=why)
    for row in rows:
        _let_in(row, by=by, today=today)
    db.session.flush()
    return len(rows)


def _held(flood_id: uuid.UUID, response_ids: Sequence[uuid.UUID]) -> Sequence[SurveyResponse]:
    wanted = (
        select(SurveyResponse)
        .where(
            SurveyResponse.id.in_(response_ids),
            SurveyResponse.flood_id == flood_id,
            SurveyResponse.state == ResponseState.HELD,
        )
        .order_by(SurveyResponse.id)
        .with_for_update()
    )
    return db.session.scalars(wanted.execution_options(populate_existing=True)).all()


def _let_in(row: SurveyResponse, *, by: Actor, today: dt.date) -> None:
    row.state = ResponseState.COUNTED
    row.version += 1
    changes = {"state": (ResponseState.HELD, ResponseState.COUNTED)}
    record("survey_response.included", by=by, kind=RESPONSE, key=row.id.hex, changes=changes)
    if row.moderation == Moderation.WAITING:
        open_words(row.id, codes_of_area(row.area_id), today=today, by=by)
    if row.flagged:
        flags.raise_held(row.id, at=utc_now(), by=by)
