"""The real server in a process of its own, as `make serve` runs it; it must end cleanly and complain of nothing."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import patience
from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def running_server(environ: dict[str, str], log: Path, *options: str) -> Iterator[None]:
    """The server of these settings, answering; what it says is written into `log`."""
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "tools/start_server.py", *options],
            cwd=PROJECT, env={**os.environ, **environ}, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until_ready(server, int(environ["PORT"]), log.read_text)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=patience.SECONDS)
    complaints = [line for line in log.read_text().splitlines() if "Traceback" in line or "level='error'" in line]
    expect_none(complaints, "the server complains:")


def wait_until_ready(server: subprocess.Popen, port: int, log: Callable[[], str]) -> None:
    """Until the server takes connections; if it ends first, say what it said."""
    until = time.monotonic() + patience.SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, f"the server ended: {log()}"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start: {log()}")
