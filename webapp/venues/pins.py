"""Where the public places are, for the map: columns of small numbers first, names in parts as they are needed.

Every text here is what `json` writes; the map puts it into the page as text, never as markup.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from webapp.venues.directory import Card
from webapp.venues.schemes import SCHEMES

# A metre or so: nobody looks for a door on a map of towns, and each further digit costs a byte a place.
STEPS_IN_A_DEGREE = 100_000
PART = 256
# One bit for each scheme, in the order of the register.
BIT_OF_SCHEME: Mapping[str, int] = {scheme.code: 1 << number for number, scheme in enumerate(SCHEMES)}
NO_LETTERS = re.compile("[^a-z0-9]+")
# The letters of an encoded polyline begin here, and a letter with this bit carries on.
FIRST_LETTER, CARRIES_ON = 63, 32
ALL, STEPS, BITS = "all", "steps:", "bits:"


@dataclass(frozen=True, kw_only=True)
class PinSet:
    """Every public place in the order of the map, which keeps neighbours together."""

    cards: tuple[Card, ...]
    # By position among the directory's cards: the number of the pin.
    numbers: NDArray[np.intp]
    number_of: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def body(self) -> bytes:
        """What the map fetches first: positions as an encoded polyline, and the schemes' bits as letters."""
        return _json(
            {
                "positions": _polyline(*_grid(self.cards)),
                "schemes": "".join(f"{_bits(card):x}" for card in self.cards),
            }
        )

    @cached_property
    def parts(self) -> tuple[bytes, ...]:
        """The names, addresses in a line and slugs of the places, PART at a time."""
        return tuple(_part(self.cards[start : start + PART]) for start in range(0, len(self.cards), PART))

    @cached_property
    def digest(self) -> str:
        """What tells these pins and names from any others."""
        whole = hashlib.sha256(self.body)
        for part in self.parts:
            whole.update(part)
        return whole.hexdigest()[:16]

    @property
    def address(self) -> str:
        """Where the pins are: without a language, and for ever the same content."""
        return f"/-/venues/pins/{self.digest}.json"

    def written(self, found: Sequence[int] | NDArray[np.intp]) -> str:
        """Which pins those at these positions of the directory are, as short as can be."""
        if len(found) == len(self.cards):
            return ALL
        chosen = np.sort(self.numbers[np.asarray(found, dtype=np.intp)])
        steps = STEPS + ",".join(map(str, _steps(chosen)))
        if len(steps) < len(self.cards) / 6:
            return steps
        bits = np.zeros(len(self.cards), dtype=bool)
        bits[chosen] = True
        return min(steps, BITS + base64.b64encode(np.packbits(bits).tobytes()).decode(), key=len)


def pin_set(cards: Sequence[Card]) -> PinSet:
    """The pins of the directory's cards."""
    latitudes, longitudes = _grid(cards)
    order = np.argsort(_interleaved(latitudes, longitudes), kind="stable")
    numbers = np.empty(len(cards), dtype=np.intp)
    numbers[order] = np.arange(len(cards))
    ordered = tuple(cards[position] for position in order)
    return PinSet(cards=ordered, numbers=numbers, number_of={card.slug: number for number, card in enumerate(ordered)})


def scheme_bits(card: Card) -> int:
    """The bits of the schemes that a place is in."""
    return _bits(card)


def _bits(card: Card) -> int:
    return sum({BIT_OF_SCHEME[facts.code] for facts in card.schemes})


def _grid(cards: Sequence[Card]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    places = np.array([(card.latitude, card.longitude) for card in cards], dtype=float).reshape(-1, 2)
    grid = np.rint(places * STEPS_IN_A_DEGREE).astype(np.int64)
    return grid[:, 0], grid[:, 1]


def _interleaved(latitudes: NDArray[np.int64], longitudes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The bits of both numbers in turn (Morton's order): places that are near each other come near each other."""
    return _spread(latitudes) << np.uint64(1) | _spread(longitudes)


def _spread(numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    least = numbers.min() if len(numbers) else 0
    spread = (numbers - least).astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        spread = (spread | spread << np.uint64(shift)) & np.uint64(mask)
    return spread


def _steps(numbers: NDArray[Any]) -> list[int]:
    """The first number, then how far on each following one is."""
    steps: list[int] = np.diff(numbers, prepend=0).tolist()
    return steps


def _polyline(latitudes: NDArray[np.int64], longitudes: NDArray[np.int64]) -> str:
    """Both coordinates in turn, each as a step, in the letters of Google's encoded polyline: a sixth less on the wire.

    Five bits a letter, the lowest first; all but the last letter of a step have a sixth bit.
    """
    letters: list[str] = []
    for pair in zip(_steps(latitudes), _steps(longitudes), strict=True):
        for step in pair:
            rest = step << 1 if step >= 0 else ~(step << 1)
            while rest >= CARRIES_ON:
                letters.append(chr((rest % CARRIES_ON | CARRIES_ON) + FIRST_LETTER))
                rest //= CARRIES_ON
            letters.append(chr(rest + FIRST_LETTER))
    return "".join(letters)


def _part(cards: Sequence[Card]) -> bytes:
    return _json(
        {
            "names": [card.name for card in cards],
            # The script puts most slugs together from the names, so they are not sent.
            "slugs": ["" if card.slug == plain_slug(card.name) else card.slug for card in cards],
            "lines": [address_line(card) for card in cards],
        }
    )


def plain_slug(name: str) -> str:
    """The slug that the script (static/src/js/map/pins.js) makes of a name by the same rule; none for other letters."""
    return NO_LETTERS.sub("-", name.lower()).strip("-") if name.isascii() else ""


def address_line(card: Card) -> str:
    """The address of a place in one line."""
    return ", ".join(filter(None, [*card.address.splitlines(), card.postcode]))


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
