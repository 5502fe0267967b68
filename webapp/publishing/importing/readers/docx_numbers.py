"""Numbers that Word counts by itself: they are shown on the page but are not among the file's words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.docx_parts import W
from webapp.publishing.importing.readers.docx_styles import number, value, whole
from webapp.publishing.importing.readers.html_lists import number_as

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PLACE = re.compile(r"%([1-9])")
KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
SILENT = {"bullet", "none"}
LEVELS = 9


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    kind: str = "decimal"
    pattern: str = ""
    start: int = 1

    @property
    def silent(self) -> bool:
        """Tell whether nothing but a bullet is shown."""
        return self.kind in SILENT


@dataclass(kw_only=True)
class Numbering:
    """Counts all lists of a file in reading order."""

    # Which list a paragraph's numId means, and the levels of each.
    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str | None:
        """Count one paragraph and give what is shown before it: "" for a bullet, None where there is no list."""
        levels = self.levels.get(self.lists.get(list_id, ""))
        if levels is None:
            return None
        level = levels.get(depth, Level(pattern=f"%{depth + 1}."))
        self._count(list_id, depth, level)
        if level.silent:
            return "" if level.kind == "bullet" else None
        counts = self.counts[self.lists[list_id]]
        return PLACE.sub(lambda place: self._shown(int(place[1]) - 1, levels, counts, level), level.pattern).strip()

    def _count(self, list_id: str, depth: int, level: Level) -> None:
        counts = self.counts[self.lists[list_id]]
        restart = self.restarts.get(list_id, {}).get(depth)
        if restart is not None and (list_id, depth) not in self.begun:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self.begun.add((list_id, depth))
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]

    def _shown(self, depth: int, levels: dict[int, Level], counts: dict[int, int], here: Level) -> str:
        level = levels.get(depth, Level())
        kind = (
            "1" if here.kind == "decimal" and level is not here and level.kind in SILENT else KINDS.get(level.kind, "1")
        )
        return number_as(kind, counts.get(depth, level.start))


def read_numbering(root: Element | None) -> Numbering:
    """Read the part "numbering"; a file may have none."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.findall(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId") or ""
        numbering.levels[key] = dict(_level(level) for level in abstract.findall(f"{W}lvl"))
    for listed in root.findall(f"{W}num"):
        key, abstract_key = listed.get(f"{W}numId") or "", value(listed, "abstractNumId") or ""
        numbering.lists[key] = abstract_key
        for override in listed.findall(f"{W}lvlOverride"):
            depth = whole(override.get(f"{W}ilvl")) or 0
            start = number(override, "startOverride")
            if start is not None:
                numbering.restarts.setdefault(key, {})[depth] = start
    return numbering


def _level(element: Element) -> tuple[int, Level]:
    depth = whole(element.get(f"{W}ilvl")) or 0
    start = number(element, "start")
    return depth, Level(
        kind=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText") or "",
        start=1 if start is None else start,
    )
