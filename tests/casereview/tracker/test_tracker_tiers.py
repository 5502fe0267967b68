"""The public tier's own database role is enough for the case's own pages, and changes nothing else (decision 4)."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.casereview.conftest import APPLIED, DAY, at_stage
from tests.casereview.made_words import (
    NOT_MET,
    OTHER_WORDS,
    WORDS,
    case_for_another,
    case_with,
    give,
    me,
    person,
    said,
)
from tests.public_tier import public_tier
from webapp.audit.actors import Actor
from webapp.casereview.people import acting, contacts, messages, persons, phrase_handling, wishes
from webapp.casereview.rules.codes import ContactWay, EventKind, PersonRole, Shows
from webapp.casereview.rules.records import SafeContact
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.sealing.tiers import statements

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]


def once() -> str:
    return uuid.uuid4().hex


@pytest.fixture
def public_cases(app_context, monkeypatch, lead) -> Iterator[dict[str, uuid.UUID]]:
    """Cases that were made on the desk's side; from then on every transaction is the public role's."""
    with public_tier(app_context, monkeypatch, "tracker_public") as begin:
        cases = {"own": case_with(), "another": case_for_another(OTHER_WORDS)}
        at_stage(cases["own"], EventKind.DECISION_TOLD, officer=lead, threshold_decided=NOT_MET)
        give(cases["another"], PersonRole.AFFECTED, Actor.officer(lead.id))
        begin()
        yield cases


def test_all_that_a_person_does_can_be_done(public_cases):
    found = phrase_handling.come_back(WORDS, journey="none", hours=1, now=utc_now())
    mine = me(public_cases["own"])
    assert persons.look(mine, today=APPLIED + 9 * DAY).lead == ""
    for number in range(2):
        messages.write(mine.id, f"Message {number}", once_key=once(), today=APPLIED)
    assert len(messages.list_for_person(mine.id, key=found.key)) == 2
    messages.mark_read(mine.id, today=APPLIED)
    new = SafeContact(ways=(ContactWay.POST,), post="5 Madeup Close")
    contacts.change_own(mine.id, new, once_key=once(), key=found.key, today=APPLIED + 9 * DAY)
    acting.add(mine, said("More. He said that he will kill me."), today=APPLIED + 9 * DAY)
    acting.appeal(mine, "on_handling", said("Too slow."), today=APPLIED + 9 * DAY)
    wishes.refuse_own(mine, once_key=once(), today=APPLIED + 9 * DAY)
    phrase_handling.note_visit(mine.id)
    affected = me(public_cases["another"], PersonRole.AFFECTED)
    (helper,) = persons.list_helpers(affected, secret=b"s" * 32)
    persons.allow(affected, helper.mark, Shows.RECEIPT, secret=b"s" * 32)
    persons.end_helper(affected, helper.mark, secret=b"s" * 32, once_key=once(), today=APPLIED)
    acting.withdraw(affected, said(), today=APPLIED)
    phrase_handling.replace(found.person_id, "abbey abbot abdicate abduct able", key=found.key)
    assert phrase_handling.come_back(WORDS, journey="none", hours=1, now=utc_now()) is None


FORBIDDEN = (
    "UPDATE case_person SET public_half = closed_pair",
    "UPDATE case_person SET authority = 'own'",
    "UPDATE case_person SET confirmed_on = ended_on",
    "UPDATE case_person SET sealed_key = NULL",
    "UPDATE case_message SET words = NULL",
    "UPDATE case_review SET lead_id = NULL",
    "UPDATE case_review SET hold_until = NULL",
    "UPDATE case_event SET happened_on = recorded_at",
    "UPDATE case_flag SET seen_at = due_at",
    "DELETE FROM case_message",
    "DELETE FROM case_person",
    "SELECT * FROM work_item",
    "SELECT * FROM case_hold",
    "SELECT * FROM case_flag",
)


def test_nothing_else_may_be_done(public_cases):
    for statement in FORBIDDEN:
        with pytest.raises(ProgrammingError, match="permission denied"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert person(public_cases["own"])


def test_columns_are_named_one_by_one():
    granted = "\n".join(statements("somebody"))
    assert 'GRANT UPDATE ("read_on") ON "case_message" TO "somebody"' in granted
    assert 'UPDATE ON "case_person"' not in granted
