"""Takes apart HTML that a converter left in a line or a cell, closed or not, into paragraphs, items and rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "center",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    *HEADINGS,
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "figure",
    "figcaption",
    "hr",
    "pre",
}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
IGNORED = {
    "span",
    "font",
    "u",
    "small",
    "big",
    "ins",
    "mark",
    "label",
    "colgroup",
    "col",
    "a",
    "sup",
    "sub",
    "abbr",
    "del",
    "s",
    "code",
}
KNOWN = {*BLOCKS, *MARKS, *IGNORED, "br", "img"}
TAG = re.compile(rf"</?(?:{'|'.join(sorted(KNOWN, key=len, reverse=True))})(?:\s[^<>]{{0,2000}})?/?>", re.IGNORECASE)
BULLETS = re.compile(r"\s*[\u2022\u25cf\u25aa\u25e6\u2023\u00b7\u2713\u2714]\s*")
LETTERED = re.compile(r"(?:^|(?<=\s))([a-z])[.)]\s+")
SUPERSCRIPT = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


@dataclass(kw_only=True)
class Piece:
    """A paragraph, a heading, an item (with its letter or number, if it had one) or a table row."""

    kind: str = "text"
    text: str = ""
    label: str = ""
    level: int = 0
    cells: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Pieces:
    """All pieces of one text, in order."""

    found: list[Piece] = field(default_factory=list)
    # A list that was opened and never closed, and bullets that were typed instead of marked.
    unclosed: bool = False
    typed_bullets: bool = False


def has_html(text: str) -> bool:
    """Tell whether a text holds a tag that we know; "<5" and "<name>" are words."""
    return "<" in text and bool(TAG.search(text))


def has_blocks(text: str) -> bool:
    """Tell whether the HTML is more than emphasis inside a line."""
    return "<" in text and any(tag_name(found[0]) in BLOCKS for found in TAG.finditer(text))


def tag_name(tag: str) -> str:
    """Name of a tag as written: "p" for "</P>"."""
    return re.sub(r"[^a-z0-9]", " ", tag.lower()).split()[0]


def take_apart(html: str) -> Pieces:
    """Read HTML that may be broken in any way; every word of it is in some piece."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_piece()
    reader.pieces.unclosed = bool(reader.lists)
    return reader.pieces


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces = Pieces()
        self.words: list[str] = []
        self.lists: list[str] = []
        self.in_item = False
        self.heading = 0
        self.number = 0
        self.row: list[str] | None = None
        self.links: list[str] = []
        self.raised = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in KNOWN:
            self.words.append(self.get_starttag_text() or "")
        elif tag in BLOCKS:
            self.start_block(tag)
        else:
            self.start_inline(tag, dict(attrs))

    def start_inline(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in MARKS:
            self.words.append(MARKS[tag])
        elif tag == "br":
            self.words.append("\\\n")
        elif tag == "sup":
            self.raised = True
        elif tag == "a":
            self.links.append(attributes.get("href") or "#")
            self.words.append("[")

    def start_block(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.words = []
            return
        # A paragraph inside a list that was never closed stands after that list.
        if tag in {"p", "div"} and self.lists and not self.in_item:
            self.end_piece()
            self.pieces.unclosed = True
            self.lists.clear()
            return
        if not (tag == "p" and self.in_item):
            self.end_piece()
        if tag in {"ul", "ol"}:
            self.lists.append(tag)
            self.number = 0
        elif tag == "li":
            self.in_item = True
            self.number += 1
        elif tag == "tr":
            self.row = []
        elif tag in HEADINGS:
            self.heading = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        if tag not in KNOWN:
            self.words.append(f"</{tag}>")
        elif tag in MARKS:
            self.words.append(MARKS[tag])
        elif tag == "sup":
            self.raised = False
        elif tag == "a" and self.links:
            self.words.append(f"]({self.links.pop()})")
        elif tag in {"td", "th"} and self.row is not None:
            self.row.append(_even("".join(self.words)))
            self.words = []
        elif tag == "tr" and self.row is not None:
            self.pieces.found.append(Piece(kind="row", cells=self.row))
            self.row, self.words = None, []
        elif tag in BLOCKS:
            self.end_block(tag)

    def end_block(self, tag: str) -> None:
        if not (tag == "p" and self.in_item):
            self.end_piece()
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "li":
            self.in_item = False

    def handle_data(self, data: str) -> None:
        self.words.append(data.translate(SUPERSCRIPT) if self.raised and data.strip().isdigit() else data)

    def end_piece(self) -> None:
        text = _even("".join(self.words))
        self.words = []
        level, self.heading = self.heading, 0
        if not text.strip("* \\\n"):
            return
        if level:
            self.pieces.found.append(Piece(kind="heading", text=text, level=level))
        elif self.in_item:
            label = str(self.number) if self.lists and self.lists[-1] == "ol" else ""
            self.pieces.found.append(Piece(kind="item", text=text, label=label))
        else:
            self.pieces.found.extend(self.split(text))

    def split(self, text: str) -> list[Piece]:
        """Items that were typed with bullets or letters, inside a list or on their own."""
        parts = BULLETS.split(text)
        if len(parts) > 2 or (self.lists and len(parts) > 1):
            self.pieces.typed_bullets = True
            lead = [Piece(text=parts[0])] if parts[0].strip() else []
            return [*lead, *(Piece(kind="item", text=part) for part in parts[1:] if part.strip())]
        if self.lists:
            return _lettered(text)
        return [Piece(text=text)]


def _lettered(text: str) -> list[Piece]:
    """Split "a. ... b. ..." where the letters follow each other from a."""
    places: list[re.Match[str]] = []
    for found in LETTERED.finditer(text):
        if found[1] == chr(ord("a") + len(places)):
            places.append(found)
    if not places:
        return [Piece(kind="item", text=text)]
    pieces = [Piece(text=text[: places[0].start()].strip())] if text[: places[0].start()].strip() else []
    ends = [*(found.start() for found in places[1:]), len(text)]
    for found, end in zip(places, ends, strict=True):
        pieces.append(Piece(kind="item", text=text[found.end() : end].strip(), label=found[1]))
    return pieces


def _even(text: str) -> str:
    """One space between words; a forced line break is kept."""
    lines = (" ".join(line.split()) for line in text.split("\\\n"))
    return "\\\n".join(lines).strip().removesuffix("\\").strip()
