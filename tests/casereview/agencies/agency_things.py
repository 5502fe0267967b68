"""Agencies in the tests of case reviews: partners, requests, answers, and officers with keys of their own."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select

from tests.casereview.conftest import at_work
from tests.officers import make_officer
from webapp.accounts.permissions import Officer
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.agencies import requests
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.chronology import NewEntry
from webapp.casereview.agencies.models import CaseRequest
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.requests import NewRequest
from webapp.casereview.cases.models import CaseBlock
from webapp.casereview.rules.agency_codes import EntryKind
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing import unlocking
from webapp.sealing.boxes import PrivateKey
from webapp.work.models import WorkItem

TODAY = dt.date(2026, 3, 5)
DUE = dt.date(2026, 3, 19)
ASKED = "What do you know of bangs at Madeup Close since December, vexwort?"
SAID = "We came twice and heard a quibblehorn."
PASSPHRASE = "a long made up passphrase"


def a_partner(agency: str = "police", *, name: str = "") -> Officer:
    """Somebody of an agency who has signed in before."""
    return at_work(make_officer("agency-partner", agency=agency, name=name))


def partner_of(officer: Officer) -> Partner:
    return Partner(officer_id=officer.id, agency=officer.agency or "")


def key_of(officer: Officer) -> PrivateKey:
    """The officer's own key, made now: what a desk of its own has, and TIER=all has not."""
    unlocking.enrol(officer.id, PASSPHRASE)
    return unlocking.unlock(officer.id, PASSPHRASE)


def ask(case_id: uuid.UUID, *agencies: str, by: Officer, today: dt.date = TODAY, **changes: Any) -> list[uuid.UUID]:
    """Ask agencies; the ids of the requests in the agencies' order."""
    new = NewRequest(**{"agencies": agencies or ("police",), "words": ASKED, "due_on": DUE, **changes})
    before = set(db.session.scalars(select(CaseRequest.id)))
    requests.ask(case_id, new, once_key=uuid.uuid4().hex, by=Actor.officer(by.id), key=None, today=today)
    made = [row for row in db.session.scalars(select(CaseRequest)) if row.id not in before]
    return [next(row.id for row in made if row.agency == agency) for agency in new.agencies]


def an_answer(**changes: Any) -> NewAnswer:
    entry = NewEntry(happened_on=dt.date(2026, 1, 9), kind=EntryKind.VISIT, words="Knocked, nobody in, snorkweed.")
    return NewAnswer(**{"words": SAID, "entries": (entry,), **changes})


@transaction
def block(case_id: uuid.UUID, *, agency: str | None = None, officer: Officer | None = None) -> None:
    """Keep somebody out, as the row alone does it: what follows must not rest on anything else."""
    officer_id = officer.id if officer else None
    db.session.add(CaseBlock(id=uuid.uuid4(), case_id=case_id, agency=agency, officer_id=officer_id, blocked_on=TODAY))


def items(kind: str) -> list[WorkItem]:
    """The open items of a kind."""
    db.session.rollback()
    return list(db.session.scalars(select(WorkItem).where(WorkItem.kind == kind, WorkItem.closed_at.is_(None))))


def acts(name: str) -> list[AuditEntry]:
    """What the audit says of an act."""
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == name).order_by(AuditEntry.seq)))
