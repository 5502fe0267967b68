"""Words between a person of a case and its officers: sealed to both, answered in the queue, none of them in a mail."""

import uuid

import pytest
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, DAY, row_of
from tests.casereview.made_words import (
    OTHER_WORDS,
    WORDS,
    case_for_another,
    case_with,
    confirm,
    give,
    person,
)
from tests.outbox import written
from webapp.audit.actors import SYSTEM, Actor
from webapp.casereview.cases import blocking, flags, services
from webapp.casereview.cases.models import CaseMessage
from webapp.casereview.people import contacts, limits, messages
from webapp.casereview.people.phrase_handling import come_back
from webapp.casereview.rules.codes import ContactWay, PersonRole, Shows
from webapp.casereview.rules.record_codes import OpenReason
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Trouble
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import KeyMissingError, PrivateKey
from webapp.work.models import WorkItem

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
SAID, ANSWERED = "They bang the wall with a zorplinger.", "We come on Tuesday with a quibbleford."


def once() -> str:
    return uuid.uuid4().hex


def key_of(words: str) -> PrivateKey:
    return come_back(words, journey="none", hours=1, now=utc_now()).key


def open_items() -> list[WorkItem]:
    kind = WorkItem.kind == "case_review.message"
    return list(db.session.scalars(select(WorkItem).where(kind, WorkItem.closed_at.is_(None))))


@pytest.fixture
def by(lead) -> Actor:
    return Actor.officer(lead.id)


def test_a_message_and_its_answer_are_read_by_both_and_leave_the_queue(by):
    case_id = case_with()
    row, key = person(case_id), once()
    for _ in range(2):
        messages.write(row.id, SAID, once_key=key, today=APPLIED)
    (item,) = open_items()
    assert (item.part_of, item.due_on) == (case_id, APPLIED + messages.ANSWERED_WITHIN * DAY)
    (said,) = messages.read_all(case_id, by=by, today=APPLIED)
    assert (said.words, said.from_officer) == (SAID, False)
    # It was read, and still waits for an answer.
    assert open_items()
    messages.send_to_person(case_id, row.id, ANSWERED, once_key=once(), by=by, today=APPLIED + DAY)
    assert open_items() == []
    assert messages.count_unread(row.id) == 1
    messages.mark_read(row.id, today=APPLIED + DAY)
    newest, oldest = messages.list_for_person(row.id, key=key_of(WORDS))
    assert (newest.words, newest.read_on, oldest.words) == (ANSWERED, APPLIED + DAY, SAID)


def test_nobody_elses_key_opens_one():
    case_id, other = case_with(), case_with(OTHER_WORDS)
    messages.write(person(case_id).id, SAID, once_key=once(), today=APPLIED)
    assert messages.list_for_person(person(other).id, key=key_of(OTHER_WORDS)) == []
    with pytest.raises(KeyMissingError):
        messages.list_for_person(person(case_id).id, key=key_of(OTHER_WORDS))


def test_the_database_holds_no_word_of_it(by):
    case_id = case_with()
    messages.write(person(case_id).id, SAID, once_key=once(), today=APPLIED)
    messages.send_to_person(case_id, person(case_id).id, ANSWERED, once_key=once(), by=by, today=APPLIED)
    whole = b"".join(bytes(row.words) for row in db.session.scalars(select(CaseMessage)))
    assert b"zorplinger" not in whole
    assert b"quibbleford" not in whole


def test_a_notice_goes_only_to_an_address_that_is_safe_and_says_nothing(by):
    case_id = case_with()
    row = person(case_id)
    assert messages.send_to_person(case_id, row.id, ANSWERED, once_key=once(), by=by, today=APPLIED)
    (sent,) = written(messages.NOTICE)
    assert sent.parameters == {}
    only_post = SafeContact(ways=(ContactWay.POST,), email="quillon@example.org", post="4 Madeup Close")
    contacts.change_own(row.id, only_post, is_quiet=True, once_key=once(), key=None, today=APPLIED)
    assert not messages.send_to_person(case_id, row.id, ANSWERED, once_key=once(), by=by, today=APPLIED)
    assert len(written(messages.NOTICE)) == 1


def test_an_officer_is_told_where_a_message_would_not_be_read(by):
    case_id = case_for_another()
    troubles = {PersonRole.APPLICANT: Trouble.NOT_SHOWN, PersonRole.AFFECTED: Trouble.NO_PHRASE}
    for role, expected in troubles.items():
        with pytest.raises(TroubleError) as refused:
            messages.send_to_person(case_id, person(case_id, role).id, "x", once_key=once(), by=by, today=APPLIED)
        assert refused.value.trouble is expected
    confirm(case_id, by, Shows.FULL)
    give(case_id, PersonRole.AFFECTED, by)
    for role in troubles:
        messages.send_to_person(case_id, person(case_id, role).id, "x", once_key=once(), by=by, today=APPLIED)


def test_a_blocked_officer_finds_no_message_and_one_case_is_not_another(by, other):
    case_id, second = case_with(), case_with(OTHER_WORDS)
    messages.write(person(case_id).id, SAID, once_key=once(), today=APPLIED)
    (item,) = open_items()
    blocking.block(case_id, officer_id=other.id, by=by, today=APPLIED)
    out = Actor.officer(other.id)
    with pytest.raises(NotFoundError):
        messages.read_all(case_id, by=out, today=APPLIED)
    with pytest.raises(NotFoundError):
        messages.settle(item.subject_id, case_id=case_id, by=out, today=APPLIED)
    with pytest.raises(NotFoundError):
        messages.settle(item.subject_id, case_id=second, by=by, today=APPLIED)
    with pytest.raises(NotFoundError):
        messages.send_to_person(second, person(case_id).id, "x", once_key=once(), by=by, today=APPLIED)
    messages.settle(item.subject_id, case_id=case_id, by=by, today=APPLIED)
    assert open_items() == []


def test_words_of_danger_bring_an_officer_at_once_and_the_next_after_two_working_hours(by, monkeypatch):
    case_id = case_with()
    messages.write(person(case_id).id, "He said that he will kill me.", once_key=once(), today=APPLIED)
    kind = WorkItem.kind == "case_review.flag_message"
    assert db.session.scalars(select(WorkItem.part_of).where(kind)).one() == case_id
    assert row_of(case_id).flagged
    assert flags.escalate(now=utc_now(), by=SYSTEM) == 0
    late = utc_now() + 7 * DAY
    assert flags.escalate(now=late, by=SYSTEM) == 1
    (sent,) = written(flags.WAITS)
    assert set(sent.parameters) == {"raised", "link"}
    assert flags.escalate(now=late, by=SYSTEM) == 0


def test_whoever_opens_the_case_ends_the_waiting(by, lead):
    case_id = case_with(risk=("threats",))
    services.read(case_id, by=by, reason=OpenReason.COVER, today=APPLIED)
    assert flags.escalate(now=utc_now() + 7 * DAY, by=SYSTEM) == 0


def test_what_is_quiet_raises_nothing(by):
    case_id = case_with()
    messages.write(person(case_id).id, "They were loud again.", once_key=once(), today=APPLIED)
    assert not row_of(case_id).flagged


def test_a_flood_of_messages_waits_until_tomorrow(monkeypatch):
    monkeypatch.setattr(limits, "MOST_MESSAGES", 2)
    case_id, key = case_with(), once()
    row = person(case_id)
    messages.write(row.id, "One.", once_key=key, today=APPLIED)
    messages.write(row.id, "Two.", once_key=once(), today=APPLIED)
    with pytest.raises(limits.TooMuchTodayError):
        messages.write(row.id, "Three.", once_key=once(), today=APPLIED)
    # The same one again is no other, and tomorrow is another day.
    messages.write(row.id, "One.", once_key=key, today=APPLIED)
    messages.write(row.id, "Three.", once_key=once(), today=APPLIED + DAY)


def test_an_answer_closes_what_came_since_the_last_one(by, monkeypatch):
    case_id = case_with()
    row, closed = person(case_id), []
    for words in ("One.", "Two."):
        messages.write(row.id, words, once_key=once(), today=APPLIED)
        messages.send_to_person(case_id, row.id, ANSWERED, once_key=once(), by=by, today=APPLIED)
    assert open_items() == []
    messages.write(row.id, "Three.", once_key=once(), today=APPLIED)
    monkeypatch.setattr(messages.queueing, "close_message", lambda message_id, **_given: closed.append(message_id))
    messages.send_to_person(case_id, row.id, ANSWERED, once_key=once(), by=by, today=APPLIED)
    assert len(closed) == 1
