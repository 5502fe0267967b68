"""Case reviews on the desk, for the access register and for what is looked at: made-up cases at several stages."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from PIL import Image
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, a_case, an_application, apply, at_stage, for_another, note
from tests.officers import make_officer
from tests.whole_site.desk_objects import DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import SYSTEM, Actor
from webapp.casereview.cases import blocking, recommending, retention, services
from webapp.casereview.cases.items import CASE as CASE_KIND
from webapp.casereview.cases.items import FLOOD_KIND
from webapp.casereview.cases.models import CaseBlock, CaseEvent, CaseHold, CaseMessage, CasePerson, CaseReview
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.letters import services as letters
from webapp.casereview.people import messages
from webapp.casereview.rules.codes import CaseKind, EventKind
from webapp.casereview.rules.record_codes import OpenReason
from webapp.database import db
from webapp.evidence import services as evidence
from webapp.kit.clock import london_today
from webapp.kit.transaction import transaction
from webapp.partnership.letters import LetterKind
from webapp.work.models import WorkItem

CASE_OFFICERS = frozenset({RoleCode.CASE_OFFICER})
LONG = "VeryLongWordThatNobodyCanBreakAnywhere" * 3
WORDS = f"They bang the wall.\nI wrote it all down. {LONG}"
CHANNELS = ("telephone", "paper", "in_person")


def _opened_by(officer: Officer) -> uuid.UUID:
    """A case that the officer has opened today."""
    case_id = a_case(incidents=())
    if officer.roles & CASE_OFFICERS:
        services.read(case_id, by=Actor.officer(officer.id), reason=OpenReason.CHECK, today=london_today())
    return case_id


def _of_case(more: Callable[[uuid.UUID, Officer], dict[str, Any]] = lambda *_: {}) -> Objects:
    """A case with something of it; and one that the officer must not see."""

    def own(officer: Officer) -> dict[str, Any]:
        case_id = _opened_by(officer)
        return {"case_id": case_id, **more(case_id, officer)}

    def others(officer: Officer) -> dict[str, Any]:
        values = own(officer)
        colleague = Actor.officer(make_officer("case-officer").id)
        blocking.block(values["case_id"], officer_id=officer.id, by=colleague, today=london_today())
        return values

    return Objects(own=own, others=others)


def _one(model: type, case_id: uuid.UUID) -> uuid.UUID:
    return db.session.scalars(select(model.id).where(model.case_id == case_id).limit(1)).one()


def _barred(case_id: uuid.UUID, officer: Officer) -> uuid.UUID:
    """Somebody who is kept out of the case."""
    by = Actor.officer(officer.id)
    blocking.block(case_id, agency="council", by=by, today=london_today())
    return _one(CaseBlock, case_id)


@transaction
def _asked_about(case_id: uuid.UUID) -> uuid.UUID:
    """Somebody whom the applicant named, and of whom nobody has said who that is."""
    blocking.add_words(case_id, "Somebody at the made-up office", today=london_today())
    db.session.flush()
    return _one(CaseBlock, case_id)


def _held(case_id: uuid.UUID, officer: Officer) -> dict[str, Any]:
    by, today = Actor.officer(officer.id), london_today()
    retention.hold(case_id, "A court.", until=today.replace(year=today.year + 1), by=by, today=today)
    return {"hold_id": _one(CaseHold, case_id)}


def _recommended(case_id: uuid.UUID, officer: Officer) -> dict[str, Any]:
    who = officer if officer.roles & CASE_OFFICERS else make_officer("case-officer")
    at_stage(case_id, EventKind.REVIEW_HELD, officer=who)
    return {"recommendation_id": recommend(case_id, who)}


def recommend(case_id: uuid.UUID, officer: Officer) -> uuid.UUID:
    """A recommendation to the police."""
    new = NewRecommendation(agency="police", text=f"Visit weekly. {LONG}", due_on=london_today())
    seen = db.session.get_one(CaseReview, case_id).version
    by, today = Actor.officer(officer.id), london_today()
    return recommending.add(case_id, new, happened_on=today, seen=seen, once_key=uuid.uuid4().hex, by=by, today=today)


def _written(case_id: uuid.UUID, _officer: Officer) -> dict[str, Any]:
    messages.write(_one(CasePerson, case_id), WORDS, once_key=uuid.uuid4().hex, today=london_today())
    return {"message_id": _one(CaseMessage, case_id)}


def _only_message(values: dict[str, Any]) -> dict[str, Any]:
    """The address of a message names no case."""
    return {"message_id": values["message_id"]}


def write_letter(case_id: uuid.UUID, kind: LetterKind = LetterKind.ACKNOWLEDGEMENT) -> uuid.UUID:
    """A draft to the first person of a case."""
    opened = services.read(case_id, by=SYSTEM, today=london_today())
    given = {"once_key": uuid.uuid4().hex, "by": SYSTEM, "today": london_today()}
    return letters.draft(opened, _one(CasePerson, case_id), kind, **given)


def _asked(officer: Officer) -> dict[str, Any]:
    return {"event_id": _one(CaseEvent, _opened_by(officer))}


CASE = _of_case()
EVENT = _of_case(lambda case_id, _officer: {"event_id": _one(CaseEvent, case_id)})
BLOCK = _of_case(lambda case_id, officer: {"block_id": _barred(case_id, officer)})
QUESTION = _of_case(lambda case_id, _officer: {"block_id": _asked_about(case_id)})
HOLD = _of_case(_held)
PERSON = _of_case(lambda case_id, _officer: {"person_id": _one(CasePerson, case_id)})
RECOMMENDATION = _of_case(_recommended)
LETTER = _of_case(lambda case_id, _officer: {"letter_id": write_letter(case_id)})
# The list of all that is held apart, from the line of the queue that led there.
FLOOD = Objects(own=lambda _officer: {"flood_id": _flood()})
MESSAGE_OF_CASE = _of_case(_written)
MESSAGE = Objects(own=lambda officer: _only_message(MESSAGE_OF_CASE.own(officer)))
ASKED = Objects(own=_asked)


def case_reviews() -> dict[str, DeskAccess]:
    """Whoever works on cases may see each, but those that somebody is kept from."""
    of_case = (
        "case",
        "why",
        "timeline",
        "application",
        "add_report",
        "files",
        "actions",
        "recommend",
        "conflict",
        "blocks",
        "holds",
        "copies",
        "letters",
        "new_letter",
    )
    pages = {name: DeskAccess(roles=CASE_OFFICERS) for name in ("cases", "open_actions", "meetings", "find")}
    pages |= {name: DeskAccess(roles=CASE_OFFICERS, objects=CASE) for name in of_case}
    pages["held"] = DeskAccess(roles=CASE_OFFICERS, objects=FLOOD)
    pages |= {
        "match": DeskAccess(roles=CASE_OFFICERS, objects=QUESTION),
        "unblock": DeskAccess(roles=CASE_OFFICERS, objects=BLOCK),
    }
    of_letter = ("letter", "finish_letter", "reopen_letter", "discard_letter", "send_letter", "letter_file")
    pages |= {name: DeskAccess(roles=CASE_OFFICERS, objects=LETTER) for name in of_letter}
    pages |= {name: DeskAccess(roles=CASE_OFFICERS, objects=RECOMMENDATION) for name in ("answer", "finish")}
    of_person = ("confirm_person", "ask_words", "give_words", "end_person", "person_contact", "refuse_wish")
    pages |= {name: DeskAccess(roles=CASE_OFFICERS, objects=PERSON) for name in of_person}
    pages |= {name: DeskAccess(roles=CASE_OFFICERS, objects=CASE) for name in ("people", "messages", "add_person")}
    pages |= {
        "message": DeskAccess(roles=CASE_OFFICERS, objects=MESSAGE),
        "settle_message": DeskAccess(roles=CASE_OFFICERS, objects=MESSAGE_OF_CASE),
    }
    nothing = frozenset({200, 303, 404, 409, 422})
    pages |= {
        "act": DeskAccess(roles=CASE_OFFICERS, objects=CASE, values={"kind": "note"}),
        "undo": DeskAccess(roles=CASE_OFFICERS, objects=EVENT),
        "end_hold": DeskAccess(roles=CASE_OFFICERS, objects=HOLD),
        "copy": DeskAccess(roles=CASE_OFFICERS, objects=PERSON),
        "copy_file": DeskAccess(roles=CASE_OFFICERS, objects=PERSON),
        "asked": DeskAccess(roles=CASE_OFFICERS, objects=ASKED),
        # There is no such file: that an officer gets so far is what is asked here.
        "evidence_file": DeskAccess(roles=CASE_OFFICERS, objects=_of_case(_no_file), answered=nothing),
        "evidence_picture": DeskAccess(
            roles=CASE_OFFICERS, objects=_of_case(_no_file), values={"number": "1"}, answered=nothing
        ),
    }
    return {f"desk.case_reviews.{name}": access for name, access in pages.items()} | _entries()


def _no_file(_case_id: uuid.UUID, _officer: Officer) -> dict[str, Any]:
    return {"file_id": uuid.uuid4()}


def _entries() -> dict[str, DeskAccess]:
    """The journey at the desk checks its tokens itself, so that nobody loses what they typed."""
    found: dict[str, DeskAccess] = {}
    for channel in CHANNELS:
        name, answered = f"desk.case_entry_{channel}", frozenset({200, 303, 400, 409, 410, 422})
        found |= {
            f"{name}.{page}": DeskAccess(roles=CASE_OFFICERS, answered=answered)
            for page in ("start", "check", "sent", "keep", "come_back", "files", "piece")
        }
        found[f"{name}.page"] = DeskAccess(roles=CASE_OFFICERS, values={"slug": "a"}, answered=answered)
    return found


def _finished_letter(case_id: uuid.UUID) -> uuid.UUID:
    letter_id, today = write_letter(case_id), london_today()
    opened = services.read(case_id, by=SYSTEM, today=today)
    letters.finish(letter_id, opened, seen=1, by=SYSTEM, today=today)
    return letter_id


def add_photo(case_id: uuid.UUID, *, by: Actor) -> None:
    """A grey picture, as somebody's photo."""
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(drawn, "PNG")
    drawn.seek(0)
    evidence.accept(drawn, f"{LONG}.png", subject=(CASE_KIND, case_id), by=by, today=london_today())


def _flood() -> uuid.UUID:
    """The line of today's suspected flood."""
    a_case(held=True, risk=("threats",))
    return db.session.scalars(select(WorkItem.subject_id).where(WorkItem.kind == FLOOD_KIND)).one()


def fill_case_reviews(officer: Officer) -> dict[str, str]:
    """Cases at every stage that looks different; `officer` leads them all but the first."""
    by = Actor.officer(officer.id)
    asked = a_case(blocked=f"My neighbour's sister, at the made-up office. {LONG}")
    new = a_case(harm_words=WORDS, risk=("threats",))
    blocking.block(new, agency="council", words="My neighbour's sister.", by=by, today=london_today())
    led = a_case(harm_words=WORDS)
    at_stage(led, EventKind.LEAD_NAMED, officer=officer)
    note(led, EventKind.PAUSED, by=by, on=APPLIED, today=london_today(), codes={"pause": "court"}, words=WORDS)
    held, closed = a_case(), a_case()
    at_stage(held, EventKind.REVIEW_HELD, officer=officer)
    at_stage(closed, EventKind.CLOSED, officer=officer)
    made = recommend(held, officer)
    add_photo(led, by=by)
    _written(led, officer)
    apply(for_another(), by=by)
    bare = apply(an_application(kind=CaseKind.COMMUNITY, persons=(), incidents=(), harm=(), phrase=None), by=by)
    things = {
        "case_new": new,
        "case_led": led,
        "case_held": held,
        "case_closed": closed,
        "case_bare": db.session.scalars(select(CaseReview.id).where(CaseReview.reference == bare)).one(),
        "case_event": db.session.scalars(
            select(CaseEvent.id).where(CaseEvent.case_id == led, CaseEvent.kind == EventKind.PAUSED)
        ).one(),
        "case_doubtful": asked,
        "case_flood": _flood(),
        "case_question": _one(CaseBlock, asked),
        "case_block": _one(CaseBlock, new),
        "case_person": _one(CasePerson, led),
        "case_recommendation": made,
        "case_letter": write_letter(led),
        "case_finished_letter": _finished_letter(led),
    }
    for each in (new, things["case_bare"]):
        services.read(each, by=by, reason=OpenReason.CHECK, today=london_today())
    return {name: str(key) for name, key in things.items()}
