"""What is rounded, and to what."""

from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.engagement.disclosure import Figure, rounded, share
from webapp.engagement.disclosure.rounding import meaning

NOISE = Figure(question="kinds", area="", first="2025Q3", last="2026Q2", option="noise")
KEY = b"a key of the tests"


@given(st.integers(10, 100_000), st.binary(min_size=1))
def test_a_given_figure_is_a_multiple_of_5_within_5_of_the_truth_and_never_below_15(count, key):
    value = rounded(count, key=key, figure=NOISE)
    assert value % 5 == 0
    assert value >= 15
    assert abs(value - count) <= (5 if count == 10 else 4)


@given(st.integers(10, 100_000), st.binary(min_size=1))
def test_what_a_value_stands_for_holds_the_truth_and_is_9_numbers_wide_at_least(count, key):
    low, high = meaning(rounded(count, key=key, figure=NOISE))
    assert low <= count <= high
    assert low >= 10
    assert high - low >= 8


@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_count_below_the_threshold_is_never_rounded(count):
    with pytest.raises(ValueError, match="never given"):
        rounded(count, key=KEY, figure=NOISE)


def test_the_same_figure_and_count_are_rounded_alike():
    assert len({rounded(123, key=KEY, figure=NOISE) for _ in range(20)}) == 1


def test_rounding_goes_by_the_key_by_the_figure_and_by_the_count():
    figures = [Figure(question="kinds", area=f"ward:{number}", first="a", last="b") for number in range(40)]
    by_figure = [rounded(122, key=KEY, figure=figure) for figure in figures]
    assert set(by_figure) == {120, 125}
    assert by_figure != [rounded(122, key=b"another", figure=figure) for figure in figures]
    # One chance for all counts of a figure would make the step from 120 to 125 tell how far a count has grown.
    steps = [[rounded(count, key=KEY, figure=figure) for count in (121, 122, 123, 124)] for figure in figures]
    assert any(step != sorted(step) for step in steps)


def test_rounding_is_right_on_average():
    figures = [Figure(question="kinds", area=f"ward:{number}", first="a", last="b") for number in range(2000)]
    for count in (120, 121, 122, 123, 124):
        assert mean(rounded(count, key=KEY, figure=figure) for figure in figures) == pytest.approx(count, abs=0.2)


@pytest.mark.parametrize(
    ("part", "base", "percent"), [(15, 30, 50), (20, 30, 67), (0, 30, 0), (35, 30, 100), (5, 1000, 1), (15, 0, 0)]
)
def test_a_share_comes_from_rounded_figures(part, base, percent):
    assert share(part, base) == percent
