"""Whether something rises or falls over the quarters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.engagement.statistics import Change, NoTrend, trend

SEASONS = [1, 2, 3, 4] * 3
COUNTS = [120, 190, 180, 101, 132, 121, 205, 150, 249, 180, 228, 171]
RESPONDENTS = [1000, 1100, 1210, 1180, 1250, 1300, 1420, 1380, 1500, 1490, 1600, 1580]
# A summer that has three times as many as a winter.
SUMMER = np.array([0.5, 1.0, 1.5, 1.0])


class TestAgreementWithStatsmodels:
    # statsmodels 0.15.0, GLM(family=Poisson()).fit(scale="X2"); its error with Student's t on what is left over.
    def test_with_the_season(self):
        found = trend(COUNTS, seasons=SEASONS)
        assert found.change_per_year == pytest.approx(0.19278314149952142, abs=1e-9)
        assert found.interval.low == pytest.approx(-0.013776277510144125, abs=1e-9)
        assert found.interval.high == pytest.approx(0.4426053543445374, abs=1e-9)
        assert found.p == pytest.approx(0.06447593886981096, abs=1e-9)
        assert found.dispersion == pytest.approx(8.605134419303003, abs=1e-9)

    def test_with_a_break(self):
        found = trend(COUNTS, seasons=SEASONS, breaks=[6])
        assert found.change_per_year == pytest.approx(-0.019144934549736255, abs=1e-9)
        assert found.p == pytest.approx(0.8983262523778219, abs=1e-9)

    def test_of_a_rate(self):
        found = trend(COUNTS, seasons=SEASONS, exposure=RESPONDENTS)
        assert found.change_per_year == pytest.approx(0.018040950047621226, abs=1e-9)
        assert found.p == pytest.approx(0.8238803569347354, abs=1e-9)


class TestWhatIsFound:
    @pytest.mark.parametrize(("yearly", "change"), [(1.4, Change.UP), (0.7, Change.DOWN)])
    def test_a_planted_slope_is_found_under_a_season(self, yearly, change):
        found = trend(_planted(yearly, years=3, level=400), seasons=SEASONS)
        assert found.change is change
        assert found.interval.holds(yearly - 1)

    def test_a_season_alone_is_no_trend(self):
        found = trend(_planted(1.0, years=3, level=400), seasons=SEASONS)
        assert found.change is Change.UNCLEAR
        assert found.change_per_year == pytest.approx(0.0, abs=0.01)

    def test_a_season_is_no_trend_where_the_series_ends_in_it(self):
        # Without the season this series goes up: it begins in winter and ends in summer.
        counts, seasons = _planted(1.0, years=3, level=400)[:-1], SEASONS[:-1]
        assert trend(counts, seasons=[1] * 11).change_per_year > 0.1
        assert trend(counts, seasons=seasons).change_per_year == pytest.approx(0.0, abs=0.01)

    def test_a_step_at_a_break_is_no_trend(self):
        counts = [100] * 6 + [300] * 6
        assert trend(counts, seasons=SEASONS).change is Change.UP
        found = trend(counts, seasons=SEASONS, breaks=[6])
        assert found.change is Change.UNCLEAR
        assert found.change_per_year == pytest.approx(0.0, abs=1e-6)

    def test_a_slope_is_found_on_both_sides_of_a_break(self):
        counts = _planted(1.5, years=5, level=400)
        counts[8:] = [3 * count for count in counts[8:]]
        found = trend(counts, seasons=[1, 2, 3, 4] * 5, breaks=[8])
        assert found.interval.holds(0.5)
        assert found.change is Change.UP

    def test_more_answers_are_no_more_of_a_problem(self):
        respondents = [1000 * 1.5 ** (place / 4) for place in range(12)]
        counts = [round(each / 10) for each in respondents]
        assert trend(counts, seasons=SEASONS).change is Change.UP
        assert trend(counts, seasons=SEASONS, exposure=respondents).change is Change.UNCLEAR

    def test_what_scatters_more_than_chance_is_less_sure(self):
        smooth = trend(_planted(1.2, years=3, level=400), seasons=SEASONS)
        rough = [round(count * (1.3 if place % 2 else 0.7)) for place, count in enumerate(_planted(1.2, 3, 400))]
        rough[::4] = [2 * count for count in rough[::4]][::-1]
        found = trend(rough, seasons=SEASONS)
        assert found.dispersion > 5 > smooth.dispersion == 1.0
        assert found.interval.high - found.interval.low > smooth.interval.high - smooth.interval.low

    @pytest.mark.parametrize("noise", [0.0, 0.15])
    def test_series_without_a_trend_are_called_one_no_more_often_than_five_in_a_hundred(self, noise):
        chance = np.random.default_rng(20261122)
        claimed = 0
        for _ in range(400):
            level = 200 * np.tile(SUMMER, 3) * np.exp(chance.normal(0, noise, 12))
            claimed += trend(chance.poisson(level).tolist(), seasons=SEASONS).change is not Change.UNCLEAR
        # 20 are expected; 35 have a chance of one in a thousand.
        assert claimed <= 35


class TestWhatIsNotSaid:
    def test_of_one_year_nothing_is_said(self):
        found = trend([100, 200, 300, 400], seasons=[1, 2, 3, 4])
        assert (found.why_not, found.change, found.change_per_year) == (NoTrend.FEW_QUARTERS, Change.UNCLEAR, None)

    def test_of_a_year_and_a_half_nothing_is_said(self):
        assert trend([100] * 7, seasons=[1, 2, 3, 4, 1, 2, 3]).why_not is NoTrend.FEW_QUARTERS

    def test_two_years_are_enough(self):
        assert trend([100] * 8, seasons=[1, 2, 3, 4] * 2).why_not is None

    def test_two_years_with_two_breaks_are_not(self):
        assert trend([100] * 8, seasons=[1, 2, 3, 4] * 2, breaks=[3, 6]).why_not is NoTrend.FEW_QUARTERS

    def test_of_a_handful_of_answers_nothing_is_said(self):
        assert trend([3] * 12, seasons=SEASONS).why_not is NoTrend.FEW_ANSWERS

    def test_of_a_season_in_which_nobody_answered_nothing_is_said(self):
        assert trend([0, 50, 50, 50] * 3, seasons=SEASONS).why_not is NoTrend.FEW_ANSWERS

    def test_of_a_time_before_a_break_in_which_nobody_answered_nothing_is_said(self):
        assert trend([0] * 4 + [50] * 8, seasons=SEASONS, breaks=[4]).why_not is NoTrend.FEW_ANSWERS

    def test_of_nothing_nothing_is_said(self):
        assert trend([], seasons=[]).why_not is NoTrend.FEW_QUARTERS

    @pytest.mark.parametrize("counts", [[1, 2], [-1] * 12])
    def test_what_is_no_series_is_refused(self, counts):
        with pytest.raises(ValueError, match="one season"):
            trend(counts, seasons=SEASONS)

    def test_a_quarter_without_respondents_is_refused(self):
        with pytest.raises(ValueError, match="exposure"):
            trend([10] * 12, seasons=SEASONS, exposure=[0.0] * 12)


@given(st.lists(st.integers(0, 3000), min_size=8, max_size=20))
def test_whatever_the_series_the_trend_lies_in_its_interval(counts):
    found = trend(counts, seasons=[place % 4 + 1 for place in range(len(counts))])
    if found.why_not is None:
        assert found.interval.low <= found.change_per_year <= found.interval.high
        assert 0 <= found.p <= 1
        assert (found.change is not Change.UNCLEAR) == (not found.interval.holds(0.0))


def _planted(yearly: float, years: int, level: float) -> list[int]:
    places = np.arange(4 * years)
    return np.round(level * yearly ** (places / 4) * np.tile(SUMMER, years)).astype(int).tolist()
