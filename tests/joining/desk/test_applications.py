"""Applications at the desk: read, marked where they may mislead, taken in, joined to a place that is here, refused."""

import re
from dataclasses import replace

import pytest

from tests.joining.conftest import MANAGER, PREMISES, SAFE_PLACE, SECOND, mine
from tests.joining.desk.conftest import JOINING, acts
from tests.venues.conftest import ANN
from tests.venues.sending import filled, press, send
from webapp.joining import queries
from webapp.joining.codes import ApplicationState, PremisesState
from webapp.joining.records import NewContact
from webapp.joining.services import opening, taking_in
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.rules import MembershipState

HOSTILE = replace(
    PREMISES,
    name="The \u202esmrA pu-edaM\u202c\u200b",
    note="<script>alert(1)</script> {{ 7*7 }}",
    staff='=HYPERLINK("x")',
    website="",
    contacts=(replace(MANAGER, name="M\u0430ra <b>"),),
)


@pytest.fixture
def place(apply):
    """The first place of an application."""

    def run(*premises):
        return queries.list_premises(apply(*premises))[0].id

    return run


class TestReading:
    def test_reading_one_is_written_down_before_anybody_sees_it(self, officer, apply):
        application_id = apply()
        assert "join_application.read" not in acts(application_id)
        assert "Made-up Inns" in officer.get(f"{JOINING}/{application_id}").text
        assert acts(application_id).count("join_application.read") == 1

    def test_reading_one_place_is_written_down_too(self, officer, apply):
        application_id = apply()
        officer.get(f"{JOINING}/places/{queries.list_premises(application_id)[0].id}")
        assert "join_application.read" in acts(application_id)

    def test_hostile_words_are_shown_as_words_and_marked(self, officer, apply):
        application_id = apply(HOSTILE)
        listed = officer.get(f"{JOINING}/{application_id}")
        page = officer.get(f"{JOINING}/places/{queries.list_premises(application_id)[0].id}")
        for shown in (listed, page):
            assert shown.all("script") == [each for each in shown.all("script") if each.get("src")]
            # What turns words round is held where it stands.
            for turned in re.findall("(.{0,40})\u202e", shown.text):
                assert "<bdi" in turned, turned
            for words in ("Signs that turn the words round", "Looks like code", "Begins like a formula"):
                assert words in shown.text
        assert "<script>alert(1)</script> {{ 7*7 }}" in " ".join(page.words("bdi"))
        assert page.h1 == "The [U+202E]smrA pu-edaM[U+202C][U+200B]"
        assert "Letters of several alphabets" in page.text

    def test_a_name_dressed_up_as_one_on_the_list_is_told(self, officer, place, listed, placed):
        listed(name="Harbour Club")
        premises = place(replace(PREMISES, name="H\u0430rbour Club"))
        page = officer.get(f"{JOINING}/places/{premises}")
        assert "This name is dressed up as another one" in page.text


class TestTakingIn:
    def test_nobody_of_the_public_sees_it(self, officer, client, place, placed):
        premises = place()
        page = f"{JOINING}/places/{premises}"
        send(officer, f"{page}/take-in", {"name": "The Made-up Tap", "note": "By the pond."})
        venue = queries.venues_of([premises])[premises]
        assert (venue.content.name, venue.content.note) == ("The Made-up Tap", "By the pond.")
        assert {each.state for each in venue.memberships} == {MembershipState.APPLIED}
        assert client.raw.get(f"/venues/{venue.slug}").status_code == 404
        assert f"/memberships/{venue.memberships[0].id}" in officer.get(page).text

    def test_what_was_typed_comes_back_where_it_cannot_be_taken_in(self, officer, place):
        page = f"{JOINING}/places/{place()}/take-in"
        answer = send(officer, page, {"name": "Typed by hand", "position": "north"}, status=422)
        assert "Typed by hand" in answer.get_data(as_text=True)

    def test_what_a_colleague_decided_meanwhile_stays_decided(self, officer, place, placed, now):
        premises = place()
        form = filled(officer.get(f"{JOINING}/places/{premises}/take-in"))
        taking_in.refuse(premises, seen=1, reason="Closed.", by=ANN, at=now)
        press(officer, f"{JOINING}/places/{premises}/take-in", form | {"name": "Typed by hand"})
        assert queries.get_premises(premises).state is PremisesState.REFUSED

    def test_it_is_offered_what_it_may_be_and_joins_it_as_it_stands(self, officer, place, listed, placed):
        here = listed(name="The Made-up Arms", latitude=50.7279, longitude=-1.8636)
        premises = place(replace(PREMISES, note="Other words."))
        page = officer.get(f"{JOINING}/places/{premises}")
        [link] = {link for link in page.links if "/join?" in link}
        before = venues.get_by_id(here).content
        send(officer, link, {})
        assert queries.get_premises(premises).venue_id == here
        assert venues.get_by_id(here).content == before
        states = {each.scheme: each.state for each in venues.get_by_id(here).memberships}
        assert states == {"safe-place": MembershipState.ACTIVE, "unity-promise": MembershipState.APPLIED}

    def test_another_place_can_be_looked_for(self, officer, place, listed):
        here = listed(name="Harbour Club")
        page = officer.get(f"{JOINING}/places/{place()}?q=harbour")
        assert any(str(here) in link for link in page.links if "/join?" in link)
        officer.get(f"{JOINING}/places/{place()}/join?venue=nowhere", status=404)

    def test_of_a_chain_those_that_raise_no_question_are_taken_in_at_once(self, officer, apply, listed, placed, today):
        listed(name="The Made-up Arms", latitude=50.7279, longitude=-1.8636)
        plain = [
            replace(SAFE_PLACE, name=f"Chain {word}", address=f"{word} Street", postcode=postcode)
            for word, postcode in (("One", "BH1 1AB"), ("Two", "BH10 4AA"))
        ]
        asked = (
            PREMISES,
            replace(SAFE_PLACE, name="H\u0430lf Greek", postcode="BH15 1AA"),
            replace(SAFE_PLACE, name="Nowhere", postcode="BH99 9ZZ"),
            # The same door twice in one list: the second one is a question.
            plain[0],
        )
        application_id = apply(*plain, *asked)
        page = f"{JOINING}/{application_id}"
        press(officer, f"{page}/take-in", filled(officer.get(page), action="/take-in"))
        found = queries.list_premises(application_id)
        states = [PremisesState.TAKEN_IN] * len(plain) + [PremisesState.WAITING] * len(asked)
        assert [each.state for each in found] == states
        press(officer, f"{page}/take-in", filled(officer.get(page), action="/take-in"))
        assert "raises a question" in officer.get(page).text
        # Their manager is talked to once.
        people = f"{JOINING}/venues/{found[0].venue_id}/people"
        [manager] = [row.id for row in taking_in.contact_rows(found[0].id) if row.role == "champion"]
        assert not any(each.may_look_after for each in mine(MANAGER.email, today))
        action = f"{people}/{manager}/confirm-everywhere"
        press(officer, action, filled(officer.get(people), action=action))
        assert sum(each.may_look_after for each in mine(MANAGER.email, today)) == len(plain)
        assert not any(each.may_look_after for each in mine(SECOND.email, today))


class TestRefusing:
    def test_one_place_with_a_reason(self, officer, place):
        premises = place()
        assert send(officer, f"{JOINING}/places/{premises}/refuse", {}, status=422).status_code == 422
        send(officer, f"{JOINING}/places/{premises}/refuse", {"reason": "It is a flat."})
        assert queries.get_premises(premises).state is PremisesState.REFUSED

    def test_all_of_it_and_a_joke_goes_soon(self, officer, apply):
        application_id = apply(PREMISES, SAFE_PLACE)
        send(officer, f"{JOINING}/{application_id}/refuse", {"is_real": "not-real", "reason": "A joke."})
        assert queries.get_application(application_id).state is ApplicationState.NOT_REAL
        assert {each.state for each in queries.list_premises(application_id)} == {PremisesState.REFUSED}


class TestPeople:
    def test_a_contact_is_confirmed_and_ended_by_an_officer(self, officer, taken, today):
        premises = taken(confirm=False)
        venue = queries.get_premises(premises).venue_id
        page = f"{JOINING}/venues/{venue}/people"
        assert not mine(MANAGER.email, today)[0].may_look_after
        found = officer.get(page)
        assert MANAGER.email in found.text
        [contact] = [row.id for row in taking_in.contact_rows(premises) if row.role == "champion"]
        press(officer, f"{page}/{contact}/confirm", filled(found, action=f"{contact}/confirm"))
        assert mine(MANAGER.email, today)[0].may_look_after
        press(officer, f"{page}/{contact}/end", filled(officer.get(page), action=f"{contact}/end"))
        assert mine(MANAGER.email, today) == []
        assert {"join_contact.confirmed", "join_contact.ended"} <= set(acts(contact))

    def test_a_contact_of_another_place_cannot_be_touched_from_here(self, officer, taken):
        first, second = taken(confirm=False), taken(replace(PREMISES, name="Made-up Bell"), confirm=False)
        contact = taking_in.contact_rows(second)[0].id
        page = f"{JOINING}/venues/{queries.get_premises(first).venue_id}/people"
        form = filled(officer.get(page), action="/confirm")
        press(officer, f"{page}/{contact}/confirm", form, status=404)

    def test_the_people_of_a_place_that_came_by_a_list_get_the_way_in(self, officer, listed, today):
        venue = listed()
        page = f"{JOINING}/venues/{venue}/people"
        person = {"full_name": "Nia Newby", "role": "manager", "email": "nia@example.org", "language": "pl"}
        assert send(officer, f"{page}/new", person, status=422).status_code == 422
        assert mine("nia@example.org", today) == []
        send(officer, f"{page}/new", person | {"confirmed": "yes"})
        [own] = mine("nia@example.org", today)
        assert (own.may_look_after, own.venue.id, own.schemes) == (True, venue, ("safe-place",))
        assert "Nia Newby" in officer.get(page).text

    def test_they_are_forgotten_two_years_after_the_place_left(self, listed, now, today):
        venue = listed()
        contact = NewContact(name="Nia", role=MANAGER.role, email="nia@example.org")
        opening.let_in(venue, contact, by=ANN, at=now)
        [premises] = queries.premises_of_venue(venue)
        kept = venues.get_by_id(venue).memberships[0]
        assert opening.sweep_ways_in(today=today) == 0
        services.move_membership(kept.id, MembershipState.WITHDRAWN, seen=kept.version, reason="Moved.", by=ANN, at=now)
        assert opening.sweep_ways_in(today=today.replace(year=today.year + 1)) == 0
        assert opening.sweep_ways_in(today=today.replace(year=today.year + 3)) == 1
        assert (queries.premises_of_venue(venue), mine("nia@example.org", today)) == ([], [])
        assert premises.application_id is None


def test_the_places_page_leads_here_and_each_membership_to_its_own(officer, listed):
    venue = listed()
    assert JOINING in officer.get("/desk/venues").links
    kept = venues.get_by_id(venue).memberships[0]
    assert f"{JOINING}/memberships/{kept.id}" in officer.get(f"/desk/venues/{venue}").links
