"""What differs between two versions, and which addresses a link may have; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 100


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One place that differs: where it is, as a path of names and numbers, and its words before and after."""

    path: tuple[str, ...]
    before: str
    after: str


def differences(before: Any, after: Any) -> list[Difference]:
    """The places in which two versions differ, in their order."""
    old, new = dict(_leaves(before, ())), dict(_leaves(after, ()))
    paths = [*new, *(path for path in old if path not in new)]
    pairs = ((path, old.get(path, ""), new.get(path, "")) for path in paths)
    return [Difference(path=path, before=was, after=now) for path, was, now in pairs if was != now]


def _leaves(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _leaves(inner, (*path, str(name)))
    elif isinstance(part, list):
        for number, inner in enumerate(part, start=1):
            yield from _leaves(inner, (*path, str(number)))
    elif part is not None:
        yield path, str(part)


def is_slug(words: str) -> bool:
    """Whether the words can be the end of an address."""
    return len(words) <= LONGEST_SLUG and SLUG.fullmatch(words) is not None


def is_outside_link(address: str) -> bool:
    """Whether the address is one of another site that a page may link to: https, with a host and no name in it."""
    try:
        parts = urlsplit(address)
        host, user = parts.hostname, parts.username
    except ValueError:
        return False
    return parts.scheme == "https" and bool(host) and user is None and _is_plain(address)


def is_own_path(address: str) -> bool:
    """Whether the address is a path of this site that the public may be led to."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\")) and _is_plain(address)
    return is_path and address != "/desk" and not address.startswith("/desk/")


def _is_plain(address: str) -> bool:
    return address.isprintable() and not any(character in address for character in " \\<>\"'")
