"""Cases at several stages, and what people send in these tests.

`a_case()` applies and gives the case's id back; `at_stage(case_id, EventKind.OUTCOME_TOLD)` takes it on, a day for a
step, as an officer does. The fixtures are these with an officer who leads the case.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from tests.officers import make_officer
from webapp.accounts.models import OfficerAccount
from webapp.accounts.permissions import Officer
from webapp.audit.actors import PUBLIC, Actor
from webapp.casereview.cases import handling, queries, services
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.cases.writing import OFFICER
from webapp.casereview.rules.codes import (
    Attendance,
    Authority,
    CaseKind,
    ContactWay,
    Decision,
    Detail,
    EventKind,
    Outcome,
    PersonRole,
)
from webapp.casereview.rules.records import Application, HeldPhrase, Incident, NewEvent, Person, SafeContact
from webapp.database import db
from webapp.desk.reach import reach_of
from webapp.kit.transaction import transaction
from webapp.sealing import stretching
from webapp.sealing.applicants import new_pair
from webapp.sealing.boxes import DataKey
from webapp.work import queries as work

# A Monday without a bank holiday near.
APPLIED = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
# Made up; they must be found nowhere but where they are meant to be read.
NAME, WORDS, ACCUSED = "Quillon Everspark", "Somebody bangs the wall with a zorplinger at night.", "Varnok next door"
PHRASE = DataKey(b"p" * 32)
# The way of a case from the first day to the last, with what each step needs.
WAY: Mapping[EventKind, Mapping[str, Any]] = {
    EventKind.ACKNOWLEDGED: {"codes": {Detail.WAY: ContactWay.EMAIL}},
    EventKind.LEAD_NAMED: {},
    EventKind.INFORMATION_REQUESTED: {"codes": {Detail.AGENCY: "police"}},
    EventKind.INFORMATION_RECEIVED: {"codes": {Detail.AGENCY: "police"}},
    EventKind.THRESHOLD_DECIDED: {
        "codes": {Detail.DECISION: Decision.MET_MANDATORY},
        "words": "Three reports in six months.",
    },
    EventKind.DECISION_TOLD: {"codes": {Detail.WAY: ContactWay.TELEPHONE}},
    EventKind.REVIEW_SCHEDULED: {"codes": {"on": "2026-03-20"}},
    EventKind.ATTENDANCE_OFFERED: {},
    EventKind.ATTENDANCE_ANSWERED: {"codes": {Detail.ATTENDANCE: Attendance.ONLINE}},
    EventKind.REVIEW_HELD: {},
    EventKind.RECOMMENDATIONS_MADE: {"codes": {Detail.AGENCY: "police"}},
    EventKind.PLAN_CONSULTED: {"words": "They agree."},
    EventKind.OUTCOME_DECIDED: {"codes": {Detail.OUTCOME: Outcome.RECOMMENDATIONS_MADE}},
    EventKind.OUTCOME_TOLD: {"codes": {Detail.WAY: ContactWay.POST}},
    EventKind.CLOSED: {"words": "All is done."},
}


def a_phrase(place: str = "made-up") -> HeldPhrase:
    """What the engine hands over when somebody saved five words; PHRASE opens its pair."""
    public, closed = new_pair(place, PHRASE)
    return HeldPhrase(pair_id=place, public_half=bytes(public), closed=closed, locator=uuid.uuid4().bytes * 2)


def a_person(role: PersonRole = PersonRole.APPLICANT, **changes: Any) -> Person:
    """Somebody who said that e-mail is safe."""
    contact = SafeContact(ways=(ContactWay.EMAIL,), email="quillon@example.org", code_word="heron")
    return Person(**{"role": role, "name": NAME, "address": "4 Madeup Close", "contact": contact, **changes})


def an_application(**changes: Any) -> Application:
    """An application as the form gives it to the service: three reports that count."""
    incidents = tuple(
        Incident(
            what=WORDS,
            happened_from=APPLIED - days * DAY,
            told_on=APPLIED - (days - 2) * DAY,
            agency="police",
        )
        for days in (90, 60, 30)
    )
    given = {
        "kind": CaseKind.MYSELF,
        "persons": (a_person(),),
        "incidents": incidents,
        "harm": ("sleep",),
        "harm_words": "I cannot sleep.",
        "relation_to_accused": "neighbour",
        "accused": ACCUSED,
        "wishes": "That it stops.",
        "consent": "yes",
        "attend": "online",
        "town": "bournemouth",
        "locality": "winton",
        "phrase": a_phrase(uuid.uuid4().hex),
    }
    return Application(**{**given, **changes})


def for_another(**changes: Any) -> Application:
    """Somebody applies for another person, who has not been asked yet."""
    persons = (
        a_person(authority=Authority.NOT_YET, relation="daughter"),
        a_person(PersonRole.AFFECTED, name="Maud Everspark", contact=SafeContact()),
    )
    return an_application(**{"kind": CaseKind.SOMEONE_ELSE, "persons": persons, **changes})


@transaction
def apply(application: Application, *, today: dt.date = APPLIED, by: Actor = PUBLIC) -> str:
    """Send an application, in a transaction as the engine's."""
    return services.apply(application, today=today, by=by)


def a_case(*, today: dt.date = APPLIED, **changes: Any) -> uuid.UUID:
    """A case that came in on `today`."""
    reference = apply(an_application(**changes), today=today)
    return db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()


def row_of(case_id: uuid.UUID) -> CaseReview:
    """The case's row as it stands now."""
    return db.session.get_one(CaseReview, case_id, populate_existing=True)


def note(case_id: uuid.UUID, kind: EventKind, *, by: Actor, on: dt.date | None = None, **given: Any) -> uuid.UUID:
    """Write an event down as an officer who sees the newest version; the event's id."""
    day = on or APPLIED
    today = given.pop("today", day)
    new = NewEvent(kind=kind, happened_on=day, **given)
    once_key = uuid.uuid4().hex
    seen = row_of(case_id).version
    return handling.record_event(case_id, new, seen=seen, once_key=once_key, by=by, today=today)


def at_stage(case_id: uuid.UUID, last: EventKind, *, officer: Officer, **changes: Mapping[str, Any]) -> dt.date:
    """Take a case along the way up to `last`, a day for each step; returns the day of the last one.

    `threshold_decided={"codes": ...}` gives a step something else than WAY says.
    """
    by, day = Actor.officer(officer.id), APPLIED
    done = {event.kind for event in queries.list_events(case_id)}
    for kind, given in WAY.items():
        day += DAY
        if kind not in done:
            step = {**given, **changes.get(kind.value, {})}
            if kind is EventKind.LEAD_NAMED:
                step["codes"] = {OFFICER: officer.id.hex}
            note(case_id, kind, by=by, on=day, **step)
        if kind is last:
            break
    return day


def queue(officer, show=work.Show.OPEN) -> list[tuple[str, uuid.UUID]]:
    """What an officer's queue holds."""
    found = work.list_items(reach_of(officer), work.Filters(show=show), today=APPLIED)
    return [(item.kind, item.subject[1]) for item in found.rows]


@transaction
def at_work(officer: Officer) -> Officer:
    """The officer has signed in before: who never did is told of nothing."""
    db.session.get_one(OfficerAccount, officer.id).passphrase_hash = "made up"
    return officer


@pytest.fixture(autouse=True)
def _quick_words(request, monkeypatch) -> None:
    """Five words are stretched as ever, in a thousandth of the time; a test of the real cost asks for it."""
    if "real_stretching" not in request.fixturenames:
        monkeypatch.setattr(stretching, "TIME", 1)
        monkeypatch.setattr(stretching, "MEMORY_BYTES", 8192)


@pytest.fixture
def real_stretching() -> None:
    """Words cost what they cost in service."""


@pytest.fixture
def lead(app_context) -> Officer:
    """A case officer, the named contact of the cases below."""
    return at_work(make_officer("case-officer", name="Ann Lead"))


@pytest.fixture
def other(app_context) -> Officer:
    """Another case officer."""
    return at_work(make_officer("case-officer", name="Bob Other"))


@pytest.fixture
def new_case(app_context) -> uuid.UUID:
    """A case that came in, and nothing else."""
    return a_case()


@pytest.fixture
def led_case(new_case, lead) -> uuid.UUID:
    """A case that was acknowledged and has a contact."""
    at_stage(new_case, EventKind.LEAD_NAMED, officer=lead)
    return new_case


@pytest.fixture
def met_case(new_case, lead) -> uuid.UUID:
    """A case of which the threshold was found met, and that was told."""
    at_stage(new_case, EventKind.DECISION_TOLD, officer=lead)
    return new_case


@pytest.fixture
def held_case(new_case, lead) -> uuid.UUID:
    """A case whose meeting was held."""
    at_stage(new_case, EventKind.REVIEW_HELD, officer=lead)
    return new_case


@pytest.fixture
def told_case(new_case, lead) -> uuid.UUID:
    """A case whose outcome was told."""
    at_stage(new_case, EventKind.OUTCOME_TOLD, officer=lead)
    return new_case


@pytest.fixture
def closed_case(new_case, lead) -> uuid.UUID:
    """A case from the first day to the last."""
    at_stage(new_case, EventKind.CLOSED, officer=lead)
    return new_case
