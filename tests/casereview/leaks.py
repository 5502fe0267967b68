"""A case with everything in it that a case can have, and what each thing says: nobody else may ever read that."""

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import Rule

from tests.casereview.agencies.agency_things import ask, at_work
from tests.casereview.conftest import APPLIED, a_person, at_stage
from tests.casereview.made_words import OTHER_WORDS, WORDS, case_for_another, case_with, give, person
from tests.evidence.making import picture
from tests.officers import make_officer
from tests.whole_site.desk_case_agencies import AGENCY, answer
from tests.whole_site.desk_case_review import add_photo, recommend, write_letter
from webapp.accounts.permissions import Officer
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.agencies import chronology, guest_links, meetings, packs, regard
from webapp.casereview.agencies.chronology import NewEntry
from webapp.casereview.agencies.consent import Talked
from webapp.casereview.agencies.guest_links import NewLink
from webapp.casereview.agencies.models import CaseAnswer, CaseEntry, CaseInvitation
from webapp.casereview.agencies.packs import Choice
from webapp.casereview.cases import blocking, retention
from webapp.casereview.cases.models import CaseBlock, CaseEvent, CaseHold, CaseMessage, CaseReview
from webapp.casereview.people import messages
from webapp.casereview.rules.agency_codes import EntryKind, Part
from webapp.casereview.rules.codes import Authority, EventKind, PersonRole
from webapp.casereview.rules.records import SafeContact
from webapp.database import db
from webapp.evidence import services as evidence
from webapp.evidence.models import EvidenceFile
from webapp.kit.clock import london_today, utc_now

# What each of them typed; nothing of it means anything elsewhere.
APPLICANT, AFFECTED, ACCUSED = "Quillonapp Everspark", "Maudaff Everspark", "Varnokacc"
MAIL, HARM = "quillonmail@example.org", "harmwordsqx"
SAID, ANSWERED, NOTED, HELD = "messageqx of hers", "answerqx of ours", "reasonqx of an officer", "holdqx"
ENTERED, ASKED = "rowqx of an officer", "vexwort"
SECRETS = (APPLICANT, AFFECTED, ACCUSED, MAIL, HARM, SAID, ANSWERED, NOTED, HELD, ENTERED)
NOT_METHODS = {"HEAD", "OPTIONS"}


@dataclass
class World:
    """One case, everything of it by the names that addresses have for it, and who is who."""

    app: Flask
    case_id: uuid.UUID
    reference: str
    lead: Officer
    ids: dict[str, Any]
    # Files and recommendations as an agency's own addresses name them.
    agency_ids: dict[str, Any]
    link: NewLink
    words: Mapping[PersonRole, str] = field(repr=False)

    def values(self, rule: Rule) -> dict[str, Any]:
        """What an address is about. A name that is new must be given something of the case in `leaks.py`."""
        own = self.agency_ids if rule.endpoint.startswith("desk.case_requests.") else self.ids
        return {name: own[name] for name in rule.arguments}

    def address(self, rule: Rule, **other: Any) -> str:
        """The address about this case; `other` puts something else in its place."""
        with self.app.test_request_context():
            values = self.values(rule) | {name: key for name, key in other.items() if name in rule.arguments}
            return self.app.url_map.bind("localhost").build(rule.endpoint, values)

    def rules(self, *endpoints: str) -> list[tuple[Rule, str]]:
        """Every address whose endpoint begins so, with each of its methods."""
        return [
            (rule, method)
            for rule in self.app.url_map.iter_rules()
            if rule.endpoint.startswith(endpoints) and not rule.rule.startswith("/<")
            for method in sorted((rule.methods or set()) - NOT_METHODS)
        ]

    def state(self) -> str:
        """A mark of all that is kept of cases: whoever must not come in changes nothing either."""
        with self.app.app_context():
            tables = [each for name, each in db.metadata.tables.items() if name.startswith(("case_", "evidence_"))]
            rows = [sorted(map(repr, db.session.execute(select(table)))) for table in tables]
            return hashlib.sha256(repr(rows).encode()).hexdigest()

    def refusals(self, by: Actor) -> int:
        """How often the audit says that somebody was refused."""
        with self.app.app_context():
            of_them = AuditEntry.actor == str(by), AuditEntry.act.like("%.refused")
            return db.session.scalar(select(func.count()).select_from(AuditEntry).where(*of_them)) or 0


def told(text: str) -> list[str]:
    """What of the case can be read in an answer."""
    return [secret for secret in SECRETS if secret in text]


def make_world(app: Flask) -> World:
    """Somebody asked for another person, and everything has happened that can happen."""
    with app.app_context():
        lead = at_work(make_officer("case-officer", name="Ann Lead"))
        by = Actor.officer(lead.id)
        persons = (
            a_person(name=APPLICANT, authority=Authority.NOT_YET, contact=SafeContact(email=MAIL)),
            a_person(PersonRole.AFFECTED, name=AFFECTED, contact=SafeContact()),
        )
        case_id = case_for_another(persons=persons, accused=ACCUSED, harm_words=HARM)
        meeting = {"meeting_on": (APPLIED + dt.timedelta(days=30)).isoformat(), "invited": AGENCY}
        steps = {
            "threshold_decided": {"codes": {"decision": "met_mandatory"}, "words": NOTED},
            "review_scheduled": {"codes": meeting},
        }
        at_stage(case_id, EventKind.ATTENDANCE_ANSWERED, officer=lead, **steps)
        meetings.keep_in_step(case_id, by=by, today=APPLIED)
        at_stage(case_id, EventKind.REVIEW_HELD, officer=lead)
        words = {PersonRole.APPLICANT: WORDS, PersonRole.AFFECTED: give(case_id, PersonRole.AFFECTED, by)}
        ids, agency_ids, link = _things(case_id, lead)
        reference = db.session.get_one(CaseReview, case_id).reference
    return World(
        app=app, case_id=case_id, reference=reference, lead=lead, ids=ids, agency_ids=agency_ids, link=link, words=words
    )


def another(app: Flask, lead: Officer) -> uuid.UUID:
    """Somebody else's case, with the same named contact; OTHER_WORDS open it."""
    with app.app_context():
        case_id = case_with(OTHER_WORDS)
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        return case_id


def _things(case_id: uuid.UUID, lead: Officer) -> tuple[dict[str, Any], dict[str, Any], NewLink]:
    by, today = Actor.officer(lead.id), london_today()
    entry = NewEntry(happened_on=APPLIED, kind=EntryKind.VISIT, words=ENTERED)
    chronology.add(case_id, entry, by=by, today=today)
    entry_id = _one(CaseEntry, case_id)
    affected = person(case_id, PersonRole.AFFECTED).id
    messages.write(affected, SAID, once_key=uuid.uuid4().hex, today=today)
    messages.send_to_person(case_id, affected, ANSWERED, once_key=uuid.uuid4().hex, by=by, today=today)
    asked, waiting = _ask(case_id, AGENCY, lead), _ask(case_id, "probation", lead)
    answer(asked, at_work(make_officer("agency-partner", agency=AGENCY)))
    recommended = recommend(case_id, lead)
    regard.tell(recommended, by=by, key=None, today=today)
    retention.hold(case_id, HELD, until=today.replace(year=today.year + 1), by=by, today=today)
    add_photo(case_id, by=by)
    _add_file(asked, by)
    ids = {
        "case_id": case_id,
        "person_id": affected,
        "recommendation_id": recommended,
        "request_id": asked,
        "letter_id": write_letter(case_id),
        "pack_id": _papers(case_id, by),
        "event_id": _one(CaseEvent, case_id),
        "message_id": _one(CaseMessage, case_id),
        "hold_id": _one(CaseHold, case_id),
        "entry_id": entry_id,
        "answer_id": db.session.scalars(select(CaseAnswer.id).where(CaseAnswer.request_id == asked)).one(),
        "invitation_id": _one(CaseInvitation, case_id),
        # Those that are held apart are listed by their numbers alone, whatever day is asked for.
        "flood_id": uuid.uuid4(),
        "block_id": _block(case_id, by),
        "file_id": _file(case_id),
        "number": 1,
        "token": "made-up",
        "slug": "h",
        "kind": EventKind.NOTE.value,
    }
    link = guest_links.make(case_id, waiting, whom="Grackle", by=by, key=None, now=utc_now())
    return ids, ids | {"file_id": _file(asked)}, link


def _ask(case_id: uuid.UUID, agency: str, lead: Officer) -> uuid.UUID:
    """Somebody has talked to the person affected first."""
    today = london_today()
    talked = Talked(agreed_on=today)
    return ask(case_id, agency, by=lead, today=today, due_on=today + dt.timedelta(days=14), talked=talked)[0]


def _papers(case_id: uuid.UUID, by: Actor) -> uuid.UUID:
    """Papers for an agency, of what officers and agencies wrote."""
    choice, today = Choice(parts=tuple(Part)), london_today()
    seen = packs.propose(case_id, AGENCY, choice, by=by, key=None, today=today).seen
    talked = Talked(agreed_on=today)
    return packs.make(case_id, AGENCY, choice, seen=seen, talked=talked, by=by, key=None, today=today)


def _one(model: type, case_id: uuid.UUID) -> uuid.UUID:
    return db.session.scalars(select(model.id).where(model.case_id == case_id).limit(1)).one()


def _block(case_id: uuid.UUID, by: Actor) -> uuid.UUID:
    """Somebody of another agency must not see it."""
    blocking.block(case_id, agency="health", by=by, today=london_today())
    return _one(CaseBlock, case_id)


def _add_file(request_id: uuid.UUID, by: Actor) -> None:
    subject = ("case_request", request_id)
    evidence.accept(io.BytesIO(picture("PNG")), "answer.png", subject=subject, by=by, today=london_today())


def _file(subject_id: uuid.UUID) -> uuid.UUID:
    return db.session.scalars(select(EvidenceFile.id).where(EvidenceFile.subject_id == subject_id).limit(1)).one()
