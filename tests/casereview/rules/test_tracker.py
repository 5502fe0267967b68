"""What somebody of a case sees and may do; no database."""

import datetime as dt
import uuid

import pytest

from webapp.casereview.rules.clocks import Due
from webapp.casereview.rules.codes import AppealGround, Authority, CaseKind, Clock, EventKind, PersonRole, Shows, State
from webapp.casereview.rules.standings import Event, Standing
from webapp.casereview.rules.tracker import (
    Me,
    Sight,
    acts_of,
    grounds_of,
    mark_of,
    meeting_of,
    promised,
    shown_to,
    shows_at_start,
    stages_of,
    told_dues,
    told_state,
)
from webapp.casereview.rules.tracker_codes import Act

DAY = dt.date(2026, 3, 2)
NEXT = DAY + dt.timedelta(days=1)
OPEN = frozenset({EventKind.ADDED_TO, EventKind.WITHDRAWN, EventKind.NOTE})
ENDED = frozenset({EventKind.NOTE, EventKind.REOPENED})
TOLD = Standing(state=State.NOT_MET, decision_told_on=DAY)


def somebody(role: PersonRole = PersonRole.APPLICANT, **changes) -> Me:
    given = {"authority": Authority.OWN, "confirmed_on": None, "shows": Shows.FULL, "kind": CaseKind.MYSELF}
    return Me(id=uuid.uuid4(), case_id=uuid.uuid4(), role=role, **{**given, **changes})


def helper(*, shows: Shows = Shows.FULL, confirmed_on: dt.date | None = DAY) -> Me:
    return somebody(authority=Authority.GIVEN, shows=shows, confirmed_on=confirmed_on, kind=CaseKind.SOMEONE_ELSE)


@pytest.mark.parametrize("authority", sorted(set(Authority) - {Authority.OWN}))
@pytest.mark.parametrize("shows", Shows)
def test_nobody_unconfirmed_sees_more_than_the_receipt_whatever_the_row_says(authority, shows):
    assert shown_to(authority, None, shows) is Shows.RECEIPT
    assert shown_to(authority, DAY, shows) is shows
    assert shows_at_start(authority) is Shows.RECEIPT


@pytest.mark.parametrize("shows", Shows)
def test_ones_own_case_needs_no_confirming(shows):
    assert shown_to(Authority.OWN, None, shows) is shows
    assert shows_at_start(Authority.OWN) is Shows.FULL


EVERYBODY = {Act.WRITE, Act.CONTACT}
ADDING = {Act.ADD, Act.EVIDENCE}
READING = {Act.READ, Act.DOCUMENTS}


@pytest.mark.parametrize(
    ("me", "possible", "others", "alone", "expected"),
    [
        (somebody(), OPEN, 0, True, EVERYBODY | ADDING | READING | {Act.WITHDRAW}),
        (somebody(), ENDED, 0, True, EVERYBODY | READING),
        # Of a group nobody takes the whole back alone; each ends their own part, who applied for it too.
        (somebody(kind=CaseKind.COMMUNITY), OPEN, 2, False, EVERYBODY | ADDING | READING | {Act.LEAVE}),
        (somebody(kind=CaseKind.COMMUNITY), OPEN, 0, True, EVERYBODY | ADDING | READING | {Act.WITHDRAW}),
        (somebody(PersonRole.MEMBER), OPEN, 0, False, EVERYBODY | ADDING | READING | {Act.LEAVE}),
        (
            somebody(PersonRole.AFFECTED),
            OPEN,
            1,
            False,
            EVERYBODY | ADDING | READING | {Act.WITHDRAW, Act.ALLOW, Act.END},
        ),
        (somebody(PersonRole.AFFECTED), OPEN, 0, True, EVERYBODY | ADDING | READING | {Act.WITHDRAW}),
        (helper(confirmed_on=None), OPEN, 0, False, EVERYBODY | ADDING | {Act.LEAVE}),
        # Whoever sees the receipt is offered the same after the end: no link tells them of it.
        (helper(confirmed_on=None), ENDED, 0, False, EVERYBODY | ADDING | {Act.LEAVE}),
        (helper(shows=Shows.STAGES), ENDED, 0, False, EVERYBODY | {Act.LEAVE}),
        (helper(shows=Shows.STAGES), OPEN, 0, False, EVERYBODY | ADDING | {Act.LEAVE}),
        (helper(), OPEN, 0, False, EVERYBODY | ADDING | READING | {Act.LEAVE}),
        # Who acts for another ends nobody else's part, and takes nothing back for them.
        (helper(), OPEN, 3, True, EVERYBODY | ADDING | READING | {Act.LEAVE}),
    ],
)
def test_what_each_may_do(me, possible, others, alone, expected):
    assert acts_of(me, Standing(), possible, others=others, alone=alone) == expected


@pytest.mark.parametrize(
    ("me", "standing", "expected"),
    [
        (somebody(), TOLD, True),
        (somebody(), Standing(), False),
        (helper(), TOLD, True),
        (helper(shows=Shows.STAGES), TOLD, False),
        (helper(confirmed_on=None), TOLD, False),
    ],
)
def test_an_appeal_is_offered_once_something_was_told(me, standing, expected):
    found = acts_of(me, standing, ENDED | {EventKind.APPEALED}, others=0, alone=True)
    assert (Act.APPEAL in found) is expected


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing(), ()),
        (Standing(state=State.NOT_MET, decided_on=DAY), ()),
        (TOLD, (AppealGround.ON_THRESHOLD, AppealGround.ON_HANDLING)),
        (Standing(state=State.TOLD, decision_told_on=DAY, outcome_told_on=DAY), tuple(AppealGround)),
        # The meeting is still to come: of how it was handled alone.
        (Standing(state=State.MET, decision_told_on=DAY), (AppealGround.ON_HANDLING,)),
    ],
)
def test_an_appeal_is_about_what_was_told_or_how_it_was_handled(standing, expected):
    assert grounds_of(standing) == expected


@pytest.mark.parametrize("state", [State.RECEIVED, State.GATHERING, State.NOT_MET])
def test_before_anything_was_told_an_appeal_is_about_a_promise_that_was_not_kept(state):
    assert grounds_of(Standing(state=state), is_late=True) == (AppealGround.ON_HANDLING,)


@pytest.mark.parametrize(
    ("me", "offered", "expected"),
    [
        (somebody(), DAY, True),
        (somebody(PersonRole.AFFECTED), DAY, True),
        (somebody(), None, False),
        (helper(), DAY, False),
        (somebody(PersonRole.MEMBER), DAY, False),
    ],
)
def test_the_victim_answers_how_they_take_part_once_they_were_asked(me, offered, expected):
    standing = Standing(state=State.SCHEDULED, attendance_offered_on=offered)
    found = acts_of(me, standing, OPEN | {EventKind.ATTENDANCE_ANSWERED}, others=0, alone=True)
    assert (Act.ATTEND in found) is expected


def test_a_day_of_a_meeting_that_cannot_be_read_is_none():
    standing = Standing(state=State.SCHEDULED, attendance_offered_on=DAY)
    assert meeting_of([], standing) is None
    assert meeting_of([_scheduled("soon")], standing) is None
    assert meeting_of([_scheduled("2026-06-10"), _scheduled("2026-06-11")], standing) == dt.date(2026, 6, 11)


def _scheduled(day: str) -> Event:
    at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    return Event(id="x", kind=EventKind.REVIEW_SCHEDULED, happened_on=DAY, recorded_at=at, codes={"meeting_on": day})


@pytest.mark.parametrize(
    ("state", "told", "shown"),
    [
        (State.MET, None, State.GATHERING),
        (State.NOT_MET, None, State.GATHERING),
        (State.NOT_MET, DAY, State.NOT_MET),
        (State.OUTCOME, DAY, State.HELD),
        (State.TOLD, DAY, State.TOLD),
        (State.RECEIVED, None, State.RECEIVED),
    ],
)
def test_a_page_tells_no_decision_before_a_person_has(state, told, shown):
    assert told_state(Standing(state=state, decision_told_on=told)) is shown


def test_nor_does_the_promise_of_a_meeting():
    dues = [Due(clock=clock, starts_on=DAY, due_on=NEXT) for clock in (Clock.THRESHOLD, Clock.PANEL)]
    assert [due.clock for due in told_dues(dues, Standing(decided_on=DAY))] == [Clock.THRESHOLD]
    assert told_dues(dues, TOLD) == dues


def test_the_receipt_has_days_and_not_what_became_of_them():
    due = Due(clock=Clock.ACKNOWLEDGE, starts_on=DAY, due_on=NEXT, is_overdue=True, done_on=DAY)
    (alone,), (whole,) = promised([due]), stages_of([due], is_late=True)
    assert (alone.due_on, alone.is_overdue, alone.done_on) == (NEXT, False, None)
    assert (whole.due_on, whole.is_overdue, whole.done_on) == (NEXT, True, DAY)
    assert not stages_of([due], is_late=False)[0].is_overdue
    sight = Sight(me=somebody(), applied_on=DAY, stages=(whole,))
    assert sight.is_overdue
    assert sight.following is None


def test_a_mark_says_nothing_of_what_it_is_made_from():
    secret = b"a secret of some length"
    assert mark_of(secret, "visit") != mark_of(secret, "helper")
    assert secret.hex() not in mark_of(secret, "visit")
    assert len(mark_of(secret, "visit")) == 16
