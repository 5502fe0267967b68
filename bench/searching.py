"""Row 3: searching over 200 and 2,000 publications with 32 visitors at once, against a bare Flask hello."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bench.library import SEED, library
from bench.load import Rate, client_name, measure, median
from bench.report import Figure, heading, show
from bench.server import HELLO, SITE, Server, installation, processor_seconds, started

PUBLICATIONS = (200, 2_000)
CONNECTIONS, THREADS, ROUNDS, SECONDS = 32, 4, 3, 4.0
P99_AT_MOST_MS, AT_LEAST, AIM = 100.0, 35.0, 50.0
# What people search for on a site is mostly the same few things: question n is asked in proportion to 1 / n.
QUESTIONS_AS_ASKED, DRAWN = 1_000, 20_000
# More than can be answered in a round, so that no question comes twice.
NEW_IN_A_ROUND = 4_000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Both sides of a comparison, and what the site's processes worked for each answer."""

    hello: Rate
    search: Rate
    processor_ms: float
    hello_processor_ms: float


def run() -> list[Figure]:
    """Measure at each number of publications: questions as people ask them, and questions that nobody asked before."""
    heading(
        f"Row 3: search; load by {client_name()}, {CONNECTIONS} connections; one worker process, {THREADS} threads, "
        f"median of {ROUNDS} rounds"
    )
    figures: list[Figure] = []
    with installation() as instance:
        for publications in PUBLICATIONS:
            with library(instance) as books:
                books.grow(publications)
                asked = _as_asked(books.author.questions(QUESTIONS_AS_ASKED))
                new = books.author.questions(NEW_IN_A_ROUND * (ROUNDS + 1))
            sets = {"as people ask": [asked] * (ROUNDS + 1), "each asked for the first time": _cut(new)}
            for name, rounds in sets.items():
                with (
                    started(SITE, instance, threads=THREADS) as site,
                    started(HELLO, instance, threads=THREADS) as hello,
                ):
                    measured = _side_by_side(site, hello, rounds)
                figures += _figures(f"search over {publications:,} publications, questions {name}", measured)
    return figures


def _as_asked(questions: Sequence[str]) -> list[str]:
    chance = random.Random(SEED)  # noqa: S311 (a draw of questions, not a secret)
    weights = [1 / (place + 1) for place in range(len(questions))]
    return chance.choices(list(questions), weights, k=DRAWN)


def _cut(questions: Sequence[str]) -> list[list[str]]:
    starts = range(0, len(questions), NEW_IN_A_ROUND)
    return [list(questions[start : start + NEW_IN_A_ROUND]) for start in starts]


def _side_by_side(site: Server, hello: Server, rounds: Sequence[Sequence[str]]) -> Measured:
    searches: list[Rate] = []
    hellos: list[Rate] = []
    worked = {site: 0.0, hello: 0.0}
    answered = {site: 0.0, hello: 0.0}
    for number, questions in enumerate(rounds):
        paths = [f"/search?q={quote(question)}" for question in questions]
        for server, rates, asked in ((hello, hellos, ()), (site, searches, paths)):
            before = processor_seconds(server)
            rate = measure(server.address, seconds=SECONDS, connections=CONNECTIONS, paths=asked)
            # The first round warms up.
            if number:
                rates.append(rate)
                worked[server] += processor_seconds(server) - before
                answered[server] += rate.per_second * SECONDS
    return Measured(
        hello=median(hellos),
        search=median(searches),
        processor_ms=1000 * worked[site] / answered[site],
        hello_processor_ms=1000 * worked[hello] / answered[hello],
    )


def _figures(what: str, measured: Measured) -> list[Figure]:
    evidence = (
        f"{measured.search.per_second:,.0f} req/s against hello {measured.hello.per_second:,.0f} req/s; processor time "
        f"{measured.processor_ms:.2f} ms an answer against {measured.hello_processor_ms:.2f} ms"
    )
    figures = [
        Figure(
            row="3",
            what=f"{what}: rate",
            value=100 * measured.search.per_second / measured.hello.per_second,
            unit="%",
            at_least=AT_LEAST,
            aim=AIM,
            evidence=evidence,
        ),
        Figure(
            row="3",
            what=f"{what}: p99",
            value=measured.search.p99_ms,
            unit="ms",
            at_least=P99_AT_MOST_MS,
            lower_is_better=True,
        ),
    ]
    for figure in figures:
        show(figure)
    return figures
