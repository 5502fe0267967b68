"""What officers write down about a case by their forms: from the first day to the last, and what is refused."""

import datetime as dt
import json

import pytest
from sqlalchemy import select

from tests.casereview.conftest import APPLIED, note, row_of
from tests.casereview.desk.conftest import DESK, act, events_of, send_form, typed
from tests.desk.sending import send
from tests.filling import OWN, fill
from webapp.audit.actors import Actor
from webapp.casereview.cases.models import CaseEvent, CaseRecommendation
from webapp.casereview.rules.codes import EventKind, Response, State
from webapp.database import db
from webapp.kit.clock import london_today

# To say no where the number is reached, an officer says which report falls, and looked at all three grounds.
NO = {"grounds": ["persistence", "harm", "response"], "fell": ["2"]}
REASON = "Three reports in six months, and it goes on."


def kinds(app, case_id):
    return [event.kind for event in events_of(app, case_id)]


def recommended(app, case_id):
    with app.app_context():
        return db.session.scalars(select(CaseRecommendation).where(CaseRecommendation.case_id == case_id)).one()


class TestWholeCase:
    def test_it_goes_from_acknowledged_to_closed_by_the_forms(self, app, mine, led_case):
        """Every form once; a meeting only after the victim was asked."""
        later = typed("meeting_on", london_today() + dt.timedelta(days=7))
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words=REASON)
        act(mine, led_case, EventKind.DECISION_TOLD, way="email", words="By letter.")
        invited = ["police", "social-landlords"]
        act(mine, led_case, EventKind.REVIEW_SCHEDULED, **later, how="both", place="10 am, room 1", invited=invited)
        assert act_is_missing(mine, led_case, EventKind.REVIEW_HELD)
        act(mine, led_case, EventKind.ATTENDANCE_OFFERED, way="email")
        act(mine, led_case, EventKind.ATTENDANCE_ANSWERED, answer="online", words="With an interpreter.")
        act(mine, led_case, EventKind.REVIEW_HELD, there=["police"], statement="I am tired.", notes="All were heard.")
        send_form(mine, f"{DESK}/{led_case}/actions/new", agency="police", task="Visit weekly.")
        assert act_is_missing(mine, led_case, EventKind.OUTCOME_DECIDED)
        act(mine, led_case, EventKind.PLAN_CONSULTED, words="They agree.")
        act(mine, led_case, EventKind.OUTCOME_DECIDED, outcome="recommendations_made", words=REASON)
        act(mine, led_case, EventKind.OUTCOME_TOLD, way="email")
        made = recommended(app, led_case)
        path = f"{DESK}/{led_case}/actions/{made.id}"
        send_form(mine, f"{path}/answer", response="accepted", reason="From Monday on.")
        send_form(mine, f"{path}/done", evidence="Seen in the log.")
        act(mine, led_case, EventKind.NOTE, about="lessons", words="Ask for an interpreter sooner.")
        act(mine, led_case, EventKind.CLOSED, words="All is done.")
        made = recommended(app, led_case)
        assert (made.response, made.consulted_on, made.done_on) == (Response.ACCEPTED, london_today(), london_today())
        page = mine.get(f"{DESK}/{led_case}/actions")
        assert [
            words for words in ("Visit weekly.", "From Monday on.", "Seen in the log.") if words not in page.text
        ] == []
        assert "I am tired." in mine.get(f"{DESK}/{led_case}").text
        with app.app_context():
            assert row_of(led_case).state == State.CLOSED

    def test_no_words_stand_in_a_clear_column(self, app, mine, led_case):
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words=REASON)
        with app.app_context():
            rows = db.session.scalars(select(CaseEvent).where(CaseEvent.case_id == led_case)).all()
            codes = [json.loads(row.codes) for row in rows]
        assert not any("Three" in str(each) for each in codes)
        assert codes[-1] == {"decision": "met_mandatory", "grounds": "", "advised": "mandatory", "counted": "3"}


class TestThreshold:
    def test_what_each_report_says_stands_beside_the_decision(self, mine, led_case):
        text = mine.get(f"{DESK}/{led_case}/acts/threshold_decided").text
        assert text.count("Told in time, and the application came in time.") == 3
        assert "3 are needed" in text

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"decision": "not_met", "words": REASON}, "Look at all three before you say no"),
            ({"decision": "not_met", "words": REASON, "grounds": ["harm", "response"]}, "Look at all three"),
            ({"decision": "met_discretionary", "words": REASON}, "Tick what calls for a review"),
            ({"decision": "met_mandatory", "words": ""}, "Write down your reason"),
            ({"words": REASON}, "Choose what you decide"),
        ],
    )
    def test_fewer_reports_are_no_refusal_by_themselves(self, mine, led_case, answers, words):
        answer = act(mine, led_case, EventKind.THRESHOLD_DECIDED, status=422, **answers)
        text = answer.get_data(as_text=True)
        assert words in text
        assert answers["words"] in text

    def test_no_is_said_after_all_three_grounds(self, app, mine, led_case):
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="not_met", words=REASON, **NO)
        with app.app_context():
            assert row_of(led_case).state == State.NOT_MET

    @pytest.mark.parametrize(
        ("answers", "status"),
        [
            ({"decision": "not_met"}, 422),
            ({"decision": "not_asb"}, 422),
            ({"decision": "not_asb", "fell": ["3"]}, 303),
            ({"decision": "not_met", "fell": ["1", "3"]}, 303),
            ({"decision": "duplicate"}, 303),
        ],
    )
    def test_a_no_against_the_number_says_which_report_falls(self, app, mine, led_case, answers, status):
        """Section 104(4): the body must hold a review where the number of qualifying reports is reached."""
        path = f"{DESK}/{led_case}/acts/threshold_decided"
        assert "Section 104(4): with this number there must be a review." in mine.get(path).text
        grounds = NO["grounds"]
        answer = act(
            mine, led_case, EventKind.THRESHOLD_DECIDED, status=status, words=REASON, grounds=grounds, **answers
        )
        if status == 422:
            assert "Tick the reports that do not qualify" in answer.get_data(as_text=True)
        elif "fell" in answers:
            assert events_of(app, led_case)[-1].codes["fell"] == ".".join(answers["fell"])
            assert "Reports found not to qualify" in mine.get(f"{DESK}/{led_case}").text


class TestRefused:
    def test_nobody_is_left_out_of_the_meeting_without_a_reason(self, app, mine, lead, led_case):
        with app.app_context():
            by = Actor.officer(lead.id)
            note(
                led_case, EventKind.THRESHOLD_DECIDED, by=by, on=APPLIED, codes={"decision": "met_mandatory"}, words="x"
            )
        act(mine, led_case, EventKind.ATTENDANCE_ANSWERED, status=422, answer="waived")
        act(
            mine, led_case, EventKind.ATTENDANCE_ANSWERED, answer="waived", words="They moved away, nobody knows where."
        )

    def test_whoever_decided_does_not_hear_the_appeal(self, app, mine, others, led_case):
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="not_met", words=REASON, **NO)
        act(mine, led_case, EventKind.DECISION_TOLD, way="email")
        act(mine, led_case, EventKind.APPEALED, about="on_threshold", words="It is worse.")
        refused = act(mine, led_case, EventKind.APPEAL_DECIDED, status=422, result="upheld", words=REASON)
        assert "Another officer has to do this" in refused.get_data(as_text=True)
        send_form(others, f"{DESK}/{led_case}/why", asked="decision")
        act(others, led_case, EventKind.APPEAL_DECIDED, result="upheld", words="It goes on.")
        act(others, led_case, EventKind.APPEAL_TOLD, way="email")
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="met_discretionary", words=REASON, grounds=["harm"])
        with app.app_context():
            assert row_of(led_case).state == State.MET

    def test_only_safe_ways_are_offered(self, mine, led_case):
        act(mine, led_case, EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words=REASON)
        page = mine.get(f"{DESK}/{led_case}/acts/decision_told")
        ways = {each.get("value") for each in page.all("input") if each.get("name") == "way"}
        assert {way.partition(":")[2] for way in ways} == {"email"}
        act(mine, led_case, EventKind.DECISION_TOLD, status=422, way="telephone")

    def test_a_day_in_the_future_and_one_before_the_application(self, mine, led_case):
        tomorrow = typed("happened_on", london_today() + dt.timedelta(days=1))
        act(mine, led_case, EventKind.NOTE, status=422, words="x", **tomorrow)
        before = typed("happened_on", APPLIED - dt.timedelta(days=1))
        act(mine, led_case, EventKind.NOTE, status=422, words="x", **before)

    def test_what_may_not_follow_leads_back_to_the_case(self, mine, led_case):
        assert act_is_missing(mine, led_case, EventKind.OUTCOME_TOLD)


class TestTwoOfficers:
    def test_the_second_save_shows_both_and_loses_nothing(self, app, mine, others, led_case):
        send_form(others, f"{DESK}/{led_case}/why", asked="cover")
        act(others, led_case, EventKind.NOTE, words="Rang at nine.")
        answer = act(mine, led_case, EventKind.NOTE, status=422, words="Rang at ten.", version="1")
        text = answer.get_data(as_text=True)
        assert "Rang at nine." in text
        assert "Rang at ten." in text
        assert [event.words for event in events_of(app, led_case) if event.kind is EventKind.NOTE] == ["Rang at nine."]

    def test_pressing_twice_writes_it_down_once(self, app, mine, led_case):
        path = f"{DESK}/{led_case}/acts/note"
        sent = fill(mine.get(path), {"words": "Once."}, form=1)
        answers = [mine.response(path, method="POST", data=sent, headers=OWN).status_code for _ in range(2)]
        assert answers == [303, 303]
        assert kinds(app, led_case).count(EventKind.NOTE) == 1


class TestAside:
    def test_a_step_is_taken_back_by_another(self, app, mine, led_case):
        act(mine, led_case, EventKind.PAUSED, because="court", words="The county court.")
        event = events_of(app, led_case)[-1]
        send_form(mine, f"{DESK}/{led_case}/events/{event.id}/undo", words="Wrong case.")
        assert kinds(app, led_case)[-1] is EventKind.UNDONE
        text = mine.get(f"{DESK}/{led_case}").text
        assert "Taken back" in text
        with app.app_context():
            assert row_of(led_case).paused is False

    def test_an_officer_with_a_conflict_loses_the_case_at_once(self, app, mine, lead, led_case, reference):
        send_form(mine, f"{DESK}/{led_case}/conflict", sure="yes")
        assert mine.response(f"{DESK}/{led_case}").status_code == 404
        assert reference not in mine.get(DESK).text
        assert reference not in mine.get("/desk/queue").text
        with app.app_context():
            assert row_of(led_case).lead_id is None

    def test_a_legal_hold_is_put_and_ended(self, app, mine, led_case):
        path = f"{DESK}/{led_case}/holds"
        until = typed("until", london_today() + dt.timedelta(days=90))
        send_form(mine, path, **until, reason="A court case.")
        assert "A court case." in mine.get(path).text
        with app.app_context():
            assert row_of(led_case).hold_until == london_today() + dt.timedelta(days=90)
        end = next(
            form.get("action") for form in mine.get(path).all("form") if (form.get("action") or "").endswith("/end")
        )
        send_form_to(mine, path, end)
        with app.app_context():
            assert row_of(led_case).hold_until is None

    def test_a_copy_for_one_person_marks_others(self, app, mine, led_case):
        links = [link for link in mine.get(f"{DESK}/{led_case}/copies").links if "/copies/" in link]
        text = mine.get(links[0]).text
        assert "somebody else?" in text
        assert "Varnok" in text


def act_is_missing(client, case_id, kind) -> bool:
    """Whether the form leads back to the case, since that may not follow now."""
    answer = client.response(f"{DESK}/{case_id}/acts/{kind}")
    return answer.status_code == 303 and answer.location.endswith(f"/{case_id}")


def send_form_to(client, path, action) -> None:
    """Press the button of a page that sends to `action`."""
    assert send(client, client.get(path), action).status_code == 303
