"""Words that another organisation should know of: it is shown what a moderator left of them, and says what it does.

One agency at a time: its partners see nothing but what was passed to them, and only while it is in their queue.
"""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.kit.collisions import load_version
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.survey.codes import Moderation
from webapp.survey.desk_codes import Fault, PassedOutcome
from webapp.survey.desk_items import ANSWER, PASSED_KIND
from webapp.survey.handling import Key, RefusedError, read_shown
from webapp.survey.items import RESPONSE
from webapp.survey.models import SurveyResponse
from webapp.work import queries as work
from webapp.work.notes import add_note
from webapp.work.queries import Item
from webapp.work.rules import Reach
from webapp.work.services import close_item, open_item

ANSWER_WITHIN = dt.timedelta(days=14)


@transaction
def pass_on(response_id: uuid.UUID, agency: str, *, label: str, seen: int, by: Actor, today: dt.date) -> None:
    """Show an agency what a moderator left of the words. `label` names the area, never what was written.

    Raises EditCollisionError, RefusedError, NotFoundError.
    """
    row = load_version(SurveyResponse, response_id, seen=seen)
    _check(row)
    record(
        "survey_response.passed_on",
        by=by,
        kind=RESPONSE,
        key=response_id.hex,
        changes={"agency": (None, agency)},
    )
    open_item(
        PASSED_KIND,
        subject=(RESPONSE, response_id),
        label=label,
        by=by,
        due_on=today + ANSWER_WITHIN,
        agency=agency,
    )


@transaction
def take_back(response_id: uuid.UUID, *, by: Actor) -> None:
    """Ask an agency for the words back: it sees them no more. Raises RefusedError where it has answered by now."""
    if not close_item(PASSED_KIND, subject=(RESPONSE, response_id), by=by, outcome=PassedOutcome.TAKEN_BACK):
        raise RefusedError(Fault.NOT_PASSED)
    record("survey_response.asked_back", by=by, kind=RESPONSE, key=response_id.hex)


@transaction
def answer(response_id: uuid.UUID, outcome: PassedOutcome, words: str, *, reach: Reach, by: Actor) -> None:
    """Say, as the agency that has it, what becomes of it; it leaves their queue.

    Raises NotFoundError where it is not with them.
    """
    item = get_passed(response_id, reach=reach)
    if words:
        add_note((RESPONSE, response_id), words, by=by)
    changes = {"agency": (None, item.agency), "outcome": (None, outcome)}
    record("survey_response.agency_answered", by=by, kind=RESPONSE, key=response_id.hex, changes=changes)
    close_item(PASSED_KIND, subject=(RESPONSE, response_id), by=by, outcome=outcome)


def read_passed(response_id: uuid.UUID, *, reach: Reach, by: Actor, key: Key = None) -> str:
    """What was passed, for the agency that has it; written down as a read. Raises NotFoundError, KeyMissingError."""
    get_passed(response_id, reach=reach)
    return read_shown(response_id, by=by, key=key)


def get_passed(response_id: uuid.UUID, *, reach: Reach) -> Item:
    """The open item of an answer that is with an agency within reach. Raises NotFoundError for every other one."""
    found = find_passed(response_id, reach=reach)
    if found is None:
        raise NotFoundError
    return found


def find_passed(response_id: uuid.UUID, *, reach: Reach) -> Item | None:
    """The same, or None: for a page on which it is only one fact among others."""
    items = work.list_items_of((RESPONSE, response_id), reach=reach)
    return next((item for item in items if item.kind == PASSED_KIND and item.closed_at is None), None)


def agency_of(response_id: uuid.UUID) -> str | None:
    """The agency that has the words of an answer now."""
    everywhere = Reach(officer_id=response_id, permissions={ANSWER: None})
    found = find_passed(response_id, reach=everywhere)
    return None if found is None else found.agency


def _check(row: SurveyResponse) -> None:
    if row.sealed_key is None:
        raise RefusedError(Fault.GONE)
    if row.moderation != Moderation.READ:
        raise RefusedError(Fault.NOT_READ)
    if agency_of(row.id) is not None:
        raise RefusedError(Fault.PASSED)
