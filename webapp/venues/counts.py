"""How many places of a scheme are listed here, beside how many the partnership reported, with the source of that."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.figures.blocks import FigureBlock, block_of
from webapp.figures.queries import get_figure
from webapp.figures.wording import value_words
from webapp.kit.errors import NotFoundError
from webapp.partnership.areas import Town
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.figures import Figure
from webapp.venues import directory
from webapp.venues.schemes import SchemeCode

# The figure in which a partnership says how many places a scheme has; where it has none, nothing is said.
REPORTED_IN: Mapping[SchemeCode, str] = {
    SchemeCode.SAFE_PLACE: "safe-places",
    SchemeCode.UNITY_PROMISE: "unity-promise-businesses",
}


@dataclass(frozen=True, kw_only=True)
class TownCount:
    """The places of a scheme in a town."""

    town: Town
    listed: int
    reported: str | None


@dataclass(frozen=True, kw_only=True)
class SchemeCount:
    """The places of a scheme; `reported` is the partnership's own number with its period and source."""

    listed: int
    reported: FigureBlock | None
    towns: tuple[TownCount, ...]

    @property
    def has_reported_towns(self) -> bool:
        """Whether the partnership said how many there are in each town."""
        return any(one.reported is not None for one in self.towns)


def count_scheme(scheme: SchemeCode) -> SchemeCount:
    """Count the list as it is, and look up what was reported."""
    figure = _figure(REPORTED_IN.get(scheme))
    reported = _by_row(figure) if figure else {}
    listed = directory.counts(scheme)
    return SchemeCount(
        listed=listed.total,
        reported=block_of(figure, reading_language()) if figure else None,
        towns=tuple(
            TownCount(town=town, listed=listed.by_town.get(town.code, 0), reported=reported.get(town.code))
            for town in current_partnership().towns
        ),
    )


def _figure(slug: str | None) -> Figure | None:
    try:
        return get_figure(slug) if slug else None
    except NotFoundError:
        return None


def _by_row(figure: Figure) -> Mapping[str, str]:
    """What the figure's headline column says in each of its rows, by the row's key."""
    if figure.headline is None:
        return {}
    column = figure.column(figure.headline.column)
    return {row.key: value_words(row.values[column.key], column, reading_language(), row.bound) for row in figure.rows}
