"""What a benchmark found, and how it is printed beside what must be reached."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured figure; `at_least` is a floor, unless `lower_is_better`, when it is a ceiling."""

    row: str
    what: str
    value: float
    unit: str
    at_least: float | None = None
    aim: float | None = None
    lower_is_better: bool = False
    evidence: str = ""

    def meets(self, limit: float | None) -> bool:
        """Whether the figure is on the right side of a limit; no limit is always met."""
        if limit is None:
            return True
        return self.value <= limit if self.lower_is_better else self.value >= limit

    @property
    def verdict(self) -> str:
        """In words: what was asked and whether it is reached."""
        if self.at_least is None:
            return "for comparison"
        asked = f"{'at most' if self.lower_is_better else 'at least'} {self.at_least:g} {self.unit}"
        if not self.meets(self.at_least):
            return f"NOT REACHED, {asked}"
        return f"reached, {asked}" + (
            f"; aim {self.aim:g} {'reached' if self.meets(self.aim) else 'not reached'}" if self.aim else ""
        )


def heading(text: str) -> None:
    """Print what follows."""
    print(f"\n{text}", flush=True)


def show(figure: Figure) -> None:
    """Print one figure as soon as it is known."""
    print(f"  [{figure.row}] {figure.value:,.4g} {figure.unit}  {figure.what}: {figure.verdict}", flush=True)
    if figure.evidence:
        print(f"      {figure.evidence}", flush=True)


def summary(figures: Iterable[Figure]) -> None:
    """Print what is below its floor, or that nothing is."""
    below = [figure for figure in figures if not figure.meets(figure.at_least)]
    print(f"\nBelow the floor: {len(below)}")
    for figure in below:
        print(f"  [{figure.row}] {figure.value:,.4g} {figure.unit}  {figure.what}")
