"""The figures of a theme, out of the frozen content of a release and nothing else; pure.

Of what is hidden or held for less than a town no theme can begin: that somebody said it there is told by the figure
alone (product design, section 8).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.engagement.answers.rules import Fault
from webapp.engagement.areas import Level, level_of
from webapp.engagement.releases.content import Content


@dataclass(frozen=True, kw_only=True)
class ThemeCount:
    """How many people named a kind of problem in an area and period, of how many who answered; None is hidden."""

    kind: str
    period: str
    count: int | None
    people: int | None


def counts_of(content: Content, *, area: str, kinds: Iterable[str], period: str) -> tuple[ThemeCount, ...]:
    """The figures of a theme as the release has them."""
    table = content.kinds
    people = table.count(area, period)
    return tuple(
        ThemeCount(kind=kind, period=period, count=table.count(area, period, kind), people=people) for kind in kinds
    )


def fault_in_figures(content: Content, *, area: str, kinds: Iterable[str], wide_only: Iterable[str]) -> Fault | None:
    """Why no theme can begin from these figures of a release's newest period, or None."""
    kinds = tuple(kinds)
    if not kinds:
        return Fault.NO_KIND
    if level_of(area) is Level.SMALL and {*wide_only, *content.wide_only}.intersection(kinds):
        return Fault.TOO_SMALL
    found = counts_of(content, area=area, kinds=kinds, period=content.kinds.newest)
    return Fault.NO_FIGURE if any(each.count is None for each in found) else None
