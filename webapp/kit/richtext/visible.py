"""The words that a reader sees on a rendered page, with the numbers and letters that lists show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}-][^\W_]+)*")
INLINE = {"a", "strong", "em", "s", "code", "span", "sup"}
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def visible_text(html: str, *, note_marks: bool = True) -> str:
    """One line a block; `note_marks` says whether the numbers of footnotes count as words."""
    reader = _Reader(note_marks=note_marks)
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def count_words(html: str) -> int:
    """Count what a reader reads, for the reading time."""
    return len(WORD.findall(visible_text(html)))


class _Reader(HTMLParser):
    def __init__(self, *, note_marks: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.note_marks = note_marks
        self.pieces: list[str] = []
        self.lists: list[tuple[str, int]] = []
        self.silent = ""
        self.after_marker = False
        self.in_notes = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if self.silent:
            return
        # A way back to a footnote's place is a sign, not words.
        marks_note = attributes.get("class") == "footnote-ref" and not self.note_marks
        if attributes.get("class") == "footnote-backref" or marks_note:
            self.silent = tag
        elif tag in {"ul", "ol"}:
            unnumbered = tag == "ul" or "paragraphs--dotted" in (attributes.get("class") or "")
            kind = "" if unnumbered or (self.in_notes and not self.note_marks) else "1"
            self.lists.append((attributes.get("type") or kind, int(attributes.get("start") or 1)))
        elif tag == "section":
            self.in_notes = True
        elif tag == "sup":
            self.pieces.append(" ")
        # A paragraph that opens an item stands on the item's own line, beside its number.
        if tag not in INLINE and not self.after_marker:
            self.pieces.append("\n")
        if tag not in INLINE:
            self.after_marker = False
        if tag == "li" and self.lists:
            self.pieces.append(self.marker(attributes.get("value")))
            self.after_marker = True

    def marker(self, printed: str | None) -> str:
        kind, number = self.lists[-1]
        if printed and printed.isdigit():
            number = int(printed)
        self.lists[-1] = (kind, number + 1)
        if kind == "a":
            return f"{chr(ord('a') + (number - 1) % 26)}. "
        if kind == "i":
            return f"{_roman(number)}. "
        return f"{number}. " if kind else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag not in INLINE:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent and not (self.after_marker and data.isspace()):
            self.after_marker = False
            self.pieces.append(data.replace("\n", " "))


def _roman(number: int) -> str:
    written = ""
    for value, letters in ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written
