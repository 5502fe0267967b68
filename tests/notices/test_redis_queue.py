"""The queue in Redis (QUEUE_URL): the same jobs, held in memory of a server that several machines share."""

import json
import os
import signal

import pytest

from tests import patience
from tests.kit.redis_server import redis_url  # noqa: F401 - a fixture
from tests.notices.test_killed_worker import (  # noqa: F401 - start_worker is a fixture
    as_if_time_had_passed,
    start_worker,
    unsent,
    wait_until,
)
from webapp.kit.queue import make_queue
from webapp.kit.transaction import transaction
from webapp.notices import services

pytestmark = pytest.mark.integration


@pytest.fixture
def queue(redis_url, tmp_path):  # noqa: F811 - the fixture
    queue = make_queue(tmp_path, redis_url, in_memory=False)
    queue.flush()
    yield queue
    queue.flush()
    queue.storage.conn.connection_pool.disconnect()


def test_what_is_queued_comes_back_whole_and_is_json_on_the_way(queue):
    task = queue.task(name="run")(lambda _name: None)
    asked = task.s("lamps.light", retries=2, delay=60)
    queue.enqueue(asked)
    (raw,) = queue.storage.enqueued_items()
    assert json.loads(bytes(raw))["message"]["args"] == ["lamps.light"]
    found = queue.dequeue()
    assert (list(found.args), found.retries, found.eta) == (["lamps.light"], 2, asked.eta)
    assert queue.dequeue() is None


@pytest.mark.parametrize("scheme", ["redis", "valkey"])
def test_both_names_lead_to_the_same_server(redis_url, tmp_path, scheme, queue):  # noqa: F811
    other = make_queue(tmp_path, redis_url.replace("redis", scheme, 1), in_memory=False)
    other.enqueue(other.task(name="run")(lambda: None).s())
    assert queue.pending_count() == 1
    other.storage.conn.connection_pool.disconnect()


def test_no_queue_file_is_made(redis_url, tmp_path, queue):  # noqa: F811
    assert list(tmp_path.iterdir()) == []


def test_an_act_is_kicked_through_redis_and_the_worker_sends_at_once(
    app,
    queue,
    redis_url,  # noqa: F811
    write,
    mail_server,
    start_worker,  # noqa: F811
    make_app,
):
    as_if_time_had_passed()
    worker = start_worker(QUEUE_URL=redis_url)
    web = make_app(QUEUE_URL=redis_url)
    wait_until(queue.storage.conn.client_list)
    with web.app_context():
        for number in range(20):
            _send(f"p{number}@example.org")
    wait_until(lambda: unsent() == 0)
    assert mail_server.recipients() == {f"p{number}@example.org": 1 for number in range(20)}
    os.kill(worker.pid, signal.SIGTERM)
    assert worker.wait(timeout=patience.SECONDS) == 0


def test_a_worker_that_is_killed_loses_no_message(write, mail_server, start_worker, queue, redis_url):  # noqa: F811
    mail_server.mood = "slow"
    mail_server.slow_seconds = 0.02
    for number in range(30):
        write(f"p{number}@example.org")
    as_if_time_had_passed()
    worker = start_worker(QUEUE_URL=redis_url)
    wait_until(lambda: len(mail_server.taken) >= 5)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    as_if_time_had_passed()
    start_worker(QUEUE_URL=redis_url)
    wait_until(lambda: unsent() == 0)
    assert len(mail_server.recipients()) == len(mail_server.message_ids()) == 30
    assert sum(mail_server.recipients().values()) <= 31


def test_a_server_that_is_away_does_not_undo_the_act(app, make_app, capsys):
    web = make_app(QUEUE_URL="redis://127.0.0.1:1/0")
    with web.app_context():
        _send("ann@example.org")
        assert unsent() == 1
    printed = capsys.readouterr().out
    assert "job_not_queued" in printed
    assert "ann@example.org" not in printed
    web.extensions["jobs"].queue.storage.conn.connection_pool.disconnect()


@transaction
def _send(to: str) -> None:
    parameters = {"due_today": "1", "overdue": "0", "link": "/desk/queue"}
    services.send("work_due", to=to, language="en", parameters=parameters, dedupe=to)
