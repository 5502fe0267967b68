"""Training sessions at the desk: offered, changed, cancelled, who came, a calendar file and certificates."""

import datetime as dt

import icalendar
import pypdfium2
import pytest

from tests.client import Page
from tests.joining.conftest import PREMISES, SAFE_PLACE, membership, screen, train
from tests.joining.desk.conftest import JOINING, acts
from tests.venues.conftest import ANN
from tests.venues.sending import filled, press, send
from webapp.joining import queries
from webapp.joining.codes import BookingState, TrainingState
from webapp.joining.services import trainings
from webapp.kit.clock import utc_now
from webapp.venues.rules import MembershipState

SESSION = {
    "schemes": ["safe-place"],
    "day-day": "5",
    "day-month": "6",
    "day-year": "2036",
    "begins": "10am",
    "ends": "12.30pm",
    "place": "Made-up Hall, by the pond",
    "trainer": "Tess Madeup",
    "capacity": "12",
}


def path(training_id, rest: str = "") -> str:
    return f"{JOINING}/trainings/{training_id}{rest}"


class TestOffering:
    def test_a_session_in_summer_begins_when_the_clock_in_london_says_so(self, officer, app_context):
        address = send(officer, f"{JOINING}/trainings/new", SESSION).location
        [found] = queries.list_trainings()
        assert address == path(found.id)
        assert found.begins_at == dt.datetime(2036, 6, 5, 9, tzinfo=dt.UTC)
        assert (found.ends_at - found.begins_at, found.capacity) == (dt.timedelta(hours=2, minutes=30), 12)
        assert "Made-up Hall, by the pond" in officer.get(f"{JOINING}/trainings").text

    def test_an_end_before_the_beginning_comes_back_with_what_was_typed(self, officer, app_context):
        answer = send(officer, f"{JOINING}/trainings/new", SESSION | {"ends": "9am"}, status=422)
        assert "Enter a time after the beginning" in answer.get_data(as_text=True)
        assert "Made-up Hall, by the pond" in answer.get_data(as_text=True)
        assert queries.list_trainings() == []

    def test_of_two_who_change_it_the_second_is_told_and_loses_nothing(self, officer, session):
        training = session(begins_at=dt.datetime(2036, 6, 5, 9, tzinfo=dt.UTC))
        form = filled(officer.get(path(training, "/change")))
        press(officer, path(training, "/change"), form | {"trainer": "First"})
        answer = press(officer, path(training, "/change"), form | {"trainer": "Second"}, status=422)
        assert "Somebody changed this in the meantime" in answer.get_data(as_text=True)
        assert queries.get_training(training).trainer == "First"
        again = filled(Page(answer))
        assert again["trainer"] == ["Second"]
        press(officer, path(training, "/change"), again)
        assert queries.get_training(training).trainer == "Second"

    def test_whoever_is_booked_is_looked_at_again_when_it_is_cancelled(self, officer, taken, session, now):
        premises, training = taken(SAFE_PLACE), session(begins_at=utc_now() + dt.timedelta(days=2))
        screen(premises, "safe-place", now)
        trainings.book(training, premises, people=2, by=ANN, at=now)
        send(officer, path(training, "/cancel"), {})
        assert queries.get_training(training).state is TrainingState.CANCELLED
        assert membership(premises).state is MembershipState.SCREENING
        officer.get(path(training, "/session.ics"), status=404)


class TestWhoCame:
    def test_not_before_it_began_and_what_was_typed_stays(self, officer, taken, session, now):
        premises, training = taken(SAFE_PLACE), session(begins_at=utc_now() + dt.timedelta(days=2))
        booking = trainings.book(training, premises, people=2, by=ANN, at=now)
        page = officer.get(path(training, "/attendance"))
        name = f"came_{booking.hex}"
        answer = press(officer, path(training, "/attendance"), filled(page, {name: "2"}), status=422)
        assert "This day is still to come" in answer.get_data(as_text=True)
        assert filled(Page(answer))[name] == ["2"]
        assert queries.get_training(training).state is TrainingState.OPEN

    def test_each_booking_is_asked_about(self, officer, taken, session, now):
        premises, training = taken(SAFE_PLACE), session(begins_at=now + dt.timedelta(hours=1))
        booking = trainings.book(training, premises, people=2, by=ANN, at=now)
        answer = send(officer, path(training, "/attendance"), {}, status=422)
        assert "Enter a number, 0 if nobody came" in answer.get_data(as_text=True)
        send(officer, path(training, "/attendance"), {f"came_{booking.hex}": "0"})
        assert [each.state for each in queries.list_bookings(training)] == [BookingState.ABSENT]

    def test_a_booking_is_given_back(self, officer, taken, session, now):
        premises, training = taken(SAFE_PLACE), session(begins_at=utc_now() + dt.timedelta(days=2))
        booking = trainings.book(training, premises, people=2, by=ANN, at=now)
        form = filled(officer.get(path(training)), action="/bookings/")
        press(officer, path(training, f"/bookings/{booking}/cancel"), form)
        assert queries.get_training(training).places_taken == 0
        other = session()
        press(officer, path(other, f"/bookings/{booking}/cancel"), form, status=404)


def test_the_calendar_file_says_when_and_where_and_names_nobody(officer, taken, session, now):
    premises = taken(SAFE_PLACE)
    training = session(begins_at=dt.datetime(2036, 6, 5, 9, tzinfo=dt.UTC))
    trainings.book(training, premises, people=1, names=("Ada Example",), by=ANN, at=now)
    answer = officer.response(path(training, "/session.ics"))
    assert answer.content_type.startswith("text/calendar")
    content = answer.get_data()
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert event["DTSTART"].dt == dt.datetime(2036, 6, 5, 9, tzinfo=dt.UTC)
    assert str(event["LOCATION"]) == "Made-up Hall"
    assert b"Ada" not in content


def test_a_name_that_may_mislead_is_marked_and_stands_bare_on_paper(officer, taken, session, now):
    premises, training = taken(SAFE_PLACE), session(begins_at=now + dt.timedelta(hours=1))
    booking = trainings.book(training, premises, people=1, names=("Ann\u202e Example",), by=ANN, at=now)
    seen = queries.get_training(training).version
    held = {"seen": seen, "by": ANN, "at": now + dt.timedelta(hours=2)}
    trainings.write_attendance(training, {booking: 1}, **held)
    page = officer.get(path(training, "/certificates"))
    assert "Signs that turn the words round" in page.text
    assert "Ann[U+202E] Example" in page.text
    drawn = []

    def takes(html: str, **_more: object) -> bytes:
        drawn.append(html)
        return b"%PDF"

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("webapp.joining.desk.certificates.pdf_of", takes)
        press(officer, path(training, "/certificates"), filled(page, {"who": ["0"]}), status=200)
    assert "Ann Example" in drawn[0]


def test_certificates_are_made_for_the_names_that_an_officer_chose(officer, taken, session, now):
    premises, training = taken(PREMISES), session(begins_at=now + dt.timedelta(hours=1))
    officer.get(path(training, "/certificates"), status=404)
    train(premises, training, now)
    before = acts(premises).count("join_booking.read")
    page = officer.get(path(training, "/certificates"))
    assert acts(premises).count("join_booking.read") == before + 1
    assert send(officer, path(training, "/certificates"), {}, status=422).status_code == 422
    chosen = filled(page, {"who": ["1"], "more": "Zoë Łatecomer <b>"})
    answer = press(officer, path(training, "/certificates"), chosen, status=200)
    assert answer.content_type == "application/pdf"
    pdf = pypdfium2.PdfDocument(answer.get_data())
    words = [sheet.get_textpage().get_text_bounded() for sheet in pdf]
    assert len(words) == len(["B", "Zoë"])
    assert "Certificate of attendance" in words[0]
    assert "Made-up Hall" in words[0]
    assert "Zoë Łatecomer <b>" in words[1]
