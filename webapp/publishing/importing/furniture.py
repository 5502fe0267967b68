"""Leaves out what belongs to the printed page: page numbers, running heads, rules, empty bullets and marks."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from webapp.publishing.importing.blocks import ends_open, starts_small
from webapp.publishing.importing.contents import contents_lines
from webapp.publishing.importing.pictures import picture_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webapp.publishing.importing.account import Account
    from webapp.publishing.importing.intake import SourceLine

    Reasons = dict[int, str]

LONE_NUMBER = re.compile(r"\s*[-\u2013\u2014|\[(]*\s*(\d{1,4})\s*[-\u2013\u2014|\])]*\s*$")
PAGE_WORD = re.compile(
    r"\s*[-|\u2013]*\s*(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*[-|\u2013]*\s*$", re.IGNORECASE
)
PAGE_OF = re.compile(r"\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}\s*$", re.IGNORECASE)
PAGE_AT_AN_END = re.compile(r"\bpage\s+\d{1,4}(?:\s+of\s+\d{1,4})?\s*$|^\s*page\s+\d{1,4}\b", re.IGNORECASE)
RULE = re.compile(r"[\s|:+=_*\u2500-\u257f\u2014\u2013-]*$")
RULE_MARK = re.compile(r"[-_=*\u2500-\u257f\u2014\u2013].*[-_=*\u2500-\u257f\u2014\u2013]")
LONE_BULLET = re.compile(r"\s*(?:[-*+\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u27a2\u2713\u2714#>]{1,6}|o)\s*$")
PIPE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$")

FEWEST_PAGES = 3
LONGEST_RUNNING_HEAD = 16
LONGEST_UNDERLINED = 20
FEWEST_WORDS_CUT = 8
FEWEST_WORDS_ON_PAGE = 20


def without_furniture(lines: Sequence[SourceLine], account: Account) -> list[SourceLine]:
    """Give the lines that are kept; every line left out is listed with its reason."""
    reasons: Reasons = {}
    for finder in (_page_numbers, picture_lines, contents_lines, _lone_marks, _rules):
        reasons.update(finder(lines))
    reasons |= _running_heads(lines, reasons)
    for line in lines:
        if line.number in reasons:
            account.dropped(line.number, line.text.strip(), reasons[line.number])
    return [line for line in lines if line.number not in reasons]


def _filled(lines: Sequence[SourceLine]) -> list[SourceLine]:
    return [line for line in lines if not line.blank]


def _page_numbers(lines: Sequence[SourceLine]) -> Reasons:
    reasons = {
        line.number: "page number"
        for line in lines
        if PAGE_WORD.match(line.bare) or (PAGE_OF.match(line.bare) and _at_a_gap(lines, line))
    }
    # A number alone may be a figure; numbers that count up, far apart, through the text are those of pages.
    for line in _longest_count(lines):
        reasons[line.number] = "page number"
    return reasons


def _longest_count(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Find lone numbers that count up by one (or two, for a page without a number) with a page's words between."""
    best: dict[int, list[tuple[SourceLine, int]]] = {}
    words = 0
    for line in lines:
        found = LONE_NUMBER.match(line.bare)
        if not found or not _at_a_gap(lines, line):
            words += len(line.bare.split())
            continue
        number = int(found[1])
        chains = [best.get(number - step, []) for step in (1, 2)]
        before = max(
            (chain for chain in chains if chain and words - chain[-1][1] >= FEWEST_WORDS_ON_PAGE), key=len, default=[]
        )
        if len(before) + 1 >= len(best.get(number, [])):
            best[number] = [*before, (line, words)]
    longest = max(best.values(), key=len, default=[])
    return [line for line, _words in longest] if len(longest) >= FEWEST_PAGES else []


def _at_a_gap(lines: Sequence[SourceLine], line: SourceLine) -> bool:
    """Tell whether there is space above or below, as at the end of a printed page."""
    place = line.number - lines[0].number
    around = (*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 2])
    return line.page_break or len(around) < 2 or any(near.blank for near in around)


def _rules(lines: Sequence[SourceLine]) -> Reasons:
    reasons: Reasons = {}
    for before, line in zip([None, *lines], lines, strict=False):
        if line.blank or not RULE.match(line.bare) or not RULE_MARK.search(line.bare):
            continue
        underlined = before is not None and not before.blank and len(before.text.split()) <= LONGEST_UNDERLINED
        if "\t" in line.text:
            reasons[line.number] = "rule of a table"
        elif not underlined and not ("|" in line.text and before is not None and "|" in before.text):
            reasons[line.number] = "rule between parts"
    return reasons


def _lone_marks(lines: Sequence[SourceLine]) -> Reasons:
    return {
        line.number: "mark without words"
        for before, line in zip([None, *lines], lines, strict=False)
        if not line.blank and LONE_BULLET.match(line.bare) and not _underlines(before, line)
    }


def _underlines(before: SourceLine | None, line: SourceLine) -> bool:
    return before is not None and not before.blank and line.text.strip().startswith("---")


def _running_heads(lines: Sequence[SourceLine], furniture: Reasons) -> Reasons:
    """Find a short line that returns page by page; its first showing is kept, for it may be the title."""
    filled = _filled(lines)
    edges = set(_edges(filled, furniture))
    groups: dict[str, list[SourceLine]] = defaultdict(list)
    for line in filled:
        if line.number not in furniture and _may_run(line):
            groups[_shape(line)].append(line)
    reasons: Reasons = {}
    for group in groups.values():
        returning = [line for line in group if line.number in edges or PAGE_AT_AN_END.search(line.bare)]
        if len(group) < FEWEST_PAGES or len(returning) < max(FEWEST_PAGES - 1, len(group) / 3):
            continue
        kept = None if PAGE_AT_AN_END.search(group[0].bare) else group[0]
        reasons |= {line.number: "running head or foot" for line in group if line is not kept}
    return reasons


def _may_run(line: SourceLine) -> bool:
    return len(line.text.split()) <= LONGEST_RUNNING_HEAD and "\t" not in line.text


def _shape(line: SourceLine) -> str:
    """Words of a line with its numbers blotted out: "Report, page 3" and "Report, page 4" look the same."""
    return re.sub(r"\d+", "#", " ".join(line.text.casefold().split()).strip("*#_ "))


def _edges(filled: Sequence[SourceLine], furniture: Reasons) -> Iterator[int]:
    """Give lines next to a page number or a page break, and lines that cut a sentence in two."""
    for before, line, after in zip([None, *filled], filled, [*filled[1:], None], strict=False):
        beside = [near for near in (before, after) if near is not None]
        at_number = any(furniture.get(near.number) == "page number" for near in beside)
        at_break = line.page_break or (after is not None and after.page_break)
        if at_number or at_break or (len(beside) == 2 and _cut(beside[0].text, beside[1].text)):
            yield line.number


def _cut(before: str, after: str) -> bool:
    return len(before.split()) >= FEWEST_WORDS_CUT and ends_open(before) and starts_small(after)
