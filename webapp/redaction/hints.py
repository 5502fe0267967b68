"""What the writer is told when a text seems to say who somebody is: a hint, never a hindrance."""

import re

from flask import has_app_context

from webapp.partnership.current import current_partnership
from webapp.partnership.model import Partnership
from webapp.redaction.finding import find
from webapp.redaction.marks import Kind, Span

# The order in which a hint names them.
ORDER = (Kind.NAME, Kind.PHONE, Kind.EMAIL, Kind.ADDRESS, Kind.POSTCODE, Kind.PLATE)

# "Mudeford, Stanpit & West Highcliffe" is three places.
_BETWEEN = re.compile(r"[&,;()]| and ")
_SHORTEST = 2


def spans(words: str) -> tuple[Span, ...]:
    """The parts of `words` that may point at a person; names of the partnership's own places are none."""
    return find(words, place_words(current_partnership()) if has_app_context() else frozenset())


def hints_for(words: str) -> tuple[Kind, ...]:
    """The kinds that the text seems to hold, each once, in the order of a hint; empty where there is nothing to say."""
    found = {span.kind for span in spans(words)}
    return tuple(kind for kind in ORDER if kind in found)


def place_words(partnership: Partnership) -> frozenset[str]:
    """The names of places of the area in small letters: Ashley of "Ashley Cross" is nobody."""
    named = (
        *(locality.name for locality in partnership.localities),
        *(ward.name for ward in partnership.wards),
        *(wording.text for town in partnership.towns for wording in town.name.wordings),
    )
    parts = (part.strip().lower() for name in named for part in _BETWEEN.split(name))
    return frozenset(part for part in parts if len(part) > _SHORTEST)
