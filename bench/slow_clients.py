"""Why the server was chosen: how long others wait while many clients never finish their request."""

import socket
import time
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

from bench.addresses import fetch
from bench.report import Figure, heading, show
from bench.server import HELLO, PROJECT, SERVERS, running

SLOW_CLIENTS = 40
SECONDS = 5.0
UNFINISHED = {
    "headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    "body": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na=",
}


def run() -> list[Figure]:
    """Measure each server with each kind of unfinished request."""
    heading(
        f"Slow clients: the longest that others wait beside {SLOW_CLIENTS} unfinished requests (fetches end at 20 s)"
    )
    figures = []
    for server in SERVERS:
        for part, request in UNFINISHED.items():
            with running(HELLO, PROJECT / "instance", server=server) as hello:
                waited = _longest_wait(hello, request)
            figure = Figure(row="slow", what=f"{server} server, unfinished {part}", value=waited, unit="s")
            show(figure)
            figures.append(figure)
    return figures


def _longest_wait(hello: str, request: bytes) -> float:
    parts = urlsplit(hello)
    longest = 0.0
    with ExitStack() as open_clients:
        for _ in range(SLOW_CLIENTS):
            client = socket.create_connection((parts.hostname or "localhost", parts.port or 80))
            open_clients.enter_context(client)
            client.sendall(request)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            longest = max(longest, _wait(hello))
    return longest


def _wait(hello: str) -> float:
    began = time.monotonic()
    with suppress(TimeoutError):
        fetch(hello)
    return time.monotonic() - began
