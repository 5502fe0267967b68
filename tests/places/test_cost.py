"""What places cost: next to nothing at a start, and one question to the database for a postcode."""

import subprocess
import sys

import pytest
from sqlalchemy import event

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.places import queries, services, sources

LARGE = ("convertbng", "h3", "numpy", "shapely")


def test_a_start_reads_none_of_the_large_libraries():
    loaded = "import sys, webapp.places.commands; print([name for name in sys.argv[1:] if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", loaded, *LARGE], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.integration
def test_a_start_with_nothing_new_asks_twice_and_writes_nothing(placed, now, monkeypatch):
    monkeypatch.setattr(sources, "read_postcodes", lambda _areas: [])
    services.load_places(at=now)
    asked: list[str] = []

    def note(_connection, _cursor, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert services.load_places(at=now) == 0
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    selects = [statement for statement in asked if not statement.startswith("BEGIN")]
    assert [statement.split(None, 1)[0] for statement in selects] == ["SELECT"] * 3
    assert not any("IMMEDIATE" in statement for statement in asked)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("words", "questions"), [("BH1 1AA", 1), ("Boscombe", 0), ("boscome", 0), ("BHI 1AA", 1), ("BH1", 0)]
)
def test_a_place_asks_the_database_at_most_once(placed, monkeypatch, words, questions):
    assert queries.find_place("BH1")
    asked: list[FixedQuery] = []
    ask = FixedQuery.rows

    def note(self: FixedQuery, **values: object) -> list[object]:
        asked.append(self)
        return ask(self, **values)

    monkeypatch.setattr(FixedQuery, "rows", note)
    # Nothing that a second changes: what was loaded was asked for just now.
    monkeypatch.setattr("webapp.places.memory.CHECKED_EVERY_SECONDS", 3_600)
    assert queries.find_place(words)
    assert len(asked) == questions
