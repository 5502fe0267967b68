"""The production server, started as `make serve` and a service manager start it, with the smallest app."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import patience
from tests.conftest import NOW, upgrade
from webapp import create_app
from webapp.database import db
from webapp.venues.sample import load_samples

PROJECT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_in_silence_whether_by_ctrl_c_a_service_manager_or_a_closed_terminal(server, ending):
    process, port = server
    assert ask(port, "/?name=canary") == (200, b"Hello")
    assert ask(port, "/canary")[0] == 404
    os.killpg(process.pid, ending)
    output, _ = process.communicate(timeout=patience.SECONDS)
    assert (process.returncode, output) == (0, "")
    with pytest.raises(ConnectionRefusedError):
        ask(port, "/")


def test_it_refuses_a_busy_port_in_one_sentence(server):
    _, port = server
    result = start(port).communicate(timeout=patience.SECONDS)[0]
    assert result.startswith(f"Port {port} is in use")
    assert result.count("\n") == 1


def test_it_refuses_threads_that_are_no_number():
    output, _ = start(free_port(), THREADS="many").communicate(timeout=patience.SECONDS)
    assert output == "THREADS is 'many': set it to a whole number from 1 to 99.\n"


@pytest.mark.parametrize("options", [(), ("--prepare",)], ids=["as it is", "prepared"])
def test_it_refuses_a_public_site_with_example_places(tmp_path, options):
    with create_app({"INSTANCE_DIR": str(tmp_path)}).app_context():
        upgrade()
        load_samples(at=NOW)
        db.session.remove()
        db.engine.dispose()
    settings = {"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": "https://safer.example.org"}
    process = start(free_port(), "wsgi:app", *options, **settings)
    output, _ = process.communicate(timeout=patience.SECONDS)
    assert process.returncode == 1
    assert output.splitlines()[-1].startswith("Safer BCP cannot start. There are example places in the database")


def start(port, app="bench.hello:app", *options, **settings):
    environ = {"PATH": os.environ["PATH"], "PORT": str(port), **settings}
    command = [sys.executable, "tools/start_server.py", *options, app]
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def ask(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience.SECONDS)
    try:
        connection.request("GET", path, headers={"User-Agent": "canary"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def server():
    port = free_port()
    process = start(port)
    end = time.monotonic() + patience.SECONDS
    while time.monotonic() < end:
        try:
            ask(port, "/")
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    yield process, port
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=patience.SECONDS)
