"""A Redis server of a test's own: on a free port of this machine, nothing kept on disk, gone afterwards."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import patience


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory) -> Iterator[str]:
    """The address of a server that runs; without one the test is left out, but never under CI."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        reason = "Redis is not installed: apt-get install redis-server"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    port, folder = _free_port(), tmp_path_factory.mktemp("redis")
    server = _start(program, port, folder)
    try:
        _wait(server, port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.kill()
        server.wait()


def _start(program: str, port: int, folder: Path) -> subprocess.Popen[bytes]:
    settings = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    return subprocess.Popen([program, *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + patience.SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("Redis did not start")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
