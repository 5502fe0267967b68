"""Which figures a release is to have: the finest areas and periods that show something at the volume there is; pure.

The choice hangs on one number alone, how many people answered in the newest rolling year, and on that as it is
released: so it tells nothing that the release does not say.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.engagement.areas import WHOLE, Area, Level
from webapp.engagement.disclosure import PEOPLE, Figure, Question
from webapp.engagement.periods import QUARTERS_A_YEAR, Period, following, year_to
from webapp.engagement.releases.content import KINDS, QUESTION, Granularity, Shown

# With fewer people an area the more part of its figures would be hidden.
PEOPLE_AN_AREA = 30
# So far back a release goes: two years, in rolling years or in quarters.
ROLLING_YEARS = 5
QUARTERS_BACK = 8


@dataclass(frozen=True, kw_only=True)
class TablePlan:
    """A table as it is wanted; `periods` with the newest rolling year last."""

    code: str
    question: str
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a release is to have; `small` are the areas for which a kind of `wide_only` is never shown."""

    level: Shown
    granularity: Granularity
    tables: tuple[TablePlan, ...]
    small: frozenset[str]
    wide_only: frozenset[str]

    def wanted(self) -> tuple[Figure, ...]:
        """Every figure, in the order in which they matter: newest and widest first, people before what they ticked."""
        ranked = [
            (
                (self._age(period, table), self._width(area), option != PEOPLE),
                figure_of(table.question, area, period, option),
            )
            for table in self.tables
            for area, period, option in self.cells(table)
        ]
        # Sorted by these alone, so that tables, areas and options stay in their own order.
        return tuple(figure for _, figure in sorted(ranked, key=lambda each: each[0]))

    def cells(self, table: TablePlan) -> Iterator[tuple[str, Period, str]]:
        """Every cell of a table: area, period, option."""
        for area in table.areas:
            for period in table.periods:
                for option in (PEOPLE, *table.options):
                    if not (area in self.small and option in self.wide_only):
                        yield area, period, option

    def _width(self, area: str) -> int:
        if area == WHOLE:
            return 0
        return 2 if area in self.small else 1

    @staticmethod
    def _age(period: Period, table: TablePlan) -> int:
        return len(table.periods) - 1 - table.periods.index(period)


def window(newest: str) -> Period:
    """The quarters that a release may look back on at the most."""
    oldest = year_to(following(newest, 1 - ROLLING_YEARS)).first
    return Period(min(oldest, following(newest, 1 - QUARTERS_BACK)), newest)


def volume_figure(newest: str) -> Figure:
    """The figure that a plan hangs on: how many people answered in the newest rolling year."""
    year = year_to(newest)
    return Figure(question=KINDS, area=WHOLE, first=year.first, last=year.last)


def plan(
    volume: int,
    *,
    areas: Sequence[Area],
    options: Mapping[str, tuple[str, ...]],
    wide_only: Collection[str],
    newest: str,
    began: str,
) -> Plan:
    """What to show when so many people answered in the newest rolling year.

    `options`: what of each question is shown, the kinds among them; `began`: the first quarter with an answer.
    """
    level = _level(volume, areas)
    shown = tuple(area.code for area in areas if _is_shown(area.level, level))
    wide = tuple(area.code for area in areas if area.code in shown and area.level is not Level.SMALL)
    granularity = Granularity.YEAR
    if volume >= PEOPLE_AN_AREA * QUARTERS_A_YEAR * len(shown):
        granularity = Granularity.QUARTER
    kinds = TablePlan(
        code=KINDS,
        question=KINDS,
        areas=shown,
        periods=_periods(granularity, newest=newest, began=began),
        options=options[KINDS],
    )
    others = tuple(
        TablePlan(code=f"{QUESTION}{code}", question=code, areas=wide, periods=(year_to(newest),), options=offered)
        for code, offered in options.items()
        if code != KINDS
    )
    return Plan(
        level=level,
        granularity=granularity,
        tables=(kinds, *others),
        small=frozenset(area.code for area in areas if area.level is Level.SMALL),
        wide_only=frozenset(wide_only),
    )


def options_of(questions: Mapping[str, Question], offered: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """What of each question is shown: the options that are offered still, in their order."""
    return {
        code: tuple(option for option in question.options if option in offered[code])
        for code, question in questions.items()
    }


def _level(volume: int, areas: Sequence[Area]) -> Shown:
    for level, shown in ((Level.SMALL, Shown.SMALL), (Level.TOWN, Shown.TOWN)):
        number = sum(1 for area in areas if area.level is level)
        if number and volume >= PEOPLE_AN_AREA * number:
            return shown
    return Shown.WHOLE


def _is_shown(level: Level, shown: Shown) -> bool:
    if level is Level.SMALL:
        return shown is Shown.SMALL
    return level is Level.WHOLE or shown is not Shown.WHOLE


def _periods(granularity: Granularity, *, newest: str, began: str) -> tuple[Period, ...]:
    if granularity is Granularity.YEAR:
        found = [year_to(following(newest, -back)) for back in range(ROLLING_YEARS - 1, -1, -1)]
    else:
        back = [following(newest, -back) for back in range(QUARTERS_BACK - 1, -1, -1)]
        years = (following(newest, -QUARTERS_A_YEAR), newest)
        found = [*(Period(quarter, quarter) for quarter in back), *(year_to(last) for last in years)]
    return tuple(period for period in found if period.last >= began)


def figure_of(question: str, area: str, period: Period, option: str) -> Figure:
    """The address of a figure as the engine takes it."""
    return Figure(question=question, area=area, first=period.first, last=period.last, option=option)
