"""With the whole database and every key, nobody links a contact, or an answer about the person, to an answer.

Security decision 8. Everybody in this test leaves a contact, answers each question about themselves and is alone on
their day with nothing: all come on one day. Guesses are judged by the thresholds of tests/faults/relinking.py.
"""

import datetime as dt
import logging
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests.database_files import database_files
from tests.faults.relinking import (
    MOST_RIGHT,
    Guess,
    by_order,
    by_shared_values,
    first_seen_in_log,
    where_bytes_lie,
)
from tests.faults.survey_route import survey_site
from tests.profiles import is_drill
from webapp.audit.actors import PUBLIC, SYSTEM
from webapp.database import db
from webapp.journeys import drafts
from webapp.journeys.drafts import Content
from webapp.kit.clock import london_today, utc_now
from webapp.partnership.current import current_partnership
from webapp.sealing.services import opener_for
from webapp.survey import services
from webapp.survey.codes import Channel, Exactness
from webapp.survey.editions import open_editions
from webapp.survey.holding import move
from webapp.survey.items import CONTACT, HOLDING, RESPONSE
from webapp.survey.models import ContactHolding, ContactRequest, EqualityCount, SurveyResponse
from webapp.survey.questions import EQUALITY_CODES, QUESTIONS
from webapp.survey.rules import Contact, Place
from webapp.survey.services import NewResponse

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)

RECORDS = 1000 if is_drill() else 200
# The surveys were put on the site today.
TODAY = london_today()
LANGUAGES = ("en",) * 17 + ("pl", "pl", "ar")
# Long enough that a row needs pages of its own: those are given out in the order of arrival.
LONG = 1800


@dataclass
class Known:
    """What the test knows and the attacker does not: who wrote what."""

    # The token in somebody's contact -> the token in their words.
    words_of: dict[str, str] = field(default_factory=dict)
    equality: dict[str, dict[str, str]] = field(default_factory=dict)


@pytest.fixture
def site(tmp_path) -> Iterator[Flask]:
    app = survey_site({"INSTANCE_DIR": str(tmp_path / "instance")})
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def answer_all(known: Known, number: int, chance: Random) -> None:
    edition = open_editions(TODAY)[0].id
    localities = [(each.code, each.town) for each in current_partnership().localities]
    for count in range(number):
        mine, theirs = f"{chance.getrandbits(64):016x}", f"{chance.getrandbits(64):016x}"
        known.words_of[theirs] = mine
        known.equality[mine] = {code: chance.choice(QUESTIONS[code].fixed).code for code in EQUALITY_CODES}
        locality, town = chance.choice(localities)
        answer(
            NewResponse(
                edition=edition,
                place=Place(exactness=Exactness.NEIGHBOURHOOD, locality=locality, town=town),
                codes={"kinds": (chance.choice(QUESTIONS["kinds"].options).code,)},
                words=f"{mine} {'x' * chance.randrange(LONG)}",
                contact=Contact(
                    name=theirs, email=f"{theirs}@example.org", telephone="", safe="", about="y" * chance.randrange(250)
                ),
                equality=known.equality[mine],
                # One in all is alone with their language.
                language="ar" if count == number // 2 else chance.choice(LANGUAGES[:-1]),
                channel=Channel.WEB,
            )
        )


def answer(new: NewResponse) -> None:
    """As the journey sends it: from a draft, once."""
    now = utc_now()
    opened, holder = drafts.begin("survey", Content(start={}), hours=24, now=now)
    drafts.send(
        "survey",
        holder,
        lambda: {"reference": services.submit(new, today=TODAY, by=PUBLIC), "facts": {}},
        seen=opened.seen,
        now=now,
    )


@dataclass(frozen=True)
class Attacker:
    """What lies open to somebody with the files and every key."""

    path: Path

    def answers(self) -> dict[str, str]:
        """Token by id of the answer."""
        rows = db.session.scalars(select(SurveyResponse)).all()
        return {row.id.hex: (opener_for(row, RESPONSE).text("words", row.words) or "")[:16] for row in rows}

    def contacts(self) -> dict[str, str]:
        """Token by id of the request, also of those that were not moved yet."""
        found = {}
        for model, kind in ((ContactRequest, CONTACT), (ContactHolding, HOLDING)):
            for row in db.session.scalars(select(model)):
                opened = opener_for(row, kind).text("contact", row.contact) or ""
                found[row.id.hex] = next(token for token in known_tokens(opened))
        return found

    def orders(self, ids: set[str]) -> dict[str, list[str]]:
        """Every order of these records that any table gives: as rows lie, as they are numbered, by any column."""
        orders = {}
        with closing(sqlite3.connect(self.path)) as own:
            for (table,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for name, rows in _sorted_rows(own, table):
                    mentioned = [record for row in rows for record in _mentioned(row, ids)]
                    if len(set(mentioned)) > 1:
                        orders[f"{table} {name}"] = list(dict.fromkeys(mentioned))
        return orders

    def values(self, ids: set[str]) -> dict[Any, set[Any]]:
        """What stands beside each record, in its own row and in those that mention it."""
        values: dict[Any, set[Any]] = {record: set() for record in ids}
        with closing(sqlite3.connect(self.path)) as own:
            for (table,) in own.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in own.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own
                    for record in _mentioned(row, ids):
                        values[record] |= {value for value in row if value is not None and value != record}
        return values

    def places_in_file(self, marks: dict[str, bytes]) -> list[Any]:
        return where_bytes_lie(database_files(self.path)[self.path.name], marks)

    def log(self) -> bytes:
        return database_files(self.path).get(f"{self.path.name}-wal", b"")


def _sorted_rows(own: sqlite3.Connection, table: str) -> Iterator[tuple[str, list[Any]]]:
    columns = [row[1] for row in own.execute(f'PRAGMA table_info("{table}")')]
    for name in ("as they lie", "rowid", *columns):
        order = "" if name == "as they lie" else f' ORDER BY "{name}"' if name in columns else " ORDER BY rowid"
        try:
            yield name, own.execute(f'SELECT * FROM "{table}"{order}').fetchall()  # noqa: S608 - names of our own
        except sqlite3.OperationalError:
            # Tables without numbers, and those that a search keeps for itself.
            continue


def _mentioned(row: tuple[Any, ...], ids: set[str]) -> list[str]:
    texts = (str(value).replace("-", "") for value in row if isinstance(value, str))
    return [each for each in texts if each in ids]


def known_tokens(opened: str) -> Iterator[str]:
    """The tokens of this test in a text: 16 figures."""
    words = "".join(each if each in "0123456789abcdef" else " " for each in opened.casefold()).split()
    return (word for word in words if len(word) == 16)


class TestContacts:
    def test_they_are_linked_no_better_than_by_chance(self, site, tmp_path):
        known, chance = Known(), Random(20261121)  # noqa: S311 - the same people each time
        with site.app_context():
            answer_all(known, RECORDS, chance)
            attacker = Attacker(Path(db.engine.url.database))
            held = {key: bytes(row.contact) for key, row in rows_of(ContactHolding).items()}
            of_today = dict(attacker.contacts())
            log = attacker.log()
            assert move(today=TODAY + dt.timedelta(days=1), by=SYSTEM) == RECORDS
            answers, contacts = attacker.answers(), attacker.contacts()
            assert len(answers) == len(contacts) == RECORDS
            truth = linked(answers, contacts, known)
            guesses = list(guesses_by_order(attacker, answers, contacts, truth))
            pairs = by_shared_values(attacker.values(set(answers)), attacker.values(set(contacts)))
            words = {key: bytes(row.words)[:24] for key, row in rows_of(SurveyResponse).items()}
            then = by_log(log, words, held, linked(answers, of_today, known))
            now = by_log(attacker.log(), words, held, linked(answers, of_today, known))
        worst = max(guesses, key=lambda one: abs(one.deviations))
        told = "%s records, %s ways, most right %s, worst %s; by the log %s of the last ones, %s after the move"
        FIGURES.info(told, RECORDS, len(guesses), max(one.right for one in guesses), worst, then, now)
        assert len(guesses) > 20
        assert [one for one in guesses if one.is_better_than_chance] == []
        assert [pair for pair in pairs if truth[pair[1]] == pair[0]] == []
        # Until they are moved, the same day, the log gives the last ones away: the pages say so, and the attack works.
        assert then > MOST_RIGHT
        assert now == 0

    def test_the_attack_sees_what_an_order_gives_away(self):
        names = [f"record {number}" for number in range(RECORDS)]
        truth = dict(zip(names, names, strict=True))
        nearly = sorted(names, key=lambda name: names.index(name) + Random(name).randrange(RECORDS // 2))  # noqa: S311
        (straight, backwards) = by_order({"one": names}, {"other": nearly}, truth)
        assert straight.is_better_than_chance
        assert backwards.is_better_than_chance


class TestEquality:
    def test_only_sums_are_kept(self, site):
        known, chance = Known(), Random(20261122)  # noqa: S311 - the same people each time
        with site.app_context():
            answer_all(known, RECORDS // 4, chance)
            move(today=TODAY + dt.timedelta(days=1), by=SYSTEM)
            path = Path(db.engine.url.database)
            sums = {(row.question, row.option): row.count for row in db.session.scalars(select(EqualityCount))}
            for code in EQUALITY_CODES:
                given = [person[code] for person in known.equality.values()]
                kept = {option: number for (question, option), number in sums.items() if question == code and option}
                assert kept == Counter(given)
            assert sum(1 for _ in named_elsewhere(path)) == 0
            assert Attacker(path).log() == b""


def named_elsewhere(path: Path) -> Iterator[str]:
    """Rows outside of the sums, and of what the survey asks, that name a question about the person."""
    with closing(sqlite3.connect(path)) as own:
        tables = own.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table in {"survey_equality", "survey_edition"} or table.startswith("search"):
                continue
            for row in own.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own
                texts = " ".join(str(value) for value in row if isinstance(value, str))
                yield from (f"{table}: {code}" for code in EQUALITY_CODES if f'"{code}"' in texts)


def rows_of(model: Any) -> dict[str, Any]:
    return {row.id.hex: row for row in db.session.scalars(select(model))}


def linked(answers: dict[str, str], contacts: dict[str, str], known: Known) -> dict[Any, Any]:
    """The truth: id of the contact -> id of the answer."""
    by_token = {token: record for record, token in answers.items()}
    return {record: by_token[known.words_of[token]] for record, token in contacts.items()}


def guesses_by_order(attacker: Attacker, answers: Any, contacts: Any, truth: dict[Any, Any]) -> Iterator[Guess]:
    db.session.rollback()
    db.session.execute(text("SELECT 1"))
    first, second = attacker.orders(set(answers)), attacker.orders(set(contacts))
    for model, orders in ((SurveyResponse, first), (ContactRequest, second)):
        for name in ("words", "place", "contact", "sealed_key"):
            rows = rows_of(model)
            blobs = {key: getattr(row, name, None) for key, row in rows.items()}
            if all(blobs.values()):
                orders[f"{name} in the file"] = attacker.places_in_file(
                    {key: bytes(each)[-16:] for key, each in blobs.items()}
                )
                orders[f"{name} by length"] = sorted(blobs, key=lambda key, blobs=blobs: len(blobs[key]))
    return by_order(first, second, truth)


def by_log(log: bytes, answers: dict[str, bytes], held: dict[str, bytes], truth: dict[Any, Any]) -> int:
    """How many contacts first stand in the same commit of the log as the answer that they came with."""
    place = first_seen_in_log(log, answers)
    return sum(place.get(truth[contact]) == number for contact, number in first_seen_in_log(log, held).items())
