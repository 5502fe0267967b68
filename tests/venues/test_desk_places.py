"""The desk's pages of places: the list, entering, changing with history, and hours as officers type them."""

import re

import pytest

from tests.client import Page
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.venues.sending import LIST, filled, press, send
from webapp.database import db
from webapp.venues import queries
from webapp.venues.models import Venue

PLACE = {
    "name": "Made-up Café",
    "kind": "cafe",
    "address": "2 Made-up Street\r\nPoole",
    "postcode": "",
    "position": "50.7150, -1.9840",
}


@pytest.fixture
def officer(officer_client):
    return officer_client(role="venue-officer")


def path(venue_id, rest: str = "") -> str:
    return f"{LIST}/{venue_id}{rest}"


def stored(venue_id):
    db.session.remove()
    return queries.get_by_id(venue_id)


class TestList:
    def test_an_empty_list_says_what_to_do(self, officer):
        assert "There are no places yet" in officer.get(LIST).text

    def test_it_shows_places_with_their_state_and_next_check(self, officer, listed, enter):
        listed()
        enter(name="Only applied")
        text = officer.get(LIST).text
        assert "Made-up Library" in text
        assert "days left" in text
        assert "Not on the site" in text

    @pytest.mark.parametrize(
        ("query", "shown"),
        [
            ("q=library+1aa", {"Made-up Library"}),
            ("q=BH11AA", {"Made-up Library", "Only applied"}),
            ("q=%25", set()),
            ("town=poole", {"Made-up Café"}),
            ("scheme=unity-promise", set()),
            ("scheme=safe-place", {"Made-up Library"}),
            ("state=active", {"Made-up Library"}),
            ("state=suspended", set()),
            ("due=overdue", set()),
            ("off=hidden", set()),
            ("sample=yes", set()),
            ("scheme=x&state=x&due=x&off=x&page=-1", {"Made-up Library", "Made-up Café", "Only applied"}),
        ],
    )
    def test_filters_are_in_the_address(self, officer, listed, enter, query, shown):
        listed()
        enter(name="Only applied")
        enter(name="Made-up Café", postcode="BH15 1AA", town="poole")
        found = {words.partition("\n")[0] for words in rows_of(officer.get(f"{LIST}?{query}"))}
        assert found == shown

    def test_htmx_gets_the_rows_alone(self, officer, listed):
        listed()
        page = officer.get(f"{LIST}?q=library", headers={"HX-Request": "true"})
        assert page.is_fragment
        assert "Made-up Library" in page.text

    def test_a_longer_list_has_pages(self, officer, enter):
        for number in range(27):
            enter(name=f"Place {number}")
        page = officer.get(f"{LIST}?town=bournemouth")
        assert f"{LIST}?town=bournemouth&page=2" in page.links

    @pytest.mark.parametrize("role", ["moderator", "publisher", "approver", "auditor", "administrator"])
    def test_others_are_refused(self, officer_client, role):
        assert officer_client(role=role).response(LIST).status_code == 403


def rows_of(page: Page) -> list[str]:
    table = page.all("tbody")
    return [th.find(".//{*}a").text for body in table for th in body.iter() if th.tag.endswith("}th")]


class TestEntering:
    def test_a_new_place_is_kept_and_its_hours_come_next(self, app_context, officer):
        answer = send(officer, f"{LIST}/new", PLACE)
        assert re.fullmatch(rf"{LIST}/[0-9a-f-]+/hours", answer.location)
        row = db.session.query(Venue).one()
        assert (row.slug, row.town, row.version) == ("made-up-cafe", "poole", 1)
        assert row.latitude == 50.715
        text = officer.get(path(row.id)).text
        assert "Not on the site" in text
        assert "Entered this place" in text

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"name": ""}, "Enter the name"),
            ({"kind": "castle"}, "Choose what it is"),
            ({"position": ""}, "We do not know where this postcode is"),
            ({"position": "somewhere"}, "Enter latitude and longitude"),
            ({"position": "1950.5, -1.9"}, "Enter latitude and longitude"),
            ({"postcode": "Poole"}, "Enter a full UK postcode"),
            ({"uprn": "12a"}, "digits only"),
            ({"address": "x" * 301}, "Shorten this"),
        ],
    )
    def test_what_is_missing_is_said(self, officer, changed, words):
        answer = send(officer, f"{LIST}/new", PLACE | changed)
        assert answer.status_code == 422
        page = Page(answer)
        page.check()
        assert words in page.text

    def test_a_position_far_from_the_area_is_kept_and_told(self, app_context, officer):
        answer = send(officer, f"{LIST}/new", PLACE | {"position": "-1.9840, 50.7150"})
        assert "outside the partnership" in officer.get(answer.location).text

    def test_nothing_typed_is_markup(self, app_context, officer):
        name = "<script>alert(1)</script> & Co"
        send(officer, f"{LIST}/new", PLACE | {"name": name})
        page = officer.get(LIST)
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text


class TestChanging:
    def test_details_for_visitors(self, app_context, officer, listed):
        venue_id = listed()
        answers = {"telephone": "01202 123456", "web_address": "https://example.org/x", "languages": ["ro", "pl"]}
        assert send(officer, path(venue_id, "/change/visit"), answers).status_code == 303
        content = stored(venue_id).content
        assert (content.telephone, content.website) == ("01202 123456", "https://example.org/x")
        assert set(content.languages) == {"ro", "pl"}
        assert content.note == "The door is beside the post box."

    def test_a_language_that_is_not_in_the_list_stays(self, app_context, officer, enter):
        venue_id = enter(languages=("en", "haw"))
        send(officer, path(venue_id, "/change/visit"), {})
        assert set(stored(venue_id).content.languages) == {"en", "haw"}

    def test_access(self, app_context, officer, listed):
        venue_id = listed()
        answers = {
            "features-step-free": "no",
            "features-wifi": "yes",
            "features-hearing-loop": "",
            "audience": "card-holders",
            "under_18s": "until",
            "under_18s_until": "9pm",
            "help_is_free": "yes",
            "alcohol_led": "yes",
        }
        assert send(officer, path(venue_id, "/change/access"), answers).status_code == 303
        content = stored(venue_id).content
        assert {each.value for each in content.has} == {"seat", "wifi"}
        assert {each.value for each in content.lacks} == {"step-free"}
        assert (content.under_18s_until, content.help_is_free, content.alcohol_led) == (21 * 60, True, True)
        again = filled(officer.get(path(venue_id, "/change/access")))
        assert again["features-step-free"] == ["no"]
        assert again["under_18s_until"] == ["21:00"]

    def test_nothing_changed_changes_nothing(self, app_context, officer, listed):
        venue_id = listed()
        before = stored(venue_id).content
        for part in ("place", "visit", "access"):
            assert send(officer, path(venue_id, f"/change/{part}"), {}).status_code == 303
        assert stored(venue_id).content == before

    def test_a_part_that_is_none_is_not_found(self, officer, enter):
        assert officer.response(path(enter(), "/change/castle")).status_code == 404

    def test_the_second_of_two_sees_both_versions_and_nothing_is_lost(
        self, app_context, officer, officer_client, listed
    ):
        venue_id = listed()
        address = path(venue_id, "/change/visit")
        slow = filled(officer.get(address), {"note": "Ask at the till."})
        send(officer_client(role="venue-officer"), address, {"note": "The door is at the back."})
        page = Page(press(officer, address, slow, status=409))
        page.check()
        assert "The door is at the back." in page.text
        assert "Ask at the till." in page.text
        assert press(officer, address, filled(page)).status_code == 303
        assert stored(venue_id).content.note == "Ask at the till."

    def test_history_shows_what_changed_and_a_version_can_be_saved_again(self, app_context, officer, listed):
        venue_id = listed()
        send(officer, path(venue_id, "/change/visit"), {"note": "Ask at the till."})
        page = officer.get(path(venue_id, "/versions/2"))
        assert "Ask at the till." in page.text
        assert "The door is beside the post box." in page.text
        first = officer.get(path(venue_id, "/versions/1"))
        answer = press(officer, path(venue_id, "/versions/1/restore"), filled(first, action="restore"))
        assert answer.status_code == 303
        found = stored(venue_id)
        assert (found.version, found.content.note) == (3, "The door is beside the post box.")

    def test_a_version_that_is_none_is_not_found(self, officer, enter):
        assert officer.response(path(enter(), "/versions/7")).status_code == 404


class TestHours:
    def test_each_day_has_a_line(self, officer, listed):
        sent = filled(officer.get(path(listed(), "/hours")))
        assert [sent[f"day-{number}"][0] for number in range(7)] == ["9am to 5.30pm"] * 5 + ["10am to 4pm", "closed"]
        assert sent["bank-holidays"] == ["closed"]

    def test_typed_hours_are_on_the_site_at_once(self, app_context, officer, listed):
        venue_id = listed()
        answers = {"day-0": "24 hours", "day-6": "6pm-2am", "bank-holidays": "as-usual"}
        answer = send(officer, path(venue_id, "/hours"), answers)
        assert answer.location == f"{path(venue_id)}#part-hours"
        week = stored(venue_id).content.hours.week
        assert (week[0][0].closes, week[6][0].opens, week[6][0].closes) == (1440, 1080, 1560)

    @pytest.mark.parametrize(
        ("then", "line", "day", "shown"),
        [
            ("fill-all", "8am to noon", 6, "8am to noon"),
            ("fill-week", "8am to noon", 4, "8am to noon"),
            ("fill-week", "8am to noon", 5, "10am to 4pm"),
            ("fill-weekend", "closed", 5, "closed"),
            ("copy-0", "", 6, "9am to 5.30pm"),
            ("copy-5", "", 6, "10am to 4pm"),
            ("copy-9", "", 6, "closed"),
            ("read", "Mo-Su 08:00-20:00", 6, "8am to 8pm"),
        ],
    )
    def test_a_button_fills_days_and_saves_nothing(self, app_context, officer, listed, then, line, day, shown):
        venue_id = listed()
        page = Page(send(officer, path(venue_id, "/hours"), {"then": then, "line": line}, status=200))
        page.check()
        assert filled(page)[f"day-{day}"] == [shown]
        assert stored(venue_id).version == 1

    def test_a_week_that_cannot_be_read_is_explained_and_stays(self, officer, listed):
        answer = send(officer, path(listed(), "/hours"), {"then": "read", "line": "from dawn"}, status=422)
        page = Page(answer)
        page.check()
        assert "cannot be read" in page.text
        assert filled(page)["line"] == ["from dawn"]

    def test_days_with_other_hours_come_and_go(self, app_context, officer, listed):
        venue_id = listed()
        address = path(venue_id, "/hours")
        page = Page(send(officer, address, {"then": "add"}, status=200))
        row = {
            "days-0-first": "2026-12-24",
            "days-0-last": "2026-12-26",
            "days-0-line": "closed",
            "days-0-note": "Xmas",
        }
        assert press(officer, address, filled(page, row)).status_code == 303
        assert stored(venue_id).content.hours.exceptions[0].note == "Xmas"
        page = Page(send(officer, address, {"then": "remove-0"}, status=200))
        assert press(officer, address, filled(page)).status_code == 303
        assert stored(venue_id).content.hours.exceptions == ()

    def test_what_could_be_two_things_is_asked_about_at_its_day(self, app_context, officer, listed):
        venue_id = listed()
        page = Page(send(officer, path(venue_id, "/hours"), {"day-2": "5-11"}, status=422))
        page.check()
        assert "am or pm" in page.text
        assert "#day-2" in page.links
        assert filled(page)["day-2"] == ["5-11"]
        assert stored(venue_id).version == 1

    def test_the_second_of_two_sees_what_the_first_saved(self, app_context, officer, officer_client, listed):
        venue_id = listed()
        address = path(venue_id, "/hours")
        slow = filled(officer.get(address), {"day-6": "10am to noon"})
        send(officer_client(role="venue-officer"), address, {"day-5": "closed"})
        page = Page(press(officer, address, slow, status=409))
        page.check()
        assert "Somebody saved another version" in page.text
        assert press(officer, address, filled(page)).status_code == 303
        week = stored(venue_id).content.hours.week
        assert [bool(week[5]), bool(week[6])] == [True, True]

    def test_htmx_gets_the_form_and_after_saving_the_place(self, officer, listed):
        address = path(listed(), "/hours")
        headers = {"HX-Request": "true"}
        answer = send(officer, address, {"then": "copy-0"}, status=200, headers=headers)
        assert Page(answer).is_fragment
        answer = send(officer, address, {}, status=204, headers=headers)
        assert answer.headers["HX-Redirect"].endswith("#part-hours")
