"""Reports that come after the application, at the desk: added or put right with their days, and counted."""

import datetime as dt

import pytest

from tests.casereview.conftest import APPLIED, a_case, a_person, an_application, at_stage, for_another
from tests.casereview.desk.conftest import DESK, act, events_of, send_form, typed
from webapp.audit.actors import Actor
from webapp.casereview.agencies import packs
from webapp.casereview.cases.opening import read_application, written_application
from webapp.casereview.cases.reports import read_reports, written_reports
from webapp.casereview.desk.cases.facts import days_of, told_days
from webapp.casereview.rules.agency_codes import Part
from webapp.casereview.rules.codes import Authority, CaseKind, EventKind, PersonRole
from webapp.casereview.rules.records import AddedReport, Incident
from webapp.kit.clock import london_today

DAY = dt.timedelta(days=1)
ADDED = {"way": "telephone", "words": "They told us on the telephone.", "which": "new", "agency": "police"}


def case_with(app, lead, **changes):
    with app.app_context():
        case_id = a_case(**changes)
        at_stage(case_id, EventKind.LEAD_NAMED, officer=lead)
        return case_id


def days(happened: dt.date, told: dt.date) -> dict[str, str]:
    return typed("happened", happened) | typed("told", told)


@pytest.fixture
def two_reports(app, lead):
    """A case with two reports of the three that are needed."""
    return case_with(app, lead, incidents=an_application().incidents[:2])


class TestAdding:
    def test_a_report_told_later_counts_and_the_decision_stores_that_count(self, app, mine, two_reports):
        threshold = f"{DESK}/{two_reports}/acts/threshold_decided"
        assert "2 reports count" in mine.get(threshold).text
        send_form(mine, f"{DESK}/{two_reports}/reports", **ADDED, **days(APPLIED - 20 * DAY, APPLIED - 18 * DAY))
        text = mine.get(threshold).text
        assert "3 reports count" in text
        assert "Added later" in text
        act(mine, two_reports, EventKind.THRESHOLD_DECIDED, decision="met_mandatory", words="Three.")
        kept = events_of(app, two_reports)[-1]
        assert (kept.codes["counted"], kept.codes["advised"]) == ("3", "mandatory")

    def test_it_stands_in_the_course_and_in_the_timeline_and_can_be_taken_back(self, app, mine, two_reports):
        before = len(mine.get(f"{DESK}/{two_reports}/timeline").all("tr"))
        send_form(mine, f"{DESK}/{two_reports}/reports", **ADDED, **days(APPLIED - 20 * DAY, APPLIED - 18 * DAY))
        assert "1 report with its days" in mine.get(f"{DESK}/{two_reports}").text
        assert len(mine.get(f"{DESK}/{two_reports}/timeline").all("tr")) == before + 3
        event = events_of(app, two_reports)[-1]
        assert [each.incident.agency for each in event.reports] == ["police"]
        send_form(mine, f"{DESK}/{two_reports}/events/{event.id}/undo", words="It was another case.")
        assert "2 reports count" in mine.get(f"{DESK}/{two_reports}/acts/threshold_decided").text

    def test_papers_for_an_agency_hold_it_too(self, app, mine, lead, two_reports):
        send_form(mine, f"{DESK}/{two_reports}/reports", **ADDED, what="A zorplinger.", **days(APPLIED, APPLIED))
        with app.app_context():
            choice, by = packs.Choice(parts=(Part.INCIDENTS,)), Actor.officer(lead.id)
            lines = packs.propose(two_reports, "police", choice, by=by, key=None, today=london_today()).lines
        assert [line.words for line in lines][2:] == ["A zorplinger."]

    def test_a_wrong_date_is_put_right(self, app, mine, lead):
        late = Incident(what="Noise.", happened_from=APPLIED - 90 * DAY, told_on=APPLIED - 10 * DAY, agency="police")
        case_id = case_with(app, lead, incidents=(late,))
        path = f"{DESK}/{case_id}/reports?report=1"
        assert path in mine.get(f"{DESK}/{case_id}/application").links
        assert "0 reports count" in mine.get(f"{DESK}/{case_id}/application").text
        page = mine.get(path)
        values = {each.get("name"): each.get("value") for each in page.all("input")}
        assert values["told-day"] == str((APPLIED - 10 * DAY).day)
        send_form(mine, path, way="telephone", words="The letter shows it.", **typed("told", APPLIED - 88 * DAY))
        text = mine.get(f"{DESK}/{case_id}/application").text
        assert "1 report counts" in text
        assert "Put right on" in text
        assert "Noise." in text

    def test_it_asks_how_we_know_and_refuses_nonsense(self, mine, two_reports):
        path = f"{DESK}/{two_reports}/reports"
        answer = send_form(mine, path, status=422, **{**ADDED, "words": "", "which": "1", "same_as": "1"})
        text = answer.get_data(as_text=True)
        assert "Write down how we know" in text
        assert "Choose another report, or no" in text

    def test_in_a_group_whose_report_it_is_decides(self, app, mine, lead):
        persons = (a_person(), a_person(PersonRole.MEMBER, name="Pim Madeup", authority=Authority.GIVEN))
        case_id = case_with(app, lead, kind=CaseKind.COMMUNITY, persons=persons)
        text = mine.get(f"{DESK}/{case_id}/acts/threshold_decided").text
        assert "0 reports count" in text
        assert "nobody said whose report of the group it is" in text
        for number in ("1", "2", "3"):
            answers = {"way": "telephone", "words": "Asked them.", "person": "Pim Madeup"}
            send_form(mine, f"{DESK}/{case_id}/reports?report={number}", **answers)
        assert "3 reports count" in mine.get(f"{DESK}/{case_id}/acts/threshold_decided").text


class TestSealed:
    def test_reports_are_read_as_they_were_written(self):
        incident = Incident(happened_from=APPLIED, told_on=APPLIED, told_to=APPLIED + DAY, person="Pim")
        reports = (AddedReport(incident=incident, corrects="2", same="1", is_whole=True),)
        assert read_reports(written_reports(reports)) == reports
        assert (written_reports(()), read_reports(None)) == (None, ())

    def test_the_application_keeps_no_second_day_of_receipt(self, app):
        with app.app_context():
            text = written_application(an_application(received_on=APPLIED))
        assert "received_on" not in text
        assert read_application(text).received_on is None


class TestDates:
    @pytest.mark.parametrize(
        ("first", "last", "words"),
        [
            (dt.date(2026, 3, 1), dt.date(2026, 3, 31), "March 2026"),
            (dt.date(2026, 3, 1), dt.date(2026, 3, 12), "March 2026"),
            (dt.date(2026, 1, 1), dt.date(2026, 11, 22), "2026"),
            (dt.date(2026, 3, 4), dt.date(2026, 3, 9), "Some time between 4 March 2026 and 9 March 2026"),
            (dt.date(2026, 3, 4), None, "About 4 March 2026"),
        ],
    )
    def test_nobody_reads_a_day_that_was_not_said(self, app, first, last, words):
        with app.test_request_context():
            told = Incident(told_on=first, told_to=last, told_approximately=True)
            happened = Incident(happened_from=first, happened_to=last, approximately=True)
            assert (told_days(told), days_of(happened)) == (words, words)


class TestWhoWasTold:
    def test_each_person_is_told_by_their_own_ways_and_who_was_not_stands_there(self, app, mine, lead):
        with app.app_context():
            application = for_another()
            case_id = a_case(kind=application.kind, persons=application.persons)
            at_stage(case_id, EventKind.LEAD_NAMED, officer=lead, acknowledged={"codes": {"way": "email"}})
        text = mine.get(f"{DESK}/{case_id}").text
        assert "Not told yet" in text
        assert "Tell them only that it was decided, not why" in text
        path = f"{DESK}/{case_id}/acts/acknowledged"
        offered = [each.get("value") for each in mine.get(path).all("input") if each.get("name") == "way"]
        # Maud Everspark called no way safe, and what the applicant calls safe is the applicant's alone.
        assert [way.partition(":")[2] for way in offered] == ["email"]
        act(mine, case_id, EventKind.ACKNOWLEDGED, way="email")
        told = events_of(app, case_id)[-1]
        assert "Quillon Everspark (Applicant)" in mine.get(f"{DESK}/{case_id}").text.partition("timeline__title")[2]
        assert offered[0] == f"{told.codes['person']}:email"
        text = mine.get(f"{DESK}/{case_id}").text
        assert "Not told yet" in text
        assert "Tell them only" not in text

    def test_closing_says_which_actions_are_open_and_who_was_not_told(self, app, mine, held_case):
        send_form(mine, f"{DESK}/{held_case}/actions/new", agency="police", task="Visit weekly.")
        act(mine, held_case, EventKind.PLAN_CONSULTED, asked="could_not", words="They are in hospital.")
        act(mine, held_case, EventKind.OUTCOME_DECIDED, outcome="recommendations_made", words="So it goes on.")
        act(mine, held_case, EventKind.OUTCOME_TOLD, way="email")
        text = mine.get(f"{DESK}/{held_case}/acts/closed").text
        assert "Actions are still open" in text
        assert "They could not be asked" in mine.get(f"{DESK}/{held_case}").text
