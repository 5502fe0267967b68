"""The few plain findings of a release, from its released figures alone; pure.

A rounded figure stands for any count within 5 of it, so something is said only where it holds for all of those.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.engagement.areas import WHOLE, Level, level_of
from webapp.engagement.disclosure import BASE, share
from webapp.engagement.periods import QUARTERS_A_YEAR, Period, following, year_to
from webapp.engagement.releases.content import (
    MOST_FINDINGS,
    Break,
    Content,
    Finding,
    FindingCode,
    HotArea,
    Table,
)
from webapp.engagement.statistics import Change, rate_change, wilson

# What a released figure may be off by.
OFF = BASE
# Below this little can be said for sure, and the release says so.
FEW = 200
# An area with fewer people is named for nothing.
LEAST_PEOPLE = 100
# So many times the share of the whole area a share is at the least, before its area is named for it: where very many
# answer, every small difference is a sure one.
STANDS_OUT = 1.25
# The chance that anything at all is said wrongly, shared out over all that is looked at.
WRONG = 0.05
UNSAFE = ("unsafe", "very_unsafe")


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of how many, as released."""

    count: int
    base: int

    @property
    def values(self) -> dict[str, str | int]:
        """What a sentence says of it."""
        return {"count": self.count, "base": self.base, "share": share(self.count, self.base)}


def findings_of(content: Content) -> tuple[Finding, ...]:
    """At most five findings, those that matter most first."""
    found = (*_few(content), *_most_named(content), *_changes(content), *_where(content), *_answers(content))
    return (*found, *_second(content))[:MOST_FINDINGS]


def hot_areas_of(table: Table, wide_only: Iterable[str]) -> tuple[HotArea, ...]:
    """Where a kind is named clearly more often than in the whole area, by a quarter at the least, in the newest year.

    By Wilson's interval of the least share that the rounded figures allow, its level shared out over everything that
    is compared (Bonferroni). Never for kinds that are shown for towns only, nor for an area with few answers.
    """
    barred = set(wide_only)
    compared = [
        (kind, area, part, all_of_it)
        for area in table.areas
        if level_of(area) is Level.SMALL
        for kind in table.options
        if kind not in barred
        and (part := _share(table, area, table.newest, kind)) is not None
        and part.base >= LEAST_PEOPLE
        and (all_of_it := _share(table, WHOLE, table.newest, kind)) is not None
    ]
    return tuple(
        HotArea(kind=kind, area=area)
        for kind, area, part, all_of_it in compared
        if _is_clearly_more(part, all_of_it, level=1 - WRONG / len(compared))
    )


def _is_clearly_more(part: Share, whole: Share, *, level: float) -> bool:
    least, most = part.count - OFF, part.base + OFF
    return wilson(least, most, level).low > STANDS_OUT * (whole.count + OFF) / (whole.base - OFF)


def _few(content: Content) -> Iterator[Finding]:
    if content.respondents is None:
        yield Finding(code=FindingCode.FEW_ANSWERS, values={})
    elif content.respondents < FEW:
        yield Finding(code=FindingCode.FEW_ANSWERS, values={"count": content.respondents})


def _most_named(content: Content) -> Iterator[Finding]:
    for kind, named in _ranked(content)[:1]:
        yield Finding(code=FindingCode.MOST_NAMED, values={"kind": kind, **named.values})


def _second(content: Content) -> Iterator[Finding]:
    for kind, named in _ranked(content)[1:2]:
        yield Finding(code=FindingCode.SECOND, values={"kind": kind, **named.values})


def _ranked(content: Content) -> list[tuple[str, Share]]:
    table = content.kinds
    shares = [(kind, _share(table, WHOLE, table.newest, kind)) for kind in table.options]
    known = [(kind, named) for kind, named in shares if named is not None]
    return sorted(known, key=lambda each: -each[1].count)


def _changes(content: Content) -> Iterator[Finding]:
    table, newest = content.kinds, year_to(content.newest)
    before = year_to(following(content.newest, -QUARTERS_A_YEAR))
    if _is_broken(content.breaks, Period(before.first, newest.last)):
        return
    pairs = [
        (kind, then, now)
        for kind in table.options
        if (then := _share(table, WHOLE, before.key, kind)) is not None
        and (now := _share(table, WHOLE, newest.key, kind)) is not None
    ]
    if not pairs:
        return
    level = 1 - WRONG / len(pairs)
    changed = [(_change(then, now, level), kind, then, now) for kind, then, now in pairs]
    periods = {"period_before": before.key, "period": newest.key}
    codes = {Change.UP: FindingCode.CHANGE_UP, Change.DOWN: FindingCode.CHANGE_DOWN}
    for change, code in codes.items():
        of_it = [(kind, then, now) for way, kind, then, now in changed if way is change]
        if of_it:
            # The change of most people.
            kind, then, now = max(of_it, key=lambda each: abs(each[2].count - each[1].count))
            counts = {"before": then.count, "after": now.count}
            yield Finding(code=code, values={"kind": kind, **counts, **periods})
    if all(way is Change.UNCLEAR for way, *_ in changed):
        yield Finding(code=FindingCode.NO_CLEAR_CHANGE, values=periods)


def _change(then: Share, now: Share, level: float) -> Change:
    """What holds for every count that the rounded ones may stand for; the number and the share must both say it."""
    up = _rates(then, now, OFF, level) is Change.UP and now.count - then.count > 2 * OFF
    down = _rates(then, now, -OFF, level) is Change.DOWN and then.count - now.count > 2 * OFF
    if up:
        return Change.UP
    return Change.DOWN if down else Change.UNCLEAR


def _rates(then: Share, now: Share, off: int, level: float) -> Change:
    return rate_change(then.count + off, now.count - off, then.base - off, now.base + off, level).change


def _is_broken(breaks: Iterable[Break], both: Period) -> bool:
    return any(both.first < each.quarter <= both.last for each in breaks)


def _where(content: Content) -> Iterator[Finding]:
    table = content.kinds
    found = [
        (hot, named)
        for hot in content.hot_areas
        if (named := _share(table, hot.area, table.newest, hot.kind)) is not None
    ]
    for hot, named in sorted(found, key=lambda each: -each[1].count)[:1]:
        yield Finding(code=FindingCode.WHERE_MOST, values={"kind": hot.kind, "area": hot.area, **named.values})


def _answers(content: Content) -> Iterator[Finding]:
    for table, options, code in (
        ("q:safe_dark", UNSAFE, FindingCode.UNSAFE_DARK),
        ("q:reported", ("no",), FindingCode.NOT_REPORTED),
    ):
        asked = content.find_table(table)
        if asked is None or (base := asked.count(WHOLE, asked.newest)) is None:
            continue
        counts = [asked.count(WHOLE, asked.newest, option) for option in options]
        known = [count for count in counts if count is not None]
        if len(known) == len(counts):
            yield Finding(code=code, values=Share(count=min(sum(known), base), base=base).values)


def _share(table: Table, area: str, period: str, option: str) -> Share | None:
    count, base = table.count(area, period, option), table.count(area, period)
    return None if count is None or base is None else Share(count=min(count, base), base=base)
