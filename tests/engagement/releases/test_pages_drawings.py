"""The line of a series and the picture of areas: pure, made of numbers that were released."""

import re

import pytest

from tests.engagement.conftest import made_content
from webapp.config import PROJECT
from webapp.engagement.releases.charts import FIRST_ACROSS, LAST_ACROSS, Point, line_chart
from webapp.engagement.releases.content import Break, BreakReason
from webapp.engagement.releases.maps import Outline, Outlines, area_map, bands_of
from webapp.engagement.releases.showing import series_shown


def points(*values: int | None, **more: float) -> list[Point]:
    return [Point(label=f"To {place}", words=f"{value}%", value=value, **more) for place, value in enumerate(values)]


def drawn(*values: int | None, **more):
    chart = line_chart(points(*values), **more)
    assert chart is not None
    return chart


class TestALine:
    def test_begins_at_nought_and_goes_from_point_to_point(self):
        chart = drawn(10, 20, 40)
        assert [tick.value for tick in chart.ticks] == [0, 20, 40]
        assert float(chart.ticks[0].y) == float(chart.bottom)
        assert [float(dot.y) for dot in chart.dots] == sorted((float(dot.y) for dot in chart.dots), reverse=True)
        assert [(each.x1, each.x2) for each in chart.stretches] == [("20.0", "57.0"), ("57.0", "94.0")]

    def test_has_a_gap_where_a_number_is_hidden(self):
        chart = drawn(10, None, 30, 40)
        assert len(chart.dots) == 3
        assert [(each.x1, each.x2) for each in chart.stretches] == [(chart.dots[1].x, chart.dots[2].x)]

    @pytest.mark.parametrize("values", [(), (10,), (None, 10, None), (None, None)])
    def test_is_not_drawn_of_fewer_than_two_numbers(self, values):
        assert line_chart(points(*values)) is None

    def test_does_not_cross_a_break(self):
        chart = drawn(10, 20, 30, breaks={2})
        assert len(chart.stretches) == 1
        (line,) = chart.breaks
        assert line.number == 1
        assert float(chart.dots[1].x) < float(line.x) < float(chart.dots[2].x)

    def test_names_its_first_and_last_number_only(self):
        assert [dot.is_named for dot in drawn(None, 5, 6, 7, None).dots] == [True, False, True]

    def test_runs_from_the_right_where_people_read_so(self):
        first, last = drawn(10, 20, mirrored=True).dots
        assert (float(first.x), float(last.x)) == (100 - FIRST_ACROSS, 100 - LAST_ACROSS)

    def test_of_shares_never_has_more_than_a_hundred(self):
        chart = line_chart(points(95, 98, low=90.0, high=99.5), is_share=True)
        assert chart is not None
        assert chart.ticks[-1].value == 100
        assert all(0 < float(dot.high) < float(dot.y) < float(dot.low) for dot in chart.dots)
        assert chart.has_whiskers

    def test_of_two_breaks_at_one_place_both_stand_at_its_number(self, app_context):
        breaks = (
            Break(quarter="2024Q4", why=BreakReason.BEGAN),
            Break(quarter="2025Q3", why=BreakReason.SURVEY),
            Break(quarter="2026Q1", why=BreakReason.SURVEY),
        )
        with app_context.test_request_context():
            series = series_shown(made_content(breaks=breaks), "", "noise", mirrored=False)
        assert [line.number for line in series.drawing.breaks] == [1, 2]
        first, second = series.breaks
        assert "October 2024" in first
        assert "July 2025" in first
        assert "January 2026" in second

    def test_its_words_stand_above_how_far_chance_could_move_a_number(self):
        plain, ranged = drawn(10, 20), line_chart(points(10, 20, low=5.0, high=30.0))
        assert [dot.words_at for dot in plain.dots] == [dot.y for dot in plain.dots]
        assert [dot.words_at for dot in ranged.dots] == [dot.high for dot in ranged.dots]


class TestBands:
    @pytest.mark.parametrize(
        ("values", "bands"),
        [
            ([], []),
            ([None, None], []),
            ([0], [(0, 4)]),
            ([19, 3, None], [(0, 4), (5, 9), (10, 14), (15, 19)]),
            ([20, 3], [(0, 9), (10, 19), (20, 29)]),
            ([100], [(0, 49), (50, 99), (100, 149)]),
        ],
    )
    def test_are_four_round_steps_at_most(self, values, bands):
        assert [(band.first, band.last) for band in bands_of(values)] == bands

    def test_each_number_has_its_band_and_a_hidden_one_none(self):
        outlines = Outlines(
            width=1000,
            height=500,
            areas=tuple(Outline(code=code, path="M0 0Z", x=1, y=1) for code in "abc"),
            attribution="",
        )
        picture = area_map(outlines, {"b": 7, "a": 31, "c": None})
        assert picture is not None
        assert [(area.outline.code, area.number, area.band) for area in picture.areas] == [
            ("b", 1, 1),
            ("a", 2, 4),
            ("c", 3, None),
        ]
        assert picture.has_hidden

    def test_no_share_is_above_a_hundred(self):
        outlines = Outlines(width=1, height=1, areas=(Outline(code="a", path="", x=0, y=0),), attribution="")
        picture = area_map(outlines, {"a": 100})
        assert picture is not None
        assert [(band.first, band.last) for band in picture.bands] == [(0, 49), (50, 99), (100, 100)]

    def test_no_picture_is_drawn_where_a_shape_is_missing(self):
        outlines = Outlines(width=1, height=1, areas=(Outline(code="a", path="", x=0, y=0),), attribution="")
        assert area_map(outlines, {"a": 5, "b": 5}) is None
        assert area_map(outlines, {}) is None


def test_no_drawing_has_a_colour_or_a_style_of_its_own():
    # The policy of the pages allows no inline style; colours are those of light, dark and forced colours.
    for place in ("templates/components/line_chart.html", "templates/engagement/_told-map.html"):
        assert re.findall(r'style=|fill="#|stroke="', (PROJECT / place).read_text(encoding="utf-8")) == []
