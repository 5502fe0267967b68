"""Everything in a text that may point at a person; pure, and quick for texts that were made to be slow."""

from collections.abc import Collection, Iterator

from webapp.redaction.addresses import addresses
from webapp.redaction.contacts import emails, phones
from webapp.redaction.folding import alike
from webapp.redaction.marks import Span, without_overlaps
from webapp.redaction.names import names
from webapp.redaction.plates import plates, postcodes


def find(words: str, places: Collection[str] = frozenset()) -> tuple[Span, ...]:
    """The spans in their order, none over another; `places` are names of places in small letters.

    Where two kinds want the same letters the surer one has them.
    """
    plain = alike(words)
    return without_overlaps(_by_rank(plain, frozenset(places)))


def _by_rank(plain: str, places: frozenset[str]) -> Iterator[Span]:
    yield from emails(plain)
    yield from phones(plain)
    yield from postcodes(plain)
    yield from addresses(plain)
    yield from plates(plain)
    yield from names(plain, places)
