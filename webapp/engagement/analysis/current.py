"""Tables from the survey's own sums: always current, for one question by where, when and kind of problem."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from webapp.engagement.analysis.dimensions import AREAS, ASKED, EDITION, KINDS, MONTH, QUARTER, is_question
from webapp.engagement.analysis.tables import Asked, Table
from webapp.engagement.periods import quarter_of
from webapp.survey import analysis_queries as queries
from webapp.survey.analysis_queries import Sums
from webapp.survey.questions import QUESTIONS

# Who belongs to a base, whatever they chose.
ANY = "\0"
SIMPLE = frozenset({MONTH, QUARTER, EDITION, *AREAS})


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """Which sums answer a table: the question asked about, and the kind that is its theme ("" for all together)."""

    question: str
    theme: str
    # Whether one side of the table is the kinds, and the other a question.
    by_theme: bool


def from_sums(asked: Asked) -> Table | None:
    """The table, or None where the sums cannot say: two questions, or a filter by what people chose."""
    plan = _plan(asked)
    if plan is None:
        return None
    counts: Counter[tuple[str, str]] = Counter()
    for key, number in _summed(asked, plan).items():
        for row, column in _places(asked, plan, key):
            counts[row, column] += number
    return _table(asked, counts)


def _plan(asked: Asked) -> _Plan | None:
    sides = [each for each in (asked.rows, asked.columns) if is_question(each)]
    themes = asked.filters.get(KINDS, frozenset())
    others = {each for each in asked.filters if each != KINDS} - SIMPLE
    if others or len(themes) > 1 or (KINDS in asked.filters and not themes):
        return None
    theme = next(iter(themes), "")
    if len(sides) < 2:
        return _Plan(question=next(iter(sides), ""), theme=theme, by_theme=False)
    if KINDS in sides and not theme:
        return _Plan(question=next(each for each in sides if each != KINDS), theme="", by_theme=True)
    return None


def _summed(asked: Asked, plan: _Plan) -> Mapping[tuple[str, ...], int]:
    keys = tuple(dict.fromkeys(_stored(each) for each in (asked.rows, asked.columns) if each in SIMPLE))
    only = {each: values for each, values in asked.filters.items() if each not in {KINDS, QUARTER}}
    wanted = Sums(
        questions=(plan.question,),
        themes=None if plan.by_theme else (plan.theme,),
        # Quarters are sums of months.
        keys=keys if QUARTER not in asked.filters else tuple(dict.fromkeys((*keys, MONTH))),
        only=only,
        since=asked.since,
        until=asked.until,
    )
    found = queries.sums_by(wanted)
    if QUARTER not in asked.filters:
        return found
    place = wanted.keys.index(MONTH)
    return {key: number for key, number in found.items() if quarter_of(key[place]) in asked.filters[QUARTER]}


def _stored(dimension: str) -> str:
    return MONTH if dimension == QUARTER else dimension


def _places(asked: Asked, plan: _Plan, key: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The cells and bases that one sum belongs to."""
    *_, theme, _question, option = key
    keys = tuple(dict.fromkeys(_stored(each) for each in (asked.rows, asked.columns) if each in SIMPLE))
    named = dict(zip(keys, key, strict=False))
    rows, columns = (_values(each, plan, named, theme, option) for each in (asked.rows, asked.columns))
    yield from ((row, column) for row in rows for column in columns)


def _values(dimension: str, plan: _Plan, named: Mapping[str, str], theme: str, option: str) -> Sequence[str]:
    if dimension == QUARTER:
        return quarter_of(named[MONTH]), ANY
    if dimension in SIMPLE:
        return named[dimension], ANY
    if dimension == KINDS and plan.by_theme:
        return (theme or ANY,)
    return (option or ANY,)


def _table(asked: Asked, counts: Mapping[tuple[str, str], int]) -> Table:
    rows, columns = (_ordered(each, {pair[side] for pair in counts}) for side, each in enumerate(_sides(asked)))
    return Table(
        asked=asked,
        rows=rows,
        columns=columns,
        cells=tuple(tuple(counts.get((row, column), 0) for column in columns) for row in rows),
        row_bases=tuple(counts.get((row, ANY), 0) for row in rows),
        column_bases=tuple(counts.get((ANY, column), 0) for column in columns),
        base=counts.get((ANY, ANY), 0),
    )


def _sides(asked: Asked) -> tuple[str, str]:
    return asked.rows, asked.columns


def _ordered(dimension: str, found: set[str]) -> tuple[str, ...]:
    """The values: a question's as they are offered, then any that are offered no more; others sorted, unknown last."""
    known = found - {ANY}
    offered = tuple(option.code for option in QUESTIONS[dimension].options) if dimension in ASKED else ()
    return (*offered, *sorted(known - set(offered), key=lambda value: (value == "", value)))


__all__ = ["from_sums"]
