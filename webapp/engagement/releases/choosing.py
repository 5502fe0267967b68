"""What somebody chose to look at in a release: an area and a kind of problem, of those that it has."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.engagement.areas import WHOLE, Level, areas_of, level_of
from webapp.engagement.releases.content import Content, Table
from webapp.engagement.releases.wording import kind_words, place_words
from webapp.partnership.current import current_partnership


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which area and kind were asked for. `widened`: the kind is shown for whole towns only, so the area is wider."""

    area: str
    kind: str
    widened: bool


@dataclass(frozen=True, kw_only=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    text: str


def choose(content: Content, *, area: str, kind: str) -> Choice:
    """What was asked for in an address; what the release does not have is not chosen."""
    table = content.kinds
    kind = kind if kind in table.options else ""
    area = area if area in table.areas else WHOLE
    if kind in content.wide_only and level_of(area) is Level.SMALL:
        return Choice(area=town_of(area, table), kind=kind, widened=True)
    return Choice(area=area, kind=kind, widened=False)


def areas_to_choose(content: Content) -> list[Option]:
    """Every area of the release, the whole first."""
    return [Option(value=area, text=place_words(area)) for area in content.kinds.areas]


def kinds_to_choose(content: Content) -> list[Option]:
    """All kinds together, then every kind of problem by its name."""
    kinds = [Option(value=kind, text=kind_words(kind)) for kind in content.kinds.options if kind]
    return [Option(value="", text=_("All problems")), *sorted(kinds, key=lambda each: each.text.casefold())]


def town_of(area: str, table: Table) -> str:
    """The town of a small area, else the whole: whichever the table has."""
    parents = {each.code: each.parent for each in areas_of(current_partnership())}
    parent = parents.get(area)
    return parent if parent is not None and parent in table.areas else WHOLE
