"""Shares, rates and how sure they are, against published values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.engagement.statistics import (
    Change,
    Interval,
    benjamini_hochberg,
    poisson,
    rate_change,
    rolling_years,
    wilson,
)

# Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
# Garwood 1936, by R's poisson.test as well.
GARWOOD = [
    (0, 0.0, 3.6889),
    (1, 0.0253, 5.5716),
    (2, 0.2422, 7.2247),
    (5, 1.6235, 11.6683),
    (10, 4.7954, 18.3904),
    (20, 12.2165, 30.8884),
    (100, 81.3640, 121.6268),
]
# Benjamini and Hochberg 1995, section 3.2: four of these fifteen are claimed at 5 %.
THROMBOLYSIS = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


class TestAShare:
    @pytest.mark.parametrize(("successes", "n", "low", "high"), NEWCOMBE)
    def test_has_the_interval_of_newcombes_table(self, successes, n, low, high):
        found = wilson(successes, n)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)

    def test_agrees_with_statsmodels(self):
        # statsmodels 0.15.0, proportion_confint(15, 148, method="wilson").
        found = wilson(15, 148)
        assert found.low == pytest.approx(0.06238639953073628, abs=1e-12)
        assert found.high == pytest.approx(0.16048724172330803, abs=1e-12)

    def test_of_nobody_may_be_anything(self):
        assert wilson(0, 0) == Interval(low=0.0, high=1.0)

    @pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 2), (0, -1)])
    def test_that_cannot_be_is_refused(self, successes, n):
        with pytest.raises(ValueError, match="is no share"):
            wilson(successes, n)

    @given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_lies_in_its_interval_and_mirrors_the_others(self, pair):
        successes, n = pair
        found, others = wilson(successes, n), wilson(n - successes, n)
        assert found.holds(successes / n)
        assert 0 <= found.low < found.high <= 1
        assert found.low == pytest.approx(1 - others.high, abs=1e-9)

    @given(st.integers(1, 500), st.integers(2, 20))
    def test_is_surer_with_more_answers(self, n, times):
        few, many = wilson(n // 2, n), wilson(n // 2 * times, n * times)
        assert many.high - many.low < few.high - few.low


class TestACount:
    @pytest.mark.parametrize(("count", "low", "high"), GARWOOD)
    def test_has_garwoods_interval(self, count, low, high):
        found = poisson(count)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)

    @given(st.floats(0.01, 60), st.sampled_from([0.8, 0.95, 0.99]))
    def test_holds_the_truth_at_least_as_often_as_it_says(self, truth, level):
        from scipy.stats import poisson as chance_of  # slow to load, and every run reads this file

        held = sum(chance_of.pmf(count, truth) for count in range(300) if poisson(count, level=level).holds(truth))
        assert held >= level - 1e-9

    def test_becomes_a_rate_by_its_exposure(self):
        count, rate = poisson(10), poisson(10, exposure=4.0)
        assert (rate.low, rate.high) == (count.low / 4, count.high / 4)

    @pytest.mark.parametrize(("count", "exposure"), [(-1, 1.0), (1, 0.0)])
    def test_that_cannot_be_is_refused(self, count, exposure):
        with pytest.raises(ValueError, match="is no rate"):
            poisson(count, exposure)


class TestAChange:
    def test_agrees_with_r(self):
        # The example of R's poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)).
        found = rate_change(21, 11, exposure_before=3011, exposure_after=800)
        assert found.ratio == pytest.approx(1.971488, abs=1e-6)
        assert found.interval.low == pytest.approx(0.8584264, abs=1e-6)
        assert found.interval.high == pytest.approx(4.2772659, abs=1e-6)
        assert found.change is Change.UNCLEAR

    @pytest.mark.parametrize(
        ("before", "after", "change"),
        [(100, 150, Change.UP), (150, 100, Change.DOWN), (100, 110, Change.UNCLEAR), (0, 0, Change.UNCLEAR)],
    )
    def test_is_told_only_where_the_interval_leaves_no_room_for_none(self, before, after, change):
        assert rate_change(before, after).change is change

    def test_of_a_count_is_none_of_the_rate_where_more_people_answered(self):
        assert rate_change(100, 150, exposure_before=1000, exposure_after=1500).change is Change.UNCLEAR

    def test_from_nothing_has_no_ratio_and_no_upper_end(self):
        found = rate_change(0, 9)
        assert found.ratio is None
        assert found.interval.high == math.inf
        assert found.change is Change.UP

    @given(st.integers(1, 300), st.integers(1, 300))
    def test_is_the_same_looked_at_from_the_other_end(self, before, after):
        there, back = rate_change(before, after), rate_change(after, before)
        assert there.interval.low == pytest.approx(1 / back.interval.high)
        assert (there.change is Change.UP) == (back.change is Change.DOWN)

    def test_of_what_cannot_be_is_refused(self):
        with pytest.raises(ValueError, match="are no rates"):
            rate_change(1, 1, exposure_after=0)


class TestRollingYears:
    def test_are_four_quarters_in_a_row(self):
        counts = {"2025Q3": 1, "2025Q4": 2, "2026Q1": 4, "2026Q2": 8, "2026Q3": 16}
        years = [(year.first, year.last, year.count) for year in rolling_years(counts)]
        assert years == [("2025Q3", "2026Q2", 15), ("2025Q4", "2026Q3", 30)]

    def test_are_not_made_over_a_gap(self):
        assert rolling_years({"2025Q3": 1, "2025Q4": 2, "2026Q2": 8, "2026Q3": 16}) == ()

    def test_have_the_interval_of_their_count(self):
        (year,) = rolling_years({"2025Q1": 1, "2025Q2": 2, "2025Q3": 3, "2025Q4": 4})
        assert year.interval == poisson(10)


class TestAskingOften:
    def test_claims_what_benjamini_and_hochberg_claimed(self):
        assert sum(each <= 0.05 for each in benjamini_hochberg(THROMBOLYSIS)) == 4

    def test_agrees_with_statsmodels(self):
        # statsmodels 0.15.0, multipletests(..., method="fdr_bh").
        found = benjamini_hochberg([0.01, 0.04, 0.03, 0.005, 0.2, 0.5, 0.04])
        assert found == pytest.approx([0.035, 0.056, 0.056, 0.035, 0.23333333333333336, 0.5, 0.056])

    def test_of_nothing_is_nothing(self):
        assert benjamini_hochberg([]) == ()

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
    def test_never_makes_a_p_smaller_or_changes_the_order(self, p_values):
        found = benjamini_hochberg(p_values)
        assert all(p - 1e-12 <= q <= 1 for p, q in zip(p_values, found, strict=True))
        by_p = [q for _, q in sorted(zip(p_values, found, strict=True))]
        assert by_p == sorted(by_p)
