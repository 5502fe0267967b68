"""Run the benchmarks: `python -m bench`, or only some rows: `python -m bench 1 2`."""

import subprocess
import sys
from collections.abc import Callable, Iterable

from bench import (
    directory,
    first_view,
    journeys,
    lighthouse,
    queue_page,
    searching,
    slow_clients,
    speed,
    survey,
    told_engine,
    told_rows,
)
from bench.chromium import CHROMIUM
from bench.report import Figure, heading, summary
from bench.server import PROJECT

ROWS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "queue", "told")
# Measured when asked for: it takes long and only matters when the server is chosen anew.
MORE_ROWS = ("slow",)


def main(asked: Iterable[str]) -> None:
    """Measure the rows that are asked for, all by default."""
    rows = frozenset(asked) or frozenset(ROWS)
    if unknown := rows - frozenset(ROWS + MORE_ROWS):
        sys.exit(f"There is no row {', '.join(sorted(unknown))}: choose from {', '.join(ROWS + MORE_ROWS)}.")
    figures: list[Figure] = []
    for of_rows, measure in MEASURED:
        if asked_here := rows & of_rows:
            figures += measure(asked_here)
    summary(figures)


def _with_browser(row: str, measure: Callable[[], list[Figure]]) -> list[Figure]:
    if CHROMIUM:
        return measure()
    heading(f"Row {row} is left out: it needs Chromium (Debian package chromium).")
    return []


def _with_lighthouse() -> list[Figure]:
    install = [
        "sh",
        "tools/with_node.sh",
        "npm",
        "ci",
        "--prefix",
        "bench",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ]
    if not lighthouse.PROGRAM.exists():
        subprocess.run(install, cwd=PROJECT, check=True, capture_output=True)
    return lighthouse.run()


# In the order in which they are printed.
MEASURED: tuple[tuple[frozenset[str], Callable[[frozenset[str]], list[Figure]]], ...] = (
    (frozenset({"1", "2"}), speed.run),
    (frozenset({"3"}), lambda _rows: searching.run()),
    (frozenset({"3", "10"}), directory.run),
    (frozenset({"4"}), lambda _rows: journeys.run()),
    (frozenset({"5"}), lambda _rows: survey.run()),
    (frozenset({"6", "7", "8", "9"}), told_rows.run),
    (frozenset({"11"}), lambda _rows: _with_browser("11", first_view.run)),
    (frozenset({"12"}), lambda _rows: _with_browser("12", _with_lighthouse)),
    (frozenset({"queue"}), lambda _rows: queue_page.run()),
    (frozenset({"told"}), lambda _rows: told_engine.run()),
    (frozenset({"slow"}), lambda _rows: slow_clients.run()),
)


if __name__ == "__main__":
    main(sys.argv[1:])
