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
) -> Rate:
    """One bounded round against an address of this machine; errors in the answers end the benchmark.

    With `paths` (path and query) these are asked for one after the other instead of the one address.
    """
    if urlsplit(url).hostname not in LOOPBACK:
        raise LoadError(f"{url} is not on this machine: benchmarks load nothing else.")
    client = _with_wrk if shutil.which("wrk") else _with_threads
    return client(url, seconds, dict(headers or {}), connections, paths)


def client_name() -> str:
    """Which client makes the load here."""
    return "wrk" if shutil.which("wrk") else "our own Python client, which limits what can be seen: install wrk"


def median(rates: list[Rate]) -> Rate:
    """The middle of several rounds."""
    return Rate(
        per_second=statistics.median(rate.per_second for rate in rates),
        p99_ms=statistics.median(rate.p99_ms for rate in rates),
    )


def _with_wrk(url: str, seconds: float, headers: dict[str, str], connections: int, paths: Sequence[str]) -> Rate:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    with _script(paths) as script:
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
def _script(paths: Sequence[str]) -> Iterator[str]:
    """What makes wrk, with its one thread, ask for each path in turn; no script where there are no paths."""
    if not paths:
        yield ""
        return
    with tempfile.NamedTemporaryFile("w", suffix=".lua", encoding="ascii") as file:
        # Paths are quoted for addresses, so none holds a quotation mark or a backslash.
        listed = "\n".join(f'"{path}",' for path in paths)
        file.write(f"local paths = {{\n{listed}\n}}\nlocal place = 0\n")
        file.write("request = function()\n  place = place % #paths + 1\n")
        file.write('  return wrk.format("GET", paths[place])\nend\n')
        file.flush()
        yield file.name


def _with_threads(url: str, seconds: float, headers: dict[str, str], connections: int, paths: Sequence[str]) -> Rate:
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    parts = urlsplit(url)
    turn = iter(itertools.cycle(paths or [parts._replace(scheme="", netloc="").geturl() or "/"]))
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
    end: float, host: str, turn: Iterator[str], headers: dict[str, str], times: list[float], errors: list[str]
) -> None:
    connection = http.client.HTTPConnection(host, timeout=10)
    while time.monotonic() < end and not errors:
        began = time.perf_counter()
        try:
            connection.request("GET", next(turn), headers=headers)
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            errors.append(str(error))
            return
        if answer.status >= 400:
            errors.append(str(answer.status))
        times.append(time.perf_counter() - began)
