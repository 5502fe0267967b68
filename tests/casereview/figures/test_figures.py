"""The four yearly figures: they equal SQL over three made-up years, two people freeze them, the public reads them."""

import csv
import datetime as dt
import io
import json
import random
import uuid

import pytest
from sqlalchemy import func, select

from tests.casereview.figures.figures_things import a_history, in_sql, keep
from tests.casereview.histories import NOT_MET, WHOLE, history
from tests.conftest import NOW
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.desk.sending import send
from tests.figures.test_downloads import check_csvw
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.casereview.cases.models import CaseEvent
from webapp.casereview.cases.writing import KEPT_YEARS_WITHOUT_REVIEW
from webapp.casereview.figures import queries
from webapp.casereview.figures import services as figures
from webapp.casereview.figures.services import FiguresRefusedError, Written
from webapp.casereview.rules.counting import first_and_last, year_of
from webapp.casereview.rules.figures import FiguresFault, FiguresKind, Year
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")
ANN, BEN = Actor.officer(uuid.UUID(int=1)), Actor.officer(uuid.UUID(int=2))
TODAY = dt.date(2026, 4, 1)
PUBLIC, DESK = "/asb-case-review/figures", "/desk/case-reviews/figures"
THREE_YEARS = (2023, 2024, 2025)
# The one that can be counted on whatever day this runs.
LAST_YEAR = Year(begins_in=year_of(london_today()) - 1)
LESSONS = "Agencies now tell one another in the same week."


def a_year(year: int = 2025, *, kind: FiguresKind = FiguresKind.COUNTED, lessons: str = LESSONS) -> uuid.UUID:
    """A year that Ann began and wrote about."""
    figures_id = figures.begin(year, kind, by=ANN, today=TODAY)
    source = "Annual report 2018, page 4" if kind is FiguresKind.ENTERED else ""
    words = Written(lessons=lessons, correction="The first figure was wrong.", source=source, counts=(3, 1, None, 2))
    figures.save(figures_id, words, seen=1, by=ANN)
    return figures_id


def asked(year: int = 2025, **given) -> uuid.UUID:
    figures_id = a_year(year, **given)
    figures.ask(figures_id, by=ANN, at=NOW)
    return figures_id


def published(year: int = 2025, *, today: dt.date = TODAY, **given) -> uuid.UUID:
    figures_id = asked(year, **given)
    figures.publish(figures_id, figures.fingerprint_of(figures_id), by=BEN, today=today, at=NOW)
    return figures_id


def refused(fault: FiguresFault):
    return pytest.raises(FiguresRefusedError, match=fault.value)


class TestTheCount:
    def test_the_figures_of_three_years_equal_sql_over_the_events(self):
        chance = random.Random(20260401)  # noqa: S311 - made-up cases, the same each time
        keep([a_history(chance) for _ in range(120)])
        kinds = set(db.session.scalars(select(CaseEvent.kind).distinct()))
        assert {"withdrawn", "undone", "reopened", "appeal_decided", "review_held", "recommendations_made"} <= kinds
        whole = dict.fromkeys(in_sql(*first_and_last(2023)), 0)
        for year in THREE_YEARS:
            first, last = first_and_last(year)
            found, expected = queries.count_year(year), in_sql(first, last)
            assert {name: getattr(found, name) for name in expected} == expected
            whole = {name: whole[name] + expected[name] for name in whole}
        assert all(count >= 10 for count in whole.values()), whole
        assert whole["applications"] != whole["not_met"] + whole["reviews"]

    def test_a_case_that_straddles_two_years_stands_in_both(self):
        keep([history(WHOLE), history(NOT_MET)])
        assert queries.count_year(2025).all == (2, 1, 0, 0, 0)
        assert queries.count_year(2026).all == (0, 0, 1, 1, 0)


class TestFreezing:
    def test_two_people_publish_a_year_and_its_figures_are_frozen(self):
        keep([history(NOT_MET)])
        figures_id = published()
        keep([history("2026-02-01 applied\n2026-02-02 withdrawn")])
        found = queries.get_figures(figures_id)
        assert (found.four, found.withdrawn, found.published_on) == ((1, 1, 0, 0), 0, TODAY)
        assert queries.count_year(2025).applications == 2
        with refused(FiguresFault.FROZEN):
            figures.save(figures_id, Written(lessons="Other words."), seen=found.version, by=ANN)
        with refused(FiguresFault.FROZEN):
            figures.discard(figures_id, by=ANN)

    def test_whoever_had_a_hand_in_it_is_not_the_second_person(self):
        figures_id = asked()
        with pytest.raises(NotApprovedError) as alone:
            figures.publish(figures_id, figures.fingerprint_of(figures_id), by=ANN, today=TODAY, at=NOW)
        assert alone.value.fault is Fault.ASKED_IT
        figures.withdraw(figures_id, by=ANN, at=NOW)
        figures.save(figures_id, Written(lessons="Ben wrote this."), seen=2, by=BEN)
        figures.ask(figures_id, by=ANN, at=NOW)
        with pytest.raises(NotApprovedError) as maker:
            figures.publish(figures_id, figures.fingerprint_of(figures_id), by=BEN, today=TODAY, at=NOW)
        assert maker.value.fault is Fault.MADE_IT
        assert queries.list_published() == []

    def test_what_happened_since_it_was_asked_has_to_be_counted_first(self):
        figures_id = asked()
        keep([history("2026-02-01 applied")])
        with pytest.raises(NotApprovedError) as changed:
            figures.publish(figures_id, figures.fingerprint_of(figures_id), by=BEN, today=TODAY, at=NOW)
        assert changed.value.fault is Fault.CHANGED

    def test_other_bytes_than_were_read_are_not_published(self):
        with pytest.raises(NotApprovedError, match="changed"):
            figures.publish(asked(), "0" * 64, by=BEN, today=TODAY, at=NOW)

    def test_while_a_second_person_reads_it_nobody_changes_it(self):
        figures_id = asked()
        with refused(FiguresFault.WAITING):
            figures.save(figures_id, Written(lessons="Other words."), seen=2, by=ANN)

    def test_a_refusal_says_why_and_lets_it_be_changed(self):
        figures_id = asked()
        figures.refuse(figures_id, reason="Names a street.", by=BEN, at=NOW)
        assert figures.waiting(figures_id) is None
        figures.save(figures_id, Written(lessons="Better words."), seen=2, by=ANN)
        with pytest.raises(EditCollisionError):
            figures.save(figures_id, Written(lessons="Too late."), seen=2, by=BEN)

    def test_the_queue_knows_it_only_while_it_waits(self):
        published()
        left = select(func.count()).select_from(WorkItem).where(WorkItem.closed_at.is_(None))
        assert db.session.scalar(left) == 0


class TestYears:
    @pytest.mark.parametrize(
        ("year", "fault"),
        [
            (2026, FiguresFault.NOT_OVER),
            (2027, FiguresFault.NO_SUCH_YEAR),
            (2013, FiguresFault.NO_SUCH_YEAR),
        ],
    )
    def test_a_year_that_is_not_over_or_never_was_has_no_figures(self, year, fault):
        with refused(fault):
            figures.begin(year, FiguresKind.COUNTED, by=ANN, today=TODAY)

    def test_it_is_counted_only_while_nothing_of_it_can_have_been_erased(self):
        """Two years after a withdrawal nothing is left of a case: what is counted then would be too low."""
        assert KEPT_YEARS_WITHOUT_REVIEW == 2
        last = dt.date(2028, 4, 1)
        first = figures.begin(2026, FiguresKind.COUNTED, by=ANN, today=last)
        with refused(FiguresFault.TOO_OLD):
            figures.ask(first, by=ANN, at=dt.datetime(2028, 4, 2, 9, tzinfo=dt.UTC))
        figures.discard(first, by=ANN)
        with refused(FiguresFault.TOO_OLD):
            figures.begin(2026, FiguresKind.COUNTED, by=ANN, today=last + dt.timedelta(days=1))
        assert figures.begin(2026, FiguresKind.ENTERED, by=ANN, today=last + dt.timedelta(days=1))

    def test_it_is_over_from_1_april(self):
        with refused(FiguresFault.NOT_OVER):
            figures.begin(2025, FiguresKind.COUNTED, by=ANN, today=dt.date(2026, 3, 31))
        assert figures.begin(2025, FiguresKind.COUNTED, by=ANN, today=TODAY)

    def test_one_year_is_begun_once(self):
        a_year()
        with refused(FiguresFault.BEGUN):
            figures.begin(2025, FiguresKind.ENTERED, by=BEN, today=TODAY)

    def test_a_correction_says_what_it_corrects_and_takes_the_place_of_the_first(self):
        first = published()
        second = figures.begin(2025, FiguresKind.COUNTED, by=ANN, today=TODAY)
        with refused(FiguresFault.NO_CORRECTION):
            figures.ask(second, by=ANN, at=NOW)
        figures.save(second, Written(correction="One was missing."), seen=1, by=ANN)
        figures.ask(second, by=ANN, at=NOW)
        assert [each.id for each in queries.list_published()] == [first]
        figures.publish(second, figures.fingerprint_of(second), by=BEN, today=TODAY, at=NOW)
        assert [(each.id, each.number) for each in queries.list_published()] == [(second, 2)]
        assert [each.number for each in queries.list_all()] == [2, 1]

    def test_an_older_year_needs_its_source_and_may_leave_figures_out(self):
        figures_id = figures.begin(2018, FiguresKind.ENTERED, by=ANN, today=TODAY)
        figures.save(figures_id, Written(counts=(3, None, None, None)), seen=1, by=ANN)
        with refused(FiguresFault.NO_SOURCE):
            figures.ask(figures_id, by=ANN, at=NOW)
        figures.save(figures_id, Written(source="Report of 2019, page 2"), seen=2, by=ANN)
        with refused(FiguresFault.NOTHING_GIVEN):
            figures.ask(figures_id, by=ANN, at=NOW)
        figures.discard(figures_id, by=ANN)
        assert queries.get_figures(published(2018, kind=FiguresKind.ENTERED)).four == (3, 1, None, 2)


class TestThePublicPage:
    def test_nothing_is_public_before_two_people_agree(self, client):
        keep([history(NOT_MET)])
        asked()
        page = client.get(PUBLIC)
        assert "No figures have been published here yet" in page.text
        assert LESSONS not in page.text
        assert len(rows_of(client)) == 0

    def test_it_shows_each_year_with_definitions_lessons_and_sources(self, client):
        keep([history(NOT_MET), history("2026-02-01 applied\n2026-02-02 withdrawn")])
        published()
        published(2018, kind=FiguresKind.ENTERED, lessons="")
        page = client.get(PUBLIC)
        assert page.words("th")[5:] == ["2025/26", "2018/19"]
        assert page.words("td")[-4:] == ["3", "1", "Not given", "2"]
        for words in (LESSONS, "Annual report 2018, page 4", "in the year in which it happened", "older document"):
            assert words in page.text
        # One was withdrawn: too few to tell, and no duty asks for it.
        assert "Withdrawn by the person" not in page.text
        assert rows_of(client)[0]["withdrawn"] == ""

    def test_a_correction_stands_beside_its_year(self, client):
        published()
        published(2025)
        assert "The first figure was wrong." in client.get(PUBLIC).text
        assert len(rows_of(client)) == 1

    def test_ten_or_more_withdrawn_are_told(self, client):
        keep([history("2026-02-01 applied\n2026-02-02 withdrawn") for _ in range(10)])
        published()
        assert rows_of(client)[0]["withdrawn"] == "10"
        assert "Withdrawn by the person who applied: 10" in client.get(PUBLIC).text

    @pytest.mark.parametrize("language", ["", "/ar"])
    def test_the_file_is_valid_csv_on_the_web(self, client, language):
        published()
        published(2018, kind=FiguresKind.ENTERED)
        response = client.response(f"{language}{PUBLIC}.csv-metadata.json")
        check_csvw(json.loads(response.get_data(as_text=True)), rows_of(client, language), "figures")
        link = client.response(f"{language}{PUBLIC}.csv").headers["Link"]
        assert 'rel="describedby"' in link

    def test_no_spreadsheet_runs_what_officers_wrote(self, client):
        figures_id = figures.begin(2018, FiguresKind.ENTERED, by=ANN, today=TODAY)
        figures.save(figures_id, Written(source='=HYPERLINK("x")', counts=(1, 1, 1, 1)), seen=1, by=ANN)
        figures.ask(figures_id, by=ANN, at=NOW)
        figures.publish(figures_id, figures.fingerprint_of(figures_id), by=BEN, today=TODAY, at=NOW)
        assert rows_of(client)[0]["source"].startswith("'=")


class TestTheDesk:
    def test_a_case_officer_asks_and_an_approver_publishes(self, client, officer_client):
        officer, second = officer_client("case-officer"), officer_client("approver")
        address = began(officer, str(LAST_YEAR.begins_in), "counted")
        saved = send(officer, officer.get(address), address, {"lessons": LESSONS}, here=address)
        assert saved.status_code == 303
        send(officer, officer.get(address), f"{address}/ask")
        assert "It waits for a second person." in officer.get(address).text
        page = second.get(address)
        assert "You are asked to be the second person" in page.text
        send(second, page, f"{address}/publish")
        assert LESSONS in client.get(PUBLIC).text
        assert LAST_YEAR.name in officer.get(DESK).text

    def test_what_is_missing_is_said_on_the_page(self, officer_client):
        officer = officer_client("case-officer")
        address = began(officer, "2018", "entered")
        page = officer.get(address)
        answer = send(officer, page, address, {"applications": "some", "source": ""}, here=address)
        assert answer.status_code == 422
        assert "Write which document the figures are from" in answer.get_data(as_text=True)
        send(officer, page, f"{address}/ask")
        assert "Write where the figures come from" in officer.get(address).text

    def test_an_approver_refuses_with_a_reason(self, officer_client):
        officer, second = officer_client("case-officer"), officer_client("approver")
        address = began(officer, str(LAST_YEAR.begins_in), "counted")
        send(officer, officer.get(address), f"{address}/ask")
        refusal = f"{address}/refuse"
        send(second, second.get(refusal), refusal, {"reason": "It names a street."}, here=refusal)
        assert "Refused" in officer.get(address).text

    def test_the_running_year_is_for_officers_only(self, client, officer_client):
        assert "It is not public before the year is over." in officer_client("case-officer").get(DESK).text
        assert "running year" not in client.get(PUBLIC).text


def began(officer, year: str, kind: str) -> str:
    page = officer.get(f"{DESK}/begin")
    answer = send(officer, page, f"{DESK}/begin", {"year": year, "kind": kind}, here=f"{DESK}/begin")
    return answer.headers["Location"]


def rows_of(client, language: str = "") -> list[dict[str, str]]:
    text = client.response(f"{language}{PUBLIC}.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
