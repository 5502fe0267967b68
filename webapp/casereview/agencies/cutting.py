"""What is taken out of several texts at once: parts that are suggested, and words that an officer typed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.redaction import apply, spans
from webapp.redaction.marks import Span

OTHER = "other"
SHORTEST_TYPED = 2
MOST_TYPED = 50


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A part of a text that can be taken out; `code` is what a tick box sends."""

    code: str
    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Cut:
    """The texts with marks in them, and typed lines that stand in none."""

    texts: tuple[str, ...]
    missing: tuple[str, ...]


def offer(texts: Sequence[str]) -> tuple[Offered, ...]:
    """What seems to point at a person, in the order of the texts."""
    return tuple(
        Offered(code=_code(number, span), kind=span.kind, words=text[span.start : span.end])
        for number, text in enumerate(texts)
        for span in spans(text)
    )


def codes_of(offered: Iterable[Offered]) -> tuple[str, ...]:
    """The codes of everything that is offered."""
    return tuple(each.code for each in offered)


def cut(texts: Sequence[str], taken: Iterable[str], typed: str = "") -> Cut:
    """The texts without the ticked parts and without any place of the typed lines, in any case and spacing."""
    ticked, lines = set(taken), lines_of(typed)
    places = [[found for line in lines for found in _places(text, line)] for text in texts]
    done = [
        apply(text, [*(span for span in spans(text) if _code(number, span) in ticked), *places[number]])
        for number, text in enumerate(texts)
    ]
    missing = tuple(line for line in lines if not any(_places(text, line) for text in texts))
    return Cut(texts=tuple(done), missing=missing)


def lines_of(typed: str) -> list[str]:
    """What was typed, a part of the words on each line."""
    lines = (" ".join(line.split()) for line in typed.splitlines())
    return [line for line in lines if len(line) >= SHORTEST_TYPED][:MOST_TYPED]


def _code(number: int, span: Span) -> str:
    return f"{number}-{span.start}-{span.end}-{span.kind}"


def _places(text: str, line: str) -> list[Span]:
    pattern = r"\s+".join(re.escape(word) for word in line.split())
    # A whole word only: "Ann" is not to be cut out of "annoying".
    whole_word = rf"(?<!\w){pattern}(?!\w)"
    return [Span(found.start(), found.end(), OTHER) for found in re.finditer(whole_word, text, re.IGNORECASE)]
