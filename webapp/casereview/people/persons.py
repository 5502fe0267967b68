"""The people of a case: what each is shown, and what they change and end themselves.

The applicant and the person it happens to are two rows with two phrases. Nobody reads another's name or contact in the
tracker: who acts for somebody is told by their part alone.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.accounts.queries import names_of
from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.casereview.cases import handling, queries
from webapp.casereview.cases.items import PERSON
from webapp.casereview.cases.models import CasePerson, CaseReview
from webapp.casereview.cases.queries import Reach
from webapp.casereview.cases.writing import dues_of, may_follow_in, procedure_of, working_days
from webapp.casereview.rules.clocks import clocks
from webapp.casereview.rules.codes import Authority, CaseKind, Clock, EventKind, PersonRole, Shows
from webapp.casereview.rules.events import Event, Standing, fold
from webapp.casereview.rules.records import NewEvent
from webapp.casereview.rules.tracker import (
    Me,
    Sight,
    acts_of,
    grounds_of,
    mark_of,
    meeting_of,
    pause_reason_of,
    promised,
    shown_to,
    stages_of,
    told_dues,
    told_state,
)
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.rules.wishes import NOTE_OF, wishes_of
from webapp.casereview.rules.wishes import PERSON as PERSON_CODE
from webapp.config import Tier
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.installation import current_settings
from webapp.kit.transaction import transaction

VISIT = "visit"
HELPER = "helper"


@dataclass(frozen=True, kw_only=True)
class Helper:
    """Somebody who acts for the person: their part and what they see; `mark` stands for them on one page only."""

    mark: str
    role: PersonRole
    shows: Shows
    is_confirmed: bool


def find_me(person_id: uuid.UUID, mark: str) -> Me | None:
    """Whoever came with five words, if those still open the case and nobody has ended their part."""
    row = db.session.get(CasePerson, person_id, populate_existing=True)
    if row is None or row.ended_on is not None or row.locator is None or row.sealed_key is None:
        return None
    return me_of(row) if mark_of(row.locator, VISIT) == mark else None


def me_of(row: CasePerson) -> Me:
    """A person's row as the rules take it."""
    case = queries.get_row(row.case_id, Reach())
    return Me(
        id=row.id,
        case_id=row.case_id,
        role=PersonRole(row.role),
        authority=Authority(row.authority),
        confirmed_on=row.confirmed_on,
        shows=Shows(row.shows),
        kind=CaseKind(case.kind),
        words_pending=row.first_return_pending,
    )


def look(me: Me, *, today: dt.date) -> Sight:
    """What the tracker shows to one person; opens nothing."""
    row = queries.get_row(me.case_id, Reach())
    events = queries.list_events(me.case_id)
    standing, is_late = fold(events), queries.listed(row).is_overdue(today)
    acts, asked_on = _acts(me, row, standing, is_late=is_late), _asked_on(me, events, today)
    of_all: dict[str, Any] = {
        "me": me,
        "applied_on": row.applied_on,
        "is_unconfirmed": _is_unconfirmed(row),
        "asked_on": asked_on,
    }
    if me.sees is Shows.RECEIPT:
        # What was promised on the day it came in; nothing that was done or decided since moves it.
        stages = promised(clocks(procedure_of(row), events[:1], working_days(), today))
        return Sight(**of_all, acts=acts, stages=stages)
    return Sight(
        **of_all,
        acts=acts,
        stages=stages_of(told_dues(dues_of(row, today=today), standing), is_late=is_late),
        state=told_state(standing),
        is_led=row.lead_id is not None,
        lead=_lead_name(row),
        is_paused=row.paused,
        pause_reason=pause_reason_of(standing),
        meeting_on=meeting_of(events, standing) if me.sees is Shows.FULL else None,
        attendance=standing.attendance if Act.ATTEND in acts else None,
    )


def _acts(me: Me, row: CaseReview, standing: Standing, *, is_late: bool) -> frozenset[Act]:
    people = [each for each in queries.list_persons(me.case_id) if each.ended_on is None and each.id != me.id]
    return acts_of(
        me,
        standing,
        may_follow_in(row, standing),
        others=sum(each.authority is not Authority.OWN for each in people),
        # A member of a group has a part of their own, whether they said yes themself or not.
        alone=not any(each.authority is Authority.OWN or each.role is PersonRole.MEMBER for each in people),
        is_late=is_late,
    )


def _is_unconfirmed(row: CaseReview) -> bool:
    procedure = procedure_of(row)
    return any(procedure.is_to_confirm(f"{clock.value}_days") for clock in Clock)


def _asked_on(me: Me, events: Sequence[Event], today: dt.date) -> dt.date | None:
    """When somebody asked officers to be let into this person's page, or to reach them in another way."""
    theirs = wishes_of(events).get(me.id.hex, {}).values()
    return min((wish.asked_on for wish in theirs if wish.lasts(today)), default=None)


def appeal_grounds(me: Me, *, today: dt.date) -> tuple[str, ...]:
    """What an appeal of this case may be about."""
    is_late = queries.get_case(me.case_id, Reach()).is_overdue(today)
    return grounds_of(fold(queries.list_events(me.case_id)), is_late=is_late)


def list_helpers(me: Me, *, secret: bytes) -> list[Helper]:
    """Who acts for the person affected, without names; `secret` is their visit's, so that marks are theirs alone."""
    return [
        Helper(
            mark=_helper_mark(each.id, secret),
            role=each.role,
            shows=shown_to(each.authority, each.confirmed_on, each.shows),
            is_confirmed=each.confirmed_on is not None,
        )
        for each in _helpers(me)
    ]


@transaction
def allow(me: Me, mark: str, shows: Shows, *, secret: bytes) -> None:
    """Have somebody who acts for the person see more or less, at once. Raises NotFoundError."""
    row = person_row(_helper_id(me, mark, secret), lock=True)
    changes = {"shows": (row.shows, shows)}
    row.shows = shows
    row.version += 1
    record("case_person.allowed", by=PUBLIC, kind=PERSON, key=row.id.hex, changes=changes)


@transaction
def end_helper(me: Me, mark: str, *, secret: bytes, once_key: str, today: dt.date) -> None:
    """End somebody's part at once: their words open nothing from the next page on. Raises NotFoundError."""
    end_part(person_row(_helper_id(me, mark, secret), lock=True), once_key=once_key, by=PUBLIC, today=today)


@transaction
def leave(me: Me, *, once_key: str, today: dt.date) -> None:
    """End one's own part: somebody who acts for another, or a member of a group."""
    end_part(person_row(me.id, lock=True), once_key=once_key, by=PUBLIC, today=today)


def note(
    row: CasePerson,
    what: str,
    *,
    codes: Mapping[str, str] | None = None,
    is_news: bool = True,
    once_key: str,
    by: Actor,
    today: dt.date,
) -> None:
    """Write into the case's course what happened to somebody's part; what a person did comes into the queue.

    `is_news` is False for what a person did and no officer has to look at.
    """
    handling.record_event(
        row.case_id,
        NewEvent(
            kind=EventKind.NOTE, happened_on=today, codes={NOTE_OF: what, PERSON_CODE: row.id.hex, **(codes or {})}
        ),
        seen=None,
        once_key=f"{what}:{once_key}",
        by=by,
        today=today,
        person_id=row.id if by == PUBLIC and is_news else None,
    )


def _lead_name(row: CaseReview) -> str:
    """The name of the one contact; the public tier's own role reads nothing about officers."""
    if row.lead_id is None or current_settings().tier is Tier.PUBLIC:
        return ""
    return names_of([row.lead_id]).get(row.lead_id, "")


def end_part(row: CasePerson, *, once_key: str, by: Actor, today: dt.date) -> None:
    """End somebody's part; one that has ended stays as it is. Inside @transaction."""
    if row.ended_on is not None:
        return
    row.ended_on = today
    row.version += 1
    record("case_person.ended", by=by, kind=PERSON, key=row.id.hex, changes={"ended_on": (None, today)})
    note(row, "ended", once_key=once_key, by=by, today=today)


def _helpers(me: Me) -> list[queries.ListedPerson]:
    return [
        each
        for each in queries.list_persons(me.case_id)
        if each.id != me.id and each.ended_on is None and each.authority is not Authority.OWN
    ]


def _helper_id(me: Me, mark: str, secret: bytes) -> uuid.UUID:
    """Whom a mark stands for; of the person's own case only, since it is looked for there. Raises NotFoundError."""
    found = next((each.id for each in _helpers(me) if _helper_mark(each.id, secret) == mark), None)
    if found is None or me.role is not PersonRole.AFFECTED:
        raise NotFoundError
    return found


def _helper_mark(person_id: uuid.UUID, secret: bytes) -> str:
    return mark_of(secret + person_id.bytes, HELPER)


def person_row(person_id: uuid.UUID, *, lock: bool = False) -> CasePerson:
    """The row of a person; locked, the case's row is held first, as everywhere. Raises NotFoundError."""
    if lock:
        case_id = queries.find_case_of(person_id)
        if case_id is None:
            raise NotFoundError
        queries.hold_case(case_id, PUBLIC)
    row = db.session.get(CasePerson, person_id, with_for_update=lock or None, populate_existing=True)
    if row is None:
        raise NotFoundError
    return row


__all__ = [
    "Helper",
    "allow",
    "appeal_grounds",
    "end_helper",
    "end_part",
    "find_me",
    "leave",
    "list_helpers",
    "look",
    "me_of",
    "note",
    "person_row",
]
