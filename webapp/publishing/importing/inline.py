"""Puts right what stands inside a line: links without a target, bare addresses, stray brackets, pictures, comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from webapp.publishing.importing.account import quote

if TYPE_CHECKING:
    from webapp.publishing.importing.account import Account

PICTURE = re.compile(r"!\[([^\[\]]{0,300})\](?:\([^()]{0,1000}\)|\[[^\[\]]{0,100}\])")
TAG_OF_PICTURE = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
COMMENT = re.compile(r"<!--.{0,2000}?-->")
LINK = re.compile(
    r"(?<![!\\])\[([^\[\]]{0,500})\]\(\s*(<[^<>]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,2000})?)(?:\s+\"[^\"]{0,300}\")?\s*\)"
)
EMPTY_TARGET = re.compile(r"#?$|about:blank$|javascript:", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\w<(/\"'])(https?://[^\s<>\[\]\"`]{1,2000})", re.IGNORECASE)
TRAILING = re.compile(r"[.,;:!?')\u2019]+$")
# A quotation mark alone after the end of a sentence.
STRAY_QUOTE = re.compile(r"(?<=[.!?])\s+['\"\u2018\u2019\u201c\u201d]$")
NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
BRACKET = re.compile(r"(?<!\\)[\[\]]")


def drop_pictures(text: str, line: int, account: Account) -> str:
    """Leave out places of pictures and comments; each is listed."""
    for pattern, reason in (
        (PICTURE, "place of a picture"),
        (TAG_OF_PICTURE, "place of a picture"),
        (COMMENT, "comment"),
    ):
        for found in pattern.finditer(text):
            account.dropped(line, found[0], reason)
        text = pattern.sub("", text)
    return text


def mend_inline(text: str, line: int, account: Account) -> str:
    """Give Markdown whose links lead somewhere and whose brackets mean what they show."""
    text = drop_pictures(text, line, account)
    text = _mend_links(text, line, account)
    if STRAY_QUOTE.search(text):
        account.found(
            line,
            "stray-quote",
            f"A quotation mark standing alone after {quote(' '.join(text.split()[-7:-1]))} was left out.",
        )
        text = STRAY_QUOTE.sub("", text)
    return text.replace("\t", " ")


def _mend_links(text: str, line: int, account: Account) -> str:
    """Keep whole links as they are; what lies between them is mended and its brackets made plain."""
    mended: list[str] = []
    position = 0
    for found in LINK.finditer(text):
        mended.append(_between(text[position : found.start()], line, account))
        position = found.end()
        if EMPTY_TARGET.match(found[2]):
            account.found(
                line,
                "link-without-target",
                f"The link {quote(found[1])} leads nowhere in the file; its words are kept as plain text.",
            )
            mended.append(found[1])
        else:
            mended.append(found[0])
    mended.append(_between(text[position:], line, account))
    return "".join(mended)


def _between(text: str, line: int, account: Account) -> str:
    if "[" in text or "]" in text:
        text = _plain_brackets(text, line, account)
    return ADDRESS.sub(_address, text) if "://" in text else text


def _address(found: re.Match[str]) -> str:
    """A written-out address becomes a link that shows the same address."""
    address = found[1]
    end = TRAILING.search(address)
    bare = address[: end.start()] if end else address
    return f"<{bare}>{address[len(bare) :]}"


def _plain_brackets(text: str, line: int, account: Account) -> str:
    """Escape brackets that are no link, so that they show as themselves; one without its partner is left out."""
    notes = {place for found in NOTE_MARK.finditer(text) for place in (found.start(), found.end() - 1)}
    open_places: list[int] = []
    lone: set[int] = set()
    for found in BRACKET.finditer(text):
        place = found.start()
        if place in notes:
            continue
        if found[0] == "[":
            open_places.append(place)
        elif open_places:
            open_places.pop()
        else:
            lone.add(place)
    lone.update(open_places)
    if lone:
        account.found(
            line,
            "stray-bracket",
            f"A square bracket without its partner was left out near {quote(text[max(0, min(lone) - 20) :][:60])}.",
        )
    return BRACKET.sub(lambda found: _one_bracket(found, notes, lone), text)


def _one_bracket(found: re.Match[str], notes: set[int], lone: set[int]) -> str:
    if found.start() in notes:
        return found[0]
    if found.start() not in lone:
        return f"\\{found[0]}"
    around = found.string[max(found.start() - 1, 0) : found.end() + 1]
    # Between two letters it stays: without it they would become one word.
    return f"\\{found[0]}" if len(around) == 3 and around[0].isalnum() and around[2].isalnum() else ""
