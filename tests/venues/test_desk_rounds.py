"""The round of checks: what is due in a month stands in the queue as one line, and is walked from place to place."""

import datetime as dt

import pytest
from sqlalchemy import select

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.venues.conftest import ANN
from tests.venues.sending import LIST, send
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.venues import desk_queries, desk_rounds, jobs, services
from webapp.venues.items import ROUND, month_of, round_id
from webapp.venues.rules import HiddenBecause
from webapp.work.models import WorkItem

ROUND_PAGE = f"{LIST}/round"
pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


@pytest.fixture
def due(listed):
    """A listed place whose next check is due `days` from today."""

    def run(days: int, **parts):
        checked_on = london_today() + dt.timedelta(days=days - 365)
        return listed(checked_on=checked_on, **parts)

    return run


def open_rounds() -> list[str]:
    wanted = select(WorkItem.label).where(WorkItem.kind == ROUND, WorkItem.closed_at.is_(None))
    return sorted(db.session.scalars(wanted.order_by(WorkItem.order_on)))


@pytest.mark.parametrize("day", [dt.date(2026, 12, 1), dt.date(2026, 1, 31), dt.date(1999, 11, 5)])
def test_a_month_is_found_again_by_its_id(day):
    assert month_of(round_id(day)) == day.replace(day=1)


@pytest.mark.parametrize("number", [0, 202613, 202600, 10**30])
def test_an_id_that_is_no_month_is_none(number):
    import uuid

    assert month_of(uuid.UUID(int=number)) is None


class TestQueue:
    def test_what_is_due_within_30_days_comes_and_once_only(self, due):
        due(20, name="Soon")
        due(20, name="Soon too")
        due(200, name="Far off")
        for _ in range(2):
            jobs.keep_rounds()
        month = london_today() + dt.timedelta(days=20)
        assert open_rounds() == [f"Places to check in {month:%B %Y}"]
        item = db.session.scalars(select(WorkItem)).one()
        assert item.due_on == desk_rounds.last_of(month)

    def test_it_goes_when_the_last_place_is_checked(self, due, officer):
        places = [due(-3, name="Late"), due(-3, name="Late too")]
        today = london_today()
        desk_rounds.refresh(today=today, by=SYSTEM)
        for number, venue_id in enumerate(places):
            assert len(open_rounds()) == 1, number
            send(officer, f"{LIST}/{venue_id}/check", {"result": "as-listed"})
            db.session.remove()
        assert open_rounds() == []

    def test_what_ended_otherwise_goes_with_the_next_night(self, due, now):
        venue_id = due(-3)
        desk_rounds.refresh(today=london_today(), by=SYSTEM)
        services.remove(venue_id, reason="Closed down", by=ANN, at=now)
        assert len(open_rounds()) == 1
        desk_rounds.refresh(today=london_today(), by=SYSTEM)
        assert open_rounds() == []

    def test_a_hidden_place_has_to_be_checked_as_well(self, due, now):
        venue_id = due(-3)
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        desk_rounds.refresh(today=london_today(), by=SYSTEM)
        assert len(open_rounds()) == 1

    def test_the_line_in_the_queue_leads_to_its_month(self, officer, due):
        due(-3)
        desk_rounds.refresh(today=london_today(), by=SYSTEM)
        month = desk_rounds.first_of(london_today() - dt.timedelta(days=3))
        answer = officer.response(f"{ROUND_PAGE}/{round_id(month)}")
        assert answer.location == f"{ROUND_PAGE}?month={month:%Y-%m}"
        assert officer.response(f"{ROUND_PAGE}/{round_id(month)}"[:-2] + "99").status_code == 404


class TestPages:
    def test_late_ones_come_first_and_what_is_not_due_does_not_come(self, officer, due):
        due(-50, name="Very late")
        due(-3, name="Late")
        due(200, name="Far off")
        text = officer.get(ROUND_PAGE).text
        assert text.index("Very late") < text.index(">Late<")
        assert "Far off" not in text

    @pytest.mark.parametrize("query", ["month=x", "month=2026-13", "month=0001-01", "month=9999-12", "town=x", ""])
    def test_any_address_is_answered(self, officer, due, query):
        due(-3)
        officer.get(f"{ROUND_PAGE}?{query}")
        officer.get(f"{ROUND_PAGE}/print?{query}&start=nowhere")

    def test_one_town_alone(self, officer, due):
        due(-3, name="In Poole", town="poole")
        due(-3, name="In Bournemouth")
        text = officer.get(f"{ROUND_PAGE}?town=poole").text
        assert "In Poole" in text
        assert "In Bournemouth" not in text

    def test_the_sheet_is_in_the_order_of_the_walk_and_names_nobody(self, officer, due):
        for number in (3, 1, 4, 2):
            due(-3, name=f"Stop {number}", longitude=-1.88 + number * 0.002)
        page = officer.get(f"{ROUND_PAGE}/print")
        assert [words for words in page.words("h2") if words.startswith("Stop")] == [f"Stop {n}" for n in (1, 2, 3, 4)]
        assert "Mon to Fri 9am to 5.30pm" in page.text
        page = officer.get(f"{ROUND_PAGE}/print?start=50.7209,-1.86")
        assert [words for words in page.words("h2") if words.startswith("Stop")] == [f"Stop {n}" for n in (4, 3, 2, 1)]

    def test_a_start_that_nobody_knows_is_told(self, officer, due):
        due(-3)
        assert "We do not know where" in officer.get(f"{ROUND_PAGE}/print?start=Atlantis-upon-Sea").text

    def test_nothing_to_check_says_so(self, officer, due):
        due(200)
        assert "Nothing to check" in officer.get(ROUND_PAGE).text


def test_months_are_counted_by_the_earliest_check_of_a_place(due):
    today = london_today()
    due(10)
    due(10, name="Two schemes", schemes=("safe-place", "unity-promise"))
    found = desk_queries.list_due_months(until=today + dt.timedelta(days=30))
    assert [(each.month, each.places) for each in found] == [((today + dt.timedelta(days=10)).replace(day=1), 2)]
