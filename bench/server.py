"""Start the production server for a benchmark, on a free loopback port, with an installation of its own."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.addresses import fetch
from webapp import create_app

PROJECT = Path(__file__).resolve().parent.parent
PROGRAMS = PROJECT / ".venv" / "bin"
# A directory of 50,000 places takes its time where other work runs beside it.
START_WITHIN = 120.0
SITE = "wsgi:app"
HELLO = "bench.hello:app"


def granian(app: str, _port: int, _threads: int) -> list[str]:
    """The server that `make serve` runs."""
    return [str(PROGRAMS / "python"), "tools/start_server.py", app]


def gunicorn(app: str, port: int, threads: int) -> list[str]:
    """The server that we compare it with."""
    server = [str(PROGRAMS / "gunicorn"), "--workers", "1", "--worker-class", "gthread", "--log-level", "warning"]
    return [*server, "--threads", str(threads), "--bind", f"127.0.0.1:{port}", app]


SERVERS: dict[str, Callable[[str, int, int], list[str]]] = {"granian": granian, "gunicorn": gunicorn}


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def installation() -> Iterator[Path]:
    """A temporary INSTANCE_DIR with an up-to-date database and the starter content."""
    with tempfile.TemporaryDirectory(prefix="safer-bench-") as folder:
        for command in (("db", "upgrade"), ("starter", "load")):
            arguments = [str(PROGRAMS / "flask"), "--app", "wsgi", *command]
            subprocess.run(arguments, cwd=PROJECT, env=_environ(folder), check=True, capture_output=True)
        yield Path(folder)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: its address, and its first process."""

    address: str
    process: int


@contextmanager
def running(app: str, instance: Path, *, server: str = "granian", threads: int = 4) -> Iterator[str]:
    """The address of `app` under the named server; it is stopped afterwards."""
    with started(app, instance, server=server, threads=threads) as one:
        yield one.address


def processor_seconds(server: Server) -> float:
    """Processor time that the server and its workers have used so far, as the kernel counts it."""
    ticks = 0
    waiting = [server.process]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        # The name, in brackets, may hold anything; user and system time are the 12th and 13th fields after it.
        fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
        waiting += map(int, (process / "task" / process.name / "children").read_text(encoding="utf-8").split())
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def started(app: str, instance: Path, *, server: str = "granian", threads: int = 4) -> Iterator[Server]:
    """`app` under the named server; it is stopped afterwards."""
    port = free_port()
    environ = _environ(str(instance)) | {"PORT": str(port), "HOST": "127.0.0.1", "THREADS": str(threads)}
    process = subprocess.Popen(SERVERS[server](app, port, threads), cwd=PROJECT, env=environ)
    # The name matters: browsers count localhost, not a number, as a safe place for Brotli and cookies.
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process)
        yield Server(address=address, process=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def app_of(instance: Path) -> Flask:
    """The application on an installation of a benchmark, in this process: never on the database of the environment."""
    return create_app(_environ(str(instance)))


def _environ(instance: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PUBLIC_URL"}}
    return inherited | {"INSTANCE_DIR": instance}


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it answered.")
        try:
            fetch(address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"The server did not answer within {START_WITHIN:.0f} s.")
