"""The sentence before the set-up: can the site listen where it is told to?"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def check(**settings):
    environ = {"PATH": os.environ["PATH"], **settings}
    command = [sys.executable, "tools/check_port.py"]
    return subprocess.run(command, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)


def test_a_free_port_is_passed_in_silence(free_port):
    result = check(PORT=str(free_port))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_busy_port_is_said_in_one_sentence_with_the_way_out(busy_port):
    result = check(PORT=str(busy_port))
    assert result.returncode == 1
    assert result.stderr == (
        f"Port {busy_port} is in use: stop the program that uses it, "
        f"or choose another port: make serve PORT={busy_port + 1}\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "5000.0", "\u0665"])
def test_a_port_that_is_no_port_is_refused(port):
    assert check(PORT=port).stderr == f"PORT is {port!r}: set it to a whole number from 1 to 65535.\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "not a host"])
def test_a_host_that_is_not_of_this_machine_is_refused(host):
    result = check(HOST=host, PORT="5000")
    assert result.returncode == 1
    assert result.stderr.startswith(f"HOST is {host!r}, which is no")
    assert result.stderr.count("\n") == 1


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield listener.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
