"""Row 12: Lighthouse as a mobile phone on each kind of public page, and the same pages on slow 3G."""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.addresses import one_for_each_page
from bench.chromium import CHROMIUM, FLAGS
from bench.places import SIZES, WITH_MAP, grow
from bench.report import Figure, heading, show
from bench.server import PROJECT, SITE, app_of, installation, running

RUNS = int(os.environ.get("RUNS", "5"))
PROGRAM = PROJECT / "bench" / "node_modules" / ".bin" / "lighthouse"
# Lighthouse's own mobile setting is slow 4G (1.6 Mbit/s, 150 ms) with a processor four times slower;
# slow 3G is WebPageTest's: 400 kbit/s, 400 ms.
SLOW_3G = ("--throttling.rttMs=400", "--throttling.throughputKbps=400", "--throttling.cpuSlowdownMultiplier=4")
# The browser now and then does not come up on a busy machine.
TRIES = 3
ENVIRON = os.environ | {"CHROME_PATH": CHROMIUM, "NODE_AT_LEAST": "22"}
CATEGORIES = ("performance", "accessibility", "best-practices")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What Lighthouse found on one page: scores from 0 to 100, times in milliseconds."""

    scores: dict[str, float]
    lcp: float
    cls: float
    tbt: float


def run() -> list[Figure]:
    """Measure every kind of public page, then the list of places as it grows; figures are the worst page's medians."""
    heading(f"Row 12: Lighthouse mobile, median of {RUNS} runs a page (slow 4G, processor 4 times slower)")
    fast: dict[str, Visit] = {}
    slow: dict[str, Visit] = {}
    with installation() as instance:
        with running(SITE, instance) as site:
            for path in one_for_each_page(site, app_of(instance)):
                fast[path], slow[path] = _visits(site, path)
        figures = [
            *_figures(*(_of(each, with_map=False) for each in (fast, slow)), at_least=100),
            *_figures(*(_of(each, with_map=True) for each in (fast, slow)), at_least=95),
        ]
        for places in SIZES:
            grow(instance, places)
            with running(SITE, instance) as site:
                what, (on_4g, on_3g) = f"/venues with {places:,} places", _visits(site, "/venues")
            figures += _figures({what: on_4g}, {what: on_3g}, at_least=95)
    return figures


def _of(visits: dict[str, Visit], *, with_map: bool) -> dict[str, Visit]:
    return {path: visit for path, visit in visits.items() if (path in WITH_MAP) is with_map}


def _visits(site: str, path: str) -> tuple[Visit, Visit]:
    """A page on slow 4G, the median of several, and on slow 3G."""
    fast, slow = _median([_visit(site + path) for _ in range(RUNS)]), _visit(site + path, *SLOW_3G)
    _print_page(path, fast, slow)
    return fast, slow


def _print_page(path: str, fast: Visit, slow: Visit) -> None:
    scores = " ".join(f"{name} {score:.0f}" for name, score in fast.scores.items())
    times = f"LCP {fast.lcp:.0f} ms, on slow 3G {slow.lcp:.0f} ms, CLS {fast.cls:.3f}, TBT {fast.tbt:.0f} ms"
    print(f"      {path}: {scores}; {times}", flush=True)


def _figures(fast: dict[str, Visit], slow: dict[str, Visit], *, at_least: float) -> list[Figure]:
    worst = min(fast, key=lambda path: fast[path].scores["performance"])
    figures = [
        Figure(
            row="12",
            what=f"performance of the worst page, {worst}",
            value=fast[worst].scores["performance"],
            unit="points",
            at_least=at_least,
        ),
        _slowest("LCP on slow 4G", {path: visit.lcp / 1000 for path, visit in fast.items()}, "s", 1.0, 0.8),
        _slowest("LCP on slow 3G", {path: visit.lcp / 1000 for path, visit in slow.items()}, "s", 2.5, None),
        _slowest("layout shift (CLS)", {path: visit.cls for path, visit in fast.items()}, "", 0, None),
        _slowest("blocking time (TBT)", {path: visit.tbt for path, visit in fast.items()}, "ms", 50, None),
    ]
    for figure in figures:
        show(figure)
    return figures


def _slowest(what: str, values: dict[str, float], unit: str, at_most: float, aim: float | None) -> Figure:
    path = max(values, key=lambda path: values[path])
    label = f"worst {what}, {path}"
    return Figure(row="12", what=label, value=values[path], unit=unit, at_least=at_most, aim=aim, lower_is_better=True)


def _median(visits: Sequence[Visit]) -> Visit:
    return Visit(
        scores={name: statistics.median(visit.scores[name] for visit in visits) for name in visits[0].scores},
        lcp=statistics.median(visit.lcp for visit in visits),
        cls=statistics.median(visit.cls for visit in visits),
        tbt=statistics.median(visit.tbt for visit in visits),
    )


def _visit(url: str, *options: str) -> Visit:
    with tempfile.TemporaryDirectory(prefix="safer-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = ["sh", "tools/with_node.sh", str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join(FLAGS)}", *options]
        for _ in range(TRIES):
            result = subprocess.run(command, cwd=PROJECT, env=ENVIRON, check=False, capture_output=True, text=True)
            if result.returncode == 0:
                return _read(json.loads(report.read_text(encoding="utf-8")))
    raise RuntimeError(f"Lighthouse failed {TRIES} times on {url}:\n{result.stderr[-2000:]}")


def _read(report: dict[str, Any]) -> Visit:
    audits = report["audits"]
    return Visit(
        scores={name: 100 * report["categories"][name]["score"] for name in CATEGORIES},
        lcp=audits["largest-contentful-paint"]["numericValue"],
        cls=audits["cumulative-layout-shift"]["numericValue"],
        tbt=audits["total-blocking-time"]["numericValue"],
    )
