"""How released figures changed from one year to another, as far as rounded figures can say; pure.

A rounded figure stands for any count within 5 of it, so a change is named only where it holds for all of those, and the
chance of naming one wrongly is shared out over all that is compared (Bonferroni).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.engagement.areas import WHOLE
from webapp.engagement.disclosure import BASE
from webapp.engagement.periods import Period
from webapp.engagement.releases.content import PEOPLE, Break, Table
from webapp.engagement.statistics import Change, rate_change

WRONG = 0.05
# A ratio beyond this is no figure to read.
MOST_RATIO = 10.0


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A kind in two years: its rounded counts, by how much its rate changed at least and at most, what may be said."""

    kind: str
    before: int
    after: int
    low: float
    high: float
    verdict: Change


def compare(table: Table, *, before: str, after: str, breaks: Iterable[Break] = ()) -> tuple[Changed, ...]:
    """Every kind that may be shown in both periods for the whole area, the clearest changes first.

    None where one of `breaks` lies between: what was counted before and after is not the same.
    """
    if before not in table.periods or after not in table.periods or breaks_between(breaks, before, after):
        return ()
    people = table.count(WHOLE, before), table.count(WHOLE, after)
    kinds = [
        (kind, was, now)
        for kind in table.options
        if kind != PEOPLE
        and (was := table.count(WHOLE, before, kind)) is not None
        and (now := table.count(WHOLE, after, kind)) is not None
    ]
    if not kinds or not people[0] or not people[1]:
        return ()
    level = 1 - WRONG / len(kinds)
    found = (_changed(*each, people=(people[0], people[1]), level=level) for each in kinds)
    return tuple(
        sorted(found, key=lambda each: (each.verdict is Change.UNCLEAR, -max(each.before, each.after), each.kind))
    )


def breaks_between(breaks: Iterable[Break], before: str, after: str) -> tuple[Break, ...]:
    """The breaks that keep two periods from being compared: what was counted before and after is not the same."""
    both = Period(Period.parse(before).first, Period.parse(after).last)
    return tuple(each for each in breaks if both.first < each.quarter <= both.last)


def _changed(kind: str, was: int, now: int, *, people: tuple[int, int], level: float) -> Changed:
    asked_before, asked_after = people
    least = rate_change(was + BASE, max(0, now - BASE), max(1, asked_before - BASE), asked_after + BASE, level)
    most = rate_change(max(0, was - BASE), now + BASE, asked_before + BASE, max(1, asked_after - BASE), level)
    low, high = least.interval.low, most.interval.high
    verdict = Change.UP if low > 1 else Change.DOWN if high < 1 else Change.UNCLEAR
    return Changed(
        kind=kind, before=was, after=now, low=low, high=MOST_RATIO if math.isinf(high) else high, verdict=verdict
    )
