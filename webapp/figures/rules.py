"""What holds for every figure that leaves the site: cells that no spreadsheet runs, bars that start at nought."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# Words in a drawing do not wrap by themselves: this many letters fit on a small telephone.
LETTERS_IN_LINE = 32
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its words on their lines, the number beside them, its width in percent of the drawing, its series."""

    lines: tuple[str, ...]
    number: str
    width: str
    series: int


@dataclass(frozen=True, kw_only=True)
class BarGroup:
    """The bars of one row; `lines` is their heading where there are several."""

    lines: tuple[str, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A number that is drawn, with the words and the number that stand beside its bar."""

    name: str
    number: str
    value: Decimal


def bar_groups(rows: Sequence[tuple[str, Sequence[Measured]]], *, whole: Decimal | None) -> tuple[BarGroup, ...]:
    """The bars of rows of measures, all on one scale that starts at nought; a row with one measure needs no heading.

    `whole` is what fills the width, like 100 for percentages; without it the longest bar does.
    """
    longest = whole or max((measured.value for _, measures in rows for measured in measures), default=Decimal(0))
    several = any(len(measures) > 1 for _, measures in rows)
    return tuple(
        BarGroup(
            lines=wrapped(label) if several else (),
            bars=tuple(
                Bar(
                    lines=wrapped(measured.name if several else label, measured.number),
                    number=measured.number,
                    width=bar_width(measured.value, longest),
                    series=series,
                )
                for series, measured in enumerate(measures, start=1)
            ),
        )
        for label, measures in rows
        if measures
    )


def bar_width(value: Decimal, longest: Decimal) -> str:
    """The width of a bar in percent, one decimal place; never below nought."""
    if value < 0:
        raise ValueError("A bar from nought cannot show a negative number.")
    return f"{value * 100 / longest:.1f}" if longest else "0.0"


def wrapped(words: str, number: str = "") -> tuple[str, ...]:
    """Words in lines that fit on a small telephone; a number stands behind the last one and needs its room there."""
    behind = NO_BREAK * (len(number) + 1) if number else ""
    lines = textwrap.wrap(words + behind, LETTERS_IN_LINE, break_long_words=False)
    return tuple(line.rstrip(NO_BREAK) for line in lines) or ("",)
