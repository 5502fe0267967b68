"""Lists that keep the numbers and letters they were printed with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_core import StateCore

LETTER = re.compile(r"([a-z]|[ivx]{1,5})[.)][ \n]+")
NUMBERED_ANCHOR = re.compile(r"\{#para-[a-z0-9-]+\} ?")
DOTTED = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,3} ")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def printed_lists(state: StateCore) -> None:
    """Runs before the words are parsed: lettered bullets become lettered lists, numbered paragraphs keep numbers."""
    for position, token in enumerate(state.tokens):
        if token.type == "bullet_list_open":
            items = list(_items(state.tokens, position))
            closing = _closing(state.tokens, position)
            if all(NUMBERED_ANCHOR.match(words.content) for _item, words in items):
                _as_dotted_paragraphs(token, closing, items)
            else:
                _as_letters(token, closing, items)
        elif token.type == "ordered_list_open":
            items = list(_items(state.tokens, position))
            if items and all(NUMBERED_ANCHOR.match(words.content) for _item, words in items):
                token.attrSet("class", "paragraphs")
                token.attrs.pop("start", None)
                for item, _words in items:
                    item.attrSet("value", item.info)


def _closing(tokens: list[Token], position: int) -> Token:
    depth = 0
    for token in tokens[position:]:
        depth += token.nesting
        if depth == 0:
            return token
    return tokens[position]


def _items(tokens: list[Token], position: int) -> Iterator[tuple[Token, Token]]:
    """Give each item of the list at `position` with the first words in it."""
    depth = 0
    for place in range(position, len(tokens)):
        token = tokens[place]
        depth += token.nesting
        if depth == 0:
            return
        if token.type == "list_item_open" and depth == 2:
            words = tokens[place + 2] if place + 2 < len(tokens) else token
            yield token, words if words.type == "inline" else Token("inline", "", 0)


def _as_dotted_paragraphs(opening: Token, closing: Token, items: list[tuple[Token, Token]]) -> None:
    opening.tag = closing.tag = "ol"
    opening.attrSet("class", "paragraphs paragraphs--dotted")
    for item, _words in items:
        item.meta["paragraph"] = True


def _as_letters(opening: Token, closing: Token, items: list[tuple[Token, Token]]) -> None:
    found = [LETTER.match(words.content) for _item, words in items]
    letters = [match[1] for match in found if match]
    if not letters or len(letters) < len(items):
        return
    kind, start = _sequence(letters)
    if not kind:
        return
    opening.tag = closing.tag = "ol"
    opening.attrSet("type", kind)
    if start != 1:
        opening.attrSet("start", start)
    for (_item, words), match in zip(items, found, strict=True):
        words.content = words.content[match.end() :] if match else words.content


def _sequence(letters: list[str]) -> tuple[str, int]:
    """Tell (type, start) of consecutive letters or Roman numbers; ("", 0) when they are not consecutive."""
    if letters[0] in ROMAN and (letters[0] != "i" or letters[:2] != ["i", "j"]):
        first = ROMAN.index(letters[0])
        if tuple(letters) == ROMAN[first : first + len(letters)] and (first == 0 or len(letters) > 1):
            return "i", first + 1
    first = ord(letters[0][0]) - ord("a")
    if letters == [chr(ord("a") + first + turn) for turn in range(len(letters))]:
        return "a", first + 1
    return "", 0


def paragraph_numbers(state: StateCore) -> None:
    """Runs after the words are parsed: sets a dotted number ("2.10") apart from its paragraph."""
    for position, token in enumerate(state.tokens):
        if token.type != "list_item_open" or not token.meta.get("paragraph"):
            continue
        children = state.tokens[position + 2].children or []
        if children and (number := DOTTED.match(children[0].content)):
            children[0].content = children[0].content[number.end() :]
            span = Token("paragraph_number_open", "span", 1, attrs={"class": "paragraphs__number"})
            children[:0] = [
                span,
                Token("text", "", 0, content=number[0].strip()),
                Token("paragraph_number_close", "span", -1),
                Token("text", "", 0, content=" "),
            ]
