"""The population is the survey's sums: counted answers alone, by the smallest area known, and no answer twice."""

import pytest
from sqlalchemy import select

from tests.engagement.conftest import an_answer, made_population, some_answers
from tests.engagement.releases.without_solver import count_of
from tests.officers import TEST_ACTOR
from tests.survey.conftest import an_edition, sent, stored
from webapp.database import db
from webapp.engagement.disclosure import Choice, Figure
from webapp.engagement.periods import Period, quarter_of, year_to
from webapp.engagement.releases import population
from webapp.engagement.releases.content import BreakReason
from webapp.engagement.releases.population import NoAnswersError
from webapp.survey import counting, floods
from webapp.survey.codes import Exactness, ExcludedBecause
from webapp.survey.models import FloodHold
from webapp.survey.rules import Place

pytestmark = pytest.mark.usefixtures("app_context")
YEAR = year_to("2026Q2")
WARD, OTHER = "E05012674", "E05012649"


def read(counted: Period = YEAR, newest: str = "2026Q2") -> population.Told:
    return population.read(counted, newest=newest)


class TestCounting:
    def test_answers_count_where_they_are_known_to_be(self):
        answers = [
            an_answer("2026-04", ward=WARD),
            an_answer("2026-05", ward=WARD, kinds=("noise", "drugs")),
            an_answer("2026-06", town="poole"),
            an_answer("2025-07"),
            an_answer("2025-07", town="outside"),
        ]
        made_population(answers)
        counts = read().population.counts
        assert {leaf[1:]: count for leaf, count in counts.items() if leaf[0] == "kinds"} == {
            (f"ward:{WARD}", "2026Q2", ""): 2,
            (f"ward:{WARD}", "2026Q2", "noise"): 2,
            (f"ward:{WARD}", "2026Q2", "drugs"): 1,
            ("town:poole/-", "2026Q2", ""): 1,
            ("town:poole/-", "2026Q2", "noise"): 1,
            ("/-", "2025Q3", ""): 1,
            ("/-", "2025Q3", "noise"): 1,
        }

    def test_every_figure_is_what_counting_the_answers_gives(self):
        answers = list(some_answers(400, seed=3, first="2025Q3"))
        made_population(answers)
        told = read().population
        for ward, question, option in ((WARD, "kinds", ""), (OTHER, "trend", "worse"), (WARD, "would_help", "light")):
            figure = Figure(question=question, area=f"ward:{ward}", first="2025Q3", last="2026Q2", option=option)
            expected = sum(
                1
                for each in answers
                if each.place.ward == ward
                and question in each.codes
                and (not option or option in each.codes[question])
                and quarter_of(each.month) in YEAR.quarters
            )
            assert count_of(told, figure) == expected
        everybody = Figure(question="kinds", area="", first="2025Q3", last="2026Q2")
        assert count_of(told, everybody) == 400

    def test_leaves_that_nobody_is_in_are_no_areas(self):
        made_population([an_answer(ward=WARD)])
        assert not [area for area in read().population.parents if area.endswith("/-")]
        made_population([an_answer(town="poole")])
        assert [area for area in read().population.parents if area.endswith("/-")] == ["town:poole/-"]

    def test_options_are_those_of_the_register_and_what_was_ever_chosen(self):
        made_population([an_answer(kinds=("noise",), effect=("much",), trend=("retired",))])
        questions = read().population.questions
        assert questions["kinds"].choice is Choice.MANY
        assert questions["kinds"].most == 3
        assert questions["why_not"].most == len(questions["why_not"].options)
        assert (questions["effect"].choice, questions["effect"].most) == (Choice.ONE, 1)
        assert questions["trend"].options == ("better", "same", "worse", "unsure", "retired")


class TestWhatCounts:
    def test_an_answer_that_is_taken_out_is_in_no_figure(self):
        edition = an_edition()
        row = stored(edition, place=Place(exactness=Exactness.TOWN, town="poole"))
        now = Period("2026Q4", "2026Q4")
        assert read(now, "2026Q4").population.counts["kinds", "town:poole/-", "2026Q4", ""] == 1
        counting.exclude(row.id, ExcludedBecause.TWICE, seen=row.version, by=TEST_ACTOR)
        with pytest.raises(NoAnswersError):
            read(now, "2026Q4")

    def test_held_answers_are_in_no_figure_and_their_share_is_told_in_steps(self):
        edition = an_edition()
        for _ in range(3):
            sent(edition)
        sent(edition, suspicion=2)
        told = read(Period("2026Q4", "2026Q4"), "2026Q4")
        assert sum(count for leaf, count in told.population.counts.items() if leaf[0::3] == ("kinds", "")) == 3
        assert told.held_share == 25
        (hold,) = db.session.scalars(select(FloodHold)).all()
        floods.release(hold.id, seen=hold.version, by=TEST_ACTOR, today=hold.held_on)
        told = read(Period("2026Q4", "2026Q4"), "2026Q4")
        assert sum(count for leaf, count in told.population.counts.items() if leaf[0::3] == ("kinds", "")) == 4
        assert told.held_share == 0

    def test_real_answers_and_those_of_a_trial_are_never_counted_together(self):
        made_population([an_answer(ward=WARD)] * 3, slug="trial", sample=True)
        assert population.is_sample()
        assert read().population.counts["kinds", f"ward:{WARD}", "2026Q2", ""] == 3
        made_population([an_answer(ward=WARD)], slug="real")
        assert not population.is_sample()
        assert read().population.counts["kinds", f"ward:{WARD}", "2026Q2", ""] == 1

    def test_several_surveys_are_counted_together_and_each_beginning_is_a_break(self):
        made_population([an_answer("2025-08", ward=WARD)], slug="first")
        edition = an_edition("second", opens_on=made_day("2026-02"))
        assert edition
        made_population([an_answer("2026-05", ward=WARD)], slug="second")
        told = read()
        assert told.began == "2025Q3"
        assert [(each.quarter, each.why) for each in told.breaks] == [
            ("2025Q3", BreakReason.BEGAN),
            ("2026Q1", BreakReason.SURVEY),
        ]
        assert sum(count for leaf, count in told.population.counts.items() if leaf[0::3] == ("kinds", "")) == 2

    def test_without_an_answer_there_is_nothing(self):
        with pytest.raises(NoAnswersError):
            read()
        made_population([an_answer("2026-08", ward=WARD)])
        with pytest.raises(NoAnswersError):
            read()


class TestWhatCountedThen:
    def test_only_what_has_changed_since_is_told_of_an_earlier_release(self):
        made_population([an_answer("2026-02", ward=WARD)] * 2 + [an_answer("2026-05", ward=WARD)])
        now = read().population
        then = {
            ("kinds", f"ward:{WARD}", "2026Q1", ""): 2,
            ("kinds", f"ward:{WARD}", "2026Q1", "noise"): 3,
            ("kinds", f"ward:{OTHER}", "2026Q1", ""): 1,
            # A quarter that is counted no more.
            ("kinds", f"ward:{OTHER}", "2019Q1", ""): 1,
        }
        told = population.with_counts_then(now, {"2026q1": then, "2025q4": {}})
        assert told.counts_then == {
            "2026q1": {("kinds", f"ward:{WARD}", "2026Q1", "noise"): 3, ("kinds", f"ward:{OTHER}", "2026Q1", ""): 1}
        }

    def test_the_fingerprint_of_the_counts_needs_the_key_and_follows_every_count(self):
        counts = {("kinds", f"ward:{WARD}", "2026Q1", ""): 2, ("kinds", f"ward:{OTHER}", "2026Q1", ""): 0}
        made = population.inputs_hash(counts, key=b"one")
        assert population.inputs_hash({**counts, ("kinds", f"ward:{OTHER}", "2026Q1", ""): 1}, key=b"one") != made
        assert population.inputs_hash(dict(list(counts.items())[:1]), key=b"one") == made
        assert population.inputs_hash(counts, key=b"two") != made


def made_day(month: str):
    return Period(quarter_of(month), quarter_of(month)).first_day
