"""A made-up 24-month population: CSV files for `survey import`, or rows put straight into an installation's database.

    python -m bench.population FOLDER --size 1000000        # population-0001.csv ... and truth.json
    python -m bench.population FOLDER --size 600 --fill DB  # the same people into DB, and truth.json

A file has as many rows as an import takes, so a million are twenty files. Nobody in them is real. The survey that they
are imported into must have been open for all 24 months: `open_since` makes it so in a database for trials.
"""

import argparse
import csv
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.population_ground import ground, written
from bench.population_model import ASKED, AT_ONCE, MONTHS, Drawn, Places, Population
from bench.survey import FILL
from webapp.kit.clock import london_today
from webapp.survey.areas import area_id
from webapp.survey.paper_codes import BETWEEN, LOCALITY, MONTH, NUMBER, POSTCODE, TOWN
from webapp.survey.questions import EQUALITY_CODES, KINDS, QUESTIONS
from webapp.survey.rollups import _UPSERT

SEED = 9
# What an import takes at once (docs/survey-import-export.md).
ROWS_A_FILE = 50_000
COLUMNS = (NUMBER, MONTH, POSTCODE, LOCALITY, TOWN, KINDS, *(each.code for each in ASKED), *EQUALITY_CODES)
# The questions of a release; all of them would make some ten million sums of a million answers.
FILLED = ("trend", "effect", "safe_day", "safe_dark", *("reported", "helped", "why_not"), "would_help")
AREA = "INSERT OR IGNORE INTO survey_area (id, town, locality, ward, cell) VALUES (?, ?, ?, ?, ?)"
EQUALITY = (
    "INSERT INTO survey_equality (edition_id, question, option, count) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (edition_id, question, option) DO UPDATE SET count = count + excluded.count"
)
# An index is made faster after its rows than with them.
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'survey_rollup' AND sql IS NOT NULL"
Told = Callable[[int], None]


def population(size: int, *, seed: int = SEED, last: str = "", boundaries: Path | None = None) -> Population:
    """So many people; `last` is the last month, else that of the last whole quarter."""
    today = london_today()
    before = today.year * 12 + (today.month - 1) // 3 * 3 - 1
    number = int(last[:4]) * 12 + int(last[5:]) - 1 if last else before
    return Population(ground=ground(boundaries=boundaries), size=size, seed=seed, last=number)


def rows(people: Population) -> Iterator[tuple[str, ...]]:
    """Each person's row in the columns of COLUMNS, while they are drawn."""
    joined = {code: [BETWEEN.join(each) for each in patterns] for code, patterns in people.patterns.items()}
    months, kinds, number = people.months, (*people.kinds, ""), 0
    for drawn in people.draw():
        told = [[joined[code][at] if at >= 0 else "" for at in drawn.answers[code]] for code in COLUMNS[6:]]
        named = [BETWEEN.join(filter(None, (kinds[kind] for kind in row))) for row in drawn.kinds]
        for at, answers in enumerate(zip(*told, strict=True)):
            number += 1
            place = written(people.ground.areas[drawn.area[at]], _postcode(people, drawn, at), int(drawn.way[at]))
            yield (f"{people.seed}-{number}", months[drawn.month[at]], *place, named[at], *answers)


def _postcode(people: Population, drawn: Drawn, at: int) -> str:
    return str(people.ground.spots[drawn.spot[at]].postcode)


def write(people: Population, folder: Path) -> list[Path]:
    """Write the files of an import; they are written while they are drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    remaining = rows(people)
    paths: list[Path] = []
    while part := list(islice(remaining, ROWS_A_FILE)):
        path = folder / f"population-{len(paths) + 1:04}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(part)
        paths.append(path)
    return paths


def truth(people: Population) -> dict[str, object]:
    """What was planted: what an analysis should find, and nothing else."""
    return {
        "seed": people.seed,
        "size": people.size,
        "months": people.months,
        "hot_spots": [asdict(spot) for spot in people.spots],
        "trends": {kind: round(yearly - 1, 6) for kind, yearly in people.trends.items()},
    }


def open_since(path: Path, day: str, slug: str = "concerns") -> None:
    """Let a survey of a database for trials have been open since a day."""
    with closing(sqlite3.connect(path)) as own, own:
        own.execute("UPDATE survey_edition SET opens_on = min(opens_on, ?) WHERE slug = ?", (day, slug))


def fill(
    path: Path,
    n: int,
    *,
    seed: int = SEED,
    last: str = "",
    slug: str = "concerns",
    boundaries: Path | None = None,
    told: Told = print,
) -> Population:
    """Put so many people straight into a SQLite database, with all sums that the recount makes; returns who they are.

    Without words, places and contacts, as answers are after a year. Not through the application: nobody else may write
    meanwhile. A million take some minutes and some hundred MB of memory.
    """
    people = population(n, seed=seed, last=last, boundaries=boundaries)
    open_since(path, f"{people.months[0]}-01", slug)
    with closing(sqlite3.connect(path, isolation_level=None)) as own:
        # Pages in memory until the end: rows of an index come in any order.
        own.execute("PRAGMA synchronous = OFF")
        own.execute("PRAGMA cache_size = -131072")
        found = own.execute("SELECT id FROM survey_edition WHERE slug = ?", (slug,)).fetchone()
        if found is None:
            raise LookupError(f"There is no survey {slug} in {path}.")
        own.execute("BEGIN IMMEDIATE")
        own.executemany(AREA, [(area_id(a).hex, a.town, a.locality, a.ward, a.cell) for a in people.ground.areas])
        sums = _Sums(people)
        for number, drawn in enumerate(people.draw()):
            own.executemany(FILL, _responses(people, drawn, number, found[0]))
            sums.add(drawn)
            told(min((number + 1) * AT_ONCE, n))
        indexes = own.execute(INDEXES).fetchall()
        for name, _ in indexes:
            own.execute(f'DROP INDEX "{name}"')
        own.executemany(_UPSERT, sums.rows(found[0]))
        for _, made in indexes:
            own.execute(made)
        own.executemany(EQUALITY, sums.equality(found[0]))
        own.execute("COMMIT")
    return people


def _responses(people: Population, drawn: Drawn, number: int, edition: str) -> Iterator[tuple[object, ...]]:
    """Rows of survey_response in the order of their keys, and those of each part after those of the one before."""
    chance, areas = np.random.default_rng([people.seed, 5, number]), [area_id(area).hex for area in people.ground.areas]
    parts, count = -(-people.size // AT_ONCE), len(drawn.month)
    first = np.sort((number + chance.random(count)) / parts * 2**48).astype(np.int64)
    # As rules.written_codes writes them.
    said = {code: [f'"{code}": {json.dumps(each)}' for each in people.patterns[code]] + [""] for code in sorted(FILLED)}
    before, after = ([code for code in said if (code < KINDS) is is_before] for is_before in (True, False))
    kinds = (*people.kinds, "")
    for at in range(count):
        named = json.dumps([kinds[kind] for kind in drawn.kinds[at] if kind >= 0])
        parts_of = (
            *(said[code][drawn.answers[code][at]] for code in before),
            f'"{KINDS}": {named}',
            *(said[code][drawn.answers[code][at]] for code in after),
        )
        key = f"{first[at]:012x}{chance.bytes(10).hex()}"
        codes = "{" + ", ".join(filter(None, parts_of)) + "}"
        month, area = people.months[drawn.month[at]], areas[drawn.area[at]]
        yield (key, edition, month, area, codes, "paper", "en", None, None, None)


class _Sums:
    """All sums of rules.keys_of, added up as numbers: by area, month, theme and key."""

    def __init__(self, people: Population) -> None:
        self.people = people
        self.themes = ("", *people.kinds)
        self.options = {code: [option.code for option in QUESTIONS[code].fixed] for code in FILLED}
        self.options[KINDS] = list(people.kinds)
        answers = [(code, option) for code, options in self.options.items() for option in ("", *options)]
        self.keys = (("", ""), *answers)
        areas = len(people.ground.areas)
        self.counts = np.zeros((areas * MONTHS, len(self.themes), len(self.keys)), dtype=np.int32)
        self.selves = {code: np.zeros(len(people.patterns[code]), dtype=np.int64) for code in EQUALITY_CODES}

    def add(self, drawn: Drawn) -> None:
        """Count some more."""
        named = np.zeros((len(drawn.month), len(self.people.kinds)), dtype=np.float32)
        for column in drawn.kinds.T:
            named[column >= 0, column[column >= 0]] = 1
        ones = np.ones((len(named), 1), dtype=np.float32)
        themes = np.hstack([ones, named])
        keys = np.hstack([ones, *(self._keys(drawn, code) for code in FILLED), ones, named])
        at = drawn.area * MONTHS + drawn.month
        order = np.argsort(at, kind="stable")
        places, starts = np.unique(at[order], return_index=True)
        for place, members in zip(places, np.split(order, starts[1:]), strict=True):
            self.counts[place] += (themes[members].T @ keys[members]).astype(np.int32)
        for code in self.selves:
            given = drawn.answers[code]
            self.selves[code] += np.bincount(given[given >= 0], minlength=self.selves[code].size)

    def _keys(self, drawn: Drawn, code: str) -> NDArray[np.float32]:
        """Whether somebody answered at all, and whether with each option."""
        patterns, options = self.people.patterns[code], self.options[code]
        table = [[1, *(option in chosen for option in options)] for chosen in patterns]
        lookup = np.array([*table, [0] * (len(options) + 1)], dtype=np.float32)
        return lookup[drawn.answers[code]]

    def rows(self, edition: str) -> Iterator[tuple[object, ...]]:
        """Rows of survey_rollup in the order of their keys."""
        ids = [area_id(area).hex for area in self.people.ground.areas]
        by_id, by_theme, by_key = _sorted(ids), _sorted(self.themes), _sorted(self.keys)
        areas, themes, keys = sorted(ids), sorted(self.themes), sorted(self.keys)
        for place, month in enumerate(self.people.months):
            found = self.counts[place::MONTHS][by_id][:, by_theme][:, :, by_key]
            at: tuple[NDArray[np.intp], ...] = np.nonzero(found)
            columns = [np.asarray(each).tolist() for each in (*at, found[at])]
            for area, theme, key, count in zip(*columns, strict=True):
                yield (edition, month, areas[area], themes[theme], *keys[key], count)

    def equality(self, edition: str) -> Iterator[tuple[object, ...]]:
        """Rows of survey_equality."""
        for code, found in self.selves.items():
            yield (edition, code, "", int(found.sum()))
            for (option,), count in zip(self.people.patterns[code], found, strict=True):
                yield (edition, code, option, int(count))


def _sorted(codes: "tuple[str, ...] | list[str] | tuple[tuple[str, str], ...]") -> Places:
    return np.array(sorted(range(len(codes)), key=lambda place: codes[place]))


def main() -> None:
    """Write files, or fill a database, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--last", default="", help="the last month, like 2026-09")
    parser.add_argument("--boundaries", type=Path, help="the wards, as the installation has imported them (GeoJSON)")
    parser.add_argument("--fill", type=Path, metavar="DB", help="put them into this SQLite database instead of files")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.fill:
        people = fill(asked.fill, asked.size, seed=asked.seed, last=asked.last, boundaries=asked.boundaries)
    else:
        people = population(asked.size, seed=asked.seed, last=asked.last, boundaries=asked.boundaries)
        for path in write(people, asked.folder):
            print(path)
    planted = json.dumps(truth(people), indent=1)
    (asked.folder / "truth.json").write_text(planted + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
