"""How often one neighbourhood of the net may send something: token buckets in memory, by a hash of the address.

No address is kept: a bucket's name is a hash of the address's beginning under a key that lives in this process only and
is made anew each day, so that not even a copy of the memory tells who wrote yesterday (security design, T4 and T10).
"""

import hashlib
import ipaddress
import secrets
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field

KEY_BYTES = 32
DAY_SECONDS = 24 * 60 * 60
# What a provider gives one customer, or a street of them: single addresses are changed too easily.
IPV4_PREFIX = 24
IPV6_PREFIX = 56
MOST_BUCKETS = 50_000


@dataclass
class _Bucket:
    tokens: float
    at: float
    # Sendings that were let in: the same one again is a repeat, which costs nothing.
    let_in: deque[str] = field(default_factory=deque)


class Buckets:
    """A bucket of `size` sendings for each neighbourhood, filled up again by one every `seconds`."""

    def __init__(self, *, size: int, seconds: float, most: int = MOST_BUCKETS) -> None:
        """Keep `most` buckets at once; the one that was not used for longest goes first."""
        self.size = size
        self.seconds = seconds
        self.most = most
        self._lock = threading.Lock()
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()
        self._key = secrets.token_bytes(KEY_BYTES)
        self._key_made: float | None = None

    def take(self, address: str | None, sending: str, *, now: float, cost: int = 1) -> float:
        """Let one sending in, and say 0; or say how many seconds it has to wait.

        `sending` tells one sending from another (a form's `once_key`); `now` comes from a clock that only goes forward.
        `cost`: a large file counts as several; one that costs more than a whole bucket costs that.
        """
        cost = min(cost, self.size)
        with self._lock:
            self._renew_key(now)
            bucket = self._bucket(prefix_of(address), now)
            if sending in bucket.let_in:
                return 0
            if bucket.tokens < cost:
                return (cost - bucket.tokens) * self.seconds
            bucket.tokens -= cost
            bucket.let_in.append(sending)
            return 0

    def forget(self) -> None:
        """Empty everything, as a start of the process does."""
        with self._lock:
            self._buckets.clear()

    def __len__(self) -> int:
        """How many buckets are kept."""
        return len(self._buckets)

    def _renew_key(self, now: float) -> None:
        if self._key_made is not None and now - self._key_made < DAY_SECONDS:
            return
        self._buckets.clear()
        self._key, self._key_made = secrets.token_bytes(KEY_BYTES), now

    def _bucket(self, prefix: str, now: float) -> _Bucket:
        name = hashlib.blake2b(prefix.encode(), key=self._key, digest_size=16).digest()
        found = self._buckets.pop(name, None) or _Bucket(self.size, now, deque(maxlen=self.size))
        found.tokens = min(self.size, found.tokens + max(0.0, now - found.at) / self.seconds)
        found.at = now
        self._buckets[name] = found
        while len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        return found


def prefix_of(address: str | None) -> str:
    """The beginning of an address, which its neighbourhood shares; whatever is no address is one neighbourhood."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    length = IPV4_PREFIX if found.version == 4 else IPV6_PREFIX
    return str(ipaddress.ip_network((found, length), strict=False))
