"""The editors: write, save, publish, change, go back and take off, for everything that officers write."""

import pytest

from tests.client import Page
from tests.desk.sending import send
from tests.edits.answers import ALERT, EVENT, EVERY, MEETING, TOPIC, day, words
from webapp.audit.queries import Filters, list_acts

FORMS = "/desk/content"


@pytest.fixture
def officer(officer_client):
    return officer_client("publisher")


@pytest.fixture
def written(officer):
    """Write a new thing and return its page's address."""

    def run(name: str, answers=None) -> str:
        here = f"{FORMS}/{name}/new"
        given = EVERY[name][0] if answers is None else answers
        answer = send(officer, officer.get(here), here, given, here=here)
        assert answer.status_code == 303, wrong(answer)
        return answer.location

    return run


@pytest.fixture
def published(officer, written):
    """Write a thing and put it on the site."""

    def run(name: str, answers=None) -> str:
        address = written(name, answers)
        send(officer, officer.get(address), f"{address}/publish")
        return address

    return run


def wrong(answer) -> list[str]:
    page = Page(answer)
    return [text for element in page.all("p") if "error" in (element.get("class") or "") for text in element.itertext()]


def change(officer, address: str, code: str, answers):
    here = f"{address}/change/{code}"
    return send(officer, officer.get(here), here, answers, here=here)


@pytest.mark.parametrize("name", EVERY)
class TestEverything:
    def test_what_is_saved_is_seen_by_nobody_before_it_is_published(self, client, officer, written, name):
        _, path, shown = EVERY[name]
        address = written(name)
        assert "Not on the site" in officer.get(address).text
        assert shown not in client.response(path).get_data(as_text=True)

    def test_what_is_published_is_on_the_site(self, client, published, name):
        _, path, shown = EVERY[name]
        published(name)
        assert shown in client.get(path).text

    def test_a_change_waits_until_it_is_published(self, client, officer, published, name):
        _, path, shown = EVERY[name]
        address = published(name)
        code = officer.get(address).links
        section = next(link.rpartition("/")[2] for link in code if "/change/" in link)
        title = {"alerts": "words-en", "scrutiny": "title", "meetings": "about-en"}.get(name, "title-en")
        assert change(officer, address, section, {title: "Quite another thing"}).status_code == 303
        assert shown in client.get(path).text
        assert "Quite another thing" not in client.get(path).text
        assert "Changes wait" in officer.get(address).text
        send(officer, officer.get(address), f"{address}/publish")
        assert "Quite another thing" in client.get(path).text

    def test_it_is_taken_off_the_site_and_stays_on_the_desk(self, client, officer, published, name):
        _, path, shown = EVERY[name]
        address = published(name)
        here = f"{address}/take-off"
        assert send(officer, officer.get(here), here, here=here).status_code == 303
        assert shown not in client.response(path).get_data(as_text=True)
        assert "Not on the site" in officer.get(address).text

    def test_an_earlier_version_can_be_saved_again(self, client, officer, published, name):
        _, path, shown = EVERY[name]
        address = published(name)
        section = next(link.rpartition("/")[2] for link in officer.get(address).links if "/change/" in link)
        title = {"alerts": "words-en", "scrutiny": "title", "meetings": "about-en"}.get(name, "title-en")
        change(officer, address, section, {title: "Quite another thing"})
        version = officer.get(f"{address}/versions/2")
        assert "Quite another thing" in version.text
        send(officer, officer.get(f"{address}/versions/1"), f"{address}/versions/1/restore")
        send(officer, officer.get(address), f"{address}/publish")
        assert shown in client.get(path).text

    def test_the_second_of_two_saves_sees_both_versions(self, officer, published, name):
        address = published(name)
        section = next(link.rpartition("/")[2] for link in officer.get(address).links if "/change/" in link)
        title = {"alerts": "words-en", "scrutiny": "title", "meetings": "about-en"}.get(name, "title-en")
        here = f"{address}/change/{section}"
        drawn = officer.get(here)
        change(officer, address, section, {title: "The first of two"})
        second = send(officer, drawn, here, {title: "The second of two"}, here=here)
        assert second.status_code == 409
        page = Page(second)
        page.check()
        assert "The first of two" in page.text
        assert "The second of two" in page.text
        again = send(officer, page, here, here=here)
        assert again.status_code == 303, wrong(again)
        assert "The second of two" in officer.get(address).text

    def test_every_act_is_in_the_audit(self, app, officer, published, name):
        address = published(name)
        key = address.rpartition("/")[2].replace("-", "")
        with app.app_context():
            acts = [act.act.partition(".")[2] for act in list_acts(Filters(key=key)).acts]
        assert acts == ["published", "added"]

    def test_an_empty_form_says_what_is_missing(self, officer, name):
        here = f"{FORMS}/{name}/new"
        page = officer.get(here)
        empty = dict.fromkeys(EVERY[name][0], "")
        answer = send(officer, page, here, empty, here=here)
        assert answer.status_code == 422
        checked = Page(answer)
        checked.check()
        assert checked.words("title")[0].startswith("Error: ")


class TestAddresses:
    def test_two_things_cannot_have_one(self, officer, written):
        written("topics")
        here = f"{FORMS}/topics/new"
        answer = send(officer, officer.get(here), here, TOPIC, here=here)
        assert answer.status_code == 422
        assert "address already" in answer.get_data(as_text=True)

    def test_an_address_is_made_from_the_title(self, client, officer, written):
        address = written("topics", TOPIC | {"slug": "", **words("title", "Łucja's  & Zoë's worry!")})
        send(officer, officer.get(address), f"{address}/publish")
        assert client.get("/topics/ucjas-zoes-worry").h1.startswith("Łucja")

    def test_an_address_of_other_characters_is_refused(self, officer):
        here = f"{FORMS}/topics/new"
        answer = send(officer, officer.get(here), here, TOPIC | {"slug": "../Desk"}, here=here)
        assert answer.status_code == 422


class TestWhatTheStarterLoaded:
    def test_it_can_be_changed_and_the_starter_leaves_it_alone(self, app, client, officer, starter, now):
        from webapp.starter import load_starter

        listed = officer.get(f"{FORMS}/topics")
        address = next(
            link for link in listed.links if link.startswith(f"{FORMS}/topics/") and not link.endswith("new")
        )
        title = officer.get(address).h1
        change(officer, address, "words", words("title", "Ours", pl="Nasz", ar="لنا"))
        send(officer, officer.get(address), f"{address}/publish")
        with app.app_context():
            load_starter(at=now)
        page = officer.get(address)
        assert page.h1 == "Ours"
        assert title in officer.get(f"{address}/versions/1").text
        assert "The starter content" in page.text

    def test_it_can_be_taken_off_and_stays_off(self, app, client, officer, starter, now):
        from webapp.starter import load_starter

        for name in EVERY:
            listed = officer.get(f"{FORMS}/{name}").links
            things = [link for link in listed if link.startswith(f"{FORMS}/{name}/") and not link.endswith("new")]
            for address in things[:1]:
                here = f"{address}/take-off"
                assert send(officer, officer.get(here), here, here=here).status_code == 303
                with app.app_context():
                    load_starter(at=now)
                assert "Not on the site" in officer.get(address).text


class TestLists:
    def test_an_action_with_owner_and_day_is_added_changed_and_taken_out(self, client, officer, published):
        address = published("meetings")
        here = f"{address}/add/actions"
        given = {
            **words("what", "Write it down"),
            "owner": "police",
            **day("due", "2026-12-01"),
            "state": "under_way",
            **day("as_of", "2026-10-03"),
            "citation-words": "The minutes",
        }
        answer = send(officer, officer.get(here), here, given, here=here)
        assert answer.status_code == 303, wrong(answer)
        here = f"{address}/actions/1"
        answer = send(officer, officer.get(here), here, words("what", "Write it down twice"), here=here)
        assert answer.status_code == 303, wrong(answer)
        send(officer, officer.get(address), f"{address}/publish")
        page = client.get("/meetings/made-up-meeting")
        assert "Write it down twice" in page.text
        assert "1 December 2026" in page.text
        assert "The minutes" in page.text
        here = f"{address}/actions/1/remove"
        assert send(officer, officer.get(here), here, here=here).status_code == 303
        send(officer, officer.get(address), f"{address}/publish")
        assert "Write it down" not in client.get("/meetings/made-up-meeting").text

    def test_a_way_to_get_help_that_nobody_confirmed_says_so(self, client, officer, published):
        address = published("topics")
        here = f"{address}/add/routes"
        given = {**words("who", "Anybody"), **words("to", "the police"), **words("how", "Say what you saw.")}
        refused = send(officer, officer.get(here), here, given, here=here)
        assert refused.status_code == 422
        given |= {"to_confirm": "yes", "number": "police_101", "agency": "police"}
        assert send(officer, officer.get(here), here, given, here=here).status_code == 303
        send(officer, officer.get(address), f"{address}/publish")
        assert "To be confirmed" in client.get("/topics/made-up-worry").text

    def test_a_paper_that_is_published_here_is_linked(self, client, officer, published, starter):
        address = published("meetings", MEETING | {"minutes": "our-priorities"})
        assert "/publications/our-priorities" in client.get("/meetings/made-up-meeting").links
        assert address

    def test_an_entry_that_is_not_there_is_not_found(self, officer, published):
        address = published("meetings")
        officer.get(f"{address}/actions/1", status=404)
        officer.get(f"{address}/nothing/1", status=404)
        officer.get(f"{address}/change/nothing", status=404)


class TestTopics:
    def test_a_new_one_is_sensitive_until_somebody_says_otherwise(self, client, officer, published):
        address = published("topics")
        assert client.response("/topics/made-up-worry").headers["Cache-Control"] == "no-store"
        change(
            officer,
            address,
            "facts",
            {"sensitive": [], "review_by-day": "1", "review_by-month": "2", "review_by-year": "2027"},
        )
        send(officer, officer.get(address), f"{address}/publish")
        assert client.response("/topics/made-up-worry").headers["Cache-Control"].startswith("public")

    def test_helplines_are_chosen_and_shown(self, client, officer, published):
        address = published("topics")
        change(officer, address, "facts", {"helplines": ["samaritans"]})
        send(officer, officer.get(address), f"{address}/publish")
        assert "Samaritans" in client.get("/topics/made-up-worry").text

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            (words("markdown", "Call 01202 000000 now.\n\n{routes}"), "out of the words"),
            (words("markdown", "No place for the ways."), "One line of each text"),
            (words("title", "One", pl="Jeden"), "in the same languages"),
        ],
    )
    def test_what_would_be_shown_wrongly_is_refused(self, officer, answers, sentence):
        here = f"{FORMS}/topics/new"
        answer = send(officer, officer.get(here), here, TOPIC | answers, here=here)
        assert answer.status_code == 422
        assert sentence in answer.get_data(as_text=True)

    def test_it_is_found_by_the_search_while_it_is_on_the_site(self, client, officer, published):
        address = published("topics")
        assert "/topics/made-up-worry" in client.get("/search?q=made-up+worry").links
        here = f"{address}/take-off"
        send(officer, officer.get(here), here, here=here)
        assert "/topics/made-up-worry" not in client.get("/search?q=made-up+worry").links


class TestEvents:
    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"for_people_at_risk": "yes"}, "is not published"),
            (words("title", "Women only drop-in"), "sounds like a service for people at risk"),
            ({"starts": "1.30am", "ends": "3am"}, "clocks go forward"),
            ({"ends": "2pm"}, "after the beginning"),
            (day("last_day", "2030-03-30"), "not before the first day"),
            ({"starts": ""}, "time at which it begins"),
            ({"booking": "http://example.org"}, "https://"),
            ({"booking": "javascript:alert(1)"}, "https://"),
        ],
    )
    def test_what_must_not_be_listed_is_refused(self, officer, answers, sentence):
        here = f"{FORMS}/events/new"
        answer = send(officer, officer.get(here), here, EVENT | answers, here=here)
        assert answer.status_code == 422
        assert sentence in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("day_of_change", "starts", "ends"),
        [("2030-03-31", "00:00Z", "22:00Z"), ("2030-10-27", "23:00Z", "23:00Z")],
    )
    def test_times_are_those_of_a_clock_in_london(self, app, published, day_of_change, starts, ends):
        """The day on which the clocks go forward has 23 hours, the one on which they go back 25."""
        from webapp.meetings.queries import get_event

        published("events", EVENT | {**day("first_day", day_of_change), "starts": "12.30am", "ends": "11pm"})
        with app.app_context():
            kept = get_event("made-up-walk")
        hours = (kept.ends_at - kept.starts_at).total_seconds() / 3600
        assert hours == {"2030-03-31": 21.5, "2030-10-27": 23.5}[day_of_change]


class TestAlertForm:
    @pytest.mark.parametrize(
        "answers",
        [
            words("words", "One\nTwo\nThree"),
            words("words", "x" * 121),
            words("words", "Fine", pl="Jeden\nDwa\nTrzy"),
            {"link": "http://example.org"},
            {"link": "//example.org"},
            {"link": "/desk"},
            {"link": "/no-such-page"},
            {"link": "javascript:alert(1)"},
            {"link": ""},
            words("link_words", ""),
            {"ends": "8am", **day("last_day", "2026-11-01")},
            {**day("first_day", "2030-03-31"), "starts": "1.15am", **day("last_day", "2030-04-01")},
            {"pages": []},
            {"rank": "loud"},
        ],
    )
    def test_what_no_page_should_show_is_refused(self, officer, answers):
        here = f"{FORMS}/alerts/new"
        answer = send(officer, officer.get(here), here, ALERT | answers, here=here)
        assert answer.status_code == 422

    def test_it_may_link_to_another_site_by_https(self, client, published):
        published("alerts", ALERT | {"link": "https://example.org/storm"})
        assert "https://example.org/storm" in client.get("/").links


def test_who_may_not_publish_sees_no_button(officer_client, app, officer, written):
    address = written("topics")
    page = officer_client("moderator").response(address)
    assert page.status_code == 403


def test_the_way_in_leads_to_every_editor(officer):
    links = officer.get(FORMS).links
    assert {f"{FORMS}/{name}" for name in EVERY} <= set(links)
