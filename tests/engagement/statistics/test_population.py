"""The made-up population of the benches: files that an import takes, and sums that a recount finds right."""

import csv
import datetime as dt
import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bench.population import COLUMNS, fill, open_since, population, rows, truth, write
from bench.population_model import counts
from tests.conftest import NOW
from tests.survey.conftest import an_edition
from tests.survey.made_editions import SURVEY
from webapp.database import db
from webapp.partnership.records import to_record
from webapp.places.services import load_postcodes
from webapp.survey.editions import edition
from webapp.survey.importing import read_paper
from webapp.survey.questions import FULL
from webapp.survey.recount import recount

LAST = "2026-09"


class TestWhoTheyAre:
    def test_the_same_seed_makes_the_same_people_and_another_makes_others(self):
        one, same, other = (list(rows(population(50, seed=seed, last=LAST))) for seed in (3, 3, 4))
        assert one == same
        assert [row[1:] for row in one] != [row[1:] for row in other]

    def test_they_answer_over_twenty_four_months_and_all_wards(self, people):
        found = counts(people)
        assert (people.months[0], people.months[-1]) == ("2024-10", "2026-09")
        assert (found.people.sum(axis=0) > 0).all()
        assert len(found.by(people.ground, "ward")) == len(people.ground.wards) > 30

    def test_what_is_planted_weighs_more_where_and_when_it_is(self, people):
        found = counts(people)
        by_ward = found.by(people.ground, "ward")
        for spot in people.spots:
            kind = people.kinds.index(spot.kind)
            shares = {
                ward: found.named[at, :, kind].sum() / found.people[at].sum() for ward, at in by_ward.items() if len(at)
            }
            others = [share for ward, share in shares.items() if ward not in spot.wards]
            assert shares[spot.core] > 1.5 * sum(others) / len(others)
        rowdy = found.named[:, :, people.kinds.index("rowdy")].sum(axis=0)
        assert rowdy[12:].sum() / found.people[:, 12:].sum() > 1.15 * rowdy[:12].sum() / found.people[:, :12].sum()

    def test_the_truth_says_what_is_planted(self, people):
        told = json.loads(json.dumps(truth(people)))
        assert [spot["kind"] for spot in told["hot_spots"]] == ["drugs", "vehicle_nuisance", "litter_needles"]
        assert told["trends"] == {"rowdy": 0.35, "graffiti": -0.3}
        wards = [ward for spot in told["hot_spots"] for ward in spot["wards"]]
        assert len(wards) == len(set(wards)) == 12


class TestFiles:
    def test_have_at_most_as_many_rows_as_an_import_takes(self, tmp_path, monkeypatch):
        monkeypatch.setattr("bench.population.ROWS_A_FILE", 40)
        paths = write(population(100, last=LAST), tmp_path)
        assert [path.name for path in paths] == [f"population-000{number}.csv" for number in (1, 2, 3)]
        with paths[2].open(encoding="utf-8", newline="") as file:
            assert [len(row) for row in csv.reader(file)] == [len(COLUMNS)] * 21

    def test_are_right_in_every_row_for_the_import(self, installed, tmp_path):
        load_postcodes(at=NOW)
        (path,) = write(population(300, last=LAST), tmp_path)
        open_since(installed, "2024-10-01")
        db.session.remove()
        found = list(read_paper(path.read_bytes(), edition("concerns"), today=dt.date(2026, 11, 22)))
        assert [row.faults for row in found if row.faults] == []
        assert len(found) == 300


class TestTheDatabase:
    def test_has_the_sums_that_a_recount_makes(self, installed):
        fill(installed, 400, last=LAST, told=lambda _stored: None)
        db.session.remove()
        assert recount() == []

    def test_has_the_people_that_the_files_have(self, installed):
        people = fill(installed, 400, last=LAST, told=lambda _stored: None)
        named = Counter(kind for row in rows(people) for kind in row[5].split(";"))
        with closing(sqlite3.connect(installed)) as own:
            asked = (
                "SELECT option, sum(count) FROM survey_rollup"
                " WHERE theme = '' AND question = 'kinds' AND option != '' GROUP BY option"
            )
            assert dict(own.execute(asked)) == dict(named)
            assert own.execute("SELECT count(*) FROM survey_response").fetchone() == (400,)
            indexes = "SELECT count(*) FROM sqlite_master WHERE name = 'ix_survey_rollup_asked'"
            assert own.execute(indexes).fetchone() == (1,)

    def test_without_that_survey_is_refused(self, installed):
        with pytest.raises(LookupError, match="no survey"):
            fill(installed, 1, last=LAST, slug="other")


@pytest.fixture(scope="module")
def people():
    return population(60_000, last=LAST)


@pytest.fixture
def installed(app_context):
    """The path of a database with the survey that everybody answers."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("rows are put straight into SQLite only")
    content = to_record(replace(SURVEY, closes_on=None, questions=FULL))
    an_edition(slug="concerns", closes_on=None, content=content)
    db.session.remove()
    return Path(db.engine.url.database)
