"""Assertions over the whole site name everything that is wrong at once, not the first thing only."""

from collections.abc import Iterable

SHOWN_AT_MOST = 40


def expect_none(found: Iterable[object], advice: str = "") -> None:
    """Fail with one line for each thing found."""
    parts = (one if isinstance(one, tuple) else (one,) for one in found)
    lines = sorted({" ".join(" ".join(map(str, part)).split()) for part in parts})
    more = [f"and {len(lines) - SHOWN_AT_MOST} more"] if len(lines) > SHOWN_AT_MOST else []
    assert not lines, "\n  ".join([advice or "this should not be there:", *lines[:SHOWN_AT_MOST], *more])
