"""Put load on an address of this machine and count answers: with wrk, or with a slower client of our own."""

import http.client
import itertools
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

CONNECTIONS = 8
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, kw_only=True)
class Posting:
    """A form as a browser sends it: where to, with which headers, and its content, already written for the web."""

    path: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What one round measured."""

    per_second: float
    p99_ms: float


class LoadError(Exception):
    """The load could not be measured, or answers were errors."""


def measure(
    url: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    connections: int = CONNECTIONS,
    paths: Sequence[str] = (),
    postings: Sequence[Posting] = (),
) -> Rate:
    """One bounded round against an address of this machine; errors in the answers end the benchmark.

    With `paths` (path and query) these are asked for one after the other instead of the one address; with `postings`
    these forms are sent in turn.
    """
    if urlsplit(url).hostname not in LOOPBACK:
        raise LoadError(f"{url} is not on this machine: benchmarks load nothing else.")
    client = _with_wrk if shutil.which("wrk") else _with_threads
    return client(url, seconds, dict(headers or {}), connections, [*paths, *postings])


def client_name() -> str:
    """Which client makes the load here."""
    return "wrk" if shutil.which("wrk") else "our own Python client, which limits what can be seen: install wrk"


def median(rates: list[Rate]) -> Rate:
    """The middle of several rounds."""
    return Rate(
        per_second=statistics.median(rate.per_second for rate in rates),
        p99_ms=statistics.median(rate.p99_ms for rate in rates),
    )


def _with_wrk(
    url: str, seconds: float, headers: dict[str, str], connections: int, requests: Sequence[str | Posting]
) -> Rate:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s"]
    # An answer that takes long is to be counted; by itself wrk calls it an error after two seconds.
    command += ["--timeout", "20s"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    with _script(requests) as script:
        command += ["--script", script] if script else []
        output = subprocess.run([*command, "--latency", url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx or 3xx" in output or "Socket errors" in output:
        raise LoadError(f"{url} answered with errors:\n{output}")
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", output)
    tail = re.search(r"99%\s+([0-9.]+)(us|ms|s)", output)
    if rate is None or tail is None:
        raise LoadError(f"wrk's answer was not understood:\n{output}")
    return Rate(per_second=float(rate[1]), p99_ms=float(tail[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[tail[2]])


@contextmanager
def _script(requests: Sequence[str | Posting]) -> Iterator[str]:
    """What makes wrk, with its one thread, send each request in turn; no script where there are none."""
    if not requests:
        yield ""
        return
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="ascii") as file:
        listed = ",\n".join(map(_lua, requests))
        file.write(f"local requests = {{\n{listed}\n}}\nlocal place = 0\n")
        file.write("request = function()\n  place = place % #requests + 1\n  local one = requests[place]\n")
        file.write("  return wrk.format(one[1], one[2], one[3], one[4])\nend\n")
        file.flush()
        yield file.name


def _lua(request: str | Posting) -> str:
    # What is sent is quoted for the web, so none of it holds a quotation mark or a backslash.
    if isinstance(request, str):
        return f'{{"GET", "{request}"}}'
    headers = ", ".join(f'["{name}"] = "{value}"' for name, value in request.headers.items())
    return f'{{"POST", "{request.path}", {{{headers}}}, "{request.body}"}}'


def _with_threads(
    url: str, seconds: float, headers: dict[str, str], connections: int, requests: Sequence[str | Posting]
) -> Rate:
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    parts = urlsplit(url)
    turn = iter(itertools.cycle(requests or [parts._replace(scheme="", netloc="").geturl() or "/"]))
    given = (end, parts.netloc, turn, headers, times, errors)
    threads = [threading.Thread(target=_ask_until, args=given) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors or not times:
        raise LoadError(f"{url} answered with errors: {errors[:3]}")
    return Rate(per_second=len(times) / seconds, p99_ms=sorted(times)[int(len(times) * 0.99)] * 1000)


def _ask_until(
    end: float, host: str, turn: Iterator[str | Posting], headers: dict[str, str], times: list[float], errors: list[str]
) -> None:
    connection = http.client.HTTPConnection(host, timeout=10)
    while time.monotonic() < end and not errors:
        began = time.perf_counter()
        try:
            request = next(turn)
            if isinstance(request, str):
                connection.request("GET", request, headers=headers)
            else:
                connection.request("POST", request.path, body=request.body, headers={**headers, **request.headers})
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            errors.append(str(error))
            return
        if answer.status >= 400:
            errors.append(str(answer.status))
        times.append(time.perf_counter() - began)
