"""Generated posts against the survey's pages: whatever is sent, the site answers, and stores whole answers or none."""

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.people import InProcess, Person
from tests.faults.survey_route import START, somebody, survey_site
from tests.profiles import is_drill
from webapp.database import db
from webapp.kit.idempotency import SentForm
from webapp.sealing.services import opener_for
from webapp.survey.codes import Moderation, ResponseState
from webapp.survey.items import RESPONSE, WORDS_KIND
from webapp.survey.models import ContactHolding, SurveyResponse
from webapp.survey.questions import QUESTIONS
from webapp.survey.recount import recount
from webapp.survey.rules import checked_codes, read_codes
from webapp.work.models import WorkItem

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)

POSTS = 20_000 if is_drill() else 150
ANSWERS = {200, 303, 400, 403, 404, 405, 409, 410, 413, 415, 422, 503}
PAGES = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "z", "check", "sent", "keep", "return")
STRANGE = (
    "",
    " ",
    "\x00",
    "\x00\x01\x7f",
    "\ud7ff\ufffe\U0001f6a8" * 50,
    "\u202e\u200b\u0301" * 30,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "{{ 7 * 7 }}",
    "%00%ff",
    "-1",
    "1e309",
    "NaN",
    "99999999999999999999",
    "../../etc/passwd",
    "x" * 5000,
    "x" * 60_000,
    "\r\nSet-Cookie: a=b",
    "new",
    "neither",
    "noise",
)


@pytest.fixture
def site(tmp_path) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(tmp_path / "instance")})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


class Generator:
    """Posts made from what a page asks, changed in all the ways that a program or a broken browser could."""

    def __init__(self, app: Flask, chance: Random) -> None:
        self.app, self.chance = app, chance
        self.number = 0
        self.person = self._new()

    def _new(self) -> Person:
        self.number += 1
        address = f"10.{self.number % 250}.{self.number // 250 % 250}.1"
        return somebody(self.app, f"walker{self.number}", chance=self.chance, address=address)

    def post(self) -> int:
        """Send one; gives back the status of the answer."""
        acts = (self._real, self._real, self._real, self._changed, self._elsewhere, self._raw, self._file, self._cookie)
        return self.chance.choice(acts)()

    def _page(self) -> Person:
        """Somebody at a page with a form."""
        person = self.person
        if not person.path or person.path.endswith(("/sent", "/keep")) or self.chance.random() < 0.02:
            self.person = person = self._new()
            person.begin()
        return person

    def _real(self) -> int:
        person = self._page()
        answer = person.send_page()
        if answer.status == 303:
            person.open(answer.location)
        return answer.status

    def _changed(self) -> int:
        person = self._page()
        action, sent = person.filled()
        for _ in range(self.chance.randrange(1, 4)):
            self._change(sent)
        answer = person.way.send("POST", action, sent)
        if answer.status == 303:
            person.open(answer.location)
        return answer.status

    def _change(self, sent: dict[str, Any]) -> None:
        name = self.chance.choice([*sent, "more", "draft", "rows", "seen", "latitude", "longitude", "level", "act"])
        act = self.chance.randrange(4)
        if act == 0:
            sent.pop(name, None)
        elif act == 1:
            sent[name] = [self.chance.choice(STRANGE)]
        elif act == 2:
            sent[name] = [*sent.get(name, []), *self.chance.choices(STRANGE, k=3)]
        else:
            sent[self.chance.choice(STRANGE[6:12]) or "x"] = [self.chance.choice(STRANGE)]

    def _elsewhere(self) -> int:
        person = self._page()
        _, sent = person.filled()
        path = f"{self.chance.choice(('', '/pl', '/ar', '/xx'))}{START}/{self.chance.choice(PAGES)}"
        return person.way.send("POST", path, sent).status

    def _raw(self) -> int:
        way = self._page().way
        assert isinstance(way, InProcess)
        body = self.chance.choice(
            (b"", b"%", b"\xff\xfe", b"a=%ff&=&&&", b"a" * 3_000_000, json.dumps({"a": 1}).encode())
        )
        kinds = ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "", "x/y")
        kind = self.chance.choice(kinds)
        path = f"{START}/{self.chance.choice(PAGES)}"
        headers = {"Sec-Fetch-Site": "same-origin"}
        return way.client.post(path, data=body, content_type=kind, headers=headers).status_code

    def _file(self) -> int:
        person = self._page()
        way = person.way
        assert isinstance(way, InProcess)
        action, sent = person.filled()
        data = {
            **sent,
            self.chance.choice([*sent, "file"]): (io.BytesIO(b"x" * 1000), self.chance.choice(STRANGE[1:12])),
        }
        return way.client.post(action, data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code

    def _cookie(self) -> int:
        """A cookie that was changed, cut or made up, as the page is sent; the right one is back afterwards."""
        person = self._page()
        way = person.way
        assert isinstance(way, InProcess)
        name = "__Host-journey" if self.app.extensions["settings"].secure_cookies else "journey"
        right = way.client.get_cookie(name)
        value = right.value if right else ""
        wrong = self.chance.choice((value[:-1], value + "0", f"{value}~{value}", "survey.x.y", "~", "", "a" * 4000))
        way.client.set_cookie(name, wrong, secure=name.startswith("__"))
        answer = person.send_page()
        if right:
            way.client.set_cookie(name, value, secure=name.startswith("__"))
        return answer.status


def test_every_post_is_answered_and_nothing_is_stored_in_part(site):
    generator = Generator(site, Random(20261121))  # noqa: S311 - the same chances each time
    statuses = Counter(generator.post() for _ in range(POSTS))
    FIGURES.info("%s posts: %s", POSTS, dict(sorted(statuses.items())))
    assert set(statuses) <= ANSWERS
    assert statuses[500] == statuses[503] == 0
    with site.app_context():
        check_whole()


def check_whole() -> None:
    """Each stored answer has everything that belongs to it, and nothing stands without its answer."""
    rows = db.session.scalars(select(SurveyResponse)).all()
    register = {code: question for code, question in QUESTIONS.items() if not question.is_equality}
    for row in rows:
        codes = read_codes(row.codes)
        assert checked_codes(codes, register) == codes
        opener = opener_for(row, RESPONSE)
        assert json.loads(opener.text("place", row.place) or "")["exactness"]
        assert bool((opener.text("words", row.words) or "").strip()) == (row.moderation == Moderation.WAITING)
    waiting = {row.id for row in rows if row.moderation == Moderation.WAITING and row.state == ResponseState.COUNTED}
    items = db.session.scalars(select(WorkItem.subject_id).where(WorkItem.kind == WORDS_KIND)).all()
    assert sorted(items) == sorted(waiting)
    assert db.session.scalar(select(func.count()).select_from(SentForm)) == len(rows)
    assert (db.session.scalar(select(func.count()).select_from(ContactHolding)) or 0) <= len(rows)
    assert recount() == []
    FIGURES.info("%s answers stored, all of them whole", len(rows))
