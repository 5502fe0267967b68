"""Rounding that cannot be undone: up or down to a multiple of 5 by a secret key, and what a rounded figure means."""

import hmac

from webapp.engagement.disclosure.figures import BASE, THRESHOLD, Figure

# The lowest figure that is given. It stands for 10 to 19: were 10 to 14 sometimes given as 10, that 10 would mean five
# numbers only, and the difference of two such figures would be known to plus or minus 4.
LOWEST = THRESHOLD + BASE
_CERTAINTY = 2**32


def rounded(count: int, *, key: bytes, figure: Figure) -> int:
    """A multiple of 5 beside the count: the same for the same figure and count, and without the key by chance.

    It is right on average (13 becomes 15 three times in five); a count of 10 to 14 always becomes 15. Each count of a
    figure has a chance of its own: were it one for the figure, two releases would tell more of it than each alone.

    Raises ValueError for a count that must not be given at all.
    """
    if count < THRESHOLD:
        raise ValueError("A count below the threshold is never given.")
    over = count % BASE
    below = count - over
    if count < LOWEST:
        return LOWEST
    return below + BASE if _chance(count, key=key, figure=figure) * BASE < over * _CERTAINTY else below


def _chance(count: int, *, key: bytes, figure: Figure) -> int:
    parts = (figure.question, figure.area, figure.first, figure.last, figure.option, str(count))
    drawn = hmac.digest(key, "\n".join(parts).encode(), "sha256")
    return int.from_bytes(drawn[:4], "big")


def meaning(value: int) -> tuple[int, int]:
    """The lowest and the highest count that a given figure can stand for."""
    return (THRESHOLD if value <= LOWEST else value - BASE + 1, value + BASE - 1)


def share(part: int, base: int) -> int:
    """Whole percent, from rounded figures only; never above 100, nought where nobody answered."""
    return min(100, (200 * part + base) // (2 * base)) if base else 0
