"""The way in by a one-time link, and what a place's own people see and send: nothing sealed, nothing lost."""

import dataclasses
import datetime as dt
from functools import partial

import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.joining.conftest import ANN, DAY, MANAGER, SAFE_PLACE, SECOND, membership
from tests.joining.mine_pages import HOME, MAIL, at_place, send, sent_page, token_for, visited
from tests.outbox import written
from webapp.joining import queries
from webapp.joining.codes import BookingState, RequestKind
from webapp.joining.mine import places as place_pages
from webapp.joining.mine.questions import ASKED
from webapp.joining.mine.wording import NEXT, STAGES
from webapp.joining.rules import LINK_LIFE, VISIT_LIFE
from webapp.joining.services import links, proposals, requests, taking_in, trainings
from webapp.kit.collisions import EditCollisionError
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.life_cycle import Stage
from webapp.venues.rules import HiddenBecause

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("app_context")]
CHAMPION = {"help_asked": "3", "details_right": "yes", "has_champion": "yes", "staff_told": "yes"}
SUCCESSOR = {"name": "Nia Nextdoor", "email": "nia@example.org", "role": "manager"}
ALL_RIGHT = dict(zip(("one", "two", "three", "four", "five"), (each.right for each in ASKED), strict=True))


@pytest.fixture(autouse=True)
def clock(now):
    """Three days after the day on which the tests' applications came in: the listed ones are listed."""
    with time_machine.travel(now + 3 * DAY, tick=False) as travelling:
        yield travelling


@pytest.fixture
def place(on_the_list, client):
    """A listed place, and a browser that has its visit."""
    premises_id = on_the_list()
    visited(client)
    return premises_id


class TestTheLink:
    def test_a_known_and_an_unknown_address_are_answered_alike(self, client, taken):
        taken()
        answers = []
        for mail in (MAIL, "nobody@example.org"):
            answer = send(client, HOME, {"email": mail})
            answers.append((answer.status_code, answer.headers["Location"], answer.get_data()))
        assert answers[0] == answers[1]
        page = client.get(answers[0][1])
        assert "15" in page.text
        assert MAIL not in page.text

    def test_who_asks_gets_the_link_by_mail_and_nobody_else_does(self, client, taken, jobs, now):
        taken()
        for mail in ("nobody@example.org", MAIL):
            send(client, HOME, {"email": mail})
        links.send_waiting(now=now + 3 * DAY)
        assert [each.to for each in written("join_link")] == [MAIL]

    def test_looking_at_the_page_of_a_link_uses_nothing_and_sets_no_cookie(self, client, taken):
        taken()
        address = f"{HOME}/{token_for()}"
        for method in ("GET", "HEAD", "GET"):
            answer = client.response(address, method=method)
            assert answer.status_code == 200
            assert "join=" not in answer.headers.get("Set-Cookie", "")
        answer = send(client, address)
        assert answer.status_code == 303
        cookie = next(each for each in answer.headers.getlist("Set-Cookie") if "join=" in each)
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert client.get(HOME).h1 == "Your places"

    def test_used_expired_replaced_and_made_up_links_are_answered_alike(self, app, taken, clock):
        taken()
        used, replaced = token_for(), None
        send(PageClient(app), f"{HOME}/{used}")
        replaced = token_for()
        token_for()
        expired = token_for()
        clock.shift(LINK_LIFE + dt.timedelta(seconds=1))
        seen = set()
        for token in (used, replaced, expired, "made-up"):
            page = sent_page(PageClient(app), f"{HOME}/{token}")
            assert page.status == 422
            assert "This link opens nothing" in page.text
            seen.add(" ".join(page.words("main")).replace(token, ""))
        assert len(seen) == 1

    def test_the_visit_ends_by_itself_and_by_a_button(self, app, taken, clock):
        taken()
        first, second = PageClient(app), PageClient(app)
        visited(first)
        clock.shift(VISIT_LIFE + dt.timedelta(seconds=1))
        assert first.get(HOME).h1 == "Look after your place"
        visited(second)
        secret = second.raw.get_cookie("__Host-join") or second.raw.get_cookie("join")
        data = fill(second.get(HOME))
        answer = second.response(f"{HOME}/end", method="POST", data=data, headers=OWN)
        assert answer.headers["Location"] == HOME
        second.raw.set_cookie(secret.key, secret.value, secure=True)
        assert second.get(HOME).h1 == "Look after your place", "the secret opens nothing any more"


class TestWhatIsShown:
    def test_a_place_shows_its_state_and_dates_and_nothing_that_is_sealed(self, client, place):
        pages = [client.get(HOME), *(client.get(at_place(place, act)) for act in ("", "training", "hand-over"))]
        assert "On the list" in pages[1].text
        assert "Renew by" in pages[1].text
        for page in pages:
            for sealed in (MANAGER.name, MANAGER.email, MANAGER.telephone, SECOND.email, "Since spring"):
                assert sealed not in page.text

    def test_somebody_elses_place_and_none_are_answered_alike(self, client, taken, place):
        strange = "3f0f9d3e-0f6c-4a53-9d55-9f0ee8d8a111"
        other = replace_contact("other@example.org")
        theirs = taken(other)
        for premises_id in (theirs, strange):
            for act in ("", "change", "training", "renew", "refresh", "hand-over", "leave", "poster.pdf"):
                client.get(at_place(premises_id, act), status=404)

    def test_without_a_visit_each_page_leads_to_the_box_for_an_address(self, client, taken):
        premises_id = taken()
        for act in ("", "change", "training", "renew", "refresh", "hand-over", "leave", "poster.pdf", "staff-card.pdf"):
            answer = client.response(at_place(premises_id, act))
            assert (answer.status_code, answer.headers["Location"]) == (303, HOME)

    def test_who_was_not_talked_to_yet_can_look_and_nothing_else(self, client, taken, session):
        premises_id = taken(confirm=False)
        session(begins_at=dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC))
        links.index_contacts()
        visited(client)
        page = client.get(at_place(premises_id))
        assert "We have to talk to you" in page.text
        for act in ("change", "training", "renew", "refresh", "hand-over", "leave"):
            assert f"/{act}" not in " ".join(page.links)
            client.get(at_place(premises_id, act), status=404)

    def test_a_place_that_an_officer_hid_is_not_said_to_be_on_the_list(self, client, place, now):
        venue_id = queries.get_premises(place).venue_id
        services.hide(venue_id, because=HiddenBecause.SAFETY, by=ANN, at=now + 3 * DAY)
        page = client.get(at_place(place))
        assert "Off the list for now" in page.text
        assert "Your window kit" not in page.text
        assert client.response(at_place(place, "poster.pdf")).status_code == 303

    def test_a_place_that_was_removed_can_be_changed_no_more(self, client, place, now):
        services.remove(queries.get_premises(place).venue_id, reason="Made up.", by=ANN, at=now + 3 * DAY)
        page = client.get(at_place(place))
        assert "This place is not on our list any more" in page.text
        for act in ("change", "renew", "refresh", "hand-over", "leave"):
            client.get(at_place(place, act), status=404)


class TestChanges:
    def test_a_change_waits_for_an_officer_and_the_public_sees_nothing_of_it(self, client, place):
        venue_id = queries.get_premises(place).venue_id
        before = venues.get_by_id(venue_id).content
        answer = send(
            client,
            at_place(place, "change"),
            {"note": "Ring the bell.", "hours_kind": "weekly", "day_0": "9am to 5pm", "on_bank_holidays": "closed"},
        )
        assert (answer.status_code, answer.headers["Location"]) == (303, at_place(place))
        assert "An officer looks at them" in client.get(at_place(place)).text
        assert venues.get_by_id(venue_id).content == before
        [listed] = queries.list_proposals(venue_id)
        assert {each.name for each in proposals.read(listed.id, by=ANN).differences} == {"note", "hours"}
        assert "they take the place of those" in client.get(at_place(place, "change")).text

    def test_the_form_begins_with_what_the_site_says_and_sending_it_as_it_is_changes_nothing(self, client, place):
        page = sent_page(client, at_place(place, "change"))
        assert page.status == 422
        assert "You have not changed anything" in page.text
        assert queries.list_proposals(queries.get_premises(place).venue_id) == []

    def test_hours_that_can_mean_two_things_are_asked_about_and_nothing_typed_is_lost(self, client, place):
        given = {"note": "<b>Ring</b>", "hours_kind": "weekly", "day_3": "8 to 9", "other_days-0-line": "closed"}
        page = sent_page(client, at_place(place, "change"), given)
        assert page.status == 422
        assert "Always write am or pm" in page.text
        assert "Enter the first day" in page.text
        assert 'value="8 to 9"' in page.text
        assert "&lt;b&gt;Ring&lt;/b&gt;" in page.text

    def test_more_and_fewer_days_are_a_button_that_sends_nothing(self, client, place):
        day = {
            f"other_days-0-first-{part}": value for part, value in (("day", "25"), ("month", "12"), ("year", "2027"))
        }
        given = {**day, "other_days-0-line": "closed", "other_days-0-note": "Christmas"}
        page = sent_page(client, at_place(place, "change"), {**given, "rows": "add"})
        assert page.status == 200
        assert 'name="other_days-1-line"' in page.text
        assert 'value="Christmas"' in page.text
        assert send(client, at_place(place, "change"), given).status_code == 303
        venue_id = queries.get_premises(place).venue_id
        [change] = proposals.read(queries.list_proposals(venue_id)[0].id, by=ANN).differences
        assert "2027-12-25" in str(change.proposed)


class TestWhatMayMislead:
    """Words of a business are shown as words wherever its own pages show them, and marked for the officer."""

    NAME = "=SUM(1) <script>alert(1)</script> {{ 7*7 }}"

    def test_a_name_is_shown_as_it_is_written(self, client, taken):
        premises_id = taken(dataclasses.replace(SAFE_PLACE, name=self.NAME))
        visited(client)
        for path in (HOME, *(at_place(premises_id, act) for act in ("", "change", "training", "hand-over"))):
            page = client.get(path)
            assert "<script>alert" not in page.text
            assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page.text

    def test_what_is_proposed_is_marked_for_the_officer(self, client, place):
        turned = "\u202eedispu"
        given = {"name": f"Arms {turned}", "note": "<b>Look</b> at http://example.org", "address": "=1+1"}
        assert send(client, at_place(place, "change"), given).status_code == 303
        [listed] = queries.list_proposals(queries.get_premises(place).venue_id)
        assert {"note", "address"} <= set(listed.flags)
        proposed = {each.name: each.proposed for each in proposals.read(listed.id, by=ANN).differences}
        assert "\u202e" not in proposed["name"], "marks that turn what follows are taken out before anybody sees them"


class TestTraining:
    def test_a_session_is_booked_and_given_back(self, client, place, session, now):
        wanted = session(begins_at=now + 10 * DAY, capacity=3)
        address = at_place(place, "training")
        given = {"training": str(wanted), "people": "2", "names": "Una\nDuo"}
        assert send(client, address, given).status_code == 303
        assert queries.get_training(wanted).places_left == 1
        [booking] = queries.list_bookings(wanted)
        assert trainings.read_names(booking.id, by=ANN) == ("Una", "Duo")
        page = client.get(address)
        assert "Una" not in page.text
        day = (now + 10 * DAY).date()
        assert f"{day:%A} {day.day} {day:%B} {day.year}, " in page.text, "as days are written here"
        assert "2 people" in page.text
        data = fill(page, form=0)
        assert data["then"] == ["cancel"]
        assert client.response(address, method="POST", data=data, headers=OWN).status_code == 303
        assert queries.list_bookings(wanted)[0].state is BookingState.CANCELLED
        assert queries.get_training(wanted).places_left == 3

    def test_pressing_twice_books_once_and_a_full_session_says_so(self, client, place, session, now):
        wanted = session(begins_at=now + 10 * DAY, capacity=3)
        address = at_place(place, "training")
        data = fill(client.get(address), {"training": str(wanted), "people": "2"})
        for _ in range(2):
            assert client.response(address, method="POST", data=data, headers=OWN).status_code == 303
        assert queries.get_training(wanted).places_taken == 2
        other = session(begins_at=now + 11 * DAY, capacity=1)
        page = Page(send(client, address, {"training": str(other), "people": "2"}, form=1))
        assert page.status == 422
        assert "not enough places" in page.text

    def test_more_names_than_people_are_asked_about(self, client, place, session, now):
        wanted = session(begins_at=now + 10 * DAY)
        given = {"training": str(wanted), "people": "1", "names": "Una\nDuo"}
        page = sent_page(client, at_place(place, "training"), given)
        assert page.status == 422
        assert "Una\nDuo" in page.text


class TestOnceInAWhile:
    def test_a_renewal_is_sent_in_time_with_the_number_of_calls_for_help(self, client, place, clock):
        assert client.response(at_place(place, "renew?scheme=safe-place")).status_code == 303, "too early"
        clock.move_to(dt.datetime.combine(membership(place).check_due_on, dt.time(12), dt.UTC) - 20 * DAY)
        visited(client)
        assert "Renew now" in client.get(at_place(place)).text
        assert send(client, at_place(place, "renew"), {**CHAMPION, "help_asked": ""}).status_code == 422
        assert send(client, at_place(place, "renew"), CHAMPION).status_code == 303
        [sent] = queries.list_requests(kind=RequestKind.RENEWAL)
        assert sent.help_asked == 3
        page = client.get(at_place(place))
        assert "We have your renewal" in page.text
        assert "/renew" not in " ".join(page.links)

    def test_a_hand_over_names_somebody_whom_officers_alone_can_read(self, client, place):
        assert send(client, at_place(place, "hand-over"), SUCCESSOR).status_code == 303
        [sent] = queries.list_requests(kind=RequestKind.HAND_OVER)
        assert requests.read_words(sent.id, by=ANN)["email"] == SUCCESSOR["email"]
        assert SUCCESSOR["name"] not in client.get(at_place(place)).text
        assert sent_page(client, at_place(place, "hand-over"), SUCCESSOR).status == 422, "one waits already"

    def test_somebody_else_saved_while_they_left(self, client, place, monkeypatch):
        def collides(*_args, **_more):
            raise EditCollisionError(5)

        address = at_place(place, "leave?scheme=safe-place")
        sure = Page(send(client, address, {"sure": "yes"}))
        with monkeypatch.context() as patched:
            patched.setattr(place_pages.requests, "leave", collides)
            page = Page(client.response(address, method="POST", data=fill(sure), headers=OWN))
        assert page.status == 422
        assert "in the same moment" in page.text
        assert client.response(address, method="POST", data=fill(page), headers=OWN).status_code == 303

    def test_who_leaves_is_gone_from_page_map_and_feeds_at_once(self, client, place):
        slug = venues.get_by_id(queries.get_premises(place).venue_id).slug
        feeds = (
            "/venues.csv",
            "/venues.geojson",
            "/venues/open-referral.json",
            "/-/venues/offline.json",
            "/safe-places",
        )
        assert all(slug in client.response(each).get_data(as_text=True) for each in feeds)
        assert send(client, at_place(place, "leave?scheme=safe-place")).status_code == 422, "the box is not ticked"
        sure = Page(send(client, at_place(place, "leave?scheme=safe-place"), {"sure": "yes"}))
        sure.check()
        assert "your staff are trained again" in sure.text
        assert all(slug in client.response(each).get_data(as_text=True) for each in feeds), "the first page asks only"
        leave_now = partial(client.response, at_place(place, "leave?scheme=safe-place"), method="POST", headers=OWN)
        assert leave_now(data=fill(sure)).status_code == 303
        assert not any(slug in client.response(each).get_data(as_text=True) for each in feeds)
        client.get(f"/venues/{slug}", status=410)
        page = client.get(at_place(place))
        assert "You left the scheme" in page.text
        assert "/leave" not in " ".join(page.links)

    def test_the_quick_refresh_counts_right_answers_once_and_says_why(self, client, place):
        address = at_place(place, "refresh?scheme=safe-place")
        assert send(client, address, {"one": "listen"}).status_code == 422
        data = fill(client.get(address), {**ALL_RIGHT, "four": "buy"})
        for _ in range(2):
            page = Page(client.response(address, method="POST", data=data, headers=OWN))
            page.check()
            assert page.h1 == "4 of 5 answers are right"
            assert str(ASKED[3].why) in page.text
        assert queries.last_refresh(membership(place).id).times == 1
        assert "Last refresh of staff" in client.get(at_place(place)).text


class TestNothingIsLost:
    def test_when_the_visit_has_ended_what_was_typed_comes_back_to_be_copied(self, client, place, clock):
        data = fill(client.get(at_place(place, "hand-over")), {**SUCCESSOR, "post": "<i>Night</i> manager"})
        clock.shift(VISIT_LIFE + dt.timedelta(minutes=1))
        page = Page(client.response(at_place(place, "hand-over"), method="POST", data=data, headers=OWN))
        page.check()
        assert page.status == 410
        assert "nia@example.org" in page.text
        assert "&lt;i&gt;Night&lt;/i&gt; manager" in page.text
        assert queries.list_requests() == []

    def test_when_the_browser_has_lost_its_token_the_same_is_sent_again_by_a_button(self, client, place):
        address = at_place(place, "hand-over")
        data = fill(client.get(address), SUCCESSOR) | {"csrf_token": "lost"}
        page = Page(client.response(address, method="POST", data=data, headers=OWN))
        page.check()
        assert page.status == 400
        assert client.response(address, method="POST", data=fill(page), headers=OWN).status_code == 303
        assert len(queries.list_requests(kind=RequestKind.HAND_OVER)) == 1

    def test_when_the_database_is_away_the_same_is_sent_again_by_a_button(self, client, place, monkeypatch):
        def away(*_args, **_given):
            raise OperationalError(None, None, Exception("made up"))

        address = at_place(place, "hand-over")
        with monkeypatch.context() as broken:
            broken.setattr(place_pages.requests, "hand_over", away)
            page = sent_page(client, address, SUCCESSOR)
        assert page.status == 503
        assert int(page.response.headers["Retry-After"]) > 0
        assert client.response(address, method="POST", data=fill(page), headers=OWN).status_code == 303


def replace_contact(mail: str):
    """A place of somebody else."""
    return dataclasses.replace(SAFE_PLACE, name="Theirs", contacts=(dataclasses.replace(MANAGER, email=mail),))


def test_every_stage_has_its_words():
    assert set(STAGES) == set(NEXT) == set(Stage)


def test_whom_nobody_has_talked_to_gets_no_window_kit(client, place, apply, now):
    """Anybody may apply "for" a place that is on the list."""
    venue = queries.get_premises(place).venue_id
    eve = dataclasses.replace(SAFE_PLACE, contacts=(dataclasses.replace(MANAGER, email="eve@example.net"),))
    [hers] = queries.list_premises(apply(eve))
    taking_in.take_in(hers.id, seen=hers.version, into=venue, by=ANN, at=now)
    visited(client, "eve@example.net")
    for file in ("poster.pdf", "staff-card.pdf"):
        assert client.response(at_place(hers.id, file)).status_code == 303
    page = client.get(at_place(hers.id))
    assert "once we have talked to you" in page.text
    assert "Your window kit" not in page.text
    assert "/badge/" not in page.text
