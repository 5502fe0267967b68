"""The end of what was kept: words and places first, coded answers years later, contacts after they were closed.

Each erasure is a transaction of its own, so that a sweep which is killed goes on later; doing it twice does nothing.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing.services import erase
from webapp.survey import queries
from webapp.survey.codes import FloodState, Moderation
from webapp.survey.desk_items import PASSED_KIND
from webapp.survey.flags import NEVER
from webapp.survey.items import CONTACT, FLAG, RESPONSE, SURVEY, WORDS_KIND
from webapp.survey.models import ContactRequest, FloodHold, SafeguardingFlag, SurveyResponse
from webapp.survey.rules import first_kept_month
from webapp.work.notes import erase_notes
from webapp.work.services import close_item

AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep erased: how many answers lost their words, how many answers and contacts are gone."""

    words: int
    answers: int
    contacts: int


def sweep(*, today: dt.date, by: Actor) -> Swept:
    """Erase everything whose time is over."""
    words = sum(_erase_words(each, today, by) for each in _batches_of_words(today))
    answers = 0
    before = first_kept_month(today)
    while old := queries.outdated_answers(before, most=AT_ONCE):
        answers += _erase_answers(old, before, by)
    contacts = 0
    while closed := queries.outdated_contacts(today, most=AT_ONCE):
        contacts += sum(_erase_contact(contact_id, today, by) for contact_id in closed)
    return Swept(words=words, answers=answers, contacts=contacts)


def would_sweep(today: dt.date) -> Swept:
    """How many of each a sweep would erase now."""
    most = 1_000_000
    return Swept(
        words=len(queries.outdated_words(today, most=most)),
        answers=len(queries.outdated_answers(first_kept_month(today), most=most)),
        contacts=len(queries.outdated_contacts(today, most=most)),
    )


def _batches_of_words(today: dt.date) -> Sequence[uuid.UUID]:
    # A flag that nobody has opened keeps its answer: asking until nothing is left would never end.
    return queries.outdated_words(today, most=1_000_000)


@transaction
def _erase_words(response_id: uuid.UUID, today: dt.date, by: Actor) -> int:
    row = db.session.get(SurveyResponse, response_id, with_for_update=True, populate_existing=True)
    if row is None or row.keep_until is None or row.keep_until >= today or not _end_flag(response_id):
        return 0
    if row.moderation == Moderation.WAITING:
        row.moderation = Moderation.NOTHING_TO_READ
    for kind in (WORDS_KIND, PASSED_KIND):
        close_item(kind, subject=(RESPONSE, response_id), by=by, outcome="erased")
    erase(row)
    # The key is overwritten before the rest goes: what is left in a file is noise.
    db.session.flush()
    row.place = row.words = row.words_shown = row.spans = None
    row.personal, row.third_party, row.keep_until = "", False, None
    erase_notes((RESPONSE, response_id))
    record("survey_response.erased", by=by, kind=RESPONSE, key=response_id.hex)
    db.session.flush()
    return 1


def _end_flag(response_id: uuid.UUID) -> bool:
    """Remove the flag with what was noted of it; not while it waits for somebody, unless it was never raised."""
    wanted = select(SafeguardingFlag).where(SafeguardingFlag.response_id == response_id).with_for_update()
    flag = db.session.scalars(wanted).one_or_none()
    if flag is None:
        return True
    if flag.closed_at is None and flag.due_at != NEVER:
        return False
    erase_notes((FLAG, flag.id))
    db.session.delete(flag)
    return True


@transaction
def _erase_answers(response_ids: Sequence[uuid.UUID], before: str, by: Actor) -> int:
    """Remove coded answers; their sums stay, and the recount does not look at their months any more."""
    gone = (
        delete(SurveyResponse)
        .where(SurveyResponse.id.in_(response_ids), SurveyResponse.keep_until.is_(None))
        .returning(SurveyResponse.id)
        .execution_options(synchronize_session=False)
    )
    count = len(db.session.scalars(gone).all())
    changes = {"before": (None, before), "count": (None, count)}
    record("survey_response.removed", by=by, kind=SURVEY, key="", changes=changes)
    return count


@transaction
def _erase_contact(contact_id: uuid.UUID, today: dt.date, by: Actor) -> int:
    row = db.session.get(ContactRequest, contact_id, with_for_update=True, populate_existing=True)
    if row is None or row.keep_until is None or row.keep_until >= today:
        return 0
    erase_notes((CONTACT, contact_id))
    erase(row)
    db.session.flush()
    db.session.delete(row)
    record("survey_contact.erased", by=by, kind=CONTACT, key=contact_id.hex)
    return 1


@transaction
def forget_floods(*, today: dt.date) -> int:
    """Remove the rows of floods of which no answer is left; returns how many."""
    first = dt.date.fromisoformat(f"{first_kept_month(today)}-01")
    still = select(SurveyResponse.flood_id).where(SurveyResponse.flood_id.is_not(None))
    gone = delete(FloodHold).where(
        FloodHold.held_on < first, FloodHold.state != FloodState.HELD, FloodHold.id.not_in(still)
    )
    return len(db.session.scalars(gone.returning(FloodHold.id)).all())


__all__ = ["Swept", "forget_floods", "sweep", "would_sweep"]
