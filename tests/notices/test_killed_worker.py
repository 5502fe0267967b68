"""The worker as a process, killed in the middle of its work: no message is lost."""

import dataclasses
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import delete, func, select, update

from tests import patience
from tests.profiles import is_drill
from webapp.config import PROJECT
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.kit.turns import JobTurn
from webapp.notices.models import OutboxMessage
from webapp.notices.queries import STUCK_AFTER, WORKER_SILENT_AFTER
from webapp.notices.rules import NoticeState

pytestmark = pytest.mark.integration

ROUNDS = 40 if is_drill() else 3
MESSAGES = 25


@pytest.fixture
def start_worker(environ, mail_server):
    started: list[subprocess.Popen[bytes]] = []

    def start(**given: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        settings = {"PATH": os.environ["PATH"], "SMTP_URL": mail_server.url, **environ, **given}
        started.append(
            subprocess.Popen(command, cwd=PROJECT, env=settings, start_new_session=True, stdout=subprocess.DEVNULL)
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@transaction
def as_if_time_had_passed() -> None:
    """Leases run out after minutes, turns come each minute: neither is waited for here."""
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    db.session.execute(update(OutboxMessage).where(OutboxMessage.lease_until.is_not(None)).values(lease_until=past))
    db.session.execute(update(OutboxMessage).values(due_at=past))
    db.session.execute(delete(JobTurn))


def unsent() -> int:
    db.session.rollback()
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state != NoticeState.SENT)
    return db.session.scalar(query) or 0


def wait_until(is_so) -> None:
    end = time.monotonic() + patience.SECONDS
    while not is_so():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


def test_a_worker_that_is_killed_loses_no_message(write, mail_server, start_worker):
    mail_server.mood = "slow"
    mail_server.slow_seconds = 0.02
    chance = random.Random(20261121)  # noqa: S311 - the same chances each time
    for number in range(MESSAGES * ROUNDS):
        write(f"p{number}@example.org")
    for _ in range(ROUNDS):
        before = len(mail_server.taken)
        as_if_time_had_passed()
        worker = start_worker()
        stop_at = before + chance.randrange(3, MESSAGES - 3)
        wait_until(lambda stop_at=stop_at: len(mail_server.taken) >= stop_at)
        time.sleep(chance.random() * 0.03)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    as_if_time_had_passed()
    start_worker()
    wait_until(lambda: unsent() == 0)
    recipients, numbers = mail_server.recipients(), mail_server.message_ids()
    assert set(recipients) == {f"p{number}@example.org" for number in range(MESSAGES * ROUNDS)}
    # Between the server's "taken" and the note of it lies a moment that no protocol can close (RFC 1047). A message
    # caught there leaves again under the same Message-ID, so that whoever gets it can tell.
    assert len(numbers) == len(recipients)
    assert sum(recipients.values()) - len(recipients) <= ROUNDS


def test_children_end_when_their_parent_is_killed(write, start_worker):
    worker = start_worker()
    wait_until(lambda: len(children(worker.pid)) == 3)
    family = children(worker.pid)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in family))


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_soon_when_it_is_told_to(write, start_worker, ending):
    worker = start_worker()
    wait_until(lambda: len(children(worker.pid)) == 3)
    time.sleep(1)
    os.kill(worker.pid, ending)
    assert worker.wait(timeout=patience.SECONDS) == 0


def test_the_desk_says_that_a_killed_worker_is_gone_and_what_it_held(write, mail_server, start_worker, officer_client):
    client = officer_client(role="administrator")
    mail_server.mood = "hang"
    write()
    as_if_time_had_passed()
    worker = start_worker()
    wait_until(lambda: state_of_the_only_one() == NoticeState.SENDING)
    # The sender and the worker's sign of life are processes of their own: either may come first.
    wait_until(lambda: "Running" in client.get("/desk/status").text)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    # A worker that was just seen may be busy; four minutes later it is gone.
    with time_machine.travel(dt.datetime.now(dt.UTC) + WORKER_SILENT_AFTER):
        page = client.get("/desk/status")
        assert "Not running" in page.text
        assert waiting_on(page) == "1"
        assert "Stuck" not in page.text
    with time_machine.travel(dt.datetime.now(dt.UTC) + STUCK_AFTER):
        assert "Stuck" in client_again(officer_client).get("/desk/status").text


def test_the_desk_says_that_messages_are_stuck_though_a_worker_runs(write, mail_server, jobs, officer_client):
    client = officer_client(role="administrator")
    write()
    mail_server.stop()
    with pytest.MonkeyPatch.context() as patch:
        settings = dataclasses.replace(jobs.app.extensions["settings"], smtp_url=mail_server.url)
        patch.setitem(jobs.app.extensions, "settings", settings)
        jobs.jobs.tick()
        jobs.run_all()
    page = client.get("/desk/status")
    assert "Running" in page.text
    assert "connecting-ConnectionRefusedError" in page.text
    assert "Stuck" not in page.text
    with time_machine.travel(dt.datetime.now(dt.UTC) + STUCK_AFTER + dt.timedelta(minutes=1)):
        jobs.jobs.tick()
        page = client_again(officer_client).get("/desk/status")
        assert "Running" in page.text
        assert "Stuck" in page.text


def client_again(officer_client):
    """An officer who signs in at the moment that it now is."""
    return officer_client(role="administrator")


def waiting_on(page) -> str:
    (row,) = [words for words in page.words("div") if words.startswith("Messages that wait")]
    return row.split()[-1]


def state_of_the_only_one() -> str:
    db.session.rollback()
    return str(db.session.scalar(select(OutboxMessage.state)))


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in listed.stdout.split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False
