"""The server as the processes that a service manager sees: started, killed without warning, started again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests import patience
from tests.e2e.servers import free_port, wait_until_ready
from webapp.config import PROJECT


class ServerProcesses:
    """The server of an installation: the first process, and the workers under it."""

    def __init__(self, environ: dict[str, str], log: Path, *, before: tuple[str, ...] = ()) -> None:
        """`before` is put in front of the command: a room of its own, a recorder."""
        self.port = free_port()
        self.environ = {**environ, "PORT": str(self.port)}
        self.log, self.before = log, before
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The first process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start and wait until it takes connections."""
        command = [*self.before, sys.executable, "tools/start_server.py"]
        given = {"PATH": os.environ["PATH"], **self.environ}
        with self.log.open("ab") as file:
            self._process = subprocess.Popen(command, cwd=PROJECT, env=given, stdout=file, stderr=subprocess.STDOUT)
        wait_until_ready(self._process, self.port, self.log.read_text)

    def workers(self) -> list[int]:
        """The processes under the first one."""
        return descendants(self.pid)

    def kill_workers(self) -> None:
        """The first process goes on and starts new ones."""
        for pid in self.workers():
            _kill(pid)

    def kill_all(self) -> None:
        """As the kernel does when memory is short: nobody is asked."""
        family = [self.pid, *self.workers()]
        for pid in family:
            _kill(pid)
        assert self._process is not None
        self._process.wait()

    def stop(self) -> None:
        """End it in order; whatever does not end is killed."""
        if self._process is None or self._process.poll() is not None:
            return
        family = self.workers()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=patience.SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pid in family:
            _kill(pid)


@contextlib.contextmanager
def server_processes(environ: dict[str, str], log: Path, *, before: tuple[str, ...] = ()) -> Iterator[ServerProcesses]:
    """A running server, stopped at the end."""
    server = ServerProcesses(environ, log, before=before)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def descendants(pid: int) -> list[int]:
    """All processes under one, the nearest first."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    nearest = [int(line) for line in listed.stdout.split()]
    return nearest + [further for child in nearest for further in descendants(child)]


def wait_for(is_so: Callable[[], bool]) -> None:
    """Until it is so."""
    end = time.monotonic() + patience.SECONDS
    while not is_so():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
