"""Findings say only what holds for every count that the rounded figures can stand for."""

from dataclasses import replace

import pytest

from tests.engagement.conftest import made_content
from webapp.engagement.releases.content import Break, BreakReason, Content, FindingCode, Table
from webapp.engagement.releases.findings import findings_of, hot_areas_of

pytestmark = pytest.mark.usefixtures("app_context")
WARD = "ward:E05012674"
BEFORE, NEWEST = "2024Q3-2025Q2", "2025Q3-2026Q2"


def with_counts(content: Content, counts: dict[tuple[str, str, str], int | None], code: str = "kinds") -> Content:
    """The content with other figures in one table, by area, period and option."""

    def changed(table: Table) -> Table:
        if table.code != code:
            return table
        cells = tuple(
            replace(cell, count=counts.get((cell.area, cell.period, cell.option), cell.count)) for cell in table.cells
        )
        return replace(table, cells=cells)

    return replace(content, tables=tuple(changed(table) for table in content.tables))


def codes(content: Content) -> list[FindingCode]:
    return [finding.code for finding in findings_of(content)]


def test_what_was_named_most_and_how_people_feel():
    findings = findings_of(made_content())
    assert [finding.code for finding in findings] == [
        FindingCode.MOST_NAMED,
        FindingCode.NO_CLEAR_CHANGE,
        FindingCode.UNSAFE_DARK,
        FindingCode.NOT_REPORTED,
        FindingCode.SECOND,
    ]
    first = made_content().kinds.options[0]
    assert findings[0].values == {"kind": first, "count": 540, "base": 1500, "share": 36}


@pytest.mark.parametrize(
    ("then", "now", "code"),
    [
        (200, 540, FindingCode.CHANGE_UP),
        (900, 540, FindingCode.CHANGE_DOWN),
        (530, 540, FindingCode.NO_CLEAR_CHANGE),
        (480, 540, FindingCode.NO_CLEAR_CHANGE),
    ],
)
def test_a_change_is_told_where_it_is_clear_for_all_that_the_figures_may_mean(then, now, code):
    content = made_content()
    kind = content.kinds.options[0]
    content = with_counts(content, {("", BEFORE, kind): then, ("", NEWEST, kind): now})
    found = next(
        finding for finding in findings_of(content) if finding.code in set(FindingCode) and "period" in finding.values
    )
    assert found.code is code
    if code is not FindingCode.NO_CLEAR_CHANGE:
        assert (found.values["kind"], found.values["before"], found.values["after"]) == (kind, then, now)


def test_more_answers_alone_are_no_change():
    content = made_content()
    half = {
        ("", BEFORE, option): (content.kinds.count("", BEFORE, option) or 0) // 2 or None
        for option in content.kinds.options
    }
    content = with_counts(content, {**half, ("", BEFORE, ""): 750})
    assert FindingCode.CHANGE_UP not in codes(content)


def test_nothing_is_said_of_a_change_across_a_break():
    content = made_content()
    kind = content.kinds.options[0]
    content = with_counts(content, {("", BEFORE, kind): 100})
    assert FindingCode.CHANGE_UP in codes(content)
    broken = replace(content, breaks=(Break(quarter="2025Q1", why=BreakReason.BEGAN),))
    assert not {FindingCode.CHANGE_UP, FindingCode.NO_CLEAR_CHANGE} & set(codes(broken))
    before = replace(content, breaks=(Break(quarter="2024Q3", why=BreakReason.BEGAN),))
    assert FindingCode.CHANGE_UP in codes(before)


def test_few_answers_are_said_first():
    assert codes(made_content(respondents=100))[0] is FindingCode.FEW_ANSWERS
    assert codes(made_content(respondents=None))[0] is FindingCode.FEW_ANSWERS
    assert FindingCode.FEW_ANSWERS not in codes(made_content(respondents=1500))


def test_a_hidden_figure_is_in_no_finding():
    content = made_content()
    hidden = {(cell.area, cell.period, cell.option): None for cell in content.kinds.cells if cell.option}
    content = with_counts(content, hidden)
    content = with_counts(content, {("", NEWEST, "very_unsafe"): None}, code="q:safe_dark")
    assert codes(content) == [FindingCode.NOT_REPORTED]


class TestHotAreas:
    def test_an_area_is_named_where_a_kind_clearly_stands_out(self):
        content = made_content()
        kind = content.kinds.options[0]
        content = with_counts(content, {(WARD, NEWEST, ""): 200, (WARD, NEWEST, kind): 160})
        (found,) = hot_areas_of(content.kinds, content.wide_only)
        assert (found.kind, found.area) == (kind, WARD)
        where = [each for each in findings_of(replace(content, hot_areas=(found,))) if each.code == "where_most"]
        assert where[0].values == {"kind": kind, "area": WARD, "count": 160, "base": 200, "share": 80}

    def test_a_kind_that_is_shown_for_towns_only_never_is(self):
        content = made_content()
        kind = content.kinds.options[0]
        content = with_counts(content, {(WARD, NEWEST, ""): 200, (WARD, NEWEST, kind): 160})
        assert hot_areas_of(content.kinds, [kind]) == ()

    def test_nothing_stands_out_where_all_are_alike_or_few_answered(self):
        content = made_content()
        kind = content.kinds.options[0]
        assert hot_areas_of(content.kinds, ()) == ()
        few = with_counts(content, {(WARD, NEWEST, ""): 95, (WARD, NEWEST, kind): 95})
        assert hot_areas_of(few.kinds, ()) == ()
        # 40 of a hundred in place of 36: sure, with so many, and yet nothing to name an area for.
        many = with_counts(content, {(WARD, NEWEST, ""): 90_000, (WARD, NEWEST, kind): 36_000})
        assert hot_areas_of(many.kinds, ()) == ()
        slight = with_counts(content, {(WARD, NEWEST, ""): 200, (WARD, NEWEST, kind): 85})
        assert hot_areas_of(slight.kinds, ()) == ()
