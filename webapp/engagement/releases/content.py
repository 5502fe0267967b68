"""What a release says, frozen: tables of released figures, findings and what was held; pure.

Written as JSON with sorted keys and no spaces, so that the same content is always the same bytes and can be hashed.
A figure that is None is "fewer than 10 people, or hidden so that nobody can be worked out": nothing tells which.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

KINDS = "kinds"
QUESTION = "q:"
# What stands for "how many people answered" in the place of an option.
PEOPLE = ""
MOST_FINDINGS = 5


class Shown(StrEnum):
    """The finest areas that a release has: decided by how many people answered."""

    SMALL = "ward"
    TOWN = "town"
    WHOLE = ""


class Granularity(StrEnum):
    """The finest periods that a release has."""

    QUARTER = "quarter"
    YEAR = "year"


class FindingCode(StrEnum):
    """What a finding says; the page words each."""

    MOST_NAMED = "most_named"
    SECOND = "second"
    CHANGE_UP = "change_up"
    CHANGE_DOWN = "change_down"
    NO_CLEAR_CHANGE = "no_clear_change"
    UNSAFE_DARK = "unsafe_dark"
    NOT_REPORTED = "not_reported"
    FEW_ANSWERS = "few_answers"
    WHERE_MOST = "where_most"


class BreakReason(StrEnum):
    """Why figures before and after a quarter cannot be compared."""

    # The first quarter in which anybody answered: a rolling year that reaches further back holds fewer months.
    BEGAN = "began"
    # Another survey opened, which may have reached other people.
    SURVEY = "survey"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One figure; `period` is a key of webapp/engagement/periods.py, option "" how many people answered."""

    area: str
    period: str
    option: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of areas by periods by options; a kind that is shown for towns only has no cell for a ward."""

    code: str
    question: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    options: tuple[str, ...]
    cells: tuple[Cell, ...]

    @cached_property
    def _counts(self) -> dict[tuple[str, str, str], int | None]:
        return {(cell.area, cell.period, cell.option): cell.count for cell in self.cells}

    @property
    def newest(self) -> str:
        """The key of its newest period, which is the last."""
        return self.periods[-1]

    def count(self, area: str, period: str, option: str = PEOPLE) -> int | None:
        """The figure; None where it is hidden or not in the table."""
        return self._counts.get((area, period, option))

    def has(self, area: str, period: str, option: str = PEOPLE) -> bool:
        """Whether the table has such a cell, hidden or not."""
        return (area, period, option) in self._counts


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding: its code, and the released figures and codes that its sentence names."""

    code: FindingCode
    values: Mapping[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Break:
    """Figures before this quarter and from it on cannot be compared without care."""

    quarter: str
    why: BreakReason


@dataclass(frozen=True, kw_only=True)
class HotArea:
    """A kind of problem that people name clearly more often in an area than elsewhere, by released figures alone."""

    kind: str
    area: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """The whole of a release.

    `held_share` is how many of a hundred answers were out of the counts as a suspected flood when it was made;
    `respondents` those of the newest rolling year; `sample` whether any survey in it is a made-up one.
    """

    rules: str
    newest: str
    made_on: str
    level: Shown
    granularity: Granularity
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...] = ()
    held_share: int = 0
    respondents: int | None = None
    sample: bool = False
    breaks: tuple[Break, ...] = ()
    hot_areas: tuple[HotArea, ...] = ()
    # Kinds that are never shown for less than a town.
    wide_only: tuple[str, ...] = ()
    version: int = field(default=1)

    @property
    def kinds(self) -> Table:
        """The table of the kinds of problem, which every release has."""
        return next(table for table in self.tables if table.code == KINDS)

    def find_table(self, code: str) -> Table | None:
        """The table with this code, or None."""
        return next((table for table in self.tables if table.code == code), None)


def plain(content: Content) -> dict[str, Any]:
    """The content as JSON takes it."""
    return asdict(content)


def canonical(content: Content) -> bytes:
    """The content as bytes, the same each time."""
    return canonical_json(plain(content))


def canonical_json(written: object) -> bytes:
    """Any plain thing as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def hash_of(content: Content) -> str:
    """What stands for the content: SHA-256 of its bytes."""
    return hashlib.sha256(canonical(content)).hexdigest()


def read_content(written: Mapping[str, Any]) -> Content:
    """The content of what `plain` gave, as a database or a file gives it back.

    Raises KeyError, TypeError, ValueError.
    """
    return Content(
        **{
            **written,
            "level": Shown(written["level"]),
            "granularity": Granularity(written["granularity"]),
            "tables": tuple(_table(each) for each in written["tables"]),
            "findings": tuple(
                Finding(code=FindingCode(each["code"]), values=dict(each["values"])) for each in written["findings"]
            ),
            "breaks": tuple(Break(quarter=each["quarter"], why=BreakReason(each["why"])) for each in written["breaks"]),
            "hot_areas": tuple(HotArea(**each) for each in written["hot_areas"]),
            "wide_only": tuple(written["wide_only"]),
        }
    )


def _table(written: Mapping[str, Any]) -> Table:
    return Table(
        code=written["code"],
        question=written["question"],
        areas=tuple(written["areas"]),
        periods=tuple(written["periods"]),
        options=tuple(written["options"]),
        cells=tuple(Cell(**each) for each in written["cells"]),
    )
