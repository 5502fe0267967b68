"""How often one neighbourhood of the net may ask the API, and the headers that say so."""

import itertools
import math

from flask import Response, current_app

from webapp.kit.buckets import Buckets, prefix_of

# A program that reads a whole release needs a dozen; one that asks twice a second for ever is let in.
ASKS = 120
SECONDS_FOR_ONE = 0.5
BUCKETS = "api_buckets"
# The names of draft-ietf-httpapi-ratelimit-headers.
POLICY = f'"api";q={ASKS};w={math.ceil(ASKS * SECONDS_FOR_ONE)}'
_numbers = itertools.count()


class Meter(Buckets):
    """Buckets that also tell how much is left."""

    def left(self, address: str | None, *, now: float) -> int:
        """How many more this neighbourhood may send at once."""
        with self._lock:
            self._renew_key(now)
            return int(self._bucket(prefix_of(address), now).tokens)


def take_one(address: str | None, *, now: float) -> int:
    """Let one request in and say 0, or say how many seconds to wait; every request counts, also a repeated one."""
    return math.ceil(_meter().take(address, str(next(_numbers)), now=now))


def say_limits(response: Response, address: str | None, *, now: float) -> None:
    """Say in the answer what the limit is and how much of it is left."""
    left = _meter().left(address, now=now)
    response.headers["RateLimit-Policy"] = POLICY
    response.headers["RateLimit"] = f'"api";r={left};t={math.ceil((_meter().size - left) * _meter().seconds)}'


def _meter() -> Meter:
    found: Meter = current_app.extensions.setdefault(BUCKETS, Meter(size=ASKS, seconds=SECONDS_FOR_ONE))
    return found
