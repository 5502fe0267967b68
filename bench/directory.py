"""Rows 3 and 10: the list of places and the map's files, at 200, 5,000 and 50,000 places."""

import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

from bench.load import Rate, client_name, measure, median
from bench.places import SIZES, grow, postcodes
from bench.report import Figure, heading, show
from bench.server import HELLO, SITE, installation, running

# The row's floor counts for this many; the others show how it grows.
PLACES_OF_THE_ROW = 5_000
CONNECTIONS, THREADS, ROUNDS, SECONDS = 32, 4, 3, 4.0
AT_LEAST, AIM, P99_AT_MOST_MS = 35.0, 50.0, 100.0
PINS_AT_MOST, PINS_AIM, DETAILS_AT_MOST = 32.0, 15.0, 85.0
QUESTIONS = 400
FILTERS = ("", "&open=now", "&access=step-free", "&scheme=safe-place&within=3200", "&open=now&access=seat")


def run(rows: frozenset[str]) -> list[Figure]:
    """Measure the rows asked for at each number of places."""
    heading(
        f"Rows 3 and 10: places; load by {client_name()}, {CONNECTIONS} connections; one worker process, "
        f"{THREADS} threads, median of {ROUNDS} rounds"
    )
    figures: list[Figure] = []
    with installation() as instance:
        asked = postcodes(instance, QUESTIONS)
        paths = [f"/venues?near={quote(code)}{FILTERS[n % len(FILTERS)]}" for n, code in enumerate(asked)]
        for places in SIZES:
            grow(instance, places)
            if "3" in rows:
                figures += _list(instance, places, paths)
            if "10" in rows:
                figures += _map(instance, places)
    return figures


def _list(instance: Path, places: int, paths: Sequence[str]) -> list[Figure]:
    with running(SITE, instance, threads=THREADS) as site, running(HELLO, instance, threads=THREADS) as hello:
        sides: list[tuple[list[Rate], Callable[[], Rate]]] = [
            ([], lambda: measure(hello, seconds=SECONDS, connections=CONNECTIONS)),
            ([], lambda: measure(site, seconds=SECONDS, connections=CONNECTIONS, paths=paths)),
        ]
        # The first round warms up.
        for number in range(ROUNDS + 1):
            for rates, once in sides:
                rate = once()
                if number:
                    rates.append(rate)
    bare, listed = (median(rates) for rates, _ in sides)
    what = f"25 of {places:,} places near a postcode, with filters"
    figures = [
        Figure(
            row="3",
            what=f"{what}: rate",
            value=100 * listed.per_second / bare.per_second,
            unit="%",
            at_least=AT_LEAST,
            aim=AIM,
            evidence=f"{listed.per_second:,.0f} req/s against hello {bare.per_second:,.0f} req/s",
        ),
        Figure(
            row="3",
            what=f"{what}: p99",
            value=listed.p99_ms,
            unit="ms",
            at_least=P99_AT_MOST_MS,
            lower_is_better=True,
        ),
    ]
    for figure in figures:
        show(figure)
    return figures


def _map(instance: Path, places: int) -> list[Figure]:
    with running(SITE, instance, threads=THREADS) as site:
        found = re.search(r'data-map-pins="([^"]+)"', _fetched(f"{site}/venues", compressed=False).decode())
        if found is None:
            raise RuntimeError("The list of places names no pins.")
        pins = _fetched(f"{site}{found[1]}")
        details = _parts(site, found[1].removesuffix(".json"))
    floors = (PINS_AT_MOST, DETAILS_AT_MOST) if places == PLACES_OF_THE_ROW else (None, None)
    figures = [
        Figure(
            row="10",
            what=f"first file of the map with {places:,} places",
            value=len(pins) / 1000,
            unit="KB",
            at_least=floors[0],
            aim=PINS_AIM if floors[0] else None,
            lower_is_better=True,
        ),
        Figure(
            row="10",
            what=f"names and addresses of {places:,} places",
            value=sum(map(len, details)) / 1000,
            unit="KB",
            at_least=floors[1],
            lower_is_better=True,
            evidence=f"in {len(details)} files, fetched as they are needed",
        ),
    ]
    for figure in figures:
        show(figure)
    return figures


def _parts(site: str, folder: str) -> list[bytes]:
    parts: list[bytes] = []
    while True:
        try:
            parts.append(_fetched(f"{site}{folder}/{len(parts)}.json"))
        except HTTPError as error:
            if error.code == HTTPStatus.NOT_FOUND:
                return parts
            raise


def _fetched(address: str, *, compressed: bool = True) -> bytes:
    headers = {"Accept-Encoding": "br" if compressed else "identity"}
    with urlopen(Request(address, headers=headers), timeout=30) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
        return body
