"""The piece of an entry that shows why it was found, as plain text with the found words marked, never as HTML."""

from collections.abc import Iterator, Sequence

from webapp.search.asking import Asked
from webapp.search.entries import Piece
from webapp.search.words import WORD, indexed_stem


class Marker:
    """What to look for and to mark in the texts of one page of hits."""

    def __init__(self, asked: Asked) -> None:
        """Mark a phrase as a whole, loose words each alone."""
        phrases = [
            [stems for way in group.ways for stems in ((way.stems,) if way.is_phrase else ((s,) for s in way.stems))]
            for group in asked.groups
        ]
        self._needles = [[f" {' '.join(stems)} " for stems in group] for group in phrases]
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for stems in sorted({stems for group in phrases for stems in group}, key=len, reverse=True):
            self._by_first.setdefault(stems[0], []).append(stems)

    def snippet(self, language: str, texts: Sequence[str], stems: Sequence[str]) -> tuple[Piece, ...]:
        """The passage with most of what was looked for, marked; `texts` and `stems` are the same passages in order."""
        best = place = -1
        for number, words in enumerate(stems):
            found = self._count_groups(words)
            if found > best:
                best, place = found, number
            if found == len(self._needles):
                break
        return self.mark(language, texts[place], stems[place].split()) if texts else ()

    def _count_groups(self, words: str) -> int:
        """How many groups a passage holds something of; a plain loop, because it runs for every passage of a hit."""
        found = 0
        for group in self._needles:
            for needle in group:
                if needle in words:
                    found += 1
                    break
        return found

    def mark(self, language: str, text: str, stems: Sequence[str] = ()) -> tuple[Piece, ...]:
        """`text` in pieces: what was looked for, and what stands between; `stems` where they are known."""
        pieces: list[Piece] = []
        end = 0
        for start, stop in self._runs(self._words(language, text, stems)):
            pieces += [Piece(text[end:start], is_match=False), Piece(text[start:stop], is_match=True)]
            end = stop
        pieces.append(Piece(text[end:], is_match=False))
        return tuple(piece for piece in pieces if piece.text)

    @staticmethod
    def _words(language: str, text: str, stems: Sequence[str]) -> tuple[Sequence[str], list[tuple[int, int]]]:
        """The stems of a text and where their words stand."""
        spans = [match.span() for match in WORD.finditer(text)]
        if len(stems) == len(spans):
            return stems, spans
        # Something that looks like a word has no letter or digit, and so no stem.
        found = [(stem, span) for span in spans if (stem := indexed_stem(text[slice(*span)], language))]
        return [stem for stem, _ in found], [span for _, span in found]

    def _runs(self, words: tuple[Sequence[str], list[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
        """Where the marked stretches begin and end, in order, the longest where several begin together."""
        stems, spans = words
        place = 0
        while place < len(stems):
            run = 0
            if phrases := self._by_first.get(stems[place]):
                run = next((len(p) for p in phrases if tuple(stems[place : place + len(p)]) == p), 0)
            if run:
                yield spans[place][0], spans[place + run - 1][1]
            place += run or 1
