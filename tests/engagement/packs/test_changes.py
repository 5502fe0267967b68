"""A change is named only where it holds for every count that rounds to the figures, however many kinds are compared."""

import datetime as dt
from itertools import product

import pytest

from webapp.engagement.packs.changes import MOST_RATIO, compare
from webapp.engagement.packs.rules import about_as_many, may_be_packed
from webapp.engagement.releases.content import Break, BreakReason, Cell, Table
from webapp.engagement.statistics import Change, rate_change

BEFORE, AFTER = "2024Q3-2025Q2", "2025Q3-2026Q2"


def table(
    kinds: dict[str, tuple[int | None, int | None]], people: tuple[int | None, int | None] = (1000, 1000)
) -> Table:
    figures = {"": people, **kinds}
    cells = tuple(
        Cell(area="", period=period, option=option, count=counts[place])
        for option, counts in figures.items()
        for place, period in enumerate((BEFORE, AFTER))
    )
    return Table(
        code="kinds", question="kinds", areas=("",), periods=(BEFORE, AFTER), options=tuple(figures), cells=cells
    )


def found(kinds, **more):
    return {each.kind: each for each in compare(table(kinds, **more), before=BEFORE, after=AFTER)}


class TestChanges:
    def test_a_large_change_is_named_and_a_small_one_is_not(self):
        seen = found({"noise": (100, 300), "drugs": (300, 100), "litter": (200, 215)})
        assert [seen[kind].verdict for kind in ("noise", "drugs", "litter")] == [Change.UP, Change.DOWN, Change.UNCLEAR]

    @pytest.mark.parametrize(("before", "after"), [(100, 140), (100, 150), (150, 110), (50, 90), (20, 45), (10, 30)])
    def test_what_is_named_holds_for_every_count_that_rounds_so(self, before, after):
        (each,) = found({"noise": (before, after)}).values()
        for was, now in product(range(max(0, before - 4), before + 5), range(max(0, after - 4), after + 5)):
            true = rate_change(was, now, 1000, 1000)
            assert each.low <= true.interval.low
            assert each.high >= min(true.interval.high, MOST_RATIO)
            assert each.verdict in {Change.UNCLEAR, true.change}

    def test_more_kinds_make_it_harder_to_name_one(self):
        alone = found({"noise": (100, 150)})["noise"]
        among = found({"noise": (100, 150), **{f"kind{number}": (100, 100) for number in range(30)}})["noise"]
        assert among.low < alone.low
        assert among.high > alone.high

    def test_the_rate_counts_and_not_the_number(self):
        assert found({"noise": (100, 200)}, people=(1000, 2000))["noise"].verdict is Change.UNCLEAR

    def test_what_is_hidden_is_not_compared(self):
        assert set(found({"noise": (100, 300), "drugs": (None, 100), "litter": (100, None)})) == {"noise"}
        assert found({"noise": (100, 300)}, people=(None, 1000)) == {}

    def test_without_the_year_before_there_is_nothing_to_say(self):
        assert compare(table({"noise": (100, 300)}), before="2020Q3-2021Q2", after=AFTER) == ()

    @pytest.mark.parametrize("quarter", ["2024Q4", "2025Q1", "2025Q3", "2026Q2"])
    def test_nothing_is_compared_across_a_break(self, quarter):
        breaks = (Break(quarter=quarter, why=BreakReason.SURVEY),)
        assert compare(table({"noise": (100, 300)}), before=BEFORE, after=AFTER, breaks=breaks) == ()

    @pytest.mark.parametrize("quarter", ["2024Q2", "2024Q3", "2026Q3"])
    def test_a_break_before_or_after_is_none(self, quarter):
        breaks = (Break(quarter=quarter, why=BreakReason.SURVEY),)
        assert compare(table({"noise": (100, 300)}), before=BEFORE, after=AFTER, breaks=breaks) != ()

    def test_clear_changes_come_first(self):
        kinds = [each.kind for each in compare(table({"a": (500, 500), "b": (100, 300)}), before=BEFORE, after=AFTER)]
        assert kinds == ["b", "a"]


class TestRules:
    @pytest.mark.parametrize(("number", "told"), [(0, None), (9, None), (10, 10), (14, 10), (15, 15), (123, 120)])
    def test_work_is_told_in_fives_and_never_below_ten(self, number, told):
        assert about_as_many(number) == told

    @pytest.mark.parametrize(
        ("quarter", "may"),
        [
            ("2026Q3", True),
            ("2026Q4", True),
            ("2027Q1", False),
            ("2026Q5", False),
            ("2026q3", False),
            ("2026Q3\n", False),
        ],
    )
    def test_a_pack_is_of_a_quarter_that_has_begun(self, quarter, may):
        assert may_be_packed(quarter, today=dt.date(2026, 11, 22)) is may
