"""Row 4: a page of a journey, and its answer kept in a sealed durable draft, against a bare Flask hello."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from bench.load import Posting, Rate, client_name, measure, median
from bench.report import Figure, heading, show
from bench.server import HELLO, SERVERS, SITE, installation, running

ROUNDS = 3
SECONDS = 3.0
THREADS = 4
# As many people as there are connections, each with a draft of their own.
PEOPLE = 8
START = "/asb-survey"
FIRST, MEASURED = f"{START}/a", f"{START}/e"
# What is answered on the way to the page that is measured, and there.
Sent = Mapping[str, str | list[str]]
ANSWERS: dict[str, Sent] = {
    FIRST: {"urgent": "neither"},
    f"{START}/d": {"words": "Boscombe"},
    MEASURED: {"kinds": ["noise", "drugs"]},
}
GET_AT_LEAST, GET_AIM, POST_AT_LEAST, POST_AIM = 15.0, 30.0, 10.0, 20.0
FORM = "application/x-www-form-urlencoded"


class _Carried(HTMLParser):
    """The hidden fields of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the page carries along."""
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.found[given.get("name") or ""] = given.get("value") or ""


@dataclass
class Person:
    """Somebody who has begun the survey, with the cookies of their browser."""

    site: str
    cookies: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        """The header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def come_to(self, page: str) -> None:
        """Answer what comes before a page, and open it."""
        for path, answers in ANSWERS.items():
            self._open(path)
            if path == page:
                return
            status, _ = self._ask("POST", path, urlencode({**self.carried, **answers}, doseq=True))
            if status != http.client.SEE_OTHER:
                raise ConnectionError(f"{path} answered {status}.")

    def posting(self, path: str, answers: Sent) -> Posting:
        """The open page as it is sent."""
        body = urlencode({**self.carried, **answers}, doseq=True)
        return Posting(path=path, headers={"Cookie": self.cookie, **_own()}, body=body)

    def _open(self, path: str) -> None:
        status, body = self._ask("GET", path)
        if status != http.client.OK:
            raise ConnectionError(f"{path} answered {status}.")
        reader = _Carried()
        reader.feed(body)
        self.carried = reader.found

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        parts = urlsplit(self.site)
        connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=20)
        try:
            headers = {"Cookie": self.cookie} | (_own() if body is not None else {})
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, text


def _own() -> dict[str, str]:
    return {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}


def run() -> list[Figure]:
    """Measure both, in turn with hello, under the server that we run and, to compare, under the other one."""
    heading(f"Row 4: load by {client_name()}; one worker process, {THREADS} threads, median of {ROUNDS} rounds")
    figures = []
    with installation() as instance:
        for server in SERVERS:
            with (
                running(SITE, instance, server=server, threads=THREADS) as site,
                running(HELLO, instance, server=server, threads=THREADS) as hello,
            ):
                people = [Person(site) for _ in range(PEOPLE)]
                for person in people:
                    person.come_to(MEASURED)
                postings = [person.posting(MEASURED, ANSWERS[MEASURED]) for person in people]
                figures += _measured(server, hello, site, people[0], postings)
    return figures


def _measured(server: str, hello: str, site: str, person: Person, postings: list[Posting]) -> list[Figure]:
    rates: dict[str, list[Rate]] = {"hello": [], "page": [], "answer": []}
    for count in range(ROUNDS + 1):
        found = {
            "hello": measure(hello, seconds=SECONDS),
            "page": measure(site + MEASURED, seconds=SECONDS, headers={"Cookie": person.cookie}),
            "answer": measure(site, seconds=SECONDS, postings=postings),
        }
        # The first round warms up.
        for name, rate in found.items():
            rates[name] += [rate] if count else []
    middle = {name: median(each) for name, each in rates.items()}
    return [
        _figure(
            f"{server} server: page of a journey, drawn from its draft",
            middle["page"],
            middle["hello"],
            GET_AT_LEAST,
            GET_AIM,
        ),
        _figure(
            f"{server} server: page sent: CSRF, draft sealed and kept",
            middle["answer"],
            middle["hello"],
            POST_AT_LEAST,
            POST_AIM,
        ),
    ]


def _figure(what: str, rate: Rate, hello: Rate, at_least: float, aim: float) -> Figure:
    figure = Figure(
        row="4",
        what=what,
        value=100 * rate.per_second / hello.per_second,
        unit="% of hello",
        at_least=at_least,
        aim=aim,
        evidence=f"{rate.per_second:,.0f} req/s (p99 {rate.p99_ms:.1f} ms) against hello {hello.per_second:,.0f} req/s",
    )
    show(figure)
    return figure
