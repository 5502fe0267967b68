"""The survey's way: as short as promised, with nothing on it that its edition does not ask."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.survey.reading import words_shown
from tests.walks import (
    ELSEWHERE,
    IN_DANGER,
    LONGEST,
    NOT_REPORTED,
    PIN,
    SHORTEST,
    SURVEY_EXITS,
    SURVEY_WALKS,
    TOWN_ONLY,
    UNSAID,
    WORRYING,
    pages_of,
)
from webapp.database import db
from webapp.journeys import Answers
from webapp.journeys.model import Exit, Notice, Step
from webapp.journeys.models import Draft
from webapp.survey import journey
from webapp.survey.codes import Exactness
from webapp.survey.forms import SurveyForm, WhenForm
from webapp.survey.journey import PAGES, SURVEY, Asks
from webapp.survey.questions import EQUALITY_CODES, FULL, QUESTIONS

PAGES_AT_MOST = 12
WORDS_AT_MOST = 700
ALL = {"edition": uuid.uuid4().hex, "questions": " ".join((*FULL, *EQUALITY_CODES)), "kinds": ""}


def answers(**given) -> Answers:
    return Answers(ALL, given)


def drafts(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Draft))


@pytest.fixture
def visitor(starter, client):
    return client.raw


class TestLength:
    @pytest.mark.parametrize("walk", SURVEY_WALKS, ids=str)
    def test_every_way_through_is_at_most_twelve_pages(self, walk, visitor):
        pages = list(pages_of(walk, visitor))
        assert len(pages) <= PAGES_AT_MOST

    def test_the_longest_one_is_as_long_as_it_can_be(self, visitor):
        # Every page that is not an end, and checking the answers.
        passed = [page for page in PAGES if not isinstance(page, Exit)]
        assert len(list(pages_of(LONGEST, visitor))) == len(passed) + 1

    @pytest.mark.parametrize("language", ["", "/pl", "/ar"])
    @pytest.mark.parametrize(("walk", "branch"), [(LONGEST, "reported"), (NOT_REPORTED, "unreported")], ids=str)
    def test_nobody_reads_more_than_seven_hundred_words(self, walk, branch, language, visitor):
        *pages, check = pages_of(walk, visitor, language=language)
        read = [len(words_shown(page, branch=branch)) for page in pages]
        # What was answered is there once more to be checked; of that only the heading is new.
        assert sum(read) + len(check.h1.split()) <= WORDS_AT_MOST, read

    def test_the_shortest_answers_two_questions(self):
        answered = {name for page, given in SHORTEST.answers.items() if page != "a" for name in given}
        assert answered == {"words", "kinds"}


class TestPath:
    @pytest.mark.parametrize("walk", SURVEY_EXITS, ids=str)
    def test_danger_and_crime_go_elsewhere_and_nothing_is_stored(self, walk, visitor, app):
        pages = list(pages_of(walk, visitor))
        assert len(pages) == 2
        assert drafts(app) == 0

    def test_who_comes_back_from_there_begins(self, visitor, app):
        list(pages_of(IN_DANGER, visitor))
        list(pages_of(SHORTEST, visitor))
        assert drafts(app) == 1

    def test_a_second_report_brings_the_case_review(self):
        assert journey.reported_again(answers(h={"reported": "more"}))
        assert not journey.reported_again(answers(h={"reported": "once"}))
        assert not journey.reported_again(answers())

    def test_words_that_worry_bring_help(self, app):
        with app.test_request_context("/"):
            assert journey.needs_help(answers(j={"words": WORRYING}))
            assert not journey.needs_help(answers(j={"words": "The bins are full."}))
            assert not journey.needs_help(answers())

    def test_a_survey_asks_only_what_it_picked(self, app):
        little = Answers({**ALL, "questions": "kinds how_often age"}, {})
        asks = [page.slug for page in PAGES if isinstance(page, Step) and page.when(little)]
        assert asks == ["a", "d", "e", "f", "j", "l", "m"]
        with app.test_request_context("/"):
            form = WhenForm()
            form.prepare(little)
        assert [field.short_name for field in form.drawn] == ["how_often"]

    def test_a_page_none_of_whose_questions_are_picked_is_not_on_the_path(self):
        assert not Asks(WhenForm)(Answers({**ALL, "questions": "kinds"}, {}))

    def test_a_survey_on_a_theme_offers_its_kinds(self, app):
        themed = Answers({**ALL, "kinds": "noise begging"}, {})
        kinds = next(page for page in PAGES if page.slug == "e")
        with app.test_request_context("/"):
            form = kinds.form()
            form.prepare(themed)
            assert form.kinds.codes == ["noise", "begging"]

    def test_every_question_of_the_register_has_a_page(self):
        asked = {name for page in PAGES if isinstance(page, Step) for name in page.form.questions}
        assert set(QUESTIONS) <= asked

    def test_addresses_say_nothing(self):
        assert [page.slug for page in PAGES] == sorted("abcdefghijklm")
        assert all(issubclass(page.form, SurveyForm) for page in PAGES if isinstance(page, Step))
        assert sum(isinstance(page, Notice) for page in PAGES) == 2


class TestWhatIsMadeOfIt:
    """`_response`: the typed command for the service."""

    @pytest.fixture
    def made(self, starter, app, client):
        """What the answers of a walk become."""

        def make(walk):
            from webapp.journeys.drafts import Content
            from webapp.journeys.model import Sending
            from webapp.journeys.reading import read

            listed = {
                page: {name: [value] if isinstance(value, str) else value for name, value in given.items()}
                for page, given in walk.answers.items()
            }
            sending = Sending(
                language="en",
                channel="web",
                by=None,
                today=None,
                suspicion=0,
                address="192.0.2.1",
                once_key="key",
            )
            with app.test_request_context("/"):
                content = Content(
                    start=ALL, typed={**listed, "i": {}, "k": {}, **{s: listed.get(s, {}) for s in "fghjlm"}}
                )
                found = read(SURVEY, content).path.answers
                return journey._response(found, sending), journey.told(found)

        return make

    def test_everything_that_was_answered_is_in_it(self, made):
        new, told = made(LONGEST)
        assert new.codes["kinds"] == ("noise", "threats", "drugs")
        assert set(new.codes) == set(FULL) - {"why_not"}
        assert set(new.equality) == set(EQUALITY_CODES)
        assert new.words == WORRYING
        assert new.contact.email == "ada@example.org"
        assert told["reasons"]
        assert told["contact"] == "left"
        assert told["reported"] == "more"

    def test_what_was_left_out_is_not(self, made):
        new, told = made(SHORTEST)
        assert set(new.codes) == {"kinds"}
        assert new.contact is None
        assert not new.equality
        assert (told["reasons"], told["contact"]) == ("", "")

    def test_a_question_that_does_not_follow_is_not_answered(self, made):
        new, _ = made(NOT_REPORTED)
        assert "why_not" in new.codes
        assert "helped" not in new.codes

    @pytest.mark.parametrize(
        ("walk", "exactness", "town", "locality"),
        [
            (SHORTEST, Exactness.NEIGHBOURHOOD, "bournemouth", "boscombe"),
            (TOWN_ONLY, Exactness.TOWN, "poole", ""),
            (ELSEWHERE, Exactness.OUTSIDE, "", ""),
            (UNSAID, Exactness.UNSAID, "", ""),
            (PIN, Exactness.EXACT, "bournemouth", "boscombe"),
        ],
        ids=str,
    )
    def test_a_place_is_as_exact_as_somebody_wants(self, made, walk, exactness, town, locality):
        place = made(walk)[0].place
        assert (place.exactness, place.town, place.locality) == (exactness, town, locality)
        assert (place.latitude is not None) == (exactness is Exactness.EXACT)

    def test_more_than_people_send_is_held_and_not_refused(self, made, app):
        app.extensions.pop(journey.BUCKETS, None)
        flooded = [made(SHORTEST)[0].in_flood for _ in range(journey.SENDINGS + 2)]
        # The same sending again is a repeat, which costs nothing.
        assert flooded == [False] * len(flooded)
        app.extensions.pop(journey.BUCKETS, None)
