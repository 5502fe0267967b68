"""Which places of a text may be about anybody but one person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from webapp.casereview.rules.records import Person
from webapp.casereview.subject_access.records import Part, Source
from webapp.redaction import spans
from webapp.redaction.marks import Kind, Span, joined

# Jo and Li are names; a single letter marks half of every sentence.
SHORTEST_NAME = 2
WORD = re.compile(r"\w+")
DIGIT = re.compile(r"\d")
# The last ones of a number are the same with +44 and with 0 before them.
DIGITS_COMPARED = 10
# About somebody else from the first letter on: whom the person complains of, and who works at a service.
OF_OTHERS = frozenset({"accused", "officer", "who"})
OWN_SOURCES = frozenset({Source.ABOUT, Source.CONTACT})


class Marker:
    """Marks what may be about anybody but `me`."""

    def __init__(self, me: Person, others: Sequence[Person]) -> None:
        """`others` are the other people of the case."""
        contact = me.contact
        self._own = [_words(text) for text in (me.name, me.address, contact.email, contact.post, contact.telephone)]
        self._numbers = {_number(contact.telephone)} - {""}
        own_names = set(_words(me.name))
        names = {word for other in others for word in _words(other.name) if len(word) >= SHORTEST_NAME} - own_names
        alternatives = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
        self._names = re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE) if names else None

    def marked(self, part: Part) -> Part:
        """The part with its marks."""
        if not part.text or part.source in OWN_SOURCES:
            return part
        if part.of_another or part.field in OF_OTHERS:
            marks: Iterable[Span] = [Span(0, len(part.text), Kind.NAME)]
        else:
            marks = (*self._found(part.text), *self._named(part.text))
        return replace(part, marks=joined(marks, length=len(part.text)))

    def _found(self, text: str) -> list[Span]:
        return [span for span in spans(text) if not self._is_own(text[span.start : span.end], span.kind)]

    def _is_own(self, found: str, kind: str) -> bool:
        """Whether it stands, word by word, in what they told about themself: Ann is not in Joanne."""
        if kind == Kind.PHONE and _number(found) in self._numbers:
            return True
        return any(_holds(own, "".join(_words(found))) for own in self._own)

    def _named(self, text: str) -> list[Span]:
        return [Span(*found.span(), Kind.NAME) for found in self._names.finditer(text)] if self._names else []


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _number(text: str) -> str:
    return "".join(DIGIT.findall(text))[-DIGITS_COMPARED:]


def _holds(own: Sequence[str], letters: str) -> bool:
    """Whether whole words beside each other are these letters: BH1 1AA is BH11AA."""
    windows = (own[first:last] for first in range(len(own)) for last in range(first + 1, len(own) + 1))
    return any("".join(window) == letters for window in windows)
