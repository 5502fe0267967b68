"""Names of people in a text: a title and a name, a first name from a list, "a man called ..."; pure.

It is a suggestion. Who is not in the list is not marked; a street that is called after a person is left alone.
"""

import re
from collections.abc import Collection, Iterator

from webapp.redaction.addresses import STREET_ENDS
from webapp.redaction.folding import small
from webapp.redaction.marks import Kind, Span
from webapp.redaction.word_lists import words_of

SURE, WITH_CAPITAL, WITH_SURNAME, ARABIC = map(words_of, ("sure", "with_capital", "with_surname", "arabic"))
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_TITLES, _SMALL_TITLES, _ARABIC_TITLES = map(words_of, ("titles", "small_titles", "arabic_titles"))
# "A man called Dave": somebody, then a word that gives a name.
_SOMEBODY = words_of("somebody")
_CALLED = frozenset({"called", "named", "nicknamed"})
_SAYS_NAME = frozenset({("name", "is"), ("known", "as"), ("goes", "by"), ("names", "are")})
_PLACE_AFTER = STREET_ENDS | words_of("place_after")
_PLACE_BEFORE = words_of("place_before")
_NO_SURNAME = words_of("no_surname")


class _Words:
    """The words of a text, and which of them belong to the name of a place."""

    def __init__(self, plain: str, places: Collection[str]) -> None:
        """Find them once: everything below asks by a word's index."""
        self.plain = plain
        self.found = list(_WORD.finditer(plain))
        self.low = [_bare(word[0]) for word in self.found]
        taken = _letters_of_places(small(plain), places)
        self.is_of_place = [word.start() in taken for word in self.found]

    def is_capital(self, at: int) -> bool:
        """Whether there is such a word, with a capital."""
        return at < len(self.found) and self.found[at][0][0].isupper()

    def is_genitive(self, at: int) -> bool:
        """Whether it ends in "'s"."""
        return self.found[at][0].lower().endswith("'s")

    def end(self, at: int) -> int:
        """Where it ends, without "'s"."""
        return self.found[at].end() - 2 if self.is_genitive(at) else self.found[at].end()

    def goes_on(self, at: int, *, dot: bool = False) -> bool:
        """Whether another word stands behind it with nothing but a space between; after a title also a dot."""
        if at + 1 >= len(self.found):
            return False
        between = self.plain[self.found[at].end() : self.found[at + 1].start()]
        return between in ({" ", ". ", "."} if dot else {" ", "  "})

    def is_place(self, at: int) -> bool:
        """Whether it names a place, or what is called after a person."""
        return self.is_of_place[at] or (at > 0 and self.low[at - 1] in _PLACE_BEFORE) or self.is_street(at)

    def is_street(self, at: int) -> bool:
        """Whether the words behind make it a street, a school or the like. A place's name may be a surname too."""
        for ahead in (at + 1, at + 2):
            if not self.goes_on(ahead - 1):
                return False
            if self.low[ahead] in _PLACE_AFTER:
                return True
            if not self.is_capital(ahead):
                return False
        return False


def names(plain: str, places: Collection[str]) -> Iterator[Span]:
    """The people that the text seems to name; `places` are names of places in small letters, to be left alone."""
    words = _Words(plain, places)
    at = 0
    while at < len(words.found):
        taken = _named(words, at)
        if taken is None:
            at += 1
            continue
        first, last = taken
        yield Span(words.found[first].start(), words.end(last), Kind.NAME)
        at = last + 1


def places_like_people(places: Collection[str]) -> frozenset[str]:
    """Those places whose names hold a first name, such as "ashley cross"."""
    known = SURE | WITH_CAPITAL | WITH_SURNAME
    return frozenset(place for place in places if not known.isdisjoint(place.replace("'s", "").split()))


def _named(words: _Words, at: int) -> tuple[int, int] | None:
    """The first and the last word of a name that begins here."""
    if _is_titled(words, at):
        return at, _surname(words, at + 1)
    if _is_said(words, at):
        return at, _surname(words, at)
    if not _is_first_name(words.found[at][0], words.low[at]) or words.is_place(at):
        return None
    last = _surname(words, at)
    return None if words.low[at] in WITH_SURNAME and last == at else (at, last)


def _is_titled(words: _Words, at: int) -> bool:
    """Whether a title stands here, with a name behind it."""
    title = words.found[at][0]
    if words.low[at] not in _TITLES and title not in _ARABIC_TITLES:
        return False
    if not words.goes_on(at, dot=True) or words.is_of_place[at + 1] or words.low[at + 1] in _NO_SURNAME:
        return False
    if title in _ARABIC_TITLES or title in _SMALL_TITLES:
        return True
    return title[0].isupper() and words.is_capital(at + 1)


def _is_said(words: _Words, at: int) -> bool:
    """Whether the words before say that this is a name: "a lad called Jez", "his name is Jez"."""
    if at < 2 or not words.is_capital(at) or words.is_of_place[at] or words.low[at] in _NO_SURNAME:
        return False
    before = (words.low[at - 2], words.low[at - 1])
    said = before in _SAYS_NAME or (before[0] in _SOMEBODY and before[1] in _CALLED)
    return said and words.goes_on(at - 1)


def _is_first_name(written: str, low: str) -> bool:
    if low in SURE or ("-" in low and low.partition("-")[0] in SURE):
        return True
    if written[0].isupper() and (len(written) == 1 or not written.isupper()):
        return low in WITH_CAPITAL or low in WITH_SURNAME
    return not written.isascii() and written.removeprefix("و") in ARABIC


def _surname(words: _Words, at: int) -> int:
    """The index of the surname behind a first name, or of the first name itself."""
    if words.is_genitive(at) or not words.is_capital(at) or not words.goes_on(at):
        return at
    after = at + 1
    is_surname = words.is_capital(after) and words.low[after] not in _NO_SURNAME and not words.is_street(after)
    return after if is_surname else at


def _bare(written: str) -> str:
    """The word in small letters without "'s"."""
    return written.lower().removesuffix("'s")


def _letters_of_places(low: str, places: Collection[str]) -> set[int]:
    """Where names of places stand in a text of small letters."""
    taken: set[int] = set()
    for place in places:
        at = low.find(place)
        while at >= 0:
            end = at + len(place)
            if not (low[at - 1 : at].isalpha() or low[end : end + 1].isalpha()):
                taken.update(range(at, end))
            at = low.find(place, end)
    return taken
