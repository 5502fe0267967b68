"""Rows 1 and 2: a published page drawn for each request, and the same answered 304, against a bare Flask hello."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.addresses import fetch, published_page
from bench.load import Rate, client_name, measure, median
from bench.report import Figure, heading, show
from bench.server import HELLO, SERVERS, SITE, installation, running

ROUNDS = 3
SECONDS = 3.0
THREADS = 4
ENCODINGS = {"as it is": "identity", "compressed": "br, gzip"}
PAGE_AT_LEAST, PAGE_AIM, NOT_MODIFIED_AT_LEAST = 45.0, 65.0, 90.0


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What was measured side by side."""

    hello: Rate
    page: Rate

    @property
    def percent(self) -> float:
        """The page's rate as a share of hello's."""
        return 100 * self.page.per_second / self.hello.per_second

    @property
    def evidence(self) -> str:
        """Both rates in words."""
        return (
            f"{self.page.per_second:,.0f} req/s (p99 {self.page.p99_ms:.1f} ms) "
            f"against hello {self.hello.per_second:,.0f} req/s"
        )


def run(rows: frozenset[str]) -> list[Figure]:
    """Measure under the server that we run and, to compare, under the other one."""
    heading(f"Rows 1 and 2: load by {client_name()}; one worker process, {THREADS} threads, median of {ROUNDS} rounds")
    figures = []
    with installation() as instance:
        for server in SERVERS:
            with (
                running(SITE, instance, server=server, threads=THREADS) as site,
                running(HELLO, instance, server=server, threads=THREADS) as hello,
            ):
                figures += _under(server, site, hello, rows)
    return figures


def _under(server: str, site: str, hello: str, rows: frozenset[str]) -> list[Figure]:
    path = published_page(site)
    figures = []
    for name, encoding in ENCODINGS.items():
        accepted = {"Accept-Encoding": encoding}
        headers, body = fetch(site + path, accepted)
        where = f"{server} server, {path}, {name} ({len(body):,} bytes)"
        if "1" in rows:
            pair = _side_by_side(hello, site + path, accepted)
            figures.append(_figure("1", f"published page, {where}", pair, PAGE_AT_LEAST, PAGE_AIM))
        if "2" in rows:
            pair = _side_by_side(hello, site + path, accepted | {"If-None-Match": headers["etag"]})
            figures.append(_figure("2", f"answered 304, {where}", pair, NOT_MODIFIED_AT_LEAST, None))
    return figures


def _side_by_side(hello: str, page: str, headers: Mapping[str, str]) -> Pair:
    measured: dict[str, list[Rate]] = {hello: [], page: []}
    for url in measured:
        measure(url, seconds=1, headers=headers)
    # In turn, so that a slower moment of the machine falls on both.
    for _ in range(ROUNDS):
        for url, rates in measured.items():
            rates.append(measure(url, seconds=SECONDS, headers=headers))
    return Pair(hello=median(measured[hello]), page=median(measured[page]))


def _figure(row: str, what: str, pair: Pair, at_least: float, aim: float | None) -> Figure:
    figure = Figure(
        row=row, what=what, value=pair.percent, unit="%", at_least=at_least, aim=aim, evidence=pair.evidence
    )
    show(figure)
    return figure
