"""Get help now: 999 first, nothing that is doubtful shown as certain, nothing national ever missing."""

import dataclasses
import datetime as dt
import re

import pytest
import structlog

from webapp.partnership.support_numbers import NumberState
from webapp.site import views
from webapp.site.rules import overdue_lines

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def change_number(app, monkeypatch):
    """Changes one support number of the running partnership."""

    def change(key, **changes):
        partnership = app.extensions["partnership"]
        numbers = tuple(
            dataclasses.replace(number, **changes) if number.key == key else number
            for number in partnership.support_numbers
        )
        changed = dataclasses.replace(partnership, support_numbers=numbers)
        monkeypatch.setitem(app.extensions, "partnership", changed)
        monkeypatch.setitem(app.jinja_env.globals, "partnership", changed)

    return change


class TestNumbers:
    def test_999_is_the_first_number_and_can_be_called(self, client):
        numbers = [link for link in client.get("/help-now").links if link.startswith(("tel:", "sms:"))]
        assert numbers[0] == "tel:999"

    def test_it_says_what_really_happens(self, client):
        words = " ".join(re.sub("<[^>]+>", "", client.get("/help-now").text).split())
        for fact in (
            "coughing or by tapping the phone",
            "you may be told to press 55",
            "Pressing 55 does not show where you are.",
            "Send the word register in a text to 999",
            "From a phone that is not registered, a text to 999 does not reach the emergency services",
            "list of calls of your phone",
        ):
            assert fact in words

    def test_every_national_number_is_there_even_when_overdue(self, app, client):
        page = client.get("/help-now")
        for number in app.extensions["partnership"].support_numbers:
            if number.national and number.public_number and number.group != "about_this_site":
                assert number.public_number in page.text, number.key

    def test_an_overdue_number_says_when_it_was_last_checked(self, client, change_number):
        change_number("samaritans", last_checked=dt.date(2020, 3, 1))
        assert "Last checked 1 March 2020" in client.get("/help-now").text

    def test_a_number_checked_today_says_nothing(self, client, change_number):
        change_number("samaritans", last_checked=dt.datetime.now(dt.UTC).date())
        assert "Last checked" not in client.get("/help-now").text

    def test_a_conflicting_number_is_withheld_with_a_sentence(self, client, change_number):
        change_number("the_shores", number="0800 970 9954", state=NumberState.CONFLICT)
        page = client.get("/help-now")
        assert "0800 970 9954" not in page.text
        assert "The Shores" in page.text

    def test_local_numbers_that_are_unknown_are_to_be_confirmed(self, client):
        assert "More numbers here are to be confirmed" in client.get("/help-now").text

    @pytest.mark.parametrize("prefix", ["", "/pl", "/ar"])
    def test_the_numbers_are_the_same_in_every_language(self, client, prefix):
        def numbers(path):
            return [link for link in client.get(path).links if link.startswith(("tel:", "sms:"))]

        assert numbers(f"{prefix}/help-now") == numbers("/help-now")

    def test_numbers_run_from_left_to_right_in_arabic_too(self, client):
        page = client.get("/ar/help-now")
        for link in page.all("a"):
            if link.get("href", "").startswith(("tel:", "sms:")):
                assert [child.get("dir") for child in link.iter() if child.tag.endswith("bdi")] == ["ltr"]


class TestAlarm:
    def test_overdue_numbers_are_listed_for_the_command(self, app):
        lines = overdue_lines(app.extensions["partnership"].support_numbers, TODAY)
        assert "samaritans: never checked" in lines

    def test_the_line_says_since_when(self, app, change_number):
        change_number("samaritans", last_checked=dt.date(2026, 1, 10), check_due_days=90)
        lines = overdue_lines(app.extensions["partnership"].support_numbers, TODAY)
        assert "samaritans: last checked 2026-01-10, due 2026-04-10" in lines

    def test_the_page_warns_in_the_log_once_a_day(self, client):
        views.warn_of_overdue_numbers.cache_clear()
        with structlog.testing.capture_logs() as logs:
            client.get("/help-now")
            client.get("/pl/help-now")
        assert [line["event"] for line in logs] == ["support_numbers_overdue"]
