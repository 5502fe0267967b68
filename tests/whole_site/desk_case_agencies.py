"""What agencies are asked in case reviews, for the desk's access register and for what is looked at."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from tests.casereview.agencies.agency_things import SAID, at_work, partner_of
from tests.casereview.conftest import a_case
from tests.officers import make_officer
from tests.whole_site.desk_case_review import CASE_OFFICERS, LONG, WORDS, _of_case
from tests.whole_site.desk_objects import AGENCY, OTHER_AGENCY, DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import Actor
from webapp.casereview.agencies import answers, chronology, guest_links, meetings, packs, regard, requests
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.chronology import NewEntry
from webapp.casereview.agencies.models import CaseAnswer, CaseEntry, CaseInvitation, CaseRequest
from webapp.casereview.agencies.packs import Choice
from webapp.casereview.agencies.requests import NewRequest
from webapp.casereview.rules.agency_codes import EntryKind, Part
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.clock import london_today, utc_now

PARTNERS = frozenset({RoleCode.AGENCY_PARTNER})
ROW = NewEntry(happened_on=dt.date(2026, 1, 9), kind=EntryKind.VISIT, words=f"Knocked. {LONG}")


def ask(case_id: uuid.UUID, agency: str = AGENCY, *, by: Actor) -> uuid.UUID:
    """A request to an agency."""
    today = london_today()
    before = set(db.session.scalars(select(CaseRequest.id)))
    new = NewRequest(agencies=(agency,), words=WORDS, due_on=today + dt.timedelta(days=14))
    requests.ask(case_id, new, once_key=uuid.uuid4().hex, by=by, key=None, today=today)
    return next(key for key in db.session.scalars(select(CaseRequest.id)) if key not in before)


def answer(request_id: uuid.UUID, officer: Officer) -> None:
    """An answer of an agency's partner."""
    new = NewAnswer(words=SAID, entries=(ROW,))
    partner, today = partner_of(officer), london_today()
    answers.answer(request_id, new, once_key=uuid.uuid4().hex, partner=partner, today=today)


def give_papers(case_id: uuid.UUID, agency: str, *, by: Actor) -> uuid.UUID:
    """Papers of everything that a case has."""
    choice, today = Choice(parts=tuple(Part)), london_today()
    # The reason of the day is asked of whoever does not lead the case: here the site itself looks.
    seen = packs.propose(case_id, agency, choice, by=by, key=None, today=today).seen
    return packs.make(case_id, agency, choice, seen=seen, by=by, key=None, today=today)


CLERK = Actor.command("tests")


def _asked(agency: str) -> Any:
    return lambda _officer: {"request_id": ask(a_case(), agency, by=CLERK)}


def _papers(agency: str) -> Any:
    return lambda _officer: {"pack_id": give_papers(a_case(), agency, by=CLERK)}


def _told(agency: str) -> Any:
    def make(_officer: Officer) -> dict[str, Any]:
        from tests.whole_site.desk_case_review import at_stage
        from webapp.casereview.cases import recommending
        from webapp.casereview.cases.models import CaseReview
        from webapp.casereview.cases.recommending import NewRecommendation

        case_id, today = a_case(), london_today()
        at_stage(case_id, EventKind.REVIEW_HELD, officer=make_officer("case-officer"))
        new = NewRecommendation(agency=agency, text=f"Visit weekly. {LONG}")
        seen = db.session.get_one(CaseReview, case_id, populate_existing=True).version
        made = recommending.add(
            case_id, new, happened_on=today, seen=seen, once_key=uuid.uuid4().hex, by=CLERK, today=today
        )
        regard.tell(made, by=CLERK, key=None, today=today)
        return {"recommendation_id": made}

    return make


def invite(case_id: uuid.UUID, agency: str, *, by: Actor) -> uuid.UUID:
    """An agency is asked to a meeting a week from now."""
    from webapp.casereview.cases.models import CaseReview

    today = london_today()
    on = (today + dt.timedelta(days=7)).isoformat()
    codes = {"meeting_on": on, "meeting_how": "online", "invited": agency}
    new = NewEvent(kind=EventKind.REVIEW_SCHEDULED, happened_on=today, codes=codes, words="At ten.")
    seen = db.session.get_one(CaseReview, case_id, populate_existing=True).version
    meetings.record_event(case_id, new, seen=seen, once_key=uuid.uuid4().hex, by=by, today=today)
    wanted = select(CaseInvitation.id).where(CaseInvitation.case_id == case_id, CaseInvitation.agency == agency)
    return db.session.scalars(wanted).one()


def _invited(agency: str) -> Any:
    def make(_officer: Officer) -> dict[str, Any]:
        from tests.whole_site.desk_case_review import at_stage

        case_id = a_case()
        at_stage(case_id, EventKind.DECISION_TOLD, officer=make_officer("case-officer"))
        return {"invitation_id": invite(case_id, agency, by=CLERK)}

    return make


def _request_of(case_id: uuid.UUID, _officer: Officer) -> dict[str, Any]:
    return {"request_id": ask(case_id, by=CLERK)}


def _pack_of(case_id: uuid.UUID, _officer: Officer) -> dict[str, Any]:
    return {"pack_id": give_papers(case_id, AGENCY, by=CLERK)}


def _entry_of(case_id: uuid.UUID, _officer: Officer) -> dict[str, Any]:
    chronology.add(case_id, ROW, by=CLERK, today=london_today())
    return {"entry_id": db.session.scalars(select(CaseEntry.id).where(CaseEntry.case_id == case_id)).one()}


def _answered(_officer: Officer) -> dict[str, Any]:
    request_id = ask(a_case(), by=CLERK)
    answer(request_id, at_work(make_officer("agency-partner", agency=AGENCY)))
    return {"answer_id": db.session.scalars(select(CaseAnswer.id).where(CaseAnswer.request_id == request_id)).one()}


REQUEST = Objects(own=_asked(AGENCY), others=_asked(OTHER_AGENCY))
PAPERS = Objects(own=_papers(AGENCY), others=_papers(OTHER_AGENCY))
INVITED = Objects(own=_invited(AGENCY), others=_invited(OTHER_AGENCY))
TOLD = Objects(own=_told(AGENCY), others=_told(OTHER_AGENCY))
CASE = _of_case()
OF_CASE = _of_case(_request_of)
PACK_OF_CASE = _of_case(_pack_of)
ENTRY_OF_CASE = _of_case(_entry_of)


def case_agencies() -> dict[str, DeskAccess]:
    """A partner's own agency, and the coordinator's case."""
    nothing = frozenset({200, 303, 404, 409, 422})
    no_file = Objects(
        own=lambda officer: REQUEST.own(officer) | {"file_id": uuid.uuid4()},
        others=lambda officer: _asked(OTHER_AGENCY)(officer) | {"file_id": uuid.uuid4()},
    )
    own = {
        "index": DeskAccess(roles=PARTNERS),
        "asked": DeskAccess(roles=PARTNERS, objects=REQUEST),
        "files": DeskAccess(roles=PARTNERS, objects=REQUEST),
        "evidence_file": DeskAccess(roles=PARTNERS, objects=no_file, answered=nothing),
        "evidence_picture": DeskAccess(roles=PARTNERS, objects=no_file, values={"number": "1"}, answered=nothing),
        "recommendation": DeskAccess(roles=PARTNERS, objects=TOLD),
        "done": DeskAccess(roles=PARTNERS, objects=TOLD),
        "pack": DeskAccess(roles=PARTNERS, objects=PAPERS),
        "pack_file": DeskAccess(roles=PARTNERS, objects=PAPERS),
        "meeting": DeskAccess(roles=PARTNERS, objects=INVITED),
        "meeting_day": DeskAccess(roles=PARTNERS, objects=INVITED),
        "answered": DeskAccess(roles=CASE_OFFICERS, objects=Objects(own=_answered)),
        "late": DeskAccess(roles=CASE_OFFICERS, objects=Objects(own=_asked(AGENCY))),
    }
    about = ("request", "enter_answer", "extend_request", "withdraw_request", "remind_agency", "let_in", "make_link")
    coordinators = {name: DeskAccess(roles=CASE_OFFICERS, objects=OF_CASE) for name in (*about, "end_links")}
    coordinators |= {
        name: DeskAccess(roles=CASE_OFFICERS, objects=CASE) for name in ("requests", "ask", "add_entry", "make_pack")
    }
    coordinators |= {
        "pack": DeskAccess(roles=CASE_OFFICERS, objects=PACK_OF_CASE),
        "pack_file": DeskAccess(roles=CASE_OFFICERS, objects=PACK_OF_CASE),
        "withdraw_pack": DeskAccess(roles=CASE_OFFICERS, objects=PACK_OF_CASE),
        "remove_entry": DeskAccess(roles=CASE_OFFICERS, objects=ENTRY_OF_CASE),
    }
    return {f"desk.case_requests.{name}": access for name, access in own.items()} | {
        f"desk.case_reviews.{name}": access for name, access in coordinators.items()
    }


def fill_agencies(case_id: str, held: str, recommendation: str, *, lead: Officer, partner: Officer) -> dict[str, str]:
    """Requests in every state that looks different, papers, and a recommendation that its agency was told of."""
    from tests.whole_site.desk_case_review import at_stage

    by, case, today = Actor.officer(lead.id), uuid.UUID(case_id), london_today()
    waiting, answered, withdrawn = (ask(case, by=by) for _ in range(3))
    answer(answered, partner)
    requests.withdraw(case, withdrawn, seen=1, by=by, today=today)
    guest_links.make(case, waiting, whom=f"Grackle, caretaker {LONG}", by=by, key=None, now=utc_now())
    chronology.add(case, ROW, by=by, today=today)
    regard.tell(uuid.UUID(recommendation), by=by, key=None, today=today)
    planned = a_case()
    at_stage(planned, EventKind.DECISION_TOLD, officer=lead)
    things = {
        "case_invited": invite(planned, AGENCY, by=by),
        "case_asked": waiting,
        "case_answered": answered,
        "case_taken_back": withdrawn,
        "case_pack": give_papers(uuid.UUID(held), AGENCY, by=by),
    }
    return {name: str(key) for name, key in things.items()}
