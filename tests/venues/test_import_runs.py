"""A list on its way through the desk: brought, read by the worker, decided on, applied or dropped, swept."""

import datetime as dt
import io
import secrets

import pytest
from sqlalchemy import func, select

from tests.client import Page
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - for all tests here
from tests.desk.sending import send
from tests.filling import OWN, fill
from tests.venues.lists import DESK, ROW, csv_of, source_of
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.venues.importing import carrying, run_queries, runs
from webapp.venues.importing.planning import Act, Choice
from webapp.venues.importing.source import MOST_BYTES
from webapp.venues.models import Membership, Venue, VenueImport
from webapp.venues.rules import ImportState

NEW = "/desk/venues/imports/new"
SECOND = Actor.command("somebody else")


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


@pytest.fixture
def colleague(officer_client):
    """Who brought a list does not apply it."""
    return officer_client(role="venue-officer")


@pytest.fixture
def bring(officer, jobs):
    """Upload a list as an officer does; returns the address of its page. Nothing has read it yet."""

    def run(content: str | bytes, name: str = "venues.csv", scheme: str = "as-listed") -> str:
        answer = send_file(officer, officer.get(NEW), content, name=name, scheme=scheme)
        assert answer.status_code == 303
        return answer.headers["Location"].removeprefix("http://localhost")

    return run


def send_file(officer, page: Page, content: str | bytes, *, name: str = "venues.csv", scheme: str = "as-listed"):
    data = content.encode() if isinstance(content, str) else content
    return send(officer, page, NEW, {"scheme": scheme, "file": (io.BytesIO(data), name)}, here=NEW)


def count(app, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def press(officer, path: str, act: str, page: Page | None = None) -> None:
    assert send(officer, page or officer.get(path), f"{path}/{act}").status_code == 303


def test_a_list_is_read_shown_and_applied(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW, ROW | {"name": ""}))
    assert "being read" in officer.get(path).text
    assert jobs.run_all() == 1
    shown = officer.get(path)
    assert "Nothing of it is kept yet" in shown.text
    assert "Corner Café" in shown.text
    assert count(app, Venue) == 0
    press(colleague, path, "apply")
    assert "put into the directory" in officer.get(path).text
    jobs.run_all()
    assert "was applied" in officer.get(path).text
    assert count(app, Venue) == 1
    with app.app_context():
        row = db.session.scalar(select(VenueImport))
        assert (row.state, row.content, row.sealed_key) == (ImportState.APPLIED, None, None)


def test_what_changes_is_shown_before_and_after(officer, bring, jobs, enter):
    venue_id = enter(name="Corner Café", latitude=50.7150, longitude=-1.9830, note="Old words")
    path = bring(csv_of(ROW | {"id": str(venue_id), "note": "New words", "has_seat": "no", "uprn": "7"}))
    jobs.run_all()
    shown = " ".join(officer.get(path).words("td"))
    assert "note: Old words becomes New words" in shown
    assert "has_seat: yes becomes no" in shown
    assert "uprn" in shown


def test_rows_apply_for_the_scheme_that_the_officer_chose(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW), scheme="unity-promise")
    jobs.run_all()
    press(colleague, path, "apply")
    jobs.run_all()
    with app.app_context():
        assert db.session.execute(select(Membership.scheme, Membership.state)).all() == [("unity-promise", "applied")]


def test_refused_rows_are_a_page_and_a_file(officer, bring, jobs):
    path = bring(csv_of(*(ROW | {"name": "=1+1", "latitude": "x", "id": number} for number in range(120))))
    jobs.run_all()
    shown = officer.get(f"{path}/errors?page=2")
    assert "latitude: “x” cannot be read." in shown.text
    assert "aria-current" in shown.text
    file = officer.raw.get(f"{path}/errors.csv").get_data(as_text=True)
    assert len(file.splitlines()) == 121
    assert "\n2,'=1+1,latitude," in file


def test_a_file_that_is_no_list_is_told_at_once(officer):
    answer = send_file(officer, officer.get(NEW), b"PK\x03\x04zip")
    assert (answer.status_code, "CSV UTF-8" in answer.get_data(as_text=True)) == (422, True)


def test_a_file_that_breaks_while_it_is_read_is_told_and_forgotten(app, officer, bring, jobs):
    path = bring('name,postcode\n"no end')
    jobs.run_all()
    assert "quotation mark" in officer.get(path).text
    with app.app_context():
        assert db.session.scalar(select(VenueImport.content)) is None


def test_an_upload_may_be_larger_than_other_forms_and_has_a_bound(app, bring, monkeypatch):
    rows = csv_of(*(ROW | {"name": f"Place {n}", "id": n, "note": "x" * 1500} for n in range(200)))
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100_000)
    assert 100_000 < len(rows) < MOST_BYTES
    assert bring(rows)


def test_likely_doubles_are_decided_on(app, officer, colleague, bring, jobs, enter):
    venue_id = enter(name="Corner Café and Bakery", latitude=50.7160, longitude=-1.9830)
    path = bring(csv_of(ROW | {"note": "New"}))
    jobs.run_all()
    assert "1 row may be a place that is here" in officer.get(path).text
    page = officer.get(f"{path}/doubles")
    assert "111 metres away" in page.text
    assert send(officer, page, f"{path}/doubles", {"row-2": "same"}, here=f"{path}/doubles").status_code == 303
    jobs.run_all()
    press(colleague, path, "apply")
    jobs.run_all()
    with app.app_context():
        assert db.session.scalar(select(Venue.name).where(Venue.id == venue_id)) == "Corner Café"
        assert count(app, Venue) == 1


def test_a_list_can_be_dropped(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW))
    jobs.run_all()
    late = colleague.get(path)
    press(officer, path, "drop")
    assert "was dropped" in officer.get(path).text
    assert count(app, Venue) == 0
    press(colleague, path, "apply", late)
    assert "Somebody was here before you" in colleague.get(path).text
    assert jobs.run_all() == 0


def test_the_same_form_twice_is_one_list(app, officer, jobs):
    page = officer.get(NEW)
    for _ in range(2):
        assert send_file(officer, page, csv_of(ROW)).status_code == 303
    assert count(app, VenueImport) == 1


def test_applying_twice_keeps_one(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW))
    jobs.run_all()
    page = colleague.get(path)
    press(colleague, path, "apply", page)
    press(colleague, path, "apply", page)
    jobs.run_all()
    assert count(app, Venue) == 1


def test_the_file_is_sealed_while_it_waits(app, bring):
    bring(csv_of(ROW | {"contact_name": "Ann Persona"}))
    with app.app_context():
        row = db.session.scalar(select(VenueImport))
        assert row.content
        assert b"Persona" not in row.content
        assert "Persona" not in repr((row.report, row.options, row.file_name))


def test_every_act_is_in_the_audit(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW))
    jobs.run_all()
    press(colleague, path, "apply")
    jobs.run_all()
    with app.app_context():
        wanted = select(AuditEntry.act, AuditEntry.actor).where(AuditEntry.act.startswith("venue"))
        rows = db.session.execute(wanted.order_by(AuditEntry.seq)).all()
    assert [act for act, _ in rows] == [
        "venue_import.brought",
        "venue_import.asked",
        "venue.imported",
        "venue_import.applied",
    ]
    who = [str(Actor.officer(each.officer.id)) for each in (officer, colleague)]
    assert [actor for _, actor in rows] == [who[0], *[who[1]] * 3]


def test_who_brought_a_list_does_not_apply_it(app, officer, colleague, bring, jobs):
    path = bring(csv_of(ROW))
    jobs.run_all()
    page = officer.get(path)
    assert f"{path}/apply" not in page.text
    assert "A second person reads it and applies it." in page.text
    # Nor past the button that is not there.
    sent = fill(page, form=1)
    assert officer.response(f"{path}/apply", method="POST", data=sent, headers=OWN).status_code == 303
    assert "You brought this list." in officer.get(path).text
    jobs.run_all()
    assert count(app, Venue) == 0
    press(colleague, path, "apply")
    jobs.run_all()
    assert count(app, Venue) == 1


@pytest.fixture
def brought(app_context):
    """A list that was brought; the job that would read it is not run."""

    def run(at: dt.datetime | None = None):
        key = secrets.token_hex()
        return runs.bring(source_of(csv_of(ROW)), name="a.csv", scheme=None, key=key, by=DESK, at=at or utc_now())

    return run


def state_of(run_id) -> str:
    return run_queries.get_import(run_id).state


def test_a_list_that_nobody_began_is_queued_again(brought, jobs):
    run_id = brought(utc_now() - dt.timedelta(minutes=5))
    jobs.jobs.queue.storage.flush_all()
    assert carrying.sweep(now=utc_now()) == 1
    jobs.run_all()
    assert state_of(run_id) == ImportState.CHECKED


def test_what_was_lost_with_a_worker_is_told_or_given_back(brought):
    lost = brought()
    later = utc_now() + carrying.LOST_AFTER + dt.timedelta(minutes=1)
    assert carrying._begin(lost, ImportState.CHECKING) is not None
    carrying.sweep(now=later)
    assert state_of(lost) == ImportState.FAILED
    half = brought()
    carrying.check(half)
    runs.ask_to_apply(half, by=SECOND, at=utc_now())
    assert carrying._begin(half, ImportState.APPLYING) is not None
    carrying.sweep(now=later)
    assert state_of(half) == ImportState.CHECKED


def test_files_are_forgotten_after_a_week_and_rows_after_a_year(brought):
    run_id = brought(utc_now() - dt.timedelta(days=8))
    carrying.check(run_id)
    carrying.sweep(now=utc_now())
    assert state_of(run_id) == ImportState.DISCARDED
    carrying.sweep(now=utc_now() + dt.timedelta(days=400))
    assert db.session.scalar(select(func.count()).select_from(VenueImport)) == 0


def test_a_fault_of_ours_leaves_the_list_to_be_tried_again(brought, monkeypatch):
    run_id = brought()
    carrying.check(run_id)
    runs.ask_to_apply(run_id, by=SECOND, at=utc_now())

    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(carrying, "keep_prepared", fail)
    with pytest.raises(RuntimeError):
        carrying.apply(run_id)
    assert state_of(run_id) == ImportState.CHECKED
    monkeypatch.undo()
    runs.ask_to_apply(run_id, by=SECOND, at=utc_now())
    carrying.apply(run_id)
    assert run_queries.get_import(run_id).report.counts == {Act.ADD: 1}


def test_a_place_that_was_saved_meanwhile_has_the_list_read_again(brought, jobs, monkeypatch):
    from webapp.venues.importing.applying import ChangedMeanwhileError

    def meanwhile(*_given: object, **_named: object) -> None:
        raise ChangedMeanwhileError

    run_id = brought()
    carrying.check(run_id)
    runs.ask_to_apply(run_id, by=SECOND, at=utc_now())
    monkeypatch.setattr(carrying, "keep_prepared", meanwhile)
    carrying.apply(run_id)
    assert state_of(run_id) == ImportState.CHECKING
    carrying.check(run_id)
    found = run_queries.get_import(run_id)
    assert (found.state, found.report.read_again) == (ImportState.CHECKED, True)


def test_choices_are_kept_with_the_list(brought):
    run_id = brought()
    carrying.check(run_id)
    runs.choose(run_id, {2: Choice.NEW}, otherwise=Choice.SAME, by=DESK, at=utc_now())
    carrying.check(run_id)
    options = run_queries.get_import(run_id).options
    assert (dict(options.choices), options.otherwise) == ({2: Choice.NEW}, Choice.SAME)
    with pytest.raises(runs.NotNowError):
        runs.drop(brought(), by=DESK, at=utc_now())


def test_progress_is_told_while_a_list_is_read(brought, monkeypatch):
    run_id = brought()
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(carrying, "_tell", lambda _run_id, done, total: told.append((done, total)))
    carrying.check(run_id)
    assert told == [(1, 1)]


@pytest.mark.parametrize("role", ["publisher", "moderator", "auditor"])
def test_lists_are_for_venue_officers(officer_client, role):
    officer_client(role=role).get("/desk/venues/imports", status=403)


def test_the_empty_list_can_be_taken_along(officer):
    answer = officer.raw.get("/desk/venues/imports/template.csv")
    assert answer.get_data(as_text=True).startswith("\ufeffid,name,kind,address")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_lists_stand_together(officer, bring, jobs):
    bring(csv_of(ROW), name="first.csv")
    shown = officer.get("/desk/venues/imports")
    assert "first.csv" in shown.text
    assert officer.officer.name in shown.text
