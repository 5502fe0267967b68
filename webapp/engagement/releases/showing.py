"""What the page of a release shows for one choice of area and kind: tables, bars, a line and a picture of areas.

Everything comes from the frozen content: the page cannot show a number that no file has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.engagement.areas import WHOLE, Level, level_of
from webapp.engagement.disclosure import share
from webapp.engagement.periods import Period
from webapp.engagement.releases.charts import LineChart, Point, line_chart
from webapp.engagement.releases.choosing import Choice, town_of
from webapp.engagement.releases.content import QUESTION, Break, BreakReason, Content, Finding, Granularity, Shown, Table
from webapp.engagement.releases.maps import AreaMap, area_map, outlines_of
from webapp.engagement.releases.wording import (
    MARK,
    answer_words,
    break_words,
    count_words,
    finding_words,
    percent_words,
    period_words,
    place_said,
    place_words,
    question_words,
    short_period_words,
)
from webapp.figures.rules import BarGroup, Measured, bar_groups
from webapp.figures.sheets import Cell, Line, Sheet
from webapp.partnership.current import language_of, reading_language

WHOLE_SHARE = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How the people who answered in one area chose between the options of a question."""

    table: str
    title: str
    area: str
    period: str
    people: str
    is_hidden: bool
    bars: tuple[BarGroup, ...]
    sheet: Sheet


@dataclass(frozen=True, kw_only=True)
class Series:
    """One kind in one area: by quarters where the release has them, else by rolling years."""

    kind: str
    area: str
    is_quarterly: bool
    drawing: LineChart | None
    breaks: tuple[str, ...]
    sheet: Sheet


@dataclass(frozen=True, kw_only=True)
class Places:
    """One kind in each area: the table, and the picture where the shapes are known."""

    kind: str
    period: str
    picture: AreaMap | None
    sheet: Sheet
    standing_out: tuple[str, ...]
    is_towns_only: bool


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A released number of people and of those who answered, with the share from the two as they were rounded."""

    people: int | None
    base: int | None

    @property
    def share(self) -> int | None:
        """The whole percentage; None where either number is hidden."""
        return None if self.people is None or self.base is None else share(self.people, self.base)


def findings_of(content: Content) -> list[tuple[Finding, str]]:
    """The findings with their sentences; one that this version has no words for is left out."""
    said = ((finding, finding_words(finding.code, finding.values)) for finding in content.findings)
    return [(finding, words) for finding, words in said if words is not None]


def focus_of(content: Content, choice: Choice) -> str:
    """The kind that line and map are about: the chosen one, else the one that most people named, of those on maps."""
    if choice.kind:
        return choice.kind
    table = content.kinds
    kinds = [kind for kind in table.options if kind and kind not in content.wide_only]
    return max(kinds, key=lambda kind: (table.count(WHOLE, table.newest, kind) or 0, kind), default="")


def results_of(content: Content, choice: Choice) -> dict[str, Any]:
    """What the chosen area and kind show, for templates/engagement/_told-results.html."""
    kind = focus_of(content, choice)
    mirrored = language_of(reading_language()).direction == "rtl"
    return {
        "kinds_shown": None if choice.kind else kinds_shown(content, choice.area),
        "series": series_shown(content, choice.area, kind, mirrored=mirrored) if kind else None,
        "places": places_shown(content, kind) if kind else None,
        "questions": [] if choice.kind else questions_shown(content, choice.area),
    }


def kinds_shown(content: Content, area: str) -> Answers:
    """All kinds in one area, the most named first; what is shown for towns only is not in a ward's table."""
    table = content.kinds
    options = [option for option in table.options if option and table.has(area, table.newest, option)]
    return _answers(table, area, sorted(options, key=lambda option: _by_number(table, area, option)))


def questions_shown(content: Content, area: str) -> list[Answers]:
    """The other questions; they are asked of towns and the whole, so a ward has its town's."""
    found: list[Answers] = []
    for table in content.tables:
        if table.code.startswith(QUESTION):
            where = area if area in table.areas else town_of(area, table)
            found.append(_answers(table, where, [option for option in table.options if option]))
    return found


def series_shown(content: Content, area: str, kind: str, *, mirrored: bool) -> Series:
    """One kind in one area over time, with a line where two numbers or more may be shown."""
    table = content.kinds
    periods = _in_a_line(content)
    numbers = {period: _counted(table, area, period, kind) for period in periods}
    broken: dict[int, list[str]] = {}
    for each in content.breaks:
        if position := _break_at(periods, each):
            broken.setdefault(position, []).append(break_words(each))
    return Series(
        kind=kind,
        area=area,
        is_quarterly=content.granularity is Granularity.QUARTER,
        drawing=line_chart(
            [_point(period, number) for period, number in numbers.items()],
            breaks=broken,
            is_share=True,
            mirrored=mirrored,
        ),
        # As many as there are lines in the drawing, which are numbered: two may fall on one.
        breaks=tuple(" ".join(words) for _position, words in sorted(broken.items())),
        sheet=Sheet(
            headers=(Cell(text=_("Period")), *_number_heads()),
            lines=tuple(_line(period_words(period), number) for period, number in numbers.items()),
        ),
    )


def places_shown(content: Content, kind: str) -> Places | None:
    """One kind in every area of the finest level that it may be shown for; None where only the whole is released."""
    table = content.kinds
    wide = kind in content.wide_only or content.level is not Shown.SMALL
    level = Level.TOWN if wide else Level.SMALL
    areas = [area for area in table.areas if level_of(area) is level]
    if not areas:
        return None
    numbers = {area: _counted(table, area, table.newest, kind) for area in areas}
    outlines = outlines_of("town" if wide else "ward")
    return Places(
        kind=kind,
        period=period_words(table.newest),
        picture=area_map(outlines, {area: number.share for area, number in numbers.items()}) if outlines else None,
        sheet=Sheet(
            headers=(Cell(text=_("Area")), *_number_heads()),
            lines=tuple(
                _line(_numbered(position, area), number)
                for position, (area, number) in enumerate(numbers.items(), start=1)
            ),
        ),
        standing_out=tuple(place_words(each.area) for each in content.hot_areas if each.kind == kind),
        is_towns_only=kind in content.wide_only,
    )


def _answers(table: Table, area: str, options: Sequence[str]) -> Answers:
    period = table.newest
    base = table.count(area, period)
    numbers = {option: _counted(table, area, period, option) for option in options}
    return Answers(
        table=table.code,
        title=question_words(table.code),
        area=area,
        period=period_words(period),
        people=count_words(base),
        is_hidden=base is None,
        bars=_bars(table, numbers),
        sheet=Sheet(
            headers=(Cell(text=_("Answer")), Cell(text=_("People"), is_number=True), _share_head()),
            lines=tuple(
                Line(label=answer_words(table.code, option), cells=_cells(number), total=False)
                for option, number in numbers.items()
            ),
        ),
    )


def _bars(table: Table, numbers: Mapping[str, Counted]) -> tuple[BarGroup, ...]:
    """Bars for what may be shown; a hidden number has its line in the table only."""
    rows = [
        (answer_words(table.code, option), [Measured(name="", number=percent_words(part), value=Decimal(part))])
        for option, number in numbers.items()
        if (part := number.share) is not None
    ]
    return bar_groups(rows, whole=WHOLE_SHARE)


def _counted(table: Table, area: str, period: str, option: str) -> Counted:
    return Counted(people=table.count(area, period, option), base=table.count(area, period))


def _point(period: str, number: Counted) -> Point:
    label = short_period_words(period)
    if number.share is None or number.people is None or not number.base:
        return Point(label=label, words="", value=None)
    from webapp.engagement.statistics import wilson  # noqa: PLC0415 - brings numpy, which other pages never need

    spread = wilson(min(number.people, number.base), number.base)
    return Point(
        label=label,
        words=percent_words(number.share),
        value=number.share,
        low=spread.low * 100,
        high=spread.high * 100,
    )


def _number_heads() -> tuple[Cell, ...]:
    # "15, out of 60, 25%": short enough that a telephone shows all columns.
    return Cell(text=_("People"), is_number=True), Cell(text=_("Out of"), is_number=True), _share_head()


def _share_head() -> Cell:
    return Cell(text=_("Share"), is_number=True)


def _line(label: str, number: Counted) -> Line:
    people, part = _cells(number)
    return Line(label=label, cells=(people, _number_cell(number.base), part), total=False)


def _cells(number: Counted) -> tuple[Cell, Cell]:
    part = number.share
    shared = MARK if part is None else percent_words(part)
    return _number_cell(number.people), Cell(text=shared, is_number=True, is_empty=part is None)


def _number_cell(count: int | None) -> Cell:
    return Cell(text=MARK if count is None else format_decimal(count), is_number=True, is_empty=count is None)


def _numbered(position: int, area: str) -> str:
    return place_said(area, number=format_decimal(position))


def _by_number(table: Table, area: str, option: str) -> tuple[int, str]:
    # A hidden number stands with the noughts, by its name: its place must tell nothing.
    return -(table.count(area, table.newest, option) or 0), answer_words(table.code, option).casefold()


def _in_a_line(content: Content) -> list[str]:
    """The periods of a line, the oldest first: quarters and rolling years never share one."""
    is_year = content.granularity is Granularity.YEAR
    return sorted(period for period in content.kinds.periods if Period.parse(period).is_year is is_year)


def _break_at(periods: Sequence[str], found: Break) -> int:
    """The position of the first period that is counted in the new way; nought where none before it is shown."""
    parsed = [Period.parse(key) for key in periods]
    whole = found.why is BreakReason.BEGAN
    return next(
        (
            position
            for position, period in enumerate(parsed)
            if (period.first if whole else period.last) >= found.quarter
        ),
        0,
    )
