"""Resume phrases: five words that find and open what a person left half done, and tell nobody anything else; pure.

Architecture section 6: Argon2id(phrase, site salt) gives 64 bytes. The first half, hashed, is the locator that the
draft is found by; the second half is the wrapping key. The phrase itself is stored nowhere.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from webapp.sealing.boxes import KEY_BYTES, DataKey
from webapp.sealing.stretching import LONGEST, TooLongError, stretch

# 7,772 words of the EFF's long list, five times: 64.6 bits (session guidance asks for 64).
WORDS = 5
LOCATOR_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class PhraseKeys:
    """What a phrase gives: where to look, and what opens it."""

    locator: bytes = field(repr=False)
    wrapping: DataKey


@cache
def word_list() -> tuple[str, ...]:
    """The EFF's long list, without the four words that have a hyphen: people leave it out, or put it in."""
    lines = resources.files("xkcdpass").joinpath("static", "eff-long").read_text(encoding="ascii").split()
    return tuple(word for word in lines if word.isalpha())


def new_phrase() -> str:
    """Five words, as they are shown to the person."""
    return " ".join(secrets.choice(word_list()) for _ in range(WORDS))


def as_given_out(typed: str) -> str:
    """A typed or pasted phrase in the form that it was given out in: case, spaces and signs between do not count.

    Raises TooLongError before anything else is done with it.
    """
    if len(typed) > LONGEST:
        message = f"A phrase has at most {LONGEST} characters."
        raise TooLongError(message)
    return " ".join(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", typed).casefold()))


def keys_of(phrase: str, salt: bytes) -> PhraseKeys:
    """The locator and the wrapping key of a phrase as typed; `salt` is the site's (`services.phrase_salt`).

    A wrong phrase takes the same time as a right one and finds nothing. Raises TooLongError, TooBusyError.
    """
    stretched = stretch(as_given_out(phrase), salt, size=2 * KEY_BYTES)
    locator = hashlib.blake2b(stretched[:KEY_BYTES], digest_size=LOCATOR_BYTES, person=b"safer.locator").digest()
    return PhraseKeys(locator=locator, wrapping=DataKey(stretched[KEY_BYTES:]))
