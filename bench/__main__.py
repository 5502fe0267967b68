"""Run the benchmarks: `python -m bench`, or only some rows: `python -m bench 1 2`."""

import subprocess
import sys
from collections.abc import Callable, Iterable

from bench import directory, first_view, lighthouse, queue_page, searching, slow_clients, speed
from bench.chromium import CHROMIUM
from bench.report import Figure, heading, summary
from bench.server import PROJECT

ROWS = ("1", "2", "3", "10", "11", "12", "queue")
# Measured when asked for: it takes long and only matters when the server is chosen anew.
MORE_ROWS = ("slow",)


def main(asked: Iterable[str]) -> None:
    """Measure the rows that are asked for, all by default."""
    rows = frozenset(asked) or frozenset(ROWS)
    if unknown := rows - frozenset(ROWS + MORE_ROWS):
        sys.exit(f"There is no row {', '.join(sorted(unknown))}: choose from {', '.join(ROWS + MORE_ROWS)}.")
    figures: list[Figure] = []
    if rows & {"1", "2"}:
        figures += speed.run(rows)
    if "3" in rows:
        figures += searching.run()
    if rows & {"3", "10"}:
        figures += directory.run(rows)
    if "11" in rows:
        figures += _with_browser("11", first_view.run)
    if "12" in rows:
        figures += _with_browser("12", _with_lighthouse)
    if "queue" in rows:
        figures += queue_page.run()
    if "slow" in rows:
        figures += slow_clients.run()
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


if __name__ == "__main__":
    main(sys.argv[1:])
