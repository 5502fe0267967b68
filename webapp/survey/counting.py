"""Answers taken out of the counts and put back by an analyst, each with a reason; nothing is deleted."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.collisions import load_version
from webapp.kit.transaction import transaction
from webapp.survey import flags, rollups
from webapp.survey.codes import ExcludedBecause, Moderation, ResponseState
from webapp.survey.floods import codes_of_area, counts_of
from webapp.survey.items import RESPONSE, WORDS_KIND
from webapp.survey.models import SurveyResponse
from webapp.survey.queueing import open_words
from webapp.work.services import close_item


class NotCountableError(Exception):
    """An answer that is not in the counts, or that is in them already."""


@transaction
def exclude(response_id: uuid.UUID, because: ExcludedBecause, *, seen: int, by: Actor, reason: str = "") -> None:
    """Take an answer out of every count; one that is held can be taken out as well.

    `because` is counted, `reason` is the analyst's own sentence for the audit, without a name. What people said about
    themselves stays counted: nobody knows what that was. Raises EditCollisionError, NotCountableError, NotFoundError.
    """
    row = load_version(SurveyResponse, response_id, seen=seen)
    if row.state == ResponseState.EXCLUDED:
        raise NotCountableError
    if row.state == ResponseState.COUNTED:
        rollups.take_out([counts_of(row)])
    changes = {"state": (row.state, ResponseState.EXCLUDED), "because": (None, because)}
    record("survey_response.excluded", by=by, kind=RESPONSE, key=response_id.hex, changes=changes, reason=reason)
    row.state, row.state_reason = ResponseState.EXCLUDED, because
    close_item(WORDS_KIND, subject=(RESPONSE, response_id), by=by, outcome=ResponseState.EXCLUDED)
    db.session.flush()


@transaction
def include(response_id: uuid.UUID, *, seen: int, by: Actor, today: dt.date, reason: str = "") -> None:
    """Count an answer again; words that nobody has read come back into the queue.

    Raises EditCollisionError, NotCountableError, NotFoundError.
    """
    row = load_version(SurveyResponse, response_id, seen=seen)
    if row.state != ResponseState.EXCLUDED:
        raise NotCountableError
    rollups.add([counts_of(row)])
    changes = {"state": (row.state, ResponseState.COUNTED), "because": (row.state_reason, None)}
    record("survey_response.included", by=by, kind=RESPONSE, key=response_id.hex, changes=changes, reason=reason)
    row.state, row.state_reason = ResponseState.COUNTED, None
    if row.moderation == Moderation.WAITING and row.sealed_key is not None:
        open_words(row.id, codes_of_area(row.area_id), today=today, by=by)
    if row.flagged:
        flags.raise_held(row.id, at=utc_now(), by=by)
    db.session.flush()
