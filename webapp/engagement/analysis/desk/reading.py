"""Views from addresses: what is unknown there counts as not said, so that an old link still opens."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from webapp.engagement.analysis.board import (
    LEAST_POINTS,
    MOST_POINTS,
    POINTS,
    By,
    Per,
    Span,
    View,
    known_quarters,
    newest_quarter,
)
from webapp.engagement.analysis.desk.frame import Names
from webapp.engagement.analysis.dimensions import AREAS, EDITION, KINDS
from webapp.kit.clock import london_today
from webapp.survey.codes import Level

Code = TypeVar("Code", bound=StrEnum)
# Areas that can be chosen from a list; cells have no names.
CHOSEN_AREAS = (Level.TOWN.value, Level.WARD.value, Level.LOCALITY.value)


def view_of(values: Mapping[str, str], names: Names) -> View:
    """The view that an address asks for."""
    newest = newest_quarter(f"{london_today():%Y-%m}")
    last = values.get("to", "")
    level = values.get("level", "")
    return View(
        last=last if last in known_quarters(newest) else newest,
        points=number_of(values.get("points", ""), LEAST_POINTS, MOST_POINTS, POINTS),
        by=code_of(By, values.get("by", ""), By.KIND),
        level=level if level in AREAS else Level.TOWN.value,
        area=area_of(values.get("area", ""), names),
        kind=known(values.get("kind", ""), KINDS, names),
        edition=known(values.get("survey", ""), EDITION, names),
        span=code_of(Span, values.get("span", ""), Span.YEAR),
        per=code_of(Per, values.get("per", ""), Per.PERSON),
    )


def area_of(typed: str, names: Names) -> tuple[str, str]:
    """A level and a code from "ward:E05012650"; both empty for the whole, and for what is not known."""
    level, _colon, code = typed.partition(":")
    return (level, code) if level in CHOSEN_AREAS and known(code, level, names) else ("", "")


def known(typed: str, dimension: str, names: Names) -> str:
    """The value if it is one of the dimension's, else ""."""
    return typed if typed and typed in dict(names.choices(dimension)) else ""


def code_of(kind: type[Code], typed: str, default: Code) -> Code:
    """The code that was typed, or the default."""
    return kind(typed) if typed in set(kind) else default


def number_of(typed: str, least: int, most: int, default: int) -> int:
    """The number that was typed, or the default."""
    return min(max(int(typed), least), most) if typed.isascii() and typed.isdigit() and len(typed) < 9 else default


def arguments(view: View) -> dict[str, str]:
    """The address's part of a view: what is as usual is left out."""
    usual = View(last=view.last)
    level, code = view.area
    found = {
        "to": view.last,
        "points": str(view.points) if view.points != usual.points else "",
        "by": view.by.value if view.by is not usual.by else "",
        "level": view.level if view.level != usual.level else "",
        "area": f"{level}:{code}" if level else "",
        "kind": view.kind,
        "survey": view.edition,
        "span": view.span.value if view.span is not usual.span else "",
        "per": view.per.value if view.per is not usual.per else "",
    }
    return {name: value for name, value in found.items() if value}
