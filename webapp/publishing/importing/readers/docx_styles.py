"""Styles of a Word file: which paragraphs are headings, and which words are bold without saying so themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.publishing.importing.readers.docx_parts import W

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc [1-9]|toc heading|table of figures)$", re.IGNORECASE)
OFF = {"0", "false", "off", "none"}
# Outline levels count from nought; nine of them mean headings.
OUTLINE = 9
LONGEST_CHAIN = 20
USUAL_SIZE = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """What a style settles; None where it leaves it to the style it is based on."""

    name: str = ""
    mark: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    size: int | None = None
    list_id: str | None = None
    list_level: int | None = None


@dataclass(frozen=True, kw_only=True)
class Styles:
    """All styles by id."""

    by_id: Mapping[str, Style]
    usual: Style

    def of(self, paragraph: Element) -> Style:
        """Style of a paragraph with what the paragraph itself says."""
        properties = paragraph.find(f"{W}pPr")
        style = self.by_id.get(value(properties, "pStyle") or "", self.usual)
        return _over(_said(properties, None), style) if properties is not None else style

    def of_run(self, run: Element, paragraph: Style) -> Style:
        """Style of a run in a paragraph; a character style stands between both."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return paragraph
        named = self.by_id.get(value(properties, "rStyle") or "")
        base = _over(named, paragraph) if named else paragraph
        return _over(_said(None, properties), base)


def read_styles(root: Element | None) -> Styles:
    """Read the part "styles"; a file may have none."""
    if root is None:
        return Styles(by_id={}, usual=Style())
    raw = {style.get(f"{W}styleId") or "": style for style in root.findall(f"{W}style")}
    defaults = _said(None, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    by_id = {
        key: _over(_chained(key, raw), defaults if style.get(f"{W}type") == "paragraph" else Style())
        for key, style in raw.items()
    }
    usual = next(
        (key for key, style in raw.items() if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"),
        "",
    )
    return Styles(by_id=by_id, usual=by_id.get(usual, defaults))


def _chained(key: str, raw: Mapping[str, Element]) -> Style:
    chain = Style()
    for _turn in range(LONGEST_CHAIN):
        style = raw.get(key)
        if style is None:
            break
        own = _said(style.find(f"{W}pPr"), style.find(f"{W}rPr"))
        name = value(style, "name") or ""
        if found := HEADING.match(name):
            own = replace(own, mark=int(found[1]) + 1)
        elif name.casefold() == "title":
            own = replace(own, mark=1)
        chain = _over(chain, replace(own, name=name))
        key = value(style, "basedOn") or ""
    return chain


def _over(upper: Style | None, lower: Style) -> Style:
    """What `upper` leaves open comes from `lower`."""
    if upper is None:
        return lower
    return Style(
        name=upper.name or lower.name,
        mark=lower.mark if upper.mark is None else upper.mark,
        bold=lower.bold if upper.bold is None else upper.bold,
        italic=lower.italic if upper.italic is None else upper.italic,
        size=lower.size if upper.size is None else upper.size,
        list_id=lower.list_id if upper.list_id is None else upper.list_id,
        list_level=lower.list_level if upper.list_level is None else upper.list_level,
    )


def _said(paragraph: Element | None, run: Element | None) -> Style:
    outline = number(paragraph, "outlineLvl")
    numbering = paragraph.find(f"{W}numPr") if paragraph is not None else None
    return Style(
        mark=None if outline is None else (outline + 2 if outline < OUTLINE else 0),
        bold=_switch(run, "b"),
        italic=_switch(run, "i"),
        size=number(run, "sz"),
        list_id=value(numbering, "numId"),
        list_level=number(numbering, "ilvl"),
    )


def value(element: Element | None, name: str) -> str | None:
    """Give the `val` of a child."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def number(element: Element | None, name: str) -> int | None:
    """Give the `val` of a child as a whole number."""
    return whole(value(element, name))


def whole(said: str | None) -> int | None:
    """Read a whole number that is not absurd."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 7 else None


def _switch(element: Element | None, name: str) -> bool | None:
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else (child.get(f"{W}val") or "1").lower() not in OFF
