"""Public reference numbers, like BCP-KXTR-WPMN-HQZC: a label to name a record by, never a key to it (decision 6).

Letters without vowels spell no words, and without I, L and O none looks like a figure. The last one checks the others.
"""

import secrets
import unicodedata

ALPHABET = "BCDFGHJKMNPQRSTVWXYZ"
RANDOM_LETTERS = 11
GROUP = 4
LETTERS = RANDOM_LETTERS + 1


def new_reference(prefix: str) -> str:
    """A reference that nobody can guess and that says nothing of how many there are."""
    return reference_of(prefix, "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LETTERS)))


def reference_of(prefix: str, letters: str) -> str:
    """The reference with these random letters, its check letter added."""
    whole = letters + check_letter(letters)
    return "-".join([prefix, *(whole[start : start + GROUP] for start in range(0, LETTERS, GROUP))])


def read_reference(typed: str, prefix: str) -> str | None:
    """The reference that somebody typed, in any case and spacing and with or without its prefix; None for no such."""
    letters = "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())
    # The prefix may be made of the alphabet's own letters, so it counts as one only where there is room for it.
    letters = letters.removeprefix(prefix) if len(letters) > LETTERS else letters
    if len(letters) != LETTERS or not set(letters) <= set(ALPHABET):
        return None
    if check_letter(letters[:-1]) != letters[-1]:
        return None
    return reference_of(prefix, letters[:-1])


def check_letter(letters: str) -> str:
    """The letter that makes a single wrong letter show, and nearly every swap of two neighbours.

    The hybrid system of ISO/IEC 7064 (as its MOD 27,26) for an alphabet of 20.
    """
    size = len(ALPHABET)
    product = size
    for letter in letters:
        total = (product + ALPHABET.index(letter)) % size or size
        product = 2 * total % (size + 1)
    return ALPHABET[(1 - product) % size]
