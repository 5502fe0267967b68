"""Finds headings without a mark: bold lines, usual words, numbered titles, short lines that stand alone."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote
from webapp.publishing.importing.blocks import Block, Kind, Label, ends_open, starts_small
from webapp.publishing.importing.wording import (
    CAPTION,
    NIL,
    PERSON,
    SERIES,
    SOURCE,
    TIGHT_SERIES,
    USUAL_HEADING,
    YEARS,
    capital_share,
    is_meeting,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.publishing.importing.account import Account

LONGEST = 12
LONGEST_BOLD = 20
LONGEST_SERIES = 25
# A heading written like a sentence has few words, and a real paragraph below it.
LONGEST_SENTENCE_CASE = 8
LONGEST_LABEL = 6
TITLE_CASE = 0.5
FEWEST_WORDS_BELOW = 8


def find_headings(blocks: Sequence[Block], account: Account) -> None:
    """Decide from the last line upwards, so that a line knows whether the one below it is a heading."""
    for place in range(len(blocks) - 1, -1, -1):
        block = blocks[place]
        above = blocks[place - 1] if place else None
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if block.kind is Kind.HEADING:
            _tidy(block)
        elif reason := _reason(block, above, below):
            said = quote(block.printed + block.text)
            if reason == LABEL and not _holds_all_below(blocks[place + 1 :]):
                account.found(block.line, "label-found", f"The line {said} names the list below it; it was made bold.")
                block.bold = True
                continue
            account.found(block.line, "heading-found", f"The line {said} became a heading: {reason}.")
            block.kind, block.minor = Kind.HEADING, reason == LABEL
            _tidy(block)


def _holds_all_below(following: Sequence[Block]) -> bool:
    """Nothing but a list or table stands between a label and the next heading: else later text would fall under it."""
    rest = list(dropwhile(lambda block: block.kind in {Kind.ITEM, Kind.TABLE} and not block.paragraph, following))
    return not rest or rest[0].kind is Kind.HEADING


BOLD, NUMBERED, LETTERED, USUAL = (
    "it is bold and stands alone",
    "a numbered title",
    "a lettered title",
    "a usual heading",
)
SERIAL, TITLED, SHORT, LABEL = "one of a series", "it is set in title case", "a short line alone", "a label over a list"


def _reason(block: Block, above: Block | None, below: Block | None) -> str:
    if below is None or block.never_heading or not _could_be(block):
        return ""
    if block.paragraph and block.kind is Kind.ITEM:
        return NUMBERED if _is_numbered_title(block, below) else ""
    if block.kind is not Kind.TEXT or (block.space_before == 0 and above is not None):
        return ""
    if block.bold:
        return BOLD if block.words <= LONGEST_BOLD and (below.space_before or below.kind is not Kind.TEXT) else ""
    if block.labelled:
        return LETTERED if _is_lettered_title(block, below) else ""
    return _reason_of_plain_line(block, above, below) if below.space_before else ""


def _could_be(block: Block) -> bool:
    text = block.plain
    return bool(text) and not (
        text.endswith((".", "!", "?", ";", ","))
        or starts_small(text)
        or not re.search(r"[^\W\d_]", text)
        or any(pattern.match(text) for pattern in (CAPTION, NIL, PERSON, SOURCE))
        or re.search(r"https?://|@", text)
        or (": " in text and not SERIES.match(text))
    )


def _is_numbered_title(block: Block, below: Block) -> bool:
    if block.words > LONGEST or block.text.endswith(":") or below.paragraph or below.kind is Kind.HEADING:
        return False
    return bool(USUAL_HEADING.match(block.plain)) or capital_share(block.plain) >= TITLE_CASE


def _is_lettered_title(block: Block, below: Block) -> bool:
    """Tell "ii. Response plan:" with a paragraph below from an item of a list."""
    lettered = block.numbering in {Label.LETTER, Label.ROMAN} and block.text.endswith(":") and block.words <= LONGEST
    return lettered and below.kind is Kind.TEXT and not below.labelled and not starts_small(below.text)


def _reason_of_plain_line(block: Block, above: Block | None, below: Block) -> str:
    text = block.plain
    if USUAL_HEADING.match(text):
        return USUAL
    if SERIES.match(text) and block.words <= LONGEST_SERIES:
        return SERIAL
    if block.words > LONGEST or is_meeting(text) or not _closed(above):
        return ""
    return _reason_of_label(block, below) if text.endswith(":") else _reason_of_short_line(block, below)


def _reason_of_short_line(block: Block, below: Block) -> str:
    leads = bool(SERIES.match(below.plain)) if below.kind is Kind.HEADING else _is_content(below)
    if leads and capital_share(block.plain) >= TITLE_CASE:
        return TITLED
    above_text = below.paragraph or below.words >= LONGEST
    return SHORT if leads and above_text and block.words <= LONGEST_SENTENCE_CASE else ""


def _reason_of_label(block: Block, below: Block) -> str:
    """A line with a colon usually announces a list in a sentence; with every word in capitals it is a label."""
    if below.paragraph:
        return SHORT
    is_label = (
        block.words <= LONGEST_LABEL and capital_share(block.plain) > TITLE_CASE and not re.search(r":\s", below.plain)
    )
    return LABEL if is_label and below.kind in {Kind.ITEM, Kind.TEXT, Kind.TABLE} else ""


def _closed(above: Block | None) -> bool:
    """Tell whether the text above has come to an end: a heading never stands in mid-sentence."""
    return above is None or above.kind is not Kind.TEXT or not above.text or not ends_open(above.text)


def _is_content(below: Block) -> bool:
    return below.kind is not Kind.TEXT or below.words >= FEWEST_WORDS_BELOW


def _tidy(block: Block) -> None:
    block.text = YEARS.sub(lambda found: found[1] or found[2], block.text.rstrip(": "))
    if TIGHT_SERIES.match(block.text) and SERIES.match(block.text):
        block.text = TIGHT_SERIES.sub(r"\1: ", block.text)
