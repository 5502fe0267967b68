"""People who fill in a journey's pages: over HTTP against a server that may die at any moment, or in this process."""

import http.client
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from random import Random
from typing import Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask

from tests import patience
from tests.faults.forms_read import Asked, FormOnPage, read_page

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_PAGES = 40
TYPES = {"email": "somebody@example.org", "tel": "01632 960 001", "number": "3"}
Sent = dict[str, list[str]]


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    body: str
    location: str = ""
    retry_after: str = ""


class Way(Protocol):
    """How requests travel."""

    def send(self, method: str, path: str, sent: Sent | None = None) -> Answered:
        """One request and its answer; cookies are kept between them."""
        ...

    def close(self) -> None:
        """Let go of what is open."""


class OverHttp:
    """To a server on this machine; what cannot be delivered raises OSError or HTTPException."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self.port, self.headers = port, dict(headers or {})
        self.cookies: dict[str, str] = {}
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, sent: Sent | None = None) -> Answered:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience.SECONDS)
        given = {**self.headers, "Host": f"localhost:{self.port}"}
        body = None
        if method == "POST":
            body = urlencode(sent or {}, doseq=True)
            given |= {"Content-Type": FORM_TYPE, "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._connection.request(method, path, body=body, headers=given)
            answer = self._connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._keep(header)
        location = answer.headers.get("Location", "")
        return Answered(answer.status, text, location, answer.headers.get("Retry-After", ""))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


class InProcess:
    """To an app in this process."""

    def __init__(self, app: Flask, headers: Mapping[str, str] | None = None, address: str = "127.0.0.1") -> None:
        self.client, self.headers, self.address = app.test_client(), dict(headers or {}), address

    def send(self, method: str, path: str, sent: Sent | None = None) -> Answered:
        given = {**self.headers, **({"Sec-Fetch-Site": "same-origin"} if method == "POST" else {})}
        where = {"REMOTE_ADDR": self.address}
        answer = self.client.open(path, method=method, data=sent, headers=given, environ_overrides=where)
        said = answer.headers.get("Location", ""), answer.headers.get("Retry-After", "")
        return Answered(answer.status_code, answer.get_data(as_text=True), *said)

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Person:
    """Somebody who begins a journey and answers page after page.

    `chosen` names the values of fields that must not be left to chance; `words` gives the text of a field.
    """

    way: Way
    chance: Random
    start: str
    words: Callable[[Asked], str]
    chosen: Mapping[str, str | list[str]] = field(default_factory=dict)
    # Asked again until the server is back: the drills kill it.
    is_patient: bool = False
    seen: list[str] = field(default_factory=list)
    path: str = ""
    html: str = ""
    # What `send_page` sent last.
    sent: Sent = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)

    def walk(self, until: Callable[[str], bool] = lambda path: path.endswith("/sent")) -> str:
        """From the first page to the end, or to the page that is asked for; gives back that page."""
        if not self.path:
            self.begin()
        for _ in range(MOST_PAGES):
            if until(self.path):
                return self.html
            self.answer_page()
        raise AssertionError(f"the journey does not end: {self.seen}")

    def begin(self) -> None:
        """Open the start page, and the first question that it leads to."""
        self.open(self.start)
        for page in ("safety", "a"):
            link = re.search(rf'href="([^"]*{self.start}/{page}(?:\?[^"]*)?)"', self.html)
            if link:
                self.open(link[1])
        assert self.path.endswith(f"{self.start}/a"), f"{self.path} leads to no question"

    def open(self, path: str) -> None:
        """Read a page, following where it sends us."""
        answer = self._send("GET", path)
        while answer.status in {301, 302, 303, 308}:
            path = urljoin(path, answer.location)
            path = urlsplit(path).path or "/"
            answer = self._send("GET", path)
        assert answer.status == 200, f"{path} answered {answer.status}: {answer.body[:300]}"
        self.path, self.html = path, answer.body
        self.seen.append(path)

    def answer_page(self) -> None:
        """Fill in the page that is open, and go where it leads."""
        action, sent = self.filled()
        answer = self._send("POST", action, sent)
        assert answer.status == 303, f"{self.path} answered {answer.status} to {sent}: {problems(answer.body)}"
        self.open(urljoin(action, answer.location))

    def send_page(self) -> Answered:
        """Send the page that is open, whatever comes of it; it stays open."""
        action, self.sent = self.filled()
        return self.way.send("POST", action, self.sent)

    def filled(self) -> tuple[str, Sent]:
        """The journey's form on this page as this person sends it."""
        form = self.form()
        sent = form.carried()
        for one in form.typed():
            answer = self._answer(one)
            if answer:
                sent[one.name] = answer
            else:
                sent.pop(one.name, None)
        return urljoin(self.path, form.action) if form.action else self.path, sent

    def form(self) -> FormOnPage:
        """The form of this page with the most to fill in."""
        _, forms = read_page(self.html)
        assert forms, f"{self.path} has no form"
        return max(forms, key=lambda one: sum(1 for _ in one.typed()))

    def _answer(self, one: Asked) -> list[str]:
        if one.name in self.chosen:
            given = self.chosen[one.name]
            return [given] if isinstance(given, str) else list(given)
        if one.kind in {"radio", "select"}:
            return [self.chance.choice([value for value in one.offered if value] or [""])]
        if one.kind == "checkbox":
            return [self.chance.choice(one.offered)]
        if one.held and one.held[0]:
            return one.held
        return [TYPES[one.kind]] if one.kind in TYPES else [self.words(one)]

    def _send(self, method: str, path: str, sent: Sent | None = None) -> Answered:
        end = time.monotonic() + patience.SECONDS
        while True:
            try:
                answer = self.way.send(method, path, sent)
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status < 500:
                return answer
            if not self.is_patient or time.monotonic() > end:
                raise AssertionError(f"{method} {path} came to nothing: {answer}")
            if method == "POST":
                self.repeated.append(path)
            time.sleep(0.2)


def problems(html: str) -> str:
    """What a page says is wrong, for the message of a failure."""
    _, _, rest = html.partition("error-summary")
    return " ".join(rest[:600].split())
