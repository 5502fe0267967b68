"""Programs send thousands of forms while people answer the survey: the people are counted, and come first."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.forms_read import read_page
from tests.faults.people import Answered, InProcess
from tests.faults.survey_route import START, somebody, survey_site
from tests.profiles import is_drill
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.journeys.models import Draft
from webapp.kit.clock import london_today
from webapp.sealing.services import opener_for
from webapp.survey import floods
from webapp.survey.codes import ResponseState
from webapp.survey.items import FLOOD_KIND, RESPONSE, WORDS_KIND
from webapp.survey.journey import SECONDS_FOR_ONE, SENDINGS
from webapp.survey.models import FloodHold, Rollup, SurveyResponse
from webapp.survey.recount import recount
from webapp.survey.rules import MOST_HELD
from webapp.work.models import WorkItem

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)

SPAM, PEOPLE = (10_000, 50) if is_drill() else (600, 20)
# Of sixty: one fills every box, also the one that people never see; three are clever, and come from one place; the
# others fire at the pages without reading them.
KINDS_OF_SPAM = ("trap", "clever", "clever", "clever", *("blind",) * 56)
# What a form of a program may cost on the disk, on average: with MOST_HELD of them a day.
MOST_BYTES_EACH = 8 * 1024
FIRST = "a"
PAGES = {
    FIRST: {"urgent": "neither"},
    "d": {"words": "Winton"},
    "e": {"kinds": "drugs"},
    "f": {},
    "g": {},
    "h": {},
    "j": {"words": "spam spam spam"},
    "l": {},
    "m": {},
}


@pytest.fixture
def site(tmp_path, monkeypatch) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(tmp_path / "instance")})
    # The people of this test answer as quickly as the programs.
    monkeypatch.setattr("webapp.kit.forms.sending.QUICK_SECONDS", 0)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@dataclass
class Program:
    """Something that sends forms without reading more than it has to."""

    app: Flask
    kind: str
    address: str
    chance: Random

    def run(self) -> bool:
        """Send; whether that was a whole form. A program that begins too many is slowed down at the first page."""
        self.way = InProcess(self.app, address=self.address)
        return self._blind() if self.kind == "blind" else self._whole()

    def _blind(self) -> bool:
        page = self.chance.choice([*PAGES, "check", "keep", "return", "nothing"])
        sent = {"name": ["spam"], "words": ["spam " * 50], "csrf_token": ["1"], "website": ["http://spam.invalid"]}
        self._post(f"{START}/{page}", sent)
        return False

    def _whole(self) -> bool:
        trap = {"website": ["http://spam.invalid"]} if self.kind == "trap" else {}
        for page, answers in PAGES.items():
            path = f"{START}/{page}"
            sent = {**self._carried(path), **{name: [value] for name, value in answers.items()}, **trap}
            if self._post(path, sent, may_wait=page == FIRST).status == 503:
                return False
        path = f"{START}/check"
        sent = self._post(path, {**self._carried(path), **trap})
        assert sent.status == 303, sent.body
        assert sent.location.endswith("/sent")
        return True

    def _carried(self, path: str) -> dict[str, list[str]]:
        _, forms = read_page(self.way.send("GET", path).body)
        return {name: one.held for name, one in forms[-1].asked.items() if one.kind == "hidden"}

    def _post(self, path: str, sent: dict[str, list[str]], *, may_wait: bool = False) -> Answered:
        answer = self.way.send("POST", path, sent)
        assert answer.status < 500 or (may_wait and answer.status == 503 and answer.retry_after), (path, answer.status)
        return answer


def test_people_are_counted_and_come_first(site):
    chance = Random(20261121)  # noqa: S311 - the same chances each time
    before, began = size_of(site), time.monotonic()
    events = ["person"] * PEOPLE + ["program"] * SPAM
    chance.shuffle(events)
    people = programs = whole = slowed = 0
    for event in events:
        if event == "person":
            address = f"10.{people % 250}.{people // 250}.7"
            somebody(site, f"real{people}", chance=chance, address=address).walk()
            people += 1
        else:
            kind = KINDS_OF_SPAM[programs % len(KINDS_OF_SPAM)]
            address = "192.0.2.1" if kind == "clever" else f"10.{programs % 250}.9.{programs // 250}"
            sent = Program(site, kind, address, chance).run()
            programs, whole = programs + 1, whole + sent
            slowed += not sent and kind == "clever"
            assert sent or kind != "trap", "nobody else is slowed down by it"
    grown = size_of(site) - before
    with site.app_context():
        words = words_by_state()
        assert sum(each.startswith("real") for each in words[ResponseState.COUNTED]) == PEOPLE
        let_through = len(words[ResponseState.COUNTED]) - PEOPLE
        held = words.get(ResponseState.HELD, [])
        assert not any(each.startswith("real") for each in held)
        assert whole + slowed == sum(KINDS_OF_SPAM[number % len(KINDS_OF_SPAM)] != "blind" for number in range(SPAM))
        assert len(held) + let_through == whole
        # What a program can do that looks like a person in everything: as much as a house full of people.
        assert let_through <= SENDINGS + 1 + (time.monotonic() - began) / SECONDS_FOR_ONE
        assert respondents() == PEOPLE + let_through
        assert recount() == []
        check_queue(PEOPLE + let_through)
        # Nothing of those that never ended fills the disk: they end by themselves.
        drafts = db.session.scalar(select(func.count()).select_from(Draft)) or 0
    told = (
        "%s posts of programs, %s whole forms: %s held, %s let through; %s people all counted; %s bytes each, %s drafts"
    )
    FIGURES.info(told, SPAM, whole, len(held), let_through, PEOPLE, grown // (SPAM + PEOPLE), drafts)
    assert grown <= MOST_BYTES_EACH * (SPAM + PEOPLE)


def check_queue(people: int) -> None:
    """Words of people, and one line for the whole flood."""
    items = db.session.scalars(select(WorkItem).where(WorkItem.closed_at.is_(None))).all()
    kinds = [item.kind for item in items]
    assert kinds.count(WORDS_KIND) == people
    assert kinds.count(FLOOD_KIND) == 1
    flood = db.session.scalars(select(FloodHold)).one()
    assert flood.count > 0


def test_when_the_room_for_floods_is_full_nobody_is_told_a_lie(site, monkeypatch):
    """Nothing more is stored; the page says so and keeps what was answered, and people are not kept out."""
    monkeypatch.setattr(floods, "MOST_HELD", 3)
    chance = Random(1)  # noqa: S311 - the same chances each time
    for _ in range(3):
        Program(site, "trap", "10.0.0.1", chance).run()
    late = Program(site, "trap", "10.0.0.1", chance)
    with pytest.raises(AssertionError, match="503"):
        late.run()
    somebody(site, "real", chance=chance, address="10.9.9.9").walk()
    with site.app_context():
        words = words_by_state()
        assert {state: len(found) for state, found in words.items()} == {
            ResponseState.HELD: 3,
            ResponseState.COUNTED: 1,
        }


def test_what_an_officer_lets_in_is_counted_then(site):
    chance = Random(2)  # noqa: S311 - the same chances each time
    for number in range(12):
        Program(site, "trap", f"10.0.{number}.1", chance).run()
    with site.app_context():
        assert respondents() == 0
        flood = db.session.scalars(select(FloodHold)).one()
        assert floods.release(flood.id, seen=flood.version, by=SYSTEM, today=london_today(), reason="a class") == 12
        assert respondents() == 12
        assert recount() == []


def words_by_state() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in db.session.scalars(select(SurveyResponse)):
        found.setdefault(row.state, []).append(opener_for(row, RESPONSE).text("words", row.words) or "")
    return found


def respondents() -> int:
    db.session.rollback()
    wanted = select(func.sum(Rollup.count)).where(Rollup.theme == "", Rollup.question == "", Rollup.option == "")
    return db.session.scalar(wanted) or 0


def size_of(app: Flask) -> int:
    with app.app_context():
        path = Path(db.engine.url.database or "")
        db.session.remove()
    return sum(file.stat().st_size for file in path.parent.iterdir() if file.name.startswith(path.name))


def test_a_day_of_floods_fits_on_a_small_disk():
    assert MOST_HELD * MOST_BYTES_EACH < 200 * 1024 * 1024
