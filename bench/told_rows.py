"""Rows 6 to 9: what analysts look at beside 10,000, 100,000 and 1,000,000 answers; and a file of all of them.

DuckDB is measured where it is installed. Where it is not, its figure of docs/performance stands in: 237 ms for kind by
month by neighbourhood over a million rows, on a machine on which numpy took 13 ms for the same. numpy is measured here
in the same run, so the figure is scaled by how fast this machine is at this moment. Milliseconds are of the processor.
"""

import http.client
import os
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import numpy as np

from bench.population import fill
from bench.report import Figure, heading, show
from bench.server import PROGRAMS, PROJECT, Server, app_of, installation, started
from webapp.accounts.permissions import RoleCode
from webapp.accounts.rules import Stage
from webapp.accounts.services import officers, sessions
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.engagement.analysis import keeping
from webapp.engagement.analysis.board import By, View, board
from webapp.engagement.analysis.crosstabs import crosstab
from webapp.engagement.analysis.pictures import picture
from webapp.engagement.analysis.snapshot import Snapshot
from webapp.engagement.analysis.spots import SpotView, spots
from webapp.engagement.analysis.tables import Asked
from webapp.engagement.periods import quarter_of, year_to
from webapp.engagement.statistics import HotArea
from webapp.kit.clock import utc_now
from webapp.survey.analysis_queries import Sums, sums_by

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 15
# What performance.md has measured over a million rows, in milliseconds.
DUCKDB_THEN, NUMPY_THEN = 237.0, 13.0
TABLES = (
    ("kinds", "month"),
    ("kinds", "locality"),
    ("kinds", "trend"),
    ("kinds", "would_help"),
    ("why_not", "would_help"),
    ("effect", "ward"),
    ("cell", "quarter"),
)
ROWS_A_SECOND, FIRST_BYTE, GROWTH = 60_000.0, 200.0, 32.0
PART = 64 * 1024
Ask = Callable[[str], http.client.HTTPResponse]


def run(rows: frozenset[str] = frozenset({"6", "7", "8", "9"}), sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    """Measure the rows that are asked for at each size."""
    figures: list[Figure] = []
    for size in sizes:
        heading(f"Rows {', '.join(sorted(rows))}: {size:,} answers")
        with installation() as instance:
            _filled(instance, size)
            figures += measured(instance, rows, size)
    return figures


def measured(instance: Path, rows: frozenset[str], size: int) -> list[Figure]:
    """Measure an installation that holds so many answers."""
    app = app_of(instance)
    with app.app_context():
        figures = _in_process(rows, size)
        token = _sign_in()
        db.session.remove()
        db.engine.dispose()
    return [*figures, *(_file(instance, size, token) if "9" in rows else [])]


def _filled(instance: Path, size: int) -> None:
    arguments = [str(PROGRAMS / "flask"), "--app", "wsgi", "places", "load"]
    environ = {**os.environ, "INSTANCE_DIR": str(instance)}
    subprocess.run(arguments, cwd=PROJECT, env=environ, check=True, capture_output=True)
    fill(instance / "safer.sqlite3", size, told=lambda _done: None)


def _in_process(rows: frozenset[str], size: int) -> list[Figure]:
    figures: list[Figure] = []
    began = time.perf_counter()
    snapshot = keeping.build_anew()
    seconds = time.perf_counter() - began
    memory = (
        f"{snapshot.bytes_held / 2**20:.1f} MB of columns, {keeping.path().stat().st_size / 2**20:.1f} MB as a file"
    )
    figures.append(_shown("7", f"columns of {size:,} answers read anew", seconds, "s", evidence=memory))
    duckdb, how = _duckdb(snapshot)
    last = quarter_of(max(snapshot.months))
    if "6" in rows:
        figures += _dashboard(size, last, duckdb, how)
    if "7" in rows:
        figures += _tables(size, snapshot, duckdb, how)
    if "8" in rows:
        figures += _map(size, last)
    return figures


def _dashboard(size: int, last: str, duckdb: float, how: str) -> list[Figure]:
    views = {"by kind": View(last=last), "by ward": View(last=last, by=By.AREA, level="ward")}
    views["of a kind in a town"] = replace(views["by kind"], area=("town", "poole"), kind="noise")
    figures = []
    for name, view in views.items():
        taken = _milliseconds(partial(board, view))
        evidence = f"{taken / duckdb:.2f} of DuckDB's time ({how}); always current"
        limit = 50.0 if size == SIZES[-1] else None
        figures.append(_shown("6", f"dashboard {name} over {size:,}", taken, "ms", limit, 20.0, evidence))
    return figures


def _tables(size: int, snapshot: Snapshot, duckdb: float, how: str) -> list[Figure]:
    months = sorted(snapshot.months)
    since, until = months[len(months) // 4], months[-2]
    taken = {
        pair: _milliseconds(partial(crosstab, snapshot, Asked(rows=pair[0], columns=pair[1], since=since, until=until)))
        for pair in TABLES
    }
    worst = max(taken, key=lambda pair: taken[pair])
    evidence = (
        f"{taken[worst]:.1f} ms for {' by '.join(worst)}, median {statistics.median(taken.values()):.1f} ms; {how}"
    )
    limit = 2.0 if size == SIZES[-1] else None
    what = f"slowest of {len(TABLES)} tables with months over {size:,}"
    return [_shown("7", what, taken[worst] / duckdb, "times DuckDB", limit, 1.0, evidence)]


def _map(size: int, last: str) -> list[Figure]:
    months = year_to(last).months
    wanted = Sums(keys=("cell",), since=months[0], until=months[-1])
    taken = _milliseconds(lambda: picture("cell", _by_cell(wanted)))
    every = _milliseconds(lambda: sums_by(replace(wanted, questions=("kinds",))))
    began = time.perf_counter()
    found = spots(SpotView(period=year_to(last), level="cell", kind="noise"))
    tested = time.perf_counter() - began
    limit = 50.0 if size == SIZES[-1] else None
    hot = f"every kind tested for hot spots in {tested:.1f} s, once: {len(found.hot)} found"
    evidence = f"numbers of every kind by cell in {every:.1f} ms; {hot}"
    return [_shown("8", f"picture of cells over {size:,}, 12 months", taken, "ms", limit, 20.0, evidence)]


def _by_cell(wanted: Sums) -> list[HotArea]:
    """How many answered in each cell, as the picture takes it."""
    return [
        HotArea(code=cell, count=number, rate=number, lift=1.0, z=0.0, p=1.0, q=1.0, is_hot=False)
        for (cell, *_rest), number in sums_by(wanted).items()
        if cell
    ]


def _duckdb(snapshot: Snapshot) -> tuple[float, str]:
    """Milliseconds that DuckDB takes for kind by month by neighbourhood over the same rows, and how that is known."""
    columns = _raw(snapshot)
    numpy_now = _milliseconds(lambda: _numpy(*columns))
    try:
        import duckdb  # noqa: PLC0415 - measured where it is installed
    except ImportError:
        scaled = DUCKDB_THEN * numpy_now / NUMPY_THEN
        return scaled, f"DuckDB stands at {scaled:.0f} ms: numpy takes {numpy_now:.1f} ms here, {NUMPY_THEN:g} there"
    kind, month, place = columns
    own = duckdb.connect()
    own.register("arrays", {"kind": kind, "month": month, "place": place})
    own.execute("CREATE TABLE answers AS SELECT * FROM arrays")
    query = "SELECT kind, month, place, count(*) FROM answers GROUP BY ALL"
    return _milliseconds(lambda: own.execute(query).fetchall()), "DuckDB measured in this run"


def _raw(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One kind, the month and the neighbourhood of each answer as plain numbers."""
    kinds, places = snapshot.column("kinds"), snapshot.column("locality")
    kind = kinds.members.argmax(axis=1)[kinds.numbers]
    place = places.members.argmax(axis=1)[places.numbers]
    return kind.astype(np.int64), snapshot.month.astype(np.int64), place.astype(np.int64)


def _numpy(kind: np.ndarray, month: np.ndarray, place: np.ndarray) -> np.ndarray:
    months, places = int(month.max()) + 1, int(place.max()) + 1
    return np.bincount((kind * months + month) * places + place)


def _milliseconds(act: Callable[[], object]) -> float:
    """Of the processor's time, which other work on the machine does not change much; after it was done once."""
    act()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        taken.append(1000 * (time.process_time() - began))
    db.session.rollback()
    return statistics.median(taken)


def _shown(
    row: str,
    what: str,
    value: float,
    unit: str,
    at_least: float | None = None,
    aim: float | None = None,
    evidence: str = "",
) -> Figure:
    figure = Figure(
        row=row,
        what=what,
        value=value,
        unit=unit,
        at_least=at_least,
        aim=aim if at_least else None,
        lower_is_better=True,
        evidence=evidence,
    )
    show(figure)
    return figure


def _sign_in() -> str:
    """The token of an analyst's session."""
    officer = officers.add(
        email="bench@example.org",
        name="Bench",
        roles=frozenset({RoleCode.ANALYST}),
        agency=None,
        by=Actor.command("bench"),
        now=utc_now(),
    )
    return sessions.begin(officer.id, stage=Stage.FULL, device="Bench", now=utc_now())


def _file(instance: Path, size: int, token: str) -> list[Figure]:
    """The coded answers as a CSV over HTTP, as an analyst takes them."""
    with started("wsgi:app", instance) as server, _visit(server, token) as (ask, csrf):
        before = _memory(server)
        began = time.perf_counter()
        answer = ask(urlencode({"csrf_token": csrf, "edition": "all", "from_month": "", "to_month": ""}))
        assert answer.status == http.client.OK, f"the file answered {answer.status}"
        first, lines, highest = None, 0, before
        while part := answer.read(PART):
            first = first or 1000 * (time.perf_counter() - began)
            lines += part.count(b"\n")
            highest = max(highest, _memory(server))
        seconds = time.perf_counter() - began
    # The first line has the names.
    assert lines - 1 == size, f"{lines - 1} lines for {size} answers"
    last = size == SIZES[-1]
    rate = Figure(
        row="9",
        what=f"CSV of {size:,} answers over HTTP",
        value=size / seconds,
        unit="rows/s",
        at_least=ROWS_A_SECOND if last else None,
        aim=200_000.0 if last else None,
    )
    show(rate)
    grown = (highest - before) / 2**20
    return [
        rate,
        _shown("9", f"its first byte, {size:,}", first or 0.0, "ms", FIRST_BYTE if last else None),
        _shown("9", f"the server's memory meanwhile, {size:,}", grown, "MiB more", GROWTH if last else None),
    ]


@contextmanager
def _visit(server: Server, token: str) -> Iterator[tuple[Ask, str]]:
    """A browser on the page of files, which sends its form."""
    parts = urlsplit(server.address)
    connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=600)
    cookies = {"desk": token, "__Host-desk": token}

    def ask(method: str, path: str, body: str = "") -> http.client.HTTPResponse:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, body=body or None, headers=headers)
        return connection.getresponse()

    try:
        page = ask("GET", "/desk/survey/exports")
        for line in page.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            cookies[name] = value
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        assert page.status == http.client.OK, f"the page of files answered {page.status}"
        assert found, "the page of files has no form"
        yield lambda body: ask("POST", "/desk/survey/exports/answers.csv", body), found[1]
    finally:
        connection.close()


def _memory(server: Server) -> int:
    """Bytes of the server and all that it started, without the pages of the database's file that are mapped in."""
    total, waiting = 0, [server.process]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        found = re.search(r"RssAnon:\s+(\d+) kB", (process / "status").read_text(encoding="utf-8"))
        total += 1024 * int(found[1]) if found else 0
        waiting += map(int, (process / "task" / process.name / "children").read_text(encoding="utf-8").split())
    return total


if __name__ == "__main__":
    import sys

    run(sizes=tuple(map(int, sys.argv[1:])) or SIZES)
