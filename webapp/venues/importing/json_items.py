"""Takes the items of one long array out of a JSON file, one after the other, without reading the file whole; pure."""

import codecs
import json
from collections.abc import Collection, Iterator
from typing import Any

from webapp.venues.importing.faults import Unreadable, UnreadableError
from webapp.venues.importing.source import LONGEST_LINE, MOST_ROWS, Source

SPACES = " \t\n\r"
# A number of more letters than this is no fact of a venue, and Python takes long to read it.
LONGEST_NUMBER = 40


def _number(text: str) -> float:
    return float(text[:LONGEST_NUMBER])


def _whole(text: str) -> int | float:
    return int(text) if len(text) <= LONGEST_NUMBER else float("inf")


def _nothing(_text: str) -> None:
    """NaN and Infinity are no JSON: they say nothing."""


DECODER = json.JSONDecoder(parse_float=_number, parse_int=_whole, parse_constant=_nothing)


class JsonItems:
    """The items of the first array among `names` at the top of a JSON object, or of a bare array.

    `around` holds the members that stood before the array: what the list says of itself.
    """

    def __init__(self, source: Source, names: Collection[str]) -> None:
        """Begin to read; raises UnreadableError."""
        self.around: dict[str, Any] = {}
        self._names = names
        self._letters = _letters(source)
        self._text, self._place, self._read = "", 0, 0
        self._ended = False
        self._find_array()

    def __iter__(self) -> Iterator[Any]:
        """Each item; raises UnreadableError where the file is broken."""
        while (mark := self._peek()) != "]":
            if self._read >= MOST_ROWS:
                raise UnreadableError(Unreadable.TOO_MANY_ROWS, line=self._read)
            if self._read:
                self._expect(mark, ",")
                self._peek()
            item = self._value()
            self._read += 1
            yield item
        # What comes after the array is read too: a file that is cut off is not half a list.
        self._finish()

    def _find_array(self) -> None:
        self._expect_any("[{")
        if self._text[self._place - 1] == "[":
            self._closing = "]"
            return
        self._closing = "]}"
        while self._member() is None:
            self._expect(self._peek(), ",")

    def _member(self) -> bool | None:
        """Read one member; True where it is the array that is looked for."""
        if self._peek() != '"':
            raise UnreadableError(Unreadable.NOT_A_LIST)
        name = self._value()
        self._expect(self._peek(), ":")
        if self._peek() == "[" and name in self._names:
            self._place += 1
            return True
        self.around[name] = self._value()
        if self._peek() == "}":
            raise UnreadableError(Unreadable.NOT_A_LIST)
        return None

    def _finish(self) -> None:
        self._place += 1
        while self._closing == "]}" and (mark := self._peek()) != "}":
            self._expect(mark, ",")
            self._peek()
            self._value()
            self._expect(self._peek(), ":")
            self._peek()
            self._value()
        self._place += len(self._closing) - 1
        if self._text[self._place :].strip(SPACES) or any(letters.strip(SPACES) for letters in self._letters):
            raise UnreadableError(Unreadable.BROKEN, line=self._read)

    def _value(self) -> Any:
        """The value that begins here; more of the file is read until it is whole."""
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._place)
            except (ValueError, RecursionError) as error:
                size = len(self._text) - self._place
                if isinstance(error, RecursionError) or size > LONGEST_LINE or not self._more(size):
                    raise UnreadableError(Unreadable.BROKEN, line=self._read + 1) from error
                continue
            if end == len(self._text) and self._more():
                # A number may go on in the next piece.
                continue
            self._place = end
            return value

    def _peek(self) -> str:
        """The next letter that is no space; raises UnreadableError at the end of the file."""
        while True:
            while self._place < len(self._text) and self._text[self._place] in SPACES:
                self._place += 1
            if self._place < len(self._text):
                return self._text[self._place]
            if not self._more():
                raise UnreadableError(Unreadable.BROKEN, line=self._read + 1)

    def _expect(self, mark: str, wanted: str) -> None:
        if mark != wanted:
            raise UnreadableError(Unreadable.BROKEN, line=self._read + 1)
        self._place += 1

    def _expect_any(self, wanted: str) -> None:
        if self._peek() not in wanted:
            raise UnreadableError(Unreadable.NOT_A_LIST)
        self._place += 1

    def _more(self, at_least: int = 0) -> bool:
        """Read on, as much again as a value has needed so far: it is not tried once more for each small piece."""
        if self._ended:
            return False
        parts, size = [self._text[self._place :]], 0
        while size <= at_least:
            piece = next(self._letters, None)
            if piece is None:
                self._ended = True
                break
            parts.append(piece)
            size += len(piece)
        self._text, self._place = "".join(parts), 0
        return size > 0


def _letters(source: Source) -> Iterator[str]:
    """The letters of the file; JSON is UTF-8 (RFC 8259)."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for piece in source.pieces():
            if letters := decoder.decode(piece):
                yield letters
        if rest := decoder.decode(b"", final=True):
            yield rest
    except UnicodeDecodeError as error:
        raise UnreadableError(Unreadable.NOT_TEXT) from error
