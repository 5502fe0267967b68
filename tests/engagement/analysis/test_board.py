"""The dashboard's numbers: which surveys, months and quarters they are of, and what cannot be said of them."""

import dataclasses

import pytest

from tests.engagement.analysis.things import counted
from tests.engagement.conftest import made_population
from tests.survey.made_editions import LAST_YEAR, keep
from webapp.engagement.analysis.board import By, Per, View, board
from webapp.engagement.analysis.desk_wording import compared_words
from webapp.engagement.periods import months_of, quarters
from webapp.engagement.statistics import NoTrend
from webapp.survey.rules import AreaCodes

LAST = "2026Q3"
POOLE = AreaCodes(town="poole")
pytestmark = pytest.mark.usefixtures("app_context")


def told_in(survey, first: str, last: str = LAST, *, but: str = "", number: int = 40) -> None:
    """So many answers in each quarter, but in one."""
    for quarter in quarters(first, last):
        if quarter != but:
            counted(survey, {POOLE: number}, month=months_of(quarter)[0], kinds=("noise",))


class TestOneSurvey:
    def test_before_it_began_nobody_was_asked(self):
        earlier, later = keep("earlier", LAST_YEAR).id, keep("later").id
        told_in(earlier, "2024Q1", "2025Q3")
        told_in(later, "2025Q4")
        view = View(last=LAST, edition=later.hex, per=Per.COUNT)
        found = board(view)
        assert (found.since, found.breaks) == ("2025Q4", ())
        assert [each.compared.change for each in (found.whole, *found.series)] == [None, None]
        assert [year.last for year in found.whole.years] == [LAST]
        both = board(dataclasses.replace(view, edition=""))
        assert (both.since, both.breaks) == ("2024Q1", ("2025Q4",))

    @pytest.mark.parametrize("per", list(Per))
    def test_across_the_start_of_another_survey_nothing_is_claimed(self, per):
        earlier, later = keep("earlier", LAST_YEAR).id, keep("later").id
        told_in(earlier, "2023Q1", "2025Q3")
        told_in(later, "2025Q4", number=400)
        across = board(View(last=LAST, per=per)).whole.compared
        assert (across.change, across.is_broken) == (None, True)
        assert "another survey" in compared_words(across)
        before = board(View(last="2025Q3", per=per)).series[0].compared
        assert (before.change is None, before.is_broken) == (False, False)

    @pytest.mark.parametrize("by", list(By))
    def test_made_up_answers_of_a_trial_are_counted_when_it_is_chosen_by_itself(self, by):
        trial = made_population((), slug="trial", sample=True)
        told_in(trial, "2024Q1")
        for kind in ("", "noise"):
            alone = board(View(last=LAST, by=by, kind=kind))
            assert (alone.since, alone.whole.compared.now, alone.series) == ("", 0, ())
        told_in(made_population((), slug="real"), "2024Q1", number=10)
        both = board(View(last=LAST, by=by))
        assert (both.whole.compared.now, both.breaks, both.is_sample) == (40, (), False)
        chosen = board(View(last=LAST, by=by, edition=trial.hex))
        assert (chosen.whole.compared.now, chosen.is_sample) == (160, True)


class TestTrends:
    def test_of_the_share_nothing_is_said_across_a_quarter_in_which_nobody_answered(self):
        survey = keep("made-up-survey").id
        told_in(survey, "2023Q4", but="2025Q2")
        (noise,) = board(View(last=LAST)).series
        assert noise.trend.why_not is NoTrend.FEW_ANSWERS
        (noise,) = board(View(last=LAST, per=Per.COUNT)).series
        assert noise.trend.why_not is None
