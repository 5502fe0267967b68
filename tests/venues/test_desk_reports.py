"""Reports: taken in once and sealed, read by officers alone, in the order of what cannot wait, and gone in time."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.venues.conftest import ANN
from tests.venues.reported import TODAY, WORDS, new, reported
from tests.venues.sending import LIST, filled, press, send
from webapp.audit.actors import SYSTEM
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.sealing.boxes import PrivateKey
from webapp.venues import jobs, report_queries, reports, retention, services
from webapp.venues.models import VenueReport
from webapp.venues.rules import HiddenBecause, Problem, ReportState
from webapp.work import queries as work
from webapp.work.models import WorkItem, WorkNote
from webapp.work.notes import add_note
from webapp.work.queries import Filters
from webapp.work.rules import Reach

REPORTS = f"{LIST}/reports"
pytestmark = pytest.mark.usefixtures("app_context")


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def queue() -> list[str]:
    """The queue of a venue officer, by the kinds and labels of its items."""
    import uuid

    reach = Reach(officer_id=uuid.uuid4(), permissions={"venues": None})
    found = work.list_items(reach, Filters(), today=TODAY).rows
    return [item.label.rpartition(", ")[2] for item in found]


def acts(row) -> list[str]:
    wanted = select(AuditEntry.act).where(AuditEntry.key == row.id.hex).order_by(AuditEntry.seq)
    return list(db.session.scalars(wanted))


class TestWriting:
    def test_it_is_stored_once_sealed_without_a_time_or_a_name(self, listed):
        listed()
        assert len({reports.write(new(), key="one", today=TODAY) for _ in range(3)}) == 1
        row = db.session.scalars(select(VenueReport)).one()
        assert b"door" not in row.words
        assert (row.received_on, row.state, row.doubtful, row.keep_until) == (TODAY, "new", False, None)
        kept = {column.name for column in VenueReport.__table__.columns}
        assert not {"name", "email", "address", "ip", "at", "received_at"} & kept

    def test_nothing_is_written_about_a_place_that_is_none(self, listed):
        with pytest.raises(NotFoundError):
            reports.write(new(slug="nowhere"), key="one", today=TODAY)
        assert number_of(VenueReport) == 0

    def test_a_place_that_is_hidden_meanwhile_can_be_reported_and_a_removed_one_not(self, listed, now):
        venue_id = listed()
        services.hide(venue_id, because=HiddenBecause.REPORT, by=ANN, at=now)
        reported()
        services.remove(venue_id, reason="Closed down", by=ANN, at=now)
        with pytest.raises(NotFoundError):
            reported()

    def test_a_flood_does_not_fill_the_disk(self, listed, monkeypatch):
        listed()
        monkeypatch.setattr(reports, "MOST_WAITING", 2)
        for _ in range(2):
            reported()
        with pytest.raises(reports.TooManyWaitingError):
            reported()
        assert number_of(VenueReport) == number_of(WorkItem) == 2

    def test_a_database_that_is_away_stores_nothing_and_repeats_nothing_typed(self, listed, monkeypatch):
        listed()

        def fail(*_args, **_kwargs):
            raise OperationalError(WORDS, {}, Exception(WORDS))

        monkeypatch.setattr(reports, "open_item", fail)
        with pytest.raises(reports.NotSavedError) as told:
            reports.write(new(), key="one", today=TODAY)
        assert WORDS not in repr(told.value)
        assert told.value.__cause__ is None
        assert number_of(VenueReport) == 0
        monkeypatch.undo()
        assert reports.write(new(), key="one", today=TODAY)


class TestOrder:
    def test_who_was_frightened_comes_before_all_and_programs_come_last(self, listed):
        listed()
        late = reported(today=TODAY - dt.timedelta(days=30))
        program = reported(suspicion=3, problem=Problem.FRIGHTENED_ME)
        fresh = reported()
        alarm = reported(problem=Problem.FRIGHTENED_ME)
        assert queue() == [each.reference for each in (alarm, late, fresh, program)]
        found = report_queries.list_reports(ReportState.NEW).rows
        assert [each.reference for each in found] == [each.reference for each in (alarm, late, fresh, program)]

    def test_a_doubt_ends_and_an_alarm_then_comes_first(self, listed):
        listed()
        program = reported(suspicion=3, problem=Problem.FRIGHTENED_ME)
        other = reported(suspicion=3)
        fresh = reported()
        assert retention.end_doubts(today=TODAY + dt.timedelta(days=2), by=SYSTEM) == 0
        assert retention.end_doubts(today=TODAY + dt.timedelta(days=3), by=SYSTEM) == 2
        assert queue()[0] == program.reference
        assert set(queue()[1:]) == {other.reference, fresh.reference}
        assert retention.end_doubts(today=TODAY + dt.timedelta(days=9), by=SYSTEM) == 0


class TestEnd:
    def test_closing_takes_it_out_of_the_queue_and_once_only(self, listed):
        listed()
        row = reported(problem=Problem.FRIGHTENED_ME)
        reports.close(row.id, ReportState.DEALT_WITH, seen=1, by=ANN, today=TODAY)
        assert queue() == []
        with pytest.raises(EditCollisionError):
            reports.close(row.id, ReportState.NOT_REAL, seen=1, by=ANN, today=TODAY)
        with pytest.raises(reports.AlreadyClosedError):
            reports.close(row.id, ReportState.NOT_REAL, seen=2, by=ANN, today=TODAY)
        assert report_queries.get_report(row.id).state is ReportState.DEALT_WITH

    @pytest.mark.parametrize(("state", "days"), [(ReportState.DEALT_WITH, 365), (ReportState.NOT_REAL, 30)])
    def test_afterwards_it_goes_with_its_notes_and_leaves_a_line(self, listed, state, days):
        listed()
        row = reported()
        reported()
        add_note(("venue_report", row.id), "A made-up note", by=ANN)
        reports.close(row.id, state, seen=1, by=ANN, today=TODAY)
        assert retention.sweep(today=TODAY + dt.timedelta(days=days), by=SYSTEM) == 0
        assert retention.sweep(today=TODAY + dt.timedelta(days=days + 1), by=SYSTEM) == 1
        assert (number_of(VenueReport), number_of(WorkNote)) == (1, 0)
        assert acts(row)[-1] == "venue_report.erased"
        assert retention.sweep(today=TODAY + dt.timedelta(days=9999), by=SYSTEM) == 0

    def test_the_worker_does_both(self, listed):
        listed()
        long_ago = london_today() - dt.timedelta(days=400)
        old = reported(today=long_ago)
        reports.close(old.id, ReportState.DEALT_WITH, seen=1, by=ANN, today=long_ago)
        doubtful = reported(today=long_ago, suspicion=3).reference
        jobs.keep_reports()
        db.session.remove()
        assert [row.doubtful for row in db.session.scalars(select(VenueReport))] == [False]
        assert queue() == [doubtful]

    def test_a_sweep_that_is_killed_goes_on_where_it_was(self, listed, monkeypatch):
        listed()
        for _ in range(5):
            reports.close(reported().id, ReportState.NOT_REAL, seen=1, by=ANN, today=TODAY)
        whole, calls = retention.erase_notes, []

        def killed(subject):
            calls.append(subject)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return whole(subject)

        monkeypatch.setattr(retention, "erase_notes", killed)
        later = TODAY + dt.timedelta(days=40)
        with pytest.raises(KeyboardInterrupt):
            retention.sweep(today=later, by=SYSTEM)
        assert number_of(VenueReport) == 3
        assert retention.sweep(today=later, by=SYSTEM) == 3

    def test_examples_take_their_reports_out_of_the_queue(self, listed, now):
        listed(sample=True)
        reported()
        reported(problem=Problem.FRIGHTENED_ME)
        services.remove_samples(by=ANN, at=now)
        assert queue() == []
        assert number_of(VenueReport) == 0


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


class TestDesk:
    def test_an_empty_list_says_what_will_come(self, officer):
        assert "comes here by itself" in officer.get(REPORTS).text

    def test_the_list_shows_nothing_that_was_typed(self, officer, listed):
        listed()
        row = reported(problem=Problem.FRIGHTENED_ME)
        text = officer.get(REPORTS).text
        assert row.reference in text
        assert "A member of staff frightened me" in text
        assert "door" not in text
        assert row.reference not in officer.get(f"{REPORTS}?show=not-real").text

    @pytest.mark.parametrize("query", ["show=x", "page=9999", "reference=BCP-1", "show=dealt-with&page=-1"])
    def test_any_address_is_answered(self, officer, query):
        officer.get(f"{REPORTS}?{query}")

    def test_a_number_that_was_read_out_leads_to_it(self, officer, listed):
        listed()
        row = reported()
        assert officer.response(f"{REPORTS}?reference={row.reference.lower()}").location == f"{REPORTS}/{row.id}"

    def test_one_shows_the_words_escaped_and_who_read_them_is_written_down(self, officer, listed):
        listed()
        row = reported(problem=Problem.FRIGHTENED_ME)
        page = officer.get(f"{REPORTS}/{row.id}")
        assert "The &lt;b&gt;door&lt;/b&gt; was locked" in page.text
        assert "Tell the place nothing of this report" in page.text
        assert any(link.endswith("/hide?because=safety") for link in page.links)
        assert "venue_report.read" in acts(row)

    def test_without_a_key_the_page_says_so(self, officer, listed, monkeypatch):
        listed()
        row = reported()
        monkeypatch.setattr("webapp.venues.desk.reports.content_key", PrivateKey.new)
        text = officer.get(f"{REPORTS}/{row.id}").text
        assert "This is sealed" in text
        assert "door" not in text
        assert "venue_report.read" not in acts(row)

    def test_it_leads_to_its_place_in_the_queue(self, officer, listed):
        listed()
        row = reported()
        place = next(link for link in officer.get(f"{REPORTS}/{row.id}").links if link.startswith("/desk/queue/"))
        assert f"{REPORTS}/{row.id}" in officer.get(place).links

    def test_the_place_can_be_hidden_from_here(self, officer, listed):
        venue_id = listed()
        row = reported(problem=Problem.FRIGHTENED_ME)
        link = next(each for each in officer.get(f"{REPORTS}/{row.id}").links if "/hide?" in each)
        sent = filled(officer.get(link))
        assert sent["because"] == ["safety"]
        press(officer, link, sent)
        assert "Hidden" in officer.get(f"{REPORTS}/{row.id}").text
        assert f"{LIST}/{venue_id}/hide" not in officer.get(f"{REPORTS}/{row.id}").text

    def test_it_is_closed_with_a_word_on_how(self, officer, listed):
        listed()
        row = reported()
        assert send(officer, f"{REPORTS}/{row.id}/close", {}).status_code == 422
        send(officer, f"{REPORTS}/{row.id}/close", {"state": "dealt-with"})
        page = officer.get(f"{REPORTS}/{row.id}")
        assert "Kept until" in page.text
        assert f"{REPORTS}/{row.id}/close" not in page.links

    def test_the_second_officer_is_told_that_a_colleague_was_faster(self, officer, listed):
        listed()
        row = reported()
        path = f"{REPORTS}/{row.id}/close"
        slow = filled(officer.get(path), {"state": "not-real"})
        send(officer, path, {"state": "dealt-with"})
        press(officer, path, slow)
        assert "A colleague was faster" in officer.get(f"{REPORTS}/{row.id}").text
        db.session.remove()
        assert report_queries.get_report(row.id).state is ReportState.DEALT_WITH

    @pytest.mark.parametrize("role", ["approver", "moderator", "auditor", "administrator", "publisher"])
    def test_others_are_refused(self, officer_client, listed, role):
        listed()
        row = reported(today=london_today())
        assert officer_client(role=role).response(f"{REPORTS}/{row.id}").status_code == 403
