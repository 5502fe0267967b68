"""Prose: paragraphs that are not too long, and the reading age of a page's English."""

from collections.abc import Iterator, Sequence

from webapp.kit.accessibility.finding import Finding, Rank
from webapp.kit.accessibility.pieces import Piece, own_words

# About five sentences of twenty words.
LONGEST_PARAGRAPH = 100
# Below this many words the formula says more about chance than about the text.
WORDS_FOR_AN_AGE = 100
# Shorter ones are labels, and the library counts their words but not their ends.
SHORTEST_SENTENCE = 3
# Texts aim at eleven; above this somebody should look.
OLDEST_READER = 13
# Flesch and Kincaid count school years in America, the first at six: year and five is the age in which it begins.
AGE_AT_NOUGHT = 5
PROSE = {"p", "li", "dd"}
# Words that nobody reads as sentences: lists of ways, cells, forms, notes on sources.
NOT_PROSE = frozenset({"nav", "table", "form", "footnotes", "figure-block", "document-facts", "meta"})


def check_paragraphs(pieces: Sequence[Piece]) -> Iterator[Finding]:
    """A paragraph is short enough to be taken in at once."""
    for piece in pieces:
        if piece.tag in PROSE and not piece.within & NOT_PROSE:
            words = own_words(piece.element).split()
            if len(words) > LONGEST_PARAGRAPH:
                begins = " ".join(words[:6])
                message = f'The paragraph "{begins}..." has {len(words)} words: cut it in two.'
                yield _finding("paragraph-long", piece.place, piece.line, message)


def check_age(age: float | None) -> Iterator[Finding]:
    """A text is within reach of somebody who has read little."""
    if age is not None and age > OLDEST_READER:
        message = f"The reading age is {age:.0f}; aim at 11. Use shorter sentences and plainer words."
        yield _finding("reading-age", "the page", None, message)


def age_of(pieces: Sequence[Piece]) -> float | None:
    """The reading age of the English in a page, or None where there is too little to tell."""
    sentences = [
        _ended(words)
        for piece in pieces
        if piece.tag in PROSE and piece.language.partition("-")[0] == "en" and not piece.within & NOT_PROSE
        if not {*(piece.element.get("class") or "").split()} & NOT_PROSE
        if len((words := own_words(piece.element)).split()) >= SHORTEST_SENTENCE
    ]
    return reading_age(" ".join(sentences))


def reading_age(text: str) -> float | None:
    """The age at which a reader at school follows an English text (Flesch and Kincaid), or None for a short one."""
    if len(text.split()) < WORDS_FOR_AN_AGE:
        return None
    # Its word lists take a tenth of a second and some megabytes: only who asks for an age pays for them.
    import textstat  # noqa: PLC0415

    grade: float = textstat.flesch_kincaid_grade(text)
    return round(max(grade, 0.0) + AGE_AT_NOUGHT, 1)


def _ended(words: str) -> str:
    # A line of a list is a sentence of its own, with or without its full stop.
    return words if words.endswith((".", "?", "!", ":")) else f"{words}."


def _finding(code: str, place: str, line: int | None, message: str) -> Finding:
    return Finding(code=code, rank=Rank.ADVICE, place=place, line=line, message=message)
