"""What was typed as officers see it: marked where it may mislead, with the signs in it that nobody sees."""

import dataclasses
from typing import Any

from webapp.joining.codes import Flag
from webapp.joining.flags import flags_of, flags_of_fields, made_visible
from webapp.joining.records import Business

SEEN_THROUGH = frozenset({Flag.TURNED.value, Flag.UNSEEN.value})


def flags_in(business: Business) -> dict[str, list[str]]:
    """The flags of what a business says of itself, by the field."""
    said = dataclasses.asdict(business)
    return flags_of_fields({name: words for name, words in said.items() if isinstance(words, str)})


def plain_words(words: str, flags: Any = ()) -> str:
    """The words with every hidden sign as its number, where they hold any; else nothing."""
    return made_visible(words) if SEEN_THROUGH & set(flags) else ""


def flags_in_words(words: str) -> list[str]:
    """The flags of words that no table keeps flags of."""
    return [flag.value for flag in flags_of(words)]
