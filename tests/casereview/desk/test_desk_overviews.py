"""Over all cases: open actions, coming meetings, and finding a case by a name or a telephone number."""

import datetime as dt
import uuid

import pytest
from sqlalchemy import select

from tests.casereview.conftest import a_case, a_person, at_stage, note, row_of
from tests.casereview.desk.conftest import DESK, act, send_form, typed
from tests.filling import OWN, fill
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.cases import blocking, recommending
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.cases.searching import is_enough
from webapp.casereview.rules.codes import ContactWay, EventKind
from webapp.casereview.rules.records import SafeContact
from webapp.database import db
from webapp.kit.clock import london_today

NUMBER = "+44 1632 960 123"


def recommend(case_id, lead, agency, due_on):
    today, by = london_today(), Actor.officer(lead.id)
    new = NewRecommendation(agency=agency, text="Visit.", due_on=due_on)
    seen = row_of(case_id).version
    return recommending.add(case_id, new, happened_on=today, seen=seen, once_key=uuid.uuid4().hex, by=by, today=today)


class TestOpenActions:
    def test_what_is_due_first_comes_first_and_what_was_refused_is_none(self, app, mine, lead, held_case, reference):
        today = london_today()
        with app.app_context():
            recommend(held_case, lead, "police", None)
            recommend(held_case, lead, "council", today + dt.timedelta(days=9))
            refused = recommend(held_case, lead, "fire", today)
        answers = {"response": "refused", "reason": "No power to."}
        send_form(mine, f"{DESK}/{held_case}/actions/{refused}/answer", **answers)
        page = mine.get(f"{DESK}/open-actions")
        rows = [row for row in page.all("tr") if row.get("data-row") is not None]
        assert len(rows) == 2
        assert page.text.index("9 days") < page.text.index("No date")

    def test_nothing_of_a_case_that_an_officer_is_kept_from(self, app, mine, lead, held_case):
        with app.app_context():
            recommend(held_case, lead, "police", None)
        send_form(mine, f"{DESK}/{held_case}/conflict", sure="yes")
        assert "No action is open" in mine.get(f"{DESK}/open-actions").text


class TestMeetings:
    def test_the_day_that_was_planned_last_and_whether_they_answered(self, app, mine, lead, led_case, reference):
        first, second = (london_today() + dt.timedelta(days=days) for days in (7, 14))
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words="Three.")
        for day in (first, second):
            given = typed("meeting_on", day) | {"how": "online", "place": "At ten.", "invited": ["police"]}
            act(mine, led_case, EventKind.REVIEW_SCHEDULED, **given)
        page = mine.get(f"{DESK}/meetings")
        assert [each.get("datetime") for each in page.all("time")] == [second.isoformat()]
        assert reference in page.text
        assert "Has not answered" in page.text
        assert "At ten." not in page.text
        act(mine, led_case, EventKind.ATTENDANCE_OFFERED, way="email")
        act(mine, led_case, EventKind.ATTENDANCE_ANSWERED, answer="online")
        assert "Has not answered" not in mine.get(f"{DESK}/meetings").text


class TestFinding:
    @pytest.fixture
    def called(self, app, lead):
        """The case of somebody who calls without its number."""
        contact = SafeContact(ways=(ContactWay.TELEPHONE,), telephone=NUMBER)
        with app.app_context():
            case_id = a_case(persons=(a_person(name="Zoë Quibblewick", contact=contact),))
            at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
            return case_id

    @pytest.mark.parametrize("typed", ["quibble", "ZOE QUIBBLEWICK", "wick", "01632 960123", "960123", "01632 960 124"])
    def test_by_the_beginning_of_names_or_the_last_digits(self, app, mine, called, typed):
        with app.app_context():
            reference = row_of(called).reference
        found = reference in find(mine, typed)
        assert found == (typed not in {"wick", "01632 960 124"})

    def test_that_somebody_looked_and_what_they_saw_is_written_down_without_the_words(self, app, mine, called):
        find(mine, "Quibblewick")
        with app.app_context():
            wanted = select(AuditEntry).where(AuditEntry.act.in_(["case_review.searched", "case_review.found"]))
            rows = db.session.scalars(wanted.order_by(AuditEntry.act)).all()
            assert [(row.act, row.key) for row in rows] == [
                ("case_review.found", called.hex),
                ("case_review.searched", ""),
            ]
            assert "uibble" not in str([row.changes for row in rows])

    def test_no_case_that_the_officer_is_kept_from_and_none_that_ended(self, app, mine, lead, called):
        with app.app_context():
            note(called, EventKind.WITHDRAWN, by=Actor.officer(lead.id), on=london_today())
        assert "0 people found" in find(mine, "Quibblewick")

    def test_a_blocked_officer_finds_nothing(self, app, others, other, called):
        assert "1 person found" in find(others, "Quibblewick")
        with app.app_context():
            by, today = Actor.officer(other.id), london_today()
            blocking.block(called, officer_id=other.id, by=by, today=today)
        assert "0 people found" in find(others, "Quibblewick")

    @pytest.mark.parametrize(
        ("typed", "enough"), [("a", False), ("1632", False), ("Jo", True), ("01632 9", True), ("", False)]
    )
    def test_a_letter_opens_nothing(self, typed, enough):
        assert is_enough(typed) is enough

    def test_so_many_people_at_a_time(self, app, mine, called, monkeypatch):
        monkeypatch.setattr("webapp.casereview.cases.searching.AT_ONCE", 1)
        assert "Not everybody was looked through yet" not in find(mine, "Quibblewick")
        with app.app_context():
            a_case()
        found = [find(mine, "Quibblewick", page=number) for number in ("1", "2")]
        assert ["1 person found" in text for text in found].count(True) == 1
        assert ["Not everybody was looked through yet" in text for text in found] == [True, False]


def find(client, typed: str, page: str = "") -> str:
    path = f"{DESK}/find"
    sent = fill(client.get(path), {"typed": typed, "page": page}, form=1)
    answer = client.response(path, method="POST", data=sent, headers=OWN)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
