"""Words as the index knows them: cut from text, folded to one form, and stemmed where the language is English."""

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import snowballstemmer

# Raised whenever the same text would give other words than before: every entry is then indexed anew when next put.
WORDS_VERSION = 1
LONGEST_WORD = 64

# Marks that belong to a word although they are no letters: accents, and vowel signs of scripts that write them apart.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e"
)
WORD = re.compile(
    rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\w)"  # 400,198
    rf"|\d+(?:\.\d+)+(?!\w)"  # 4.2, 21.11.2026
    rf"|[\w{_MARKS}]+(?:['\u2019][\w{_MARKS}]+)*",
)
_POSSESSIVE = re.compile(r"['\u2019]s$")
# Letters that no normalisation takes apart, and Arabic letters that people write for one another.
_SAME_LETTER = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "\u0649": "\u064a",
        "\u0629": "\u0647",
        "\u0640": "",
    },
)
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

_stemmers = threading.local()


@dataclass(frozen=True)
class Token:
    """A word of a text: how the index writes it, and where it stands."""

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """`text` without what a database cannot hold: NUL and other control characters, halves of characters."""
    return _UNREADABLE.sub(" ", text)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order."""
    for match in WORD.finditer(text):
        if word := fold(match.group()):
            yield Token(word, match.start(), match.end())


def fold(word: str) -> str:
    """One form for all ways to write a word: case, accents, apostrophes and thousands separators are gone.

    What is left is letters and digits only, so that no index splits it again; PostgreSQL would read "2e4ab" as a
    number and a word, so a word that begins with a digit but is no whole number gets a letter in front.
    """
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(_plain(letter) for letter in word if not unicodedata.combining(letter))
    word = word.casefold().translate(_SAME_LETTER)
    if word[:1].isdigit():
        word = word.replace(".", "p")
    word = "".join(filter(str.isalnum, word))[:LONGEST_WORD]
    return f"n{word}" if word[:1].isdigit() and not word.isdigit() else word


def stem(word: str, language: str) -> str:
    """The stem of a folded word: English by Snowball, every other language as it stands."""
    if not language.startswith("en") or not (word.isascii() and word.isalpha()):
        return word
    if not hasattr(_stemmers, "english"):
        # A stemmer keeps its state in itself, so two threads cannot share one.
        _stemmers.english = snowballstemmer.stemmer("english")
    stemmed: str = _stemmers.english.stemWord(word)
    return stemmed


@functools.lru_cache(maxsize=50_000)
def indexed_stem(written: str, language: str) -> str:
    """`stem(fold(written))`, remembered: only for words of published texts, never for what a person typed."""
    return stem(fold(written), language)


def stems(text: str, language: str) -> list[str]:
    """The stems of a published text in order."""
    found = (indexed_stem(match.group(), language) for match in WORD.finditer(text))
    return [word for word in found if word]


def spellings(text: str) -> dict[str, str]:
    """The different words of a text without those that hold a digit: folded form -> as written, in small letters."""
    found: dict[str, str] = {}
    for written in dict.fromkeys(WORD.findall(text)):
        word = fold(written)
        if word.isalpha() and len(word) > 1:
            found.setdefault(word, _POSSESSIVE.sub("", written).lower()[:LONGEST_WORD])
    return found


def _plain(letter: str) -> str:
    """The plain form of a digit of any script."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
