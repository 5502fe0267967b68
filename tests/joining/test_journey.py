"""The form of a business in public: every way through, several places, hours on a phone, doubles, files, trouble."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from PIL import Image

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.joining.conftest import APPLICATION, SAFE_PLACE
from tests.outbox import written
from tests.walks import (
    A_PLACE,
    JOIN_SHORTEST,
    JOIN_THREE,
    JOIN_WALKS,
    KEPT_SAFE,
    MARA,
    SAFE_PLACE_PROMISES,
    SIGNED,
    SOL,
    THREE_PLACES,
    Walk,
    pages_of,
)
from webapp.audit.actors import Actor
from webapp.evidence import queries as evidence
from webapp.joining import items, queries
from webapp.joining.codes import ContactRole, Offer
from webapp.joining.forms import path
from webapp.joining.journey import BUCKETS, PAGES
from webapp.joining.rules import KEPT_AFTER_NOTHING
from webapp.joining.services import applying, retention, taking_in
from webapp.joining.services.taking_in import OpenedApplication
from webapp.kit.buckets import Buckets
from webapp.kit.clock import utc_now
from webapp.venues import services as venues
from webapp.venues.commitments import CommitmentState
from webapp.venues.hours import HoursKind, OnBankHolidays, Span
from webapp.venues.rules import Feature, HiddenBecause

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("placed")]
READER = Actor.command("reader")


def send(client: PageClient) -> Page:
    sent = client.raw.post("/join/check", data=fill(client.get("/join/check")), headers=OWN)
    assert sent.headers["Location"].endswith("/sent"), Page(sent).words("main")
    return client.get("/join/sent")


def post(client: PageClient, slug: str, given: dict, **more: str) -> Page | str:
    """Send one page: the last part of the next address, or the page again."""
    page = client.get(f"/join/{slug}")
    sent = client.raw.post(f"/join/{slug}", data={**fill(page, form=-1), **given, **more}, headers=OWN)
    if sent.status_code == 303:
        return sent.headers["Location"].rpartition("/")[2]
    again = Page(sent)
    again.check()
    return again


def go_to(client: PageClient, slug: str, walk: Walk = JOIN_SHORTEST, **changes: dict) -> Page:
    """Answer as the walk does until this page."""
    way = replace(walk, answers={**walk.answers, **changes}, ends=slug)
    return list(pages_of(way, client.raw))[-1]


def received() -> OpenedApplication:
    """What was sent last, as an officer reads it."""
    [row] = queries.list_applications(queries.Filters()).rows
    return taking_in.read(row.id, by=READER)


def contacts(place) -> list[tuple]:
    return [(each.person.name, each.person.role, each.person.email) for each in place.contacts]


class TestWays:
    @pytest.mark.parametrize("walk", JOIN_WALKS, ids=str)
    def test_every_way_through_is_sent_and_waits_for_an_officer(self, walk, client):
        *pages, check = pages_of(walk, client.raw)
        assert check.h1 == "Check your answers"
        for page in (*pages, check):
            page.check()
            assert "Exit this page" not in page.words("main")[0]
        page = send(client)
        assert page.h1 == "We have your application"
        [row] = queries.list_applications(queries.Filters()).rows
        assert row.reference in page.words("main")[0]
        assert row.places == (1 if walk is JOIN_SHORTEST else 3)
        assert not row.doubtful
        told = {each.to for each in written("join_received")}
        # Nobody has checked an address: the first place's people get the receipt, and no stranger of a list.
        assert told == {each.person.email for each in received().premises[0].contacts}

    def test_what_the_first_place_answers_counts_for_the_others_where_they_say_so(self, client):
        list(pages_of(JOIN_THREE, client.raw))
        send(client)
        sent = received()
        assert (sent.business.name, sent.business.already_in) == ("Made-up Inns", "Pubwatch")
        assert (sent.business.signed_by, sent.business.signed_as) == ("Mara Madeup", "Owner")
        arms, bell, coffee = sent.premises
        assert [each.sent.schemes for each in sent.premises] == [
            ("safe-place", "unity-promise"),
            ("safe-place", "unity-promise"),
            ("safe-place",),
        ]
        assert [len(each.sent.commitments) for each in sent.premises] == [12, 12, 5]
        said = {each.code: each for each in bell.sent.commitments}
        assert said["welcome"].evidence == "New staff are told on day one."
        assert (said["communicate"].state, str(said["communicate"].planned_by)) == (
            CommitmentState.PLANNED,
            "2036-03-01",
        )
        assert arms.sent.hours == bell.sent.hours
        assert coffee.sent.hours.kind is HoursKind.BY_APPOINTMENT
        assert arms.sent.hours.week[0] == (Span(660, 1380),)
        assert arms.sent.hours.week[4] == (Span(660, 1560),)
        assert arms.sent.hours.on_bank_holidays is OnBankHolidays.OWN_HOURS
        assert arms.sent.hours.bank_holiday_spans == (Span(720, 1080),)
        assert [(str(each.first), each.spans, each.note) for each in arms.sent.hours.exceptions] == [
            ("2036-12-25", (), "Christmas")
        ]
        assert coffee.sent.offers == (Offer.SEAT, Offer.QUIET_ROOM)
        assert coffee.sent.has == {Feature.SEAT, Feature.QUIET_SPACE, Feature.WIFI, Feature.HEARING_LOOP}
        assert coffee.sent.lacks == {Feature.STEP_FREE}
        assert contacts(bell) == contacts(arms)
        assert {role for _, role, _ in contacts(arms)} == {ContactRole.CHAMPION, ContactRole.SECOND}
        assert contacts(coffee) == [("Pia Madeup", ContactRole.CHAMPION, "pia@example.org")]
        assert coffee.sent.trainings == ("Mondays before noon", "At our own place, if possible.")
        assert (bell.sent.town, coffee.sent.town) == ("bournemouth", "poole")

    def test_the_list_of_answers_says_which_place_and_which_page(self, client):
        words = list(pages_of(JOIN_THREE, client.raw))[-1].words("dt")
        assert "Place 3: Which schemes do you want to join?" in words
        assert "Place 2: When are you open? Everything as for place 1" in words
        assert len(words) == len(set(words))

    def test_the_number_of_steps_holds_until_a_place_is_said_to_differ(self, client):
        first, places = client.get("/join/a"), go_to(client, "f", c=THREE_PLACES)
        assert "Step 1 of 13" in first.words("main")[0]
        assert "Step 4 of 13" in places.words("main")[0]
        post(client, "b", {"how": "list"})
        assert "Step 3 of 7" in client.get("/join/d").words("main")[0]

    def test_what_is_missing_names_the_promise(self, client):
        page = go_to(client, "g")
        again = Page(client.raw.post("/join/g", data=fill(page, form=-1), headers=OWN))
        said = [words for words in again.words("li") if "choose in place" in words]
        assert len(said) == len(set(said)) == len(SAFE_PLACE_PROMISES)
        assert "A welcome: choose in place, planned or not yet" in said

    def test_addresses_say_nothing_of_what_is_asked(self):
        slugs = [page.slug for page in PAGES]
        assert len(slugs) == len(set(slugs))
        assert all(path.part_of(slug)[0] in "abcdefghijklmn" for slug in slugs)

    def test_the_start_says_what_it_asks_its_time_and_its_cost(self, client):
        page = client.get("/join")
        words = page.words("main")[0]
        for said in ("One named person leads the work.", "28 days", "500 places", "costs nothing", "to be confirmed"):
            assert said in words, said
        assert {"/join/a", "/join/places.csv", "/join/return"} <= set(page.links)

    def test_a_program_that_sends_one_after_the_other_comes_last(self, app, client):
        list(pages_of(JOIN_SHORTEST, client.raw))
        app.extensions[BUCKETS] = Buckets(size=1, seconds=900)
        send(client)
        list(pages_of(JOIN_SHORTEST, client.raw))
        send(client)
        app.extensions.pop(BUCKETS)
        assert sorted(row.doubtful for row in queries.list_applications(queries.Filters()).rows) == [False, True]


class TestPlaces:
    def test_a_place_that_is_told_twice_or_elsewhere_says_so_and_nothing_is_lost(self, client):
        go_to(client, "c")
        twice = {**THREE_PLACES, "places-1-name": "Made-up ARMS", "places-1-postcode": "bh11aa"}
        page = post(client, "c", {**twice, "places-2-postcode": "BH19 1AA"})
        assert page.status == 422
        assert "This postcode is not in our area" in page.words("main")[0]
        page = post(client, "c", twice)
        assert "This is place 1 again" in page.words("main")[0]
        assert "Made-up ARMS" in page.text

    def test_a_postcode_that_is_not_known_yet_is_taken(self, client):
        go_to(client, "c")
        assert post(client, "c", {**A_PLACE, "places-0-postcode": "BH1 9ZZ"}) == "f"

    def test_one_more_and_one_less_keep_what_was_typed(self, client):
        go_to(client, "c")
        page = post(client, "c", A_PLACE, rows="add")
        assert page.words("legend") == ["Place 1", "Place 2"]
        assert "The Made-up Arms" in page.text

    def test_the_second_person_is_a_whole_and_another_one(self, client):
        go_to(client, "k")
        for given, said in (
            ({**MARA, "name_2": "Sol"}, "Enter the email of the second person"),
            ({**MARA, "champion": "second"}, "Enter the name of the second person"),
            ({**MARA, "name_2": "mara madeup", "email_2": "MARA@example.org"}, "Give another person"),
            ({"name": "Mara"}, "Enter an email address"),
        ):
            page = post(client, "k", given)
            assert said in page.words("main")[0]
        assert post(client, "k", {**MARA, **SOL, "champion": "second"}) == "l"

    def test_nobody_goes_on_without_authority_and_consent_to_be_listed(self, client):
        go_to(client, "n")
        page = post(client, "n", {"signed_by": "Mara", "signed_as": "Owner"})
        words = page.words("main")[0]
        assert "Tick that you may sign" in words
        assert "Tick that the places may be listed" in words
        assert post(client, "n", SIGNED) == "check"

    def test_stored_markup_and_turned_letters_are_words_on_every_page_and_flagged(self, client):
        name = "<b>Made\u202eup</b>"
        place = {**THREE_PLACES, "places-0-name": name}
        for page in pages_of(replace(JOIN_THREE, answers={**JOIN_THREE.answers, "c": place}), client.raw):
            page.check()
            assert name not in page.text
        send(client)
        assert received().premises[0].flags["name"] == ["turned", "markup"]
        assert received().premises[0].sent.name == name


class TestHours:
    def at(self, client: PageClient) -> None:
        go_to(client, "j", j={})

    def test_monday_is_copied_with_one_press_and_nothing_is_kept_yet(self, client):
        self.at(client)
        page = post(client, "j", {"week-0": "9am to 5pm"}, rows="copy-week")
        values = [each.get("value") for each in page.all("input") if (each.get("name") or "").startswith("week-")]
        assert values == ["9am to 5pm"] * 5 + ["", ""]
        page = post(client, "j", {"week-0": "9am to 5pm"}, rows="copy-all")
        assert page.text.count('value="9am to 5pm"') == 7
        assert 'value="9am' not in client.get("/join/j").text

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"week-0": "9 to 5 perhaps"}, "with am or pm"),
            ({"week-0": "9-12:00, 11:00-13:00"}, "These hours overlap"),
            ({}, "Write the hours of at least one day"),
            ({"week-0": "9am to 5pm", "on_bank_holidays": "own-hours"}, "Enter the hours on bank holidays"),
            ({"week-0": "9am to 5pm", "exceptions-0-line": "9am to 5pm"}, "Enter the first day"),
        ],
    )
    def test_what_cannot_be_read_says_what_to_do(self, client, given, said):
        self.at(client)
        page = post(client, "j", {"kind": "weekly", **given})
        assert page.status == 422
        assert said in page.words("main")[0]
        assert all(f'value="{typed}"' in page.text for typed in given.values() if typed[0].isdigit())

    @pytest.mark.parametrize(
        ("line", "spans"),
        [
            ("12:00-23:00", (Span(720, 1380),)),
            ("\u0660\u0669:\u0660\u0660-\u0661\u0667:\u0663\u0660", (Span(540, 1050),)),
            ("9am-1pm, 2pm to 5.30pm", (Span(540, 780), Span(840, 1050))),
            ("00:00-24:00", (Span(0, 1440),)),
            ("12 - 18", (Span(720, 1080),)),
        ],
    )
    def test_hours_are_read_as_people_write_them(self, client, line, spans):
        self.at(client)
        assert post(client, "j", {"kind": "weekly", "week-0": line}) == "k"
        post(client, "k", MARA)
        post(client, "l", {})
        post(client, "m", {})
        post(client, "n", SIGNED)
        send(client)
        assert received().premises[0].sent.hours.week[0] == spans


LIBRARY = {**A_PLACE, "places-0-name": "Made-up Library"}


class TestDoubles:
    def test_a_place_on_the_list_is_offered_and_an_officer_is_told(self, client, listed):
        venue_id = listed(name="Made-up Library")
        page = go_to(client, "e", c=LIBRARY)
        assert "Made-up Library, 1 Made-up Street, Bournemouth, BH1 1AA" in page.words("label")
        assert post(client, "e", {}).status == 422
        assert post(client, "e", {"same": f"1-{venue_id.hex}"}) == "f"
        list(pages_of(replace(JOIN_SHORTEST, start="/join/f"), client.raw))
        send(client)
        assert received().premises[0].same_as == venue_id

    def test_one_that_is_not_theirs_stays_a_place_of_its_own(self, client, listed):
        listed(name="Made-up Library")
        answers = {**JOIN_SHORTEST.answers, "c": LIBRARY, "e": {"same": "none"}}
        list(pages_of(replace(JOIN_SHORTEST, answers=answers), client.raw))
        send(client)
        assert received().premises[0].same_as is None

    def test_a_place_that_the_public_does_not_see_is_not_told_of(self, client, listed, now):
        venue_id = listed(name="Made-up Library")
        venues.hide(venue_id, because=HiddenBecause.SAFETY, by=READER, at=now)
        go_to(client, "c")
        assert post(client, "c", LIBRARY) == "f"


class TestFiles:
    def test_files_come_along_are_read_by_officers_and_end_with_the_application(self, client, now):
        page = go_to(client, "m")
        sink = io.BytesIO()
        Image.new("RGB", (8, 8), "teal").save(sink, "PNG")
        for name, content in (("door.png", sink.getvalue()), ("program.exe", b"MZ")):
            data = {**fill(page, form=-2), "file": (io.BytesIO(content), name)}
            answer = client.raw.post("/join/files", data=data, headers=OWN, content_type="multipart/form-data")
            page = Page(answer) if answer.status_code == 422 else client.get("/join/m")
        assert "We cannot take this kind of file" in page.words("main")[0]
        assert "door.png" in page.words("main")[0]
        post(client, "m", {})
        post(client, "n", SIGNED)
        send(client)
        [row] = queries.list_applications(queries.Filters()).rows
        subject = (items.APPLICATION, row.id)
        assert [each.kind.value for each in evidence.list_for(subject)] == ["png"]
        taking_in.refuse_all(row.id, seen=row.version, reason="Made up.", by=READER, at=now)
        assert retention.sweep(today=now.date() + 2 * KEPT_AFTER_NOTHING) == 1
        assert evidence.list_for(subject) == ()

    def test_without_a_draft_there_is_nothing_to_add_to(self, client):
        token = fill(client.get("/join/a"))["csrf_token"]
        for address in ("/join/files", "/join/list"):
            answer = client.raw.post(address, data={"csrf_token": token}, headers=OWN)
            assert answer.headers["Location"].endswith("/join")


class TestTrouble:
    def test_where_no_more_are_taken_in_nothing_is_lost(self, client, today, monkeypatch):
        monkeypatch.setattr(applying, "MOST_WAITING", 1)
        applying.apply(replace(APPLICATION, premises=(SAFE_PLACE,)), key="k" * 32, today=today)
        list(pages_of(JOIN_SHORTEST, client.raw))
        answer = client.raw.post("/join/check", data=fill(client.get("/join/check")), headers=OWN)
        assert answer.status_code == 503
        assert "The Made-up Arms" in Page(answer).words("main")[0]
        monkeypatch.setattr(applying, "MOST_WAITING", 10)
        assert send(client).h1 == "We have your application"

    def test_whoever_lost_the_session_keeps_the_page(self, client):
        go_to(client, "g")
        sent = client.raw.post("/join/g", data={**KEPT_SAFE, "csrf_token": "old"}, headers=OWN)
        assert sent.status_code == 400
        assert "New staff are told on day one." in Page(sent).text

    def test_a_free_session_is_offered_and_kept_in_words(self, client, session):
        # The page asks the clock of the machine which sessions are still to come.
        session(begins_at=utc_now() + dt.timedelta(days=9))
        page = go_to(client, "l")
        [label] = [words for words in page.words("label") if "Made-up Hall" in words]
        code = next(each.get("value") for each in page.all("input") if each.get("name") == "dates")
        assert post(client, "l", {"dates": code}) == "m"
        post(client, "m", {})
        post(client, "n", SIGNED)
        send(client)
        assert received().premises[0].sent.trainings == (label,)
