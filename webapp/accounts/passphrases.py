"""Passphrases: which are refused, and how they are kept (Argon2id) and compared, in equal time for everybody.

Rules: OWASP ASVS 5.0, 6.2.1 to 6.2.12: at least 15 characters, as many as 200, any characters, nothing about their
mixture, no forced change, pasted as they are. Common and guessable ones are found offline by zxcvbn's word lists
(leaked passwords, names, English words, keyboard walks), and words about us do not count.
"""

import re
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from webapp.kit.installation import current_settings
from webapp.partnership.current import current_partnership, default_language
from webapp.sealing.stretching import turn

SHORTEST = 15
LONGEST = 200
# Ten thousand million guesses: what zxcvbn calls "very unguessable".
LEAST_GUESSES = 10**10
# zxcvbn slows down with length, and what is hard to guess is so within this many characters.
LOOKED_AT = 72
SHORTEST_CONTEXT_WORD = 4
# 64 MiB and time 4 (security design, "Access secrets, in figures"); in turn with all that is hashed so slowly, so that
# guessing cannot take the machine's memory.
HASHER = PasswordHasher(time_cost=4, memory_cost=64 * 1024, parallelism=2)
OWN_WORDS = (
    "safer",
    "saferbcp",
    "community",
    "safety",
    "partnership",
    "officer",
    "desk",
    "council",
    "police",
    "passphrase",
    "password",
)
_nobody: dict[PasswordHasher, str] = {}


def refusal(passphrase: str, *, about: Iterable[str]) -> str | None:
    """Why a new passphrase cannot be taken, as a sentence; None where it can. `about`: words near the person."""
    if len(passphrase) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Four or five unusual words are easy to remember."
    if len(passphrase) > LONGEST:
        return f"Use at most {LONGEST} characters."
    words = sorted({word.casefold() for word in about}, key=len, reverse=True)
    rest = _without(passphrase, words)
    if len(rest) < SHORTEST:
        return "Words about you, your work or this area do not count. Add words that nobody would connect with you."
    if int(zxcvbn(rest[:LOOKED_AT], user_inputs=words)["guesses"]) < LEAST_GUESSES:
        return "This is too easy to guess. Use four or five words that do not belong together."
    return None


def words_about(*personal: str) -> list[str]:
    """The words that do not count in a passphrase here: of the person, of the service, and of the area."""
    partnership = current_partnership()
    texts = [
        *OWN_WORDS,
        *personal,
        partnership.name,
        *(town.name.in_language(default_language()).text for town in partnership.towns),
        *(agency.name.in_language(default_language()).text for agency in partnership.agencies),
    ]
    parts = (part for text in texts for part in (text.replace(" ", ""), *re.split(r"[\W_]+", text)))
    return [part for part in parts if len(part) >= SHORTEST_CONTEXT_WORD]


def hashed(passphrase: str) -> str:
    """What is kept of a passphrase. Raises TooBusyError."""
    with turn():
        return HASHER.hash(passphrase)


def is_right(passphrase: str, kept: str | None) -> bool:
    """Whether `passphrase` is the one that `kept` was made of, exactly; takes as long where nothing is kept.

    Raises TooBusyError.
    """
    with turn():
        try:
            right = HASHER.verify(kept or _hash_of_nobody(), passphrase[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None


def _without(passphrase: str, words: list[str]) -> str:
    if not words:
        return passphrase
    return re.sub("|".join(map(re.escape, words)), "", passphrase, flags=re.IGNORECASE).strip()


def _hash_of_nobody() -> str:
    if HASHER not in _nobody:
        _nobody[HASHER] = HASHER.hash(current_settings().public_url)
    return _nobody[HASHER]
