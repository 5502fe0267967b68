"""The server dies at any moment under people who answer the survey: what was acknowledged is there, and there once."""

import http.client
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select

from tests.faults.people import OverHttp, Person
from tests.faults.processes import ServerProcesses, server_processes, wait_for
from tests.faults.survey_route import CHOSEN, START, survey_site, wording
from tests.profiles import is_drill
from webapp.database import db
from webapp.journeys.models import Draft
from webapp.sealing.services import opener_for
from webapp.survey.items import RESPONSE
from webapp.survey.models import SurveyResponse
from webapp.survey.recount import recount

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)

ROUNDS = 200 if is_drill() else 3
CLIENTS = 8
FIRST = f"{START}/a"
# Long enough to reach every page of the survey, short enough that many rounds fit into a night.
MOST_SECONDS_OF_A_ROUND = 2.0


@pytest.fixture
def site(tmp_path) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(tmp_path / "instance")})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def server(site, tmp_path) -> Iterator[ServerProcesses]:
    with site.app_context():
        db.session.remove()
        db.engine.dispose()
    environ = {"INSTANCE_DIR": str(tmp_path / "instance"), "TRUSTED_PROXIES": "1"}
    with server_processes(environ, tmp_path / "server.log") as one:
        yield one


@dataclass
class Client:
    """Somebody who answers the survey again and again, each time from another address, and asks again on any error."""

    number: int
    port: int
    stop: threading.Event
    acknowledged: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    pages: int = 0
    lost_pages: list[str] = field(default_factory=list)
    failure: str = ""

    def run(self) -> None:
        """Until told to stop; a survey that was begun is ended."""
        chance = Random(self.number)  # noqa: S311 - the same chances each time
        try:
            while not self.stop.is_set():
                self._answer_once(chance)
        except (AssertionError, KeyError, IndexError, http.client.HTTPException) as error:
            self.failure = f"client {self.number}: {error!r}"

    def _answer_once(self, chance: Random) -> None:
        mark = f"client {self.number} answer {len(self.acknowledged)}"
        address = ".".join(["10", *(str(chance.randrange(1, 255)) for _ in range(3))])
        way = OverHttp(self.port, {"X-Forwarded-For": address})
        person = Person(way, chance, START, wording(mark), CHOSEN, is_patient=True)
        try:
            person.walk()
        finally:
            way.close()
        self.acknowledged.append(mark)
        self.repeated += person.repeated
        self.pages += len(person.seen)
        # Whoever is sent back to a page has lost what was answered there.
        asked = Counter(path for path in person.seen if path.startswith(f"{START}/"))
        self.lost_pages += [path for path, times in asked.items() if times > 1]


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_there_twice(site, server):
    clients, threads, stop = begin_clients(server.port)
    chance = Random(20261121)  # noqa: S311 - the same chances each time
    down = [kill(server, number, chance) for number in range(ROUNDS)]
    stop.set()
    for thread in threads:
        thread.join()
    assert [client.failure for client in clients if client.failure] == [], server.log.read_text()[-3000:]
    acknowledged = Counter(mark for client in clients for mark in client.acknowledged)
    assert sum(acknowledged.values()) >= CLIENTS
    repeated = [path for client in clients for path in client.repeated]
    with site.app_context():
        assert stored_marks() == acknowledged
        # Who never heard that their first page was taken began again: what they left behind ends by itself.
        assert len(db.session.scalars(select(Draft.id)).all()) <= sum(path == FIRST for path in repeated)
        assert recount() == []
    assert [path for client in clients for path in client.lost_pages] == []
    pages = sum(client.pages for client in clients)
    told = "%s kills, %s answers acknowledged, %s pages, %s sendings repeated, longest silence %.1f s"
    FIGURES.info(told, ROUNDS, sum(acknowledged.values()), pages, len(repeated), max(down))


def begin_clients(port: int) -> tuple[list[Client], list[threading.Thread], threading.Event]:
    stop = threading.Event()
    clients = [Client(number, port, stop) for number in range(CLIENTS)]
    threads = [threading.Thread(target=client.run) for client in clients]
    for thread in threads:
        thread.start()
    return clients, threads, stop


def kill(server: ServerProcesses, number: int, chance: Random) -> float:
    """Kill the workers, or everything; gives back for how long nobody was served."""
    time.sleep(0.3 + chance.random() * MOST_SECONDS_OF_A_ROUND)
    began = time.monotonic()
    if number % 2:
        server.kill_workers()
        wait_for(lambda: is_served(server.port))
    else:
        server.kill_all()
        server.start()
        wait_for(lambda: is_served(server.port))
    FIGURES.info("round %s: served again after %.1f s", number, time.monotonic() - began)
    return time.monotonic() - began


def is_served(port: int) -> bool:
    way = OverHttp(port)
    try:
        return way.send("GET", START).status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        way.close()


def stored_marks() -> Counter[str]:
    """What stands in the words of each stored answer, opened with the installation's own key."""
    db.session.rollback()
    rows = db.session.scalars(select(SurveyResponse)).all()
    words = [opener_for(row, RESPONSE).text("words", row.words) or "" for row in rows]
    return Counter(each.removesuffix("-words") for each in words)
