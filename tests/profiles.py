"""How much is tried: few examples in `make sure`, the usual ones in `make test`, 10,000 in `make drills`."""

import os
from typing import TypeVar

import hypothesis

EXAMPLES = {
    "quick": 10,
    # What was tried on SQLite is tried again on PostgreSQL.
    "again": 10,
    "default": 50,
    "drills": 10_000,
}
T = TypeVar("T")


def is_drill() -> bool:
    """Whether the long counts are asked for."""
    return os.environ.get("PROFILE") == "drills"


def drilled(usual: list[T], more: list[T]) -> list[T]:
    """The cases that are always tried, and `more` of the same kind in the drills."""
    return [*usual, *more] if is_drill() else usual


def load_profile() -> None:
    """Take the profile that the variable PROFILE names."""
    for name, examples in EXAMPLES.items():
        hypothesis.settings.register_profile(name, max_examples=examples, deadline=None)
    usual = "again" if "TEST_DATABASE_URL" in os.environ else "default"
    hypothesis.settings.load_profile(os.environ.get("PROFILE") or usual)
