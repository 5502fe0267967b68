"""Background work: queued with the commit, run by a worker, held in a queue that names nobody."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from webapp.database import db
from webapp.kit import jobs as kit_jobs
from webapp.kit.jobs import JobFailedError, UnknownJobError, enqueue, every, job
from webapp.kit.queue import JsonSerializer, make_queue
from webapp.kit.transaction import WriteOutsideTransactionError, transaction
from webapp.kit.turns import JobTurn, last_turn, take_turn


@transaction
def ask(name: str = "lamps.light", *, fail: bool = False, **arguments) -> None:
    enqueue(name, **arguments)
    if fail:
        raise RuntimeError("no power")


class TestQueueing:
    def test_a_job_runs_after_the_commit_with_its_arguments(self, app_context, jobs, lamps):
        ask(lamp="7", times=2)
        assert (lamps, jobs.waiting) == ([], ["lamps.light"])
        assert jobs.run_all() == 1
        assert lamps == [("7", 2)]
        assert jobs.waiting == []

    def test_a_job_of_an_act_that_failed_is_dropped(self, app_context, jobs, lamps):
        with pytest.raises(RuntimeError, match="no power"):
            ask(lamp="7", times=1, fail=True)
        assert jobs.waiting == []

    def test_outside_a_transaction_nothing_is_queued(self, app_context, jobs, lamps):
        with pytest.raises(WriteOutsideTransactionError):
            enqueue("lamps.light", lamp="7", times=1)

    def test_a_name_that_nobody_registered_is_refused_at_once(self, app_context, jobs):
        with pytest.raises(UnknownJobError):
            ask("lamps.sing")

    def test_a_name_is_given_once(self, lamps):
        with pytest.raises(ValueError, match=r"two jobs with the name lamps\.light"):
            job("lamps.light")(lambda: None)

    def test_a_queue_that_cannot_be_written_does_not_undo_the_act(self, app_context, jobs, lamps, monkeypatch, capsys):
        monkeypatch.setattr(jobs.jobs.queue.storage, "enqueue", lambda *_: 1 / 0)
        ask(lamp="canary", times=1)
        printed = capsys.readouterr().out
        assert "job_not_queued" in printed
        assert "canary" not in printed


class TestRunning:
    def test_a_job_has_a_session_of_its_own(self, app_context, jobs, register):
        @job("lamps.count")
        def count() -> None:
            seen.append(db.session())

        seen: list[object] = []
        ask("lamps.count")
        jobs.run_all()
        assert seen[0] is not db.session()

    def test_an_error_is_logged_without_what_the_job_was_about(self, app, jobs, register, capsys):
        @job("lamps.break")
        def smash(lamp: str) -> None:
            raise ValueError(f"canary {lamp}")

        with pytest.raises(JobFailedError) as caught:
            jobs.jobs.run("lamps.break", '{"lamp": "canary"}')
        printed = capsys.readouterr().out
        assert "ValueError" in printed
        assert "lamps.break" in printed
        assert "canary" not in printed + str(caught.value)
        assert caught.value.__suppress_context__

    def test_a_job_that_may_be_tried_again_says_so_to_the_queue(self, app_context, jobs, register):
        @job("lamps.retry", retries=3, time_limit=5)
        def fail() -> None:
            raise ValueError

        ask("lamps.retry")
        (task,) = jobs.jobs.queue.pending()
        assert (task.retries, task.timeout) == (3, 5)


class TestRegularJobs:
    def test_a_regular_job_is_queued_at_its_turn_only(self, app_context, jobs, register, monkeypatch, now):
        monkeypatch.setattr(kit_jobs, "REGISTER", {})

        @every("lamps.look", minutes=5)
        def look() -> None:
            pass

        queued = []
        for minute in range(11):
            monkeypatch.setattr(kit_jobs, "utc_now", lambda minute=minute: now + dt.timedelta(minutes=minute))
            jobs.jobs.tick()
            if jobs.waiting:
                queued.append(minute)
                jobs.jobs.queue.storage.flush_all()
        assert queued == [0, 5, 10]

    def test_of_many_that_ask_at_once_one_has_the_turn(self, app, now):
        told: list[bool] = []

        def ask_for_it(moment: dt.datetime) -> None:
            with app.app_context():
                told.append(take_turn("lamps.look", dt.timedelta(minutes=1), now=moment))

        for minute in range(3):
            threads = [threading.Thread(target=ask_for_it, args=[now + dt.timedelta(minutes=minute)]) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert told.count(True) == minute + 1

    def test_a_clock_that_was_put_back_does_not_stop_them(self, app_context, now):
        minute = dt.timedelta(minutes=1)
        assert take_turn("lamps.look", minute, now=now + dt.timedelta(days=1))
        assert take_turn("lamps.look", minute, now=now)
        assert last_turn("lamps.look") == now
        assert db.session.scalars(select(JobTurn.name)).all() == ["lamps.look"]


class TestTheQueue:
    def test_a_file_is_readable_by_the_service_alone(self, tmp_path):
        queue = make_queue(tmp_path, None, in_memory=False)
        assert queue.storage.filename == str(tmp_path / "queue.sqlite3")
        assert (tmp_path / "queue.sqlite3").stat().st_mode & 0o077 == 0

    def test_a_message_is_json_and_comes_back_whole(self, tmp_path):
        queue = make_queue(tmp_path, None, in_memory=False)
        task = queue.task(name="run")(lambda _name: None)
        asked = task.s("lamps.light", retries=2, delay=60)
        queue.enqueue(asked)
        (raw,) = queue.storage.enqueued_items()
        assert bytes(raw).startswith(b'{"message"')
        found = queue.dequeue()
        assert (list(found.args), found.retries, found.eta) == (["lamps.light"], 2, asked.eta)
        queue.storage.close()

    def test_a_pickle_is_not_read(self):
        import pickle

        with pytest.raises(ValueError):
            JsonSerializer().deserialize(pickle.dumps({"a": 1}))


@pytest.fixture
def register(monkeypatch):
    """Jobs that a test registers are forgotten after it."""
    monkeypatch.setattr("webapp.kit.jobs.REGISTER", dict(kit_jobs.REGISTER))
    monkeypatch.setattr("tests.running_jobs.REGISTER", kit_jobs.REGISTER)
    return kit_jobs.REGISTER


@pytest.fixture
def lamps(register) -> list[tuple[str, int]]:
    lit: list[tuple[str, int]] = []

    @job("lamps.light")
    def light(lamp: str, times: int) -> None:
        lit.append((lamp, times))

    return lit
