"""The areas that figures are shown for: the whole, its towns and their wards, or neighbourhoods where none are known.

A code says which: "" for the whole, "town:poole", "ward:E05012674", "locality:winton". An answer that is known only to
its town counts in the leaf "town:poole/-", one known only to the whole in "/-": leaves are added up, never shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.current import current_partnership
from webapp.partnership.model import Partnership
from webapp.partnership.text import Text, Wording

WHOLE = ""
TOWN, WARD, LOCALITY = "town:", "ward:", "locality:"
# What is behind the area in the code of its leaf.
UNPLACED = "/-"


class Level(StrEnum):
    """How wide an area is, the widest first."""

    WHOLE = "whole"
    TOWN = "town"
    SMALL = "small"


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area; `parent` is the code of the next wider one, None for the whole."""

    code: str
    level: Level
    name: Text
    parent: str | None


def areas_of(partnership: Partnership) -> tuple[Area, ...]:
    """Every area: the whole first, then the towns, then the wards; neighbourhoods where the wards are not known."""
    whole = Area(code=WHOLE, level=Level.WHOLE, name=partnership.profile.area.name, parent=None)
    towns = tuple(
        Area(code=f"{TOWN}{town.code}", level=Level.TOWN, name=town.name, parent=WHOLE) for town in partnership.towns
    )
    known = {town.code for town in towns}
    small = tuple(
        Area(
            code=f"{prefix}{code}",
            level=Level.SMALL,
            name=Text((Wording(name, partnership.languages[0].code),)),
            parent=f"{TOWN}{town}" if f"{TOWN}{town}" in known else WHOLE,
        )
        for prefix, code, name, town in _small(partnership)
    )
    return (whole, *towns, *small)


def level_of(code: str) -> Level:
    """How wide the area of a code is."""
    if code == WHOLE:
        return Level.WHOLE
    return Level.TOWN if code.startswith(TOWN) else Level.SMALL


def area_name(code: str, language: str, *, partnership: Partnership | None = None) -> str:
    """The name of an area in a language; the bare code where the partnership knows it no more."""
    areas = areas_of(partnership or current_partnership())
    found = next((area for area in areas if area.code == code), None)
    return found.name.in_language(language).text if found else code.partition(":")[2]


def leaf_of(partnership: Partnership, *, town: str, locality: str = "", ward: str = "") -> str:
    """The leaf that an answer counts in, by the codes that the survey knows of its place."""
    small = f"{WARD}{ward}" if partnership.wards else f"{LOCALITY}{locality}"
    known = {area.code for area in areas_of(partnership)}
    if small in known:
        return small
    return f"{TOWN}{town}{UNPLACED}" if f"{TOWN}{town}" in known else f"{WHOLE}{UNPLACED}"


def parents_of(partnership: Partnership) -> Mapping[str, str]:
    """Every area and leaf but the whole, with the one that it is a part of."""
    parents = {area.code: area.parent for area in areas_of(partnership) if area.parent is not None}
    leaves = {f"{code}{UNPLACED}": code for code in (WHOLE, *parents) if level_of(code) is not Level.SMALL}
    return parents | leaves


def _small(partnership: Partnership) -> list[tuple[str, str, str, str]]:
    if partnership.wards:
        return [(WARD, ward.code, ward.name, ward.town) for ward in partnership.wards]
    return [(LOCALITY, each.code, each.name, each.town) for each in partnership.localities]
