"""Ids: written ones (`{#para-66}`) kept stable, headings' own made from their words, none used twice."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from markdown_it.token import Token

from webapp.kit.richtext.model import HeadingLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore

    from webapp.kit.richtext.dialect import Fragment

ANCHOR = r"\{#([a-z][a-z0-9-]{0,63})\}"
LEADING = re.compile(rf"{ANCHOR}[ \n]+")
TRAILING = re.compile(rf"[ ]+{ANCHOR}$")
ALONE = re.compile(rf"{ANCHOR}$")
# Ids that paragraphs, tables and notes give themselves.
OURS = re.compile(r"(?:para|table|fn|fnref)-")
LONGEST = 60
LOWEST_HEADING = 6


def explicit_anchors(state: StateCore) -> None:
    """Read `{#id}` at the end of a heading, at the start of a list item, or alone before a block."""
    fragment: Fragment = state.env["fragment"]
    kept: list[Token] = []
    waiting: str | None = None
    for position, token in enumerate(state.tokens):
        if waiting and token.nesting == 1 and not token.hidden and "id" not in token.attrs:
            token.attrSet("id", waiting)
            waiting = None
        kept.append(token)
        if token.type != "inline" or len(kept) < 2:
            continue
        opener = kept[-2]
        if opener.type == "heading_open":
            _take(TRAILING, token, opener, fragment)
        elif opener.type == "paragraph_open":
            if (alone := ALONE.match(token.content)) and _more_follows(state.tokens, position):
                waiting = fragment.claim(alone[1])
                del kept[-2:]
                kept.append(Token("anchor_gone", "", 0, hidden=True))
            elif len(kept) > 2 and kept[-3].type == "list_item_open":
                _take(LEADING, token, kept[-3], fragment)
    state.tokens = _without_gone(kept)


def _more_follows(tokens: Sequence[Token], position: int) -> bool:
    following = tokens[position + 2 : position + 3]
    return bool(following) and following[0].nesting == 1


def _take(pattern: re.Pattern[str], words: Token, owner: Token, fragment: Fragment) -> None:
    if found := pattern.search(words.content) if pattern is TRAILING else pattern.match(words.content):
        owner.attrSet("id", fragment.claim(found[1]))
        words.content = words.content[: found.start()] + words.content[found.end() :]


def _without_gone(tokens: Sequence[Token]) -> list[Token]:
    """Drop each marker of a lone anchor together with the end of its paragraph."""
    kept: list[Token] = []
    skip_close = False
    for token in tokens:
        if token.type == "anchor_gone":
            skip_close = True
        elif skip_close and token.type == "paragraph_close":
            skip_close = False
        else:
            kept.append(token)
    return kept


def heading_anchors(state: StateCore) -> None:
    """Keep headings in one tree without skipped levels, and give each an id and a link to itself."""
    fragment: Fragment = state.env["fragment"]
    depths: list[int] = []
    for position, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        printed = int(token.tag[1])
        while depths and depths[-1] >= printed:
            depths.pop()
        depths.append(printed)
        level = min(fragment.top_level + len(depths) - 1, LOWEST_HEADING)
        token.tag = state.tokens[position + 2].tag = f"h{level}"
        words = state.tokens[position + 1]
        text = words_of(words.children or [])
        anchor = str(token.attrs.get("id") or fragment.claim(fragment.prefix + anchor_for(text)))
        token.attrSet("id", anchor)
        fragment.headings.append(HeadingLink(level=level, text=text, anchor=anchor))
        _link_to_itself(words, anchor)


def _link_to_itself(words: Token, anchor: str) -> None:
    children = words.children or []
    if any(child.type in {"link_open", "footnote_ref"} for child in children):
        return
    opening = Token("link_open", "a", 1, attrs={"class": "heading-link", "href": f"#{anchor}"})
    words.children = [opening, *children, Token("link_close", "a", -1)]


def words_of(children: Sequence[Token]) -> str:
    """Give the words of parsed inline pieces, without their marks."""
    spoken = ("text", "code_inline", "image")
    pieces = (
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in children
        if child.type in {*spoken, "softbreak", "hardbreak"}
    )
    return " ".join("".join(pieces).split())


def anchor_for(text: str) -> str:
    """Make an id of a heading's words; letters of every script are allowed in a fragment."""
    plain = (
        unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    anchor = re.sub(r"[\W_]+", "-", plain)[:LONGEST].strip("-")
    if not anchor or anchor[0].isdigit() or OURS.match(anchor):
        anchor = f"section-{anchor}".strip("-")
    return anchor
