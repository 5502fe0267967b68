"""The disk is full, fails at one call, or the database is locked: people are told, keep what they typed, and go on."""

import contextlib
import logging
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.injecting import Fault, with_fault
from tests.faults.people import Answered, OverHttp, Person
from tests.faults.power_cuts import can_record
from tests.faults.processes import ServerProcesses, server_processes
from tests.faults.survey_route import CHOSEN, START, somebody, survey_site, wording
from tests.profiles import is_drill
from webapp.database import db
from webapp.survey.models import SurveyResponse
from webapp.survey.recount import recount

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)
IS_LONG = is_drill()

# SQLite waits for 2.5 s: a short lock is waited for, a long one is told of.
SHORT_LOCK, LONG_LOCKS = 1.0, (5.0, 30.0) if IS_LONG else (4.0,)
WRITERS = 20 if IS_LONG else 6
# Every call of one sending, or some of them.
EVERY = 1 if IS_LONG else 7
MOST_CALLS = 400
# More than a page of the database holds.
BEGINNERS = 25
ROOM = 3 * 1024 * 1024
NOT_TYPED = {"csrf_token", "form-key", "website"}


@pytest.fixture
def site(tmp_path) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(tmp_path / "instance")})
    yield app
    close(app)


def close(app: Flask) -> Path:
    """Let go of the database's files; where they lie."""
    with app.app_context():
        path = Path(db.engine.url.database or "")
        db.session.remove()
        db.engine.dispose()
    return path


def stored(app: Flask) -> int:
    with app.app_context():
        db.session.rollback()
        number = db.session.scalar(select(func.count()).select_from(SurveyResponse)) or 0
        db.session.remove()
    return number


def at_page(app: Flask, last: str, mark: str = "kept") -> Person:
    """Somebody who has come as far as the page with this last letter, or to the check of the answers."""
    one = somebody(app, mark, chance=Random(mark))  # noqa: S311 - the same chances each time
    one.walk(lambda path: path.endswith(f"/{last}"))
    return one


def check_not_saved(answer: Answered, person: Person) -> None:
    """Told in plain words, asked to come again, and everything typed is on the page."""
    assert answer.status == 503, answer.status
    assert int(answer.retry_after) > 0
    assert re.search("not saved|not sent", answer.body)
    if person.path.endswith("/check"):
        return
    person.html = answer.body
    kept = person.form().carried()
    typed = {name: values for name, values in person.sent.items() if name not in NOT_TYPED and any(values)}
    assert {name: values for name, values in kept.items() if name in typed} == typed


@contextlib.contextmanager
def locked(path: Path, seconds: float) -> Iterator[None]:
    """Somebody else writes into the database for a time."""
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(seconds, holder.execute, ("ROLLBACK",))
    timer.start()
    yield
    timer.join()
    holder.close()


class TestLocked:
    @pytest.mark.parametrize("letter", ["a", "j", "check"])
    def test_a_short_lock_is_waited_for(self, site, letter):
        person = at_page(site, letter)
        with locked(close(site), SHORT_LOCK):
            began = time.monotonic()
            assert person.send_page().status == 303
            assert time.monotonic() - began > SHORT_LOCK / 2

    @pytest.mark.parametrize("seconds", LONG_LOCKS)
    def test_a_long_lock_is_told_of_and_loses_nothing(self, site, seconds):
        people = [at_page(site, ("a", "j", "check")[number % 3], f"writer{number}") for number in range(WRITERS)]
        answers: dict[int, Answered] = {}
        with locked(close(site), seconds):
            threads = [
                threading.Thread(target=lambda n=n: answers.update({n: people[n].send_page()})) for n in range(WRITERS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        statuses = Counter(answer.status for answer in answers.values())
        assert set(statuses) <= {303, 503}
        assert statuses[503] > 0
        for number, person in enumerate(people):
            if answers[number].status == 503:
                check_not_saved(answers[number], person)
            person.answer_page()
            person.walk()
        assert stored(site) == WRITERS
        FIGURES.info("lock of %s s, %s writers: %s, all sent again", seconds, WRITERS, dict(statuses))


class TestFullDisk:
    @pytest.mark.parametrize("letter", ["j", "check"])
    def test_no_page_more_for_the_database(self, site, letter):
        """On every system: SQLite itself says that there is no room."""
        person = at_page(site, letter)
        with no_page_more(site):
            check_not_saved(person.send_page(), person)
        assert stored(site) == 0
        person.answer_page()
        person.walk()
        assert stored(site) == 1

    def test_no_page_more_for_those_who_begin(self, site):
        """The first ones fit into pages that are there."""
        people = [at_page(site, "a", f"begin{number}") for number in range(BEGINNERS)]
        with no_page_more(site):
            answers = [person.send_page() for person in people]
        refused = [(answer, person) for answer, person in zip(answers, people, strict=True) if answer.status != 303]
        assert refused
        for answer, person in refused:
            check_not_saved(answer, person)
            person.answer_page()

    def test_a_disk_of_three_megabytes(self, site, tmp_path):
        """A server on a disk of its own: full, then with room again, without a restart."""
        with small_disk(close(site).parent, tmp_path) as (server, disk):
            person = over_http(server.port, "before")
            person.walk()
            full = fill_up(disk)
            people = [over_http(server.port, f"full{number}") for number in range(3)]
            refused = []
            for one in people:
                one.begin()
                answer = one.send_page()
                refused.append(answer.status)
                check_not_saved(answer, one)
            full.unlink()
            for one in people:
                one.walk()
            for one in (person, *people):
                one.way.close()
            assert refused == [503] * 3
            assert rows_in(disk, tmp_path / "copy") == 1 + len(people)


class TestOneCallFails:
    @pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
    @pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
    def test_at_each_point_of_a_sending(self, site, tmp_path, call, error):
        if not can_record():
            pytest.skip("no strace that may trace here (apt-get install strace)")
        told: Counter[int] = Counter()
        path = close(site)
        with held_open(path):
            for number in range(1, MOST_CALLS, EVERY if call == "pwrite64" else 1):
                person = at_page(site, "check", f"answer{number}")
                before = stored(site)
                close(site)
                fault = Fault(call=call, error=error, number=number)
                statuses, came = with_fault(fault, lambda person=person: send_twice(person), tmp_path / "trace")
                if not came:
                    break
                assert isinstance(statuses, list), statuses
                assert statuses[0] in {303, 503}
                assert statuses[1] == 303
                told[statuses[0]] += 1
                assert stored(site) == before + 1
        assert came is False or IS_LONG is False
        assert told[503] > 0
        with site.app_context():
            assert recount() == []
        FIGURES.info("%s of %s at %s points: %s", error, call, sum(told.values()), dict(told))


def send_twice(person: Person) -> list[int]:
    """The same page, and once more: the second time nothing is in the way."""
    first = person.send_page()
    if first.status == 503:
        assert re.search("not saved|not sent", first.body)
    return [first.status, person.send_page().status]


@contextlib.contextmanager
def held_open(path: Path) -> Iterator[None]:
    """Another process has the database open, as the worker has: its log stays."""
    hold = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA schema_version'); sys.stdin.read()"
    process = subprocess.Popen([sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait()


@contextlib.contextmanager
def no_page_more(app: Flask) -> Iterator[None]:
    from sqlalchemy import event

    path = close(app)
    with contextlib.closing(sqlite3.connect(path)) as own:
        own.execute("VACUUM")

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        # What is left over within pages that are there would be room.
        connection.execute(f"PRAGMA max_page_count={pages}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "connect", no_room)
    try:
        yield
    finally:
        event.remove(engine, "connect", no_room)
        close(app)


@contextlib.contextmanager
def small_disk(instance: Path, folder: Path) -> Iterator[tuple[ServerProcesses, Path]]:
    """A server whose installation lies in a small file system that only it sees; and where we reach it."""
    room = folder / "room"
    room.mkdir()
    size = sum(path.stat().st_size for path in instance.rglob("*") if path.is_file()) + ROOM
    set_up = f'mount -t tmpfs -o size={size} none {room} && cp -a {instance}/. {room}/ && exec "$@"'
    before = ("unshare", "--mount", "--map-root-user", "sh", "-c", set_up, "sh")
    may = shutil.which("unshare") and subprocess.run([*before[:-1], "sh", "true"], capture_output=True, check=False)
    if not may or may.returncode:
        pytest.skip("this system gives no file system of one's own (unshare --mount)")
    with server_processes({"INSTANCE_DIR": str(room)}, folder / "small.log", before=before) as server:
        yield server, Path(f"/proc/{server.pid}/root{room}")


def fill_up(disk: Path) -> Path:
    """Write until nothing more fits."""
    full = disk / "something-else"
    with full.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (64 * 1024, 4096, 512):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"x" * size)
    return full


def over_http(port: int, mark: str) -> Person:
    return Person(OverHttp(port), Random(mark), START, wording(mark), CHOSEN)  # noqa: S311 - the same chances each time


def rows_in(disk: Path, copy: Path) -> int:
    """How many answers lie on that disk; SQLite would look for its files on ours."""
    copy.mkdir()
    for name in ("safer.sqlite3", "safer.sqlite3-wal"):
        (copy / name).write_bytes((disk / name).read_bytes())
    with contextlib.closing(sqlite3.connect(copy / "safer.sqlite3")) as own:
        return int(own.execute("SELECT count(*) FROM survey_response").fetchone()[0])
