"""One membership at the desk: its checklist, visits, commitments, notes, what it was told, and how it moves."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from tests.joining.conftest import MANAGER, PREMISES, SAFE_PLACE, SECOND, membership, screen, train
from tests.joining.desk.conftest import JOINING, acts
from tests.venues.conftest import ANN
from tests.venues.sending import filled, press, send
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import BookingState, Finding, ScreeningItem
from webapp.joining.desk_forms.proving import name_of
from webapp.joining.services import commitments, opening, reminding, taking_in, trainings
from webapp.kit.transaction import transaction
from webapp.notices.delivery import deliver_due
from webapp.notices.models import OutboxMessage
from webapp.notices.rules import NoticeState
from webapp.notices.senders.smtp import SmtpSender
from webapp.sealing.boxes import KeyMissingError
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.rules import MembershipState
from webapp.work.models import WorkNote

ALL_YES = {name_of(item): "yes" for item in ScreeningItem}


def page_of(premises, scheme: str = "safe-place") -> str:
    return f"{JOINING}/memberships/{membership(premises, scheme).id}"


@transaction
def come_back() -> None:
    """Nothing that was sent could be delivered."""
    db.session.execute(update(OutboxMessage).values(state=NoticeState.DEAD))


class TestChecklist:
    def test_the_first_answer_begins_it_and_what_is_open_stays_open(self, officer, taken):
        premises = taken()
        page = page_of(premises)
        assert all("optional" not in words for words in officer.get(page).words("legend"))
        form = filled(officer.get(page), {name_of(ScreeningItem.IS_REAL): "yes"}, action="/screening")
        press(officer, f"{page}/screening", form)
        assert membership(premises).state is MembershipState.SCREENING
        assert queries.screening_of(membership(premises).id) == {ScreeningItem.IS_REAL: Finding.YES}
        form = filled(officer.get(page), ALL_YES | {name_of(ScreeningItem.SUITABLE): "no"}, action="/screening")
        press(officer, f"{page}/screening", form)
        assert "still stands in the way" in officer.get(page).text
        assert len(queries.screening_of(membership(premises).id)) == len(ScreeningItem)

    def test_what_was_booked_before_it_counts_from_then_on(self, officer, taken, session, now):
        premises, training = taken(), session(begins_at=now + dt.timedelta(days=30))
        trainings.book(training, premises, people=1, by=ANN, at=now)
        page = page_of(premises)
        assert membership(premises).state is MembershipState.APPLIED
        press(officer, f"{page}/screening", filled(officer.get(page), ALL_YES, action="/screening"))
        assert membership(premises).state is MembershipState.TRAINING_BOOKED

    def test_afterwards_it_is_only_read(self, officer, taken, session, now):
        premises = taken()
        screen(premises, "safe-place", now)
        train(premises, session(), now)
        assert all("/screening" not in (f.get("action") or "") for f in officer.get(page_of(premises)).all("form"))


class TestListing:
    def test_no_button_lists_what_its_facts_do_not_allow(self, officer, approver, taken, session, now):
        premises = taken()
        screen(premises, "unity-promise", now)
        train(premises, session(), now)
        page = page_of(premises, "unity-promise")
        shown = officer.get(page)
        assert f"{page}/list" not in shown.text
        for state in ("active", "audited", "trained", "training-booked"):
            officer.get(f"{page}/move/{state}", status=404)
        # Whoever sends what the button would send is refused.
        token = filled(shown, action="/note")["csrf_token"]
        press(officer, f"{page}/list", {"csrf_token": token})
        assert services.list_waiting(membership(premises).venue_id) == []

    def test_an_end_takes_a_reason_and_the_place_is_gone_at_once(self, officer, client, on_the_list):
        premises = on_the_list()
        slug = queries.venues_of([premises])[premises].slug
        page = f"{page_of(premises)}/move/withdrawn"
        assert send(officer, page, {}, status=422).status_code == 422
        assert client.raw.get("/venues.csv").get_data(as_text=True).count(slug) > 0
        send(officer, page, {"reason": "It closed."})
        assert client.raw.get(f"/venues/{slug}").status_code == 410
        assert slug not in client.raw.get("/venues.csv").get_data(as_text=True)


class TestVisits:
    def test_a_test_visit_that_is_not_passed_takes_the_place_off_the_site(self, officer, on_the_list, now):
        premises = on_the_list()
        page, venue = page_of(premises), membership(premises).venue_id
        send(officer, f"{page}/visit", {"result": "not-passed", "findings": "Nobody knew what to do."})
        assert venues.get_by_id(venue).hidden_at is not None
        shown = officer.get(page)
        assert "Nobody knew what to do." not in shown.text
        assert "the badge is grey" in shown.text
        assert "join_visit.read" not in acts(venue)
        assert "Nobody knew what to do." in officer.get(f"{page}/findings").text
        assert "join_visit.read" in acts(venue)

    def test_what_was_typed_comes_back(self, officer, taken):
        page = page_of(taken(), "unity-promise")
        answer = send(officer, f"{page}/visit", {"findings": "A good door."}, status=422)
        assert "A good door." in answer.get_data(as_text=True)

    def test_a_scheme_without_an_audit_offers_none(self, officer, taken):
        premises = taken()
        assert 'value="audit"' not in officer.get(f"{page_of(premises)}/visit").text
        assert 'value="audit"' in officer.get(f"{page_of(premises, 'unity-promise')}/visit").text


class TestBooking:
    def test_one_more_than_fit_is_refused_and_what_was_typed_comes_back(self, officer, taken, session, now):
        premises, training = taken(), session(capacity=1, begins_at=now.replace(year=now.year + 20))
        page = f"{page_of(premises)}/training"
        asked = {"training": training.hex, "people": "2", "names": "Ada\nBen"}
        answer = send(officer, page, asked, status=422)
        assert "There are not enough places left" in answer.get_data(as_text=True)
        assert "Ada\nBen" in answer.get_data(as_text=True)
        send(officer, page, asked | {"people": "1"})
        [booking] = queries.list_bookings_of(premises)
        assert (booking.state, booking.people) == (BookingState.BOOKED, 1)

    def test_a_place_without_people_is_told_what_comes_first(self, officer, listed):
        kept = venues.get_by_id(listed()).memberships[0]
        assert "Give somebody the way in first" in officer.get(f"{JOINING}/memberships/{kept.id}/training").text


class TestWords:
    def test_an_officer_notes_that_they_have_seen_the_evidence(self, officer, taken):
        premises = taken()
        page = page_of(premises, "unity-promise")
        shown = officer.get(page)
        assert "Since spring." in shown.text
        press(officer, f"{page}/commitments/champion/seen", filled(shown, action="/commitments/champion/seen"))
        row = commitments.rows_of(membership(premises, "unity-promise").id)["champion"]
        assert row.seen_on is not None

    def test_evidence_that_may_mislead_is_marked_beside_the_button_that_publishes_it(self, officer, taken):
        said = replace(PREMISES.commitments[0], evidence="abc\u202edef")
        shown = officer.get(page_of(taken(replace(PREMISES, commitments=(said,))), "unity-promise"))
        assert "Signs that turn the words round" in shown.text
        assert "abc[U+202E]def" in shown.text

    def test_notes_are_sealed_and_come_back_when_empty(self, officer, taken):
        page = page_of(taken())
        press(officer, f"{page}/note", filled(officer.get(page), {"words": "They open late."}, action="/note"))
        assert "They open late." in officer.get(page).text
        assert b"They open late." not in db.session.scalar(select(WorkNote.words))
        answer = press(officer, f"{page}/note", filled(officer.get(page), {"words": " "}, action="/note"), status=422)
        assert "Write the note" in answer.get_data(as_text=True)

    def test_what_they_were_told_stands_there_and_what_did_not_arrive(self, officer, taken, now, today):
        premises = taken(SAFE_PLACE)
        screen(premises, "safe-place", now)
        reminding.tell_news(today=today)
        page = page_of(premises)
        assert "Did not arrive" not in officer.get(page).text
        assert "Nobody of this place is confirmed" not in officer.get(page).text
        for row in taking_in.contact_rows(premises):
            taking_in.end_contact(row.id, by=ANN, at=now)
        assert "Nobody of this place is confirmed" in officer.get(page).text
        come_back()
        assert "It is being looked at" in officer.get(page).text
        assert "Did not arrive" in officer.get(page).text

    def test_an_address_that_refuses_our_mail_is_seen_by_the_officer_until_mail_arrives_again(
        self, officer, taken, now, today, mail_server
    ):
        premises = taken(SAFE_PLACE)
        page, venue = page_of(premises), queries.get_premises(premises).venue_id
        people, warning = f"{JOINING}/venues/{venue}/people", "Our emails do not arrive"
        mail_server.answers[SECOND.email] = "550 5.1.1 No such mailbox"
        deliver_due(SmtpSender(mail_server.url))
        assert mail_server.recipients() == {MANAGER.email: 1}
        assert "The last email to 1 person of this place came back." in officer.get(page).text
        shown = officer.get(people).words("section")
        assert [warning in each for each in shown] == [SECOND.name in each for each in shown]
        assert sum(warning in each for each in shown) == 1
        del mail_server.answers[SECOND.email]
        screen(premises, "safe-place", now)
        reminding.tell_news(today=today + dt.timedelta(days=1))
        deliver_due(SmtpSender(mail_server.url))
        assert mail_server.recipients() == {MANAGER.email: 2, SECOND.email: 1}
        assert warning not in officer.get(page).text + officer.get(people).text


def test_whoever_has_no_key_is_told_so_and_led_back(officer, apply, monkeypatch):
    premises = queries.list_premises(apply(PREMISES))[0].id

    def sealed(*_args, **_options):
        raise KeyMissingError

    monkeypatch.setattr(opening, "read_place", sealed)
    answer = officer.response(f"{JOINING}/places/{premises}")
    assert (answer.status_code, answer.location) == (303, JOINING)
    assert "your key does not open it" in officer.get(JOINING).text


@pytest.mark.parametrize("page", ["", "/trainings", "/renewals", "/letters", "/figures"])
def test_an_empty_desk_says_so(officer, page):
    assert officer.get(f"{JOINING}{page}").h1
