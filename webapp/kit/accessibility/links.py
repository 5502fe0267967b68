"""Links: words that say where a link leads, also when they are heard alone (WCAG 2.4.4, 2.4.9)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.pieces import Piece

BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
# Calling and writing a text message to the same number are two acts, and the number is what both are known by.
OTHER_ACT = re.compile(r"(?:tel|sms|mailto):", re.IGNORECASE)
EDGES = re.compile(r"^\W+|\W+$")
# Words that say nothing without the sentence around them, by language; of other languages none is known.
EMPTY_WORDS: Mapping[str, frozenset[str]] = MappingProxyType({
    "en": frozenset({
        "click", "click here", "click this link", "details", "download", "find out more", "follow this link",
        "further information", "go", "here", "info", "learn more", "link", "more", "more details", "more info",
        "more information", "read", "read more", "see here", "see more", "this", "this link", "this page", "view",
        "view more", "website",
    }),
    "pl": frozenset({
        "czytaj", "czytaj więcej", "dalej", "kliknij", "kliknij tutaj", "link", "pobierz", "szczegóły", "ta strona",
        "tu", "tutaj", "więcej", "więcej informacji", "zobacz", "zobacz więcej",
    }),
    "ar": frozenset({
        "اضغط هنا", "اقرأ المزيد", "المزيد", "انقر هنا", "تفاصيل", "رابط", "مزيد من المعلومات", "هذا الرابط",
        "هذه الصفحة", "هنا",
    }),
})  # fmt: skip


def check_links(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """Every link has words of its own; two links with the same words lead to the same place."""
    links = [piece for piece in pieces if piece.tag == "a" and piece.element.get("href") is not None]
    # A heading's link to itself has the heading's words, which are checked there; a note's ways back lead to one note.
    links = [link for link in links if link.element.get("class") not in {"heading-link", "footnote-backref"}]
    targets: dict[str, str] = {}
    told: set[str] = set()
    for link in links:
        words, target = link.words, link.element.get("href") or ""
        key = EDGES.sub("", words).casefold()
        if not key:
            yield _finding("link-empty", link, f"A link to {target} has no words: say where it leads.")
        elif BARE_ADDRESS.match(words):
            yield _finding("link-address", link, f"The link {words} is an address: say in words where it leads.")
        elif key in EMPTY_WORDS.get(link.language.partition("-")[0], ()):
            yield _finding("link-words", link, f'The link "{words}" does not say where it leads: name that.')
        elif not OTHER_ACT.match(target) and targets.setdefault(key, target) != target and key not in told:
            told.add(key)
            message = f'Links with the words "{words}" lead to {targets[key]} and to {target}: tell them apart.'
            yield _finding("link-same-words", link, message, Rank.ADVICE)


def _finding(code: str, piece: Piece, message: str, rank: Rank = Rank.ERROR) -> Finding:
    return Finding(code=code, rank=rank, place=piece.place, line=piece.line, message=message)
