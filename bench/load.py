"""Put load on an address of this machine and count answers: with wrk, or with a slower client of our own."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping
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
    url: str, *, seconds: float, headers: Mapping[str, str] | None = None, connections: int = CONNECTIONS
) -> Rate:
    """One bounded round against an address of this machine; errors in the answers end the benchmark."""
    if urlsplit(url).hostname not in LOOPBACK:
        raise LoadError(f"{url} is not on this machine: benchmarks load nothing else.")
    client = _with_wrk if shutil.which("wrk") else _with_threads
    return client(url, seconds, dict(headers or {}), connections)


def client_name() -> str:
    """Which client makes the load here."""
    return "wrk" if shutil.which("wrk") else "our own Python client, which limits what can be seen: install wrk"


def median(rates: list[Rate]) -> Rate:
    """The middle of several rounds."""
    return Rate(
        per_second=statistics.median(rate.per_second for rate in rates),
        p99_ms=statistics.median(rate.p99_ms for rate in rates),
    )


def _with_wrk(url: str, seconds: float, headers: dict[str, str], connections: int) -> Rate:
    command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{max(1, round(seconds))}s"]
    for name, value in headers.items():
        command += ["--header", f"{name}: {value}"]
    output = subprocess.run([*command, "--latency", url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx or 3xx" in output or "Socket errors" in output:
        raise LoadError(f"{url} answered with errors:\n{output}")
    rate = re.search(r"Requests/sec:\s+([0-9.]+)", output)
    tail = re.search(r"99%\s+([0-9.]+)(us|ms|s)", output)
    if rate is None or tail is None:
        raise LoadError(f"wrk's answer was not understood:\n{output}")
    return Rate(per_second=float(rate[1]), p99_ms=float(tail[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[tail[2]])


def _with_threads(url: str, seconds: float, headers: dict[str, str], connections: int) -> Rate:
    times: list[float] = []
    errors: list[str] = []
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=_ask_until, args=(end, url, headers, times, errors)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors or not times:
        raise LoadError(f"{url} answered with errors: {errors[:3]}")
    return Rate(per_second=len(times) / seconds, p99_ms=sorted(times)[int(len(times) * 0.99)] * 1000)


def _ask_until(end: float, url: str, headers: dict[str, str], times: list[float], errors: list[str]) -> None:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=10)
    while time.monotonic() < end and not errors:
        began = time.perf_counter()
        try:
            connection.request("GET", parts.path, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            errors.append(str(error))
            return
        if answer.status >= 400:
            errors.append(str(answer.status))
        times.append(time.perf_counter() - began)
