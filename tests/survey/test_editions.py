"""Editions of the survey: when they are open, what must not be done to one, and what the starter loads."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.survey.made_editions import (
    LAST_YEAR,
    OUTCOME,
    SURVEY,
    TODAY,
    answer,
    change,
    keep,
    publish,
    row,
    save,
    words,
)
from webapp.database import db
from webapp.edits.nouns import EditRefusedError
from webapp.kit.errors import NotFoundError
from webapp.partnership import PartnershipError, load_partnership
from webapp.partnership.surveys import read_surveys
from webapp.search.models import Entry
from webapp.survey import editions
from webapp.survey.edition_rules import EditionState, Span, complete, get_in_the_way, in_order, is_reopened
from webapp.survey.edition_services import load_surveys
from webapp.survey.models import SurveyEdition
from webapp.survey.questions import QUESTIONS

DAY = dt.timedelta(days=1)


def span(first: int, last: int | None, *kinds: str) -> Span:
    begin = dt.date(2027, 1, 1)
    return Span(
        opens_on=begin + first * DAY, closes_on=None if last is None else begin + last * DAY, kinds=tuple(kinds)
    )


class TestRules:
    def test_first_and_last_day_are_whole_days(self):
        days = span(1, 3)
        states = [days.state(dt.date(2027, 1, day)) for day in range(1, 6)]
        assert states == [EditionState.COMING, *[EditionState.OPEN] * 3, EditionState.CLOSED]

    def test_without_a_last_day_it_stays_open(self):
        assert span(0, None).state(dt.date(2099, 1, 1)) is EditionState.OPEN

    @pytest.mark.parametrize(
        ("days", "results_after", "right"),
        [
            (span(0, 5), 6, True),
            (span(0, 5), None, True),
            (span(0, None), 1, True),
            (span(0, 0), 1, True),
            (span(5, 4), 9, False),
            (span(0, 5), 5, False),
            (span(3, None), 2, False),
        ],
    )
    def test_days_follow_one_another(self, days, results_after, right):
        results_by = None if results_after is None else dt.date(2027, 1, 1) + results_after * DAY
        assert in_order(days, results_by) is right

    @pytest.mark.parametrize(
        ("one", "other", "clash"),
        [
            (span(0, 5), span(5, 9), True),
            (span(0, 5), span(6, 9), False),
            (span(0, None), span(900, None), True),
            (span(0, None), span(900, 901, "noise"), False),
            (span(0, 5, "noise", "drugs"), span(3, 9, "drugs"), True),
            (span(0, 5, "noise"), span(3, 9, "drugs"), False),
        ],
    )
    def test_two_about_the_same_do_not_run_at_once(self, one, other, clash):
        assert get_in_the_way(one, other) is clash
        assert get_in_the_way(other, one) is clash

    def test_opening_again_is_told_from_correcting_days(self):
        closed, today = span(0, 5), dt.date(2027, 2, 1)
        assert is_reopened(closed, span(0, None), today)
        assert is_reopened(closed, span(90, 99), today)
        assert not is_reopened(closed, span(0, 4), today)
        assert not is_reopened(span(0, 40), span(0, 50), today)

    def test_questions_stand_in_the_order_of_the_register(self):
        register = ("a", "b", "c", "d")
        assert complete(("d", "b"), usual="abc", required="a", register=register) == ("a", "b", "d")
        assert complete((), usual="abc", required="a", register=register) == ("a", "b", "c")


class TestWriting:
    def test_required_questions_and_those_behind_them_are_always_in(self, app_context):
        keep("one", questions=("why_not", "trend"))
        assert editions.edition("one").questions == ("kinds", "trend", "reported", "why_not")

    def test_no_choice_means_the_usual_questions_of_that_day(self, app_context):
        keep("one")
        usual = tuple(code for code, question in QUESTIONS.items() if question.in_full)
        assert editions.edition("one").questions == usual
        assert "street" not in usual
        assert row("one").content["questions"] == list(usual)

    @pytest.mark.parametrize(
        ("parts", "sentence"),
        [
            ({"opens_on": dt.date(2027, 1, 1)}, "out of order"),
            ({"results_by": dt.date(2026, 12, 31)}, "out of order"),
            ({"results_by": None}, "by which day"),
            ({"opens_on": None}, "first day"),
        ],
    )
    def test_days_that_cannot_be_are_refused(self, app_context, parts, sentence):
        with pytest.raises(EditRefusedError, match=sentence):
            keep("one", **parts)

    def test_a_second_one_about_everything_is_refused(self, app_context):
        keep("one")
        with pytest.raises(EditRefusedError, match="“Made-up survey” asks about the same"):
            keep("two", opens_on=dt.date(2026, 12, 31), closes_on=None, results_by=None)
        keep("two", kinds=("noise",))
        with pytest.raises(EditRefusedError, match="at the same time"):
            keep("three", kinds=("drugs", "noise"))
        keep("three", opens_on=dt.date(2027, 1, 1), closes_on=None, results_by=None)

    def test_one_that_is_not_on_the_site_is_in_nobodys_way(self, app_context):
        keep("one", public=False)
        keep("two")
        with pytest.raises(EditRefusedError, match="at the same time"):
            change("one", title=words("Other"))


class TestAfterAnswers:
    def test_before_the_first_answer_everything_may_change(self, app_context):
        keep("one")
        change("one", questions=("trend",), kinds=("noise",))
        assert editions.edition("one").questions == ("kinds", "trend")

    @pytest.mark.parametrize("parts", [{"questions": ("trend",)}, {"kinds": ("noise",)}])
    def test_afterwards_questions_and_theme_stay(self, app_context, parts):
        keep("one")
        answer("one")
        with pytest.raises(EditRefusedError, match="questions and its theme stay"):
            save("one", **parts)

    def test_words_and_days_may_still_change(self, app_context):
        keep("one")
        answer("one")
        change("one", title=words("Better words"), closes_on=dt.date(2027, 1, 31))
        assert str(editions.edition("one").title) == "Better words"

    def test_an_earlier_draft_cannot_bring_other_questions_in(self, app_context):
        keep("one")
        save("one", questions=("trend",))
        answer("one")
        with pytest.raises(EditRefusedError, match="questions and its theme stay"):
            save("one", title=words("Better words"))
        with pytest.raises(EditRefusedError, match="questions and its theme stay"):
            publish("one")


class TestAfterResults:
    def test_a_closed_one_may_open_longer_while_nothing_was_published(self, app_context):
        keep("last", LAST_YEAR)
        change("last", closes_on=dt.date(2026, 12, 1), results_by=dt.date(2027, 3, 1))
        assert editions.edition("last").is_open(TODAY)

    @pytest.mark.parametrize("results", [{"outcomes": (OUTCOME,)}, {"report": "some-report"}])
    def test_with_results_it_never_opens_again(self, app_context, results):
        keep("last", LAST_YEAR, **results)
        longer = {"closes_on": dt.date(2026, 12, 1), "results_by": dt.date(2027, 3, 1)}
        with pytest.raises(EditRefusedError, match="does not open again"):
            save("last", **longer)
        change("last", outcomes=(), report=None)
        with pytest.raises(EditRefusedError, match="does not open again"):
            save("last", **longer)

    def test_what_was_done_can_be_told_while_it_is_open(self, app_context):
        keep("one", outcomes=(OUTCOME,))
        change("one", closes_on=dt.date(2027, 1, 31))
        assert editions.edition("one").outcomes == (OUTCOME,)


class TestReading:
    def test_states_and_their_order(self, app_context):
        keep("themed", kinds=("noise",), opens_on=dt.date(2026, 10, 1))
        keep("one")
        keep("last", LAST_YEAR)
        keep("next", opens_on=dt.date(2027, 1, 1), closes_on=None, results_by=None)
        keep("draft", public=False, opens_on=dt.date(2020, 1, 1), closes_on=dt.date(2020, 1, 2))
        assert [one.slug for one in editions.open_editions(TODAY)] == ["one", "themed"]
        assert [one.slug for one in editions.in_state(EditionState.COMING, TODAY)] == ["next"]
        assert [one.slug for one in editions.in_state(EditionState.CLOSED, TODAY)] == ["last"]
        assert editions.open_editions(TODAY) == [editions.edition_by_id(row(slug).id) for slug in ("one", "themed")]

    def test_a_draft_is_not_found(self, app_context):
        keep("draft", public=False)
        with pytest.raises(NotFoundError):
            editions.edition("draft")

    def test_last_time_is_the_newest_one_of_which_something_is_known(self, app_context):
        keep("one")
        assert editions.edition("one").last_results is None
        keep("last", LAST_YEAR, outcomes=(OUTCOME,))
        keep("older", LAST_YEAR, opens_on=dt.date(2024, 1, 1), closes_on=dt.date(2024, 2, 1), report="a")
        keep("silent", LAST_YEAR, opens_on=dt.date(2026, 2, 1), closes_on=dt.date(2026, 2, 2))
        found = editions.edition("one").last_results
        assert found is not None
        assert (found.slug, found.outcomes) == ("last", (OUTCOME,))
        before = editions.edition("last").last_results
        assert before is not None
        assert before.slug == "older"
        assert editions.edition("older").last_results is None

    def test_the_search_knows_what_is_on_the_site(self, app_context):
        def found() -> list[tuple[str, str]]:
            query = select(Entry.key, Entry.title).where(Entry.source == "survey").order_by(Entry.key)
            return [(key, title) for key, title in db.session.execute(query)]

        keep("one", public=False)
        assert found() == []
        keep("two")
        assert found() == [("two/en", "Made-up survey"), ("two/pl", "Wymyślona ankieta")]
        change("two", title=words("Other"))
        assert found() == [("two/en", "Other")]


class TestStarter:
    def test_loading_again_changes_nothing(self, app_context, now):
        surveys = read_surveys(load_partnership("bcp"))
        assert load_surveys(surveys, at=now) == 1
        assert load_surveys(surveys, at=now + 30 * DAY) == 0
        found = editions.edition("concerns")
        assert found.is_open(TODAY)
        assert (found.opens_on, found.closes_on, found.results_by) == (TODAY, None, None)

    def test_new_words_keep_the_first_day_and_what_people_were_asked(self, app_context, now):
        survey = replace(SURVEY, slug="one", opens_on=None, closes_on=None, results_by=None)
        load_surveys([survey], at=now)
        answer("one")
        assert load_surveys([replace(survey, title=words("Other"), questions=("trend",))], at=now + 30 * DAY) == 1
        found = editions.edition("one")
        assert (str(found.title), found.opens_on) == ("Other", TODAY)
        assert len(found.questions) > 2

    def test_what_an_officer_has_worked_on_is_left_alone(self, app_context, now):
        survey = replace(SURVEY, slug="one")
        load_surveys([survey], at=now)
        change("one", title=words("An officer's words"))
        assert load_surveys([replace(survey, title=words("Other"))], at=now) == 0
        assert str(editions.edition("one").title) == "An officer's words"

    def test_what_is_no_longer_in_the_file_stays(self, app_context, now):
        load_surveys([replace(SURVEY, slug="one")], at=now)
        assert load_surveys([], at=now) == 0
        assert db.session.scalar(select(SurveyEdition.slug)) == "one"

    def test_an_unknown_question_is_refused_before_anything_is_kept(self, app_context, now):
        wrong = replace(SURVEY, slug="two", questions=("mood",))
        with pytest.raises(PartnershipError, match='"questions" names "mood"'):
            load_surveys([replace(SURVEY, slug="one"), wrong], at=now)
        assert db.session.scalar(select(SurveyEdition.slug)) is None
