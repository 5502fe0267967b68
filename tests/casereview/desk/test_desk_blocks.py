"""Who must not see a case, on the officers' pages: a question stands before the case, and refusals are written down."""

import uuid

import pytest
from sqlalchemy import select

from tests.casereview.conftest import ACCUSED, NAME, a_case
from tests.casereview.desk.conftest import DESK, send_form
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.cases import blocking, queries
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.work.models import WorkItem

NAMED = "Bob with the zorplinger, who works there"


@pytest.fixture
def asked(app) -> uuid.UUID:
    """A case whose applicant named somebody."""
    with app.app_context():
        return a_case(blocked=NAMED)


@pytest.fixture
def question(app, asked) -> str:
    """The page that asks who that is."""
    with app.app_context():
        (block,) = queries.block_rows(asked)
        return f"{DESK}/{asked}/blocks/{block.id}/match"


def test_the_case_is_a_question_and_nothing_else(mine, asked, question):
    for page in ("", "/application", "/why", "/blocks", "/files"):
        answer = mine.response(f"{DESK}/{asked}{page}")
        assert (answer.status_code, answer.location) == (303, question), page
    page = mine.get(question)
    assert NAMED in page.text
    assert ACCUSED not in page.text
    assert NAME not in page.text


def test_whom_the_applicant_named_is_let_in_again_by_two(app, mine, others, asked, question, officer_client):
    with app.app_context():
        (block,) = queries.block_rows(asked)
    third = officer_client(role="case-officer")
    send_form(mine, question, who="officer", officer=third.officer.id.hex)
    assert mine.response(question).status_code == 404
    assert third.response(f"{DESK}/{asked}").status_code == 404
    end = f"{DESK}/{asked}/blocks/{block.id}/end"
    for each in (mine, others):
        send_form(each, f"{DESK}/{asked}/why", asked="check")
    send_form(mine, end, status=422)
    send_form(mine, end, reason="It was another Bob.")
    assert third.response(f"{DESK}/{asked}").status_code == 404
    assert "It was another Bob." in others.get(end).text
    send_form(others, end)
    assert "Ended on" in others.get(f"{DESK}/{asked}/blocks").text
    assert third.response(f"{DESK}/{asked}").status_code == 303


def test_two_officers_say_that_it_is_nobody(mine, others, asked, question):
    send_form(mine, question, status=422, who="nobody")
    send_form(mine, question, who="nobody", reason="No such person.")
    assert mine.response(f"{DESK}/{asked}").location == question
    assert "No such person." in others.get(question).text
    send_form(others, question, who="nobody")
    # The question is answered: its page is gone, and the case asks for a reason as always.
    assert others.response(question).status_code == 404
    assert others.response(f"{DESK}/{asked}").location.partition("?")[0].endswith("/why")


def test_a_block_of_another_case_is_none_of_this_one(app, mine, asked, led_case, question):
    path = question.replace(str(asked), str(led_case))
    assert mine.response(path).status_code == 404


def test_a_refusal_is_written_down_by_every_way(app, others, lead, led_case, reference):
    with app.app_context():
        today = london_today()
        item = db.session.scalars(select(WorkItem.id).where(WorkItem.part_of == led_case)).first()
        blocking.block(led_case, officer_id=others.officer.id, by=Actor.officer(lead.id), today=today)
    others.get(f"{DESK}/{led_case}", status=404)
    others.get(f"{DESK}/{led_case}/files", status=404)
    others.get(f"{DESK}?reference={reference}")
    others.get(f"{DESK}/{uuid.uuid4()}", status=404)
    others.get(f"/desk/queue/{item}", status=404)
    others.get(f"/desk/queue/{uuid.uuid4()}", status=404)
    with app.app_context():
        wanted = select(AuditEntry.actor, AuditEntry.key, AuditEntry.reason)
        wanted = wanted.where(AuditEntry.act == "case_review.refused").order_by(AuditEntry.seq)
        found = [tuple(row) for row in db.session.execute(wanted)]
    who = str(Actor.officer(others.officer.id))
    named = ("case_reviews.case", "case_reviews.files", "case_reviews.cases", "item")
    assert found == [(who, led_case.hex, f"desk.{name}") for name in named]
