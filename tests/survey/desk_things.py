"""What officers find at the desk of the survey in these tests: answers, words, flags, requests and held answers."""

import uuid
from typing import Any

from sqlalchemy import select

from tests.client import Page
from tests.desk.sending import send
from tests.survey.conftest import GRAVE_WORDS, TODAY, sent, stored
from tests.survey.made_editions import keep
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.survey import holding
from webapp.survey.codes import FloodState
from webapp.survey.models import ContactRequest, FloodHold, SafeguardingFlag, SurveyResponse
from webapp.survey.rules import Contact
from webapp.work.models import WorkItem

DESK = "/desk/survey"
ANN, BEN = Actor.officer(uuid.UUID(int=1)), Actor.officer(uuid.UUID(int=2))
# A telephone number that a rule finds, and a nickname that no rule can.
WORDS = "Ring me on 01202 555 123. Old Zorro shouts\nin the made-up lane, and Zorro's dog bites."
PHONE, NICKNAME = "01202 555 123", "Zorro"
CONTACT = Contact(name="Ada Example", email="ada@example.org", telephone="01632 960001", safe="Only after six")


def an_open_edition(slug: str = "made-up-survey", **parts: Any) -> uuid.UUID:
    return keep(slug, **parts).id


def an_answer(edition_id: uuid.UUID, words: str = WORDS, **changes: Any) -> uuid.UUID:
    return stored(edition_id, words=words, **changes).id


def a_flag(edition_id: uuid.UUID, **changes: Any) -> uuid.UUID:
    response_id = an_answer(edition_id, words=GRAVE_WORDS, **changes)
    return db.session.scalars(select(SafeguardingFlag.id).where(SafeguardingFlag.response_id == response_id)).one()


@transaction
def a_contact(contact: Contact = CONTACT, *, language: str = "en", urgent: bool = True) -> uuid.UUID:
    reference = holding.take_at_once(contact, language=language, today=TODAY, by=SYSTEM)
    row = db.session.scalars(select(ContactRequest).where(ContactRequest.reference == reference)).one()
    row.urgent = urgent
    db.session.flush()
    return row.id


def a_flood(edition_id: uuid.UUID, number: int = 3, **changes: Any) -> uuid.UUID:
    for _ in range(number):
        sent(
            edition_id,
            words=changes.get("words", WORDS),
            suspicion=3,
            **{k: v for k, v in changes.items() if k != "words"},
        )
    of_edition = FloodHold.edition_id == edition_id
    return db.session.scalars(select(FloodHold.id).where(of_edition, FloodHold.state == FloodState.HELD)).one()


def response(response_id: uuid.UUID) -> SurveyResponse:
    db.session.rollback()
    return db.session.get_one(SurveyResponse, response_id, populate_existing=True)


def acts(key: uuid.UUID) -> list[str]:
    db.session.rollback()
    wanted = select(AuditEntry.act).where(AuditEntry.key == key.hex).order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))


def reasons(key: uuid.UUID, act: str) -> list[str]:
    wanted = select(AuditEntry.reason).where(AuditEntry.key == key.hex, AuditEntry.act == act)
    return list(db.session.scalars(wanted.order_by(AuditEntry.seq)))


def open_items(kind: str) -> list[WorkItem]:
    db.session.rollback()
    wanted = select(WorkItem).where(WorkItem.kind == kind, WorkItem.closed_at.is_(None)).order_by(WorkItem.id)
    return list(db.session.scalars(wanted))


def post(client, page: Page, path: str, action: str = "", **answers) -> Page:
    """Send the form of a page that goes to `action`, and check the answer."""
    answer = send(client, page, action or path, answers, here=path)
    if answer.status_code == 303:
        return Page(answer)
    found = Page(answer)
    found.check()
    return found
