"""What an officer takes out of somebody's words: suggested parts, and parts whose words were typed; pure.

Who may not read the original sees a mark in the place of each suggested part, and can only take out more of what they
see: neither an answer of the site nor a saved form tells them what stands under a mark.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.redaction.marks import Span, joined

# What no rule found: an officer saw it.
OTHER = "other"
SHORTEST_TYPED = 2
MOST_TYPED = 30


@dataclass(frozen=True)
class Piece:
    """A part of the words as a page shows them; `kind` is what was, or is to be, taken out there."""

    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Where typed words stand in the text, and which of the typed lines stand nowhere."""

    spans: tuple[Span, ...]
    missing: tuple[str, ...]


def pieces(words: str, spans: Iterable[Span], *, hidden: bool) -> tuple[Piece, ...]:
    """The words in parts, those in `spans` with their kind; `hidden`: nothing of what stands there."""
    made: list[Piece] = []
    done = 0
    for span in joined(spans, length=len(words)):
        made += (Piece(words[done : span.start]), Piece("" if hidden else words[span.start : span.end], span.kind))
        done = span.end
    made.append(Piece(words[done:]))
    return tuple(piece for piece in made if piece.text or piece.kind)


def find_typed(words: str, typed: str, *, hidden: Iterable[Span] = ()) -> Typed:
    """Every place of each typed line, in any case and spacing; none that touches what is `hidden` from the officer."""
    under = joined(hidden, length=len(words))
    found: list[Span] = []
    missing: list[str] = []
    for line in lines_of(typed):
        places = [place for place in _places(words, line) if not _touches(place, under)]
        found += places
        if not places:
            missing.append(line)
    return Typed(spans=tuple(found), missing=tuple(missing))


def lines_of(typed: str) -> list[str]:
    """What was typed, a part of the words on each line."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return [line for line in lines if len(line) >= SHORTEST_TYPED][:MOST_TYPED]


def whole(words: str) -> tuple[Span, ...]:
    """All of the words."""
    return joined([Span(0, len(words), OTHER)], length=len(words))


def code_of(span: Span) -> str:
    """What a box of the form sends for a part."""
    return f"{span.start}-{span.end}-{span.kind}"


def chosen(codes: Iterable[str], offered: Iterable[Span]) -> tuple[Span, ...]:
    """The offered parts that were ticked."""
    sent = set(codes)
    return tuple(span for span in offered if code_of(span) in sent)


def written(spans: Iterable[Span], *, length: int) -> str:
    """Parts as they are kept, sealed."""
    return json.dumps([[span.start, span.end, span.kind] for span in joined(spans, length=length)])


def read(text: str | None) -> tuple[Span, ...]:
    """What `written` wrote; nothing for nothing."""
    kept: Sequence[tuple[int, int, str]] = json.loads(text) if text else ()
    return tuple(Span(start, end, kind) for start, end, kind in kept)


def _places(words: str, line: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in line.split())
    # A whole word only: "Ann" is not to be cut out of "annoying".
    whole_word = rf"(?<!\w){pattern}(?!\w)"
    return [Span(match.start(), match.end(), OTHER) for match in re.finditer(whole_word, words, re.IGNORECASE)]


def _touches(place: Span, under: Sequence[Span]) -> bool:
    return any(place.start < span.end and span.start < place.end for span in under)
