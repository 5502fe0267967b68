"""An officer makes a themed survey, and afterwards says what came of it."""

import datetime as dt

import pytest
import time_machine

from tests.client import Page, words_of
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - a fixture for the tests below
from tests.desk.sending import send
from tests.edits.answers import FREE_SOURCE, SURVEY, day, words
from tests.survey.made_editions import LAST_YEAR, OUTCOME, TODAY, answer, keep, row

SURVEYS, RESULTS = "/desk/content/surveys", "/asb-survey/results"
NO_DAY = {"-day": "", "-month": "", "-year": ""}
SAID = {
    **words("said", "People cannot sleep for noise."),
    **words("did", "Two officers visit at night."),
    "state": "doing",
    "owner": "council",
    **day("as_of", "2026-11-20"),
    **FREE_SOURCE,
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime.combine(TODAY, dt.time(12), dt.UTC), tick=True):
        yield


@pytest.fixture
def officer(officer_client):
    return officer_client("publisher")


@pytest.fixture
def write(officer):
    """Send the form of a new survey with some answers changed."""

    def run(**parts):
        here = f"{SURVEYS}/new"
        return send(officer, officer.get(here), here, SURVEY | parts, here=here)

    return run


@pytest.fixture
def kept(app):
    """An edition that is there already; gives its address on the desk."""

    def run(slug: str, *args, **parts) -> str:
        with app.app_context():
            return f"{SURVEYS}/{keep(slug, *args, **parts).id}"

    return run


def say(officer, address: str, code: str, answers):
    here = f"{address}/{code}"
    return send(officer, officer.get(here), here, answers, here=here)


def errors(answer) -> str:
    assert answer.status_code == 422
    page = Page(answer)
    page.check()
    return " ".join(words_of(page.root).split())


def no_day(name: str) -> dict[str, str]:
    return {f"{name}{part}": "" for part in NO_DAY}


class TestWriting:
    def test_a_themed_survey_from_the_form_to_the_poster(self, client, officer, write):
        address = write(questions=["why_not", "trend"], kinds=["noise", "fireworks"]).location
        shown = " ".join(words_of(officer.get(address).root).split())
        assert "Did you report it in the last 6 months?" in shown
        assert "Loud noise, music or parties, Fireworks" in shown
        client.get(f"{RESULTS}/made-up-survey", status=404)
        send(officer, officer.get(address), f"{address}/publish")
        page = client.get(f"{RESULTS}/made-up-survey")
        assert "/asb-survey/on/made-up-survey" in page.links
        assert "localhost:5000/asb-survey/on/made-up-survey" in words_of(
            client.get("/asb-survey/poster/made-up-survey").root
        )

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            (no_day("results_by"), "Enter the day by which people can read what came of it"),
            (day("results_by", "2030-10-01"), "Enter a day after the last day for answers"),
            (day("closes_on", "2026-09-30"), "Enter a day that is not before the first day"),
            (words("next_step", ""), "Say what happens with the answers"),
            ({"kinds": ["nonsense"]}, "Choose"),
            ({"questions": ["mood"]}, "Choose"),
        ],
    )
    def test_what_is_missing_or_cannot_be_is_said(self, write, parts, sentence):
        assert sentence in errors(write(**parts))

    def test_a_second_one_about_the_same_is_refused_by_name(self, write, kept):
        kept("noise", kinds=("noise",))
        assert "“Made-up survey” asks about the same at the same time" in errors(write())

    def test_without_a_last_day_nothing_is_promised(self, write):
        answer = write(**no_day("closes_on"), **no_day("results_by"))
        assert answer.status_code == 303


class TestAfterwards:
    def test_questions_stay_once_somebody_has_answered(self, app, officer, kept):
        address = kept("one")
        with app.app_context():
            answer("one")
        said = errors(say(officer, address, "change/questions", {"questions": ["trend"], "kinds": []}))
        assert "People have answered this already" in said
        assert say(officer, address, "change/survey", words("title", "Better words")).status_code == 303

    def test_it_does_not_open_again_once_results_are_known(self, officer, kept):
        address = kept("last", LAST_YEAR, outcomes=(OUTCOME,))
        longer = {**day("closes_on", "2027-01-01"), **day("results_by", "2027-06-01")}
        assert "does not open again" in errors(say(officer, address, "change/survey", longer))

    def test_you_said_we_did_is_added_and_shown(self, client, officer, kept):
        address = kept("last", LAST_YEAR)
        assert say(officer, address, "add/outcomes", SAID).status_code == 303
        assert "Two officers" not in client.get(f"{RESULTS}/last").text
        send(officer, officer.get(address), f"{address}/publish")
        shown = " ".join(words_of(client.get(f"{RESULTS}/last").root).split())
        assert "We did Two officers visit at night. Under way Who does it: BCP Council." in shown

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            ({"citation-words": ""}, "Say where the figures were released"),
            (day("as_of", "2026-11-22"), "Enter a day that is not in the future"),
            (words("did", ""), "Write what was done"),
            ({"state": "perhaps"}, "Choose"),
        ],
    )
    def test_what_nobody_can_look_up_is_refused(self, officer, kept, parts, sentence):
        address = kept("last", LAST_YEAR)
        assert sentence in errors(say(officer, address, "add/outcomes", SAID | parts))

    def test_a_report_is_one_that_is_published(self, app, client, starter, officer, kept):
        address = kept("last", LAST_YEAR)
        assert say(officer, address, "change/report", {"report": "our-priorities"}).status_code == 303
        errors(say(officer, address, "change/report", {"report": "no-such-report"}))
        send(officer, officer.get(address), f"{address}/publish")
        assert "/publications/our-priorities" in client.get(f"{RESULTS}/last").links
        with app.app_context():
            assert row("last").content["report"] == "our-priorities"


def test_other_roles_do_not_write_surveys(officer_client):
    for role in ("moderator", "analyst", "case-officer"):
        assert officer_client(role).response(f"{SURVEYS}/new").status_code == 403
