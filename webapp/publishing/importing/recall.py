"""Counts, pair of words by pair of words, whether anything was lost or doubled between a file and its pages."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from webapp.kit.richtext import Table, render
from webapp.kit.richtext.visible import visible_text
from webapp.publishing.importing.document import ImportedPage, ImportedTable, Recall
from webapp.publishing.importing.intake import even

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from webapp.publishing.importing.document import DroppedLine

WORD = re.compile(r"[^\W_]+")
# This module reads the file by its own simple means, apart from the importer, so that both cannot err alike.
INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|u|span|font|a|sup|sub|small)(?:\s[^<>]*)?>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|br|table|thead|tbody|tr|td|th|h[1-6]|img|section|blockquote|caption|dl|dt|dd|hr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
LINK_TARGET = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\)")
NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
RAISED_TAG = re.compile(r"<sup>\s*\d{1,3}\s*</sup>", re.IGNORECASE)
RAISED = re.compile("[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]")


def words_of_source(text: str, dropped: Iterable[DroppedLine]) -> list[str]:
    """Words of the file without its marks and without what was left out on purpose and listed."""
    left_out: dict[int, list[str]] = defaultdict(list)
    for one in dropped:
        left_out[one.line].append(one.text)
    words: list[str] = []
    for number, line in enumerate(even(text).replace("\f", "").split("\n"), start=1):
        kept = line
        for part in left_out.get(number, ()):
            kept = kept.replace(part, " ", 1)
        kept = RAISED_TAG.sub("", kept)
        bare = INLINE_TAG.sub("", LINK_TARGET.sub("]", kept)).replace("**", "")
        words += _words(html.unescape(TAG.sub(" ", bare)))
    return words


def words_of_pages(
    pages: Sequence[ImportedPage],
    tables: Sequence[ImportedTable],
    *,
    headed: Iterable[str] = (),
    title: str = "",
    captions: Iterable[int] = (),
) -> list[str]:
    """Words that a reader sees; titles of `headed` pages and the `captions` named are words of the file too."""
    own_captions, own_titles = set(captions), set(headed)
    drawn = {
        table.number: Table(
            number=table.number,
            caption=table.caption if table.number in own_captions else "",
            rows=table.rows,
            header_rows=table.header_rows,
            header_columns=table.header_columns,
        )
        for table in tables
    }
    words = _words(title)
    for page in pages:
        if page.slug in own_titles:
            words += _words(page.title)
        words += _words(visible_text(render(page.markdown, tables=drawn).html, note_marks=False))
    return words


def measure(source: Sequence[str], pages: Sequence[str]) -> Recall:
    """Compare pairs of neighbouring words as multisets, so that a doubled pair counts as much as a lost one."""
    in_source, in_pages = Counter(pairwise(source)), Counter(pairwise(pages))
    found = (in_source & in_pages).total()
    return Recall(
        source_words=len(source),
        page_words=len(pages),
        found=found,
        kept=_share(found, in_source.total(), len(source) == len(pages)),
        own=_share(found, in_pages.total(), len(source) == len(pages)),
    )


def _share(found: int, total: int, same: bool) -> float:  # noqa: FBT001 (one word of yes or no, used twice above)
    return found / total if total else float(same)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(RAISED.sub(" ", NOTE_MARK.sub(" ", text)))]
