"""Asking other sites: a server of our own on the loopback stands for them, and nobody else is ever asked."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.in_a_thread import serving
from webapp.site.outside import Answer, Standing, ask_outside

REDIRECTS = {
    "/moved": "/found",
    "/loop": "/loop",
    "/file": "file:///etc/hostname",
    "/ftp": "ftp://127.0.0.1/x",
    "/mail": "mailto:a@b.example",
}
STATUSES = {"/found": 200, "/gone": 410, "/missing": 404, "/busy": 503, "/private": 401}


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/silent":
            self.server.done.wait(5)
            return
        head_refused = self.path == "/no-head" and self.command == "HEAD"
        status = 405 if head_refused else STATUSES.get(self.path, 302 if self.path in REDIRECTS else 200)
        self.send_response(status)
        if self.path in REDIRECTS:
            self.send_header("Location", REDIRECTS[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 - the names that the server looks for

    def log_message(self, *_words) -> None:
        pass


@pytest.fixture
def other_site(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.done = [], threading.Event()
    with serving(server):
        yield server
        server.done.set()


def ask(server, path: str, **options) -> Answer:
    (answer,) = ask_outside([f"http://127.0.0.1:{server.server_port}{path}"], agent="made-up", **options)
    return answer


@pytest.mark.parametrize(
    ("path", "standing"),
    [
        ("/found", Standing.FOUND),
        ("/moved", Standing.FOUND),
        ("/no-head", Standing.FOUND),
        ("/missing", Standing.GONE),
        ("/gone", Standing.GONE),
        ("/busy", Standing.UNSURE),
        ("/private", Standing.UNSURE),
        ("/loop", Standing.UNSURE),
        ("/file", Standing.UNSURE),
        ("/ftp", Standing.UNSURE),
        ("/mail", Standing.UNSURE),
    ],
)
def test_an_address_stands_as_its_site_answers(other_site, path, standing):
    assert ask(other_site, path).standing is standing


def test_a_site_that_says_nothing_does_not_hold_us_up(other_site):
    answer = ask(other_site, "/silent", timeout=0.2)
    assert answer.standing is Standing.UNSURE
    assert "timed out" in answer.reason


def test_a_site_learns_who_asks_and_sends_no_more_than_its_head(other_site):
    ask(other_site, "/found")
    assert other_site.asked == [("HEAD", "/found", "made-up")]


def test_where_no_site_is_there_nothing_is_certain(other_site):
    other_site.done.set()
    assert ask_outside_one("http://127.0.0.1:9/").standing is Standing.UNSURE


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/", "javascript:alert(1)", "http://"])
def test_what_is_no_web_address_is_not_asked(address):
    assert ask_outside_one(address).standing is Standing.UNSURE


def ask_outside_one(address: str) -> Answer:
    (answer,) = ask_outside([address], agent="made-up")
    return answer


def test_answers_come_in_the_order_of_the_questions(other_site):
    paths = ["/missing", "/found", "/busy"] * 4
    root = f"http://127.0.0.1:{other_site.server_port}"
    answers = list(ask_outside([f"{root}{path}" for path in paths], agent="made-up"))
    assert [answer.address.removeprefix(root) for answer in answers] == paths
