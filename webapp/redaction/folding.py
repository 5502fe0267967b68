"""Texts made alike, letter by letter, so that a place in the one is the same place in the other; pure."""

import unicodedata

# Spaces and signs that look like others, and those that nobody sees.
_ALIKE = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e", " "),
    **dict.fromkeys("\u2018\u2019\u02bc\u0060\u00b4", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}


def alike(words: str) -> str:
    """The words with plain figures, spaces, dashes and apostrophes; as long as before."""
    return words if words.isascii() else "".join(map(_alike, words))


def small(words: str) -> str:
    """The words in small letters; as long as before."""
    lower = words.lower()
    if len(lower) == len(words):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in words)


def _alike(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _ALIKE:
        return _ALIKE[letter]
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    # Letters that fill the width of a Chinese sign are still the letters of a number plate.
    plain = unicodedata.normalize("NFKC", letter) if "\uff00" <= letter <= "\uffef" else letter
    return plain if len(plain) == 1 else letter
