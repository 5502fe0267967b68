"""A text cut into passages of about two lines, so that a hit can show the one that holds the words."""

import re
from collections.abc import Iterator

LONGEST_PASSAGE = 240
SHORT_LINE = 60

_SENTENCE_END = re.compile(r"(?<=[.!?\u2026\u061f\u06d4])\s+")
_ENDS_SENTENCE = (".", "!", "?", "\u2026", ":", ";", ",", "\u061f", "\u06d4")


def split_into_passages(text: str) -> list[str]:
    """The text in passages, none longer than LONGEST_PASSAGE; joined by spaces they are the whole text.

    Lines of the text are never torn into one another without a sign: a line without a full stop (a heading, an item of
    a list, a cell of a table) is joined to the next by a colon or a semicolon.
    """
    passages: list[str] = []
    current = last = ""
    for piece, begins_line in _pieces(text):
        sign = _sign_between(last, piece) if begins_line else ""
        joined = f"{current}{sign} {piece}" if current else piece
        last = piece
        if current and len(joined) > LONGEST_PASSAGE:
            passages.append(current)
            current = piece
        else:
            current = joined
    return [*passages, current] if current else passages


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Sentences and lines, the long ones cut between words; each with whether a line begins with it."""
    for line in text.splitlines():
        sentences = _SENTENCE_END.split(" ".join(line.split()))
        pieces = [piece for sentence in sentences for piece in _cut(sentence)]
        for place, piece in enumerate(pieces):
            yield piece, place == 0


def _cut(sentence: str) -> list[str]:
    pieces: list[str] = []
    while len(sentence) > LONGEST_PASSAGE:
        space = sentence.rfind(" ", 0, LONGEST_PASSAGE)
        end = space if space > 0 else LONGEST_PASSAGE
        pieces.append(sentence[:end])
        sentence = sentence[end:].lstrip()
    return [*pieces, sentence] if sentence else pieces


def _sign_between(before: str, after: str) -> str:
    if before.endswith(_ENDS_SENTENCE):
        return ""
    return ":" if len(before) <= SHORT_LINE < len(after) else ";"
