"""A release rolls up by itself: what is shown follows from how many people answered."""

import pytest

from webapp.engagement.areas import areas_of
from webapp.engagement.releases.content import Granularity, Shown
from webapp.engagement.releases.planning import Plan, plan, volume_figure, window
from webapp.partnership.current import current_partnership

WARD = "ward:E05012674"
OPTIONS = {"kinds": ("noise", "begging"), "trend": ("better", "worse")}


@pytest.fixture
def planned(app_context):
    def make(volume: int, began: str = "2020Q1") -> Plan:
        return plan(
            volume,
            areas=areas_of(current_partnership()),
            options=OPTIONS,
            wide_only=["begging"],
            newest="2026Q2",
            began=began,
        )

    return make


@pytest.mark.parametrize(
    ("volume", "level", "granularity"),
    [
        (15, Shown.WHOLE, Granularity.YEAR),
        (85, Shown.WHOLE, Granularity.YEAR),
        (90, Shown.TOWN, Granularity.YEAR),
        (300, Shown.TOWN, Granularity.YEAR),
        (985, Shown.TOWN, Granularity.QUARTER),
        (1500, Shown.SMALL, Granularity.YEAR),
        (500_000, Shown.SMALL, Granularity.QUARTER),
    ],
)
def test_the_finest_level_that_shows_something(planned, volume, level, granularity):
    found = planned(volume)
    assert (found.level, found.granularity) == (level, granularity)
    assert len(found.tables[0].areas) == {Shown.WHOLE: 1, Shown.TOWN: 4, Shown.SMALL: 37}[level]


def test_other_questions_are_asked_of_the_whole_and_the_towns_in_the_newest_year(planned):
    _, trend = planned(1500).tables
    assert (trend.code, len(trend.areas), [period.key for period in trend.periods]) == (
        "q:trend",
        4,
        ["2025Q3-2026Q2"],
    )


def test_a_kind_that_could_point_at_people_is_never_wanted_below_a_town(planned):
    for volume in (15, 300, 1500, 500_000):
        narrow = [
            each for each in planned(volume).wanted() if each.option == "begging" and each.area.startswith("ward")
        ]
        assert narrow == []
    towns = [each for each in planned(1500).wanted() if (each.option, each.area) == ("begging", "town:poole")]
    assert len(towns) == 5


def test_rolling_years_end_with_each_quarter_and_the_newest_is_last(planned):
    assert [period.key for period in planned(1500).tables[0].periods] == [
        "2024Q3-2025Q2",
        "2024Q4-2025Q3",
        "2025Q1-2025Q4",
        "2025Q2-2026Q1",
        "2025Q3-2026Q2",
    ]
    quarterly = [period.key for period in planned(500_000).tables[0].periods]
    assert quarterly[:2] == ["2024Q3", "2024Q4"]
    assert quarterly[-2:] == ["2024Q3-2025Q2", "2025Q3-2026Q2"]
    assert len(quarterly) == 10


def test_periods_that_ended_before_anybody_answered_are_left_out(planned):
    assert [period.last for period in planned(1500, began="2026Q1").tables[0].periods] == ["2026Q1", "2026Q2"]


def test_what_matters_most_is_wanted_first_and_nothing_twice(planned):
    wanted = planned(1500).wanted()
    assert wanted[0] == volume_figure("2026Q2")
    assert len(set(wanted)) == len(wanted)
    places = {figure: place for place, figure in enumerate(wanted)}
    first_ward = next(place for figure, place in places.items() if figure.area == WARD)
    of_town = [place for figure, place in places.items() if (figure.area, figure.last) == ("town:poole", "2026Q2")]
    assert max(of_town) < first_ward
    assert all(figure.last == "2026Q2" for figure in wanted[: first_ward + 1])
    assert all(window("2026Q2").first <= figure.first for figure in wanted)
