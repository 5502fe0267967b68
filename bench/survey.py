"""Row 5: an answer to the survey taken in, in process, against bare durable commits of as many bytes; and growth."""

import os
import sqlite3
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import select

from bench.report import Figure, heading, show
from bench.server import app_of, installation
from webapp.audit.actors import PUBLIC
from webapp.database import SQLITE_PRAGMAS, db
from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership
from webapp.survey import rollups, services
from webapp.survey.codes import Channel, Exactness
from webapp.survey.editions import open_editions
from webapp.survey.models import SurveyArea
from webapp.survey.questions import EQUALITY_CODES, QUESTIONS
from webapp.survey.recount import recount
from webapp.survey.rules import Contact, Place, written_codes
from webapp.survey.services import NewResponse

ANSWERS = 200
SIZES = (10_000, 100_000, 1_000_000)
AT_LEAST, AIM = 8.0, 20.0
GROWTH_AT_MOST = 2.0
SEED = 5
WORDS = "Made-up words about a made-up street, as long as people write them on a telephone. " * 3
# Different answers among those that the tables are filled with.
PATTERNS = 2000
AT_ONCE = 20_000
# After so many answers it is known how many bytes one takes.
FEW, USUAL_BYTES = 50, 4096
ADD = "INSERT INTO raw (content) VALUES (?)"
SAME = "SELECT edition_id, channel, language, sealed_key, place, words FROM survey_response LIMIT 1"
FILL = (
    "INSERT INTO survey_response (id, edition_id, month, area_id, codes, channel, language, state, moderation, flagged,"
    " third_party, personal, keep_until, sealed_key, place, words, version)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 'counted', 'read', 0, 0, '', NULL, ?, ?, ?, 1)"
)


def run() -> list[Figure]:
    """Take answers in on an empty installation, then beside more and more that are stored already."""
    heading(f"Row 5: {ANSWERS} answers with words and contact taken in one after the other, in this process")
    figures: list[Figure] = []
    with installation() as instance:
        app = app_of(instance)
        with app.app_context():
            path = Path(db.engine.url.database or "")
            chance = Random(SEED)  # noqa: S311 (answers, not secrets)
            # The first ones make the rows that later ones only count up.
            _taken_in(chance, path, None)
            pair = _taken_in(chance, path, path.with_name("raw.sqlite3"))
            figures.append(_figure("an answer taken in", pair, AT_LEAST))
            stored, first = 0, pair
            for size in SIZES:
                _fill(path, chance, stored, size)
                stored = size
                pair = _taken_in(chance, path, path.with_name(f"raw-{size}.sqlite3"))
                first = pair if size == SIZES[0] else first
                figures.append(_figure(f"beside {size:,} stored answers", pair, None))
                figures.append(_grown(size, pair, first))
                figures.append(_recounted(size))
            db.session.remove()
            db.engine.dispose()
    return figures


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What an answer and a bare commit of as many bytes took in turn, in seconds; and of the processor's time."""

    answer: float
    raw: float
    answer_processor: float
    raw_processor: float
    size: int


def _figure(what: str, pair: Pair, at_least: float | None) -> Figure:
    per_second = f"{1 / pair.answer:,.0f} answers/s against {1 / pair.raw:,.0f} commits/s of {pair.size:,} bytes"
    processor = f"of the processor {1000 * pair.answer_processor:.2f} ms against {1000 * pair.raw_processor:.2f} ms"
    figure = Figure(
        row="5",
        what=what,
        value=100 * pair.raw / pair.answer,
        unit="% of bare commits",
        at_least=at_least,
        aim=AIM if at_least else None,
        evidence=f"{per_second}; {processor}",
    )
    show(figure)
    return figure


def _grown(size: int, pair: Pair, first: Pair) -> Figure:
    figure = Figure(
        row="5",
        what=f"time of an answer beside {size:,} against {SIZES[0]:,}",
        value=(pair.answer / pair.raw) / (first.answer / first.raw),
        unit="times",
        at_least=GROWTH_AT_MOST,
        lower_is_better=True,
        evidence="both measured by the bare commits of their own moment",
    )
    show(figure)
    return figure


def _recounted(size: int) -> Figure:
    began = time.perf_counter()
    differences = recount()
    assert differences == [], f"the sums are wrong: {differences[:3]}"
    seconds = time.perf_counter() - began
    figure = Figure(row="5", what=f"nightly recount of {size:,}", value=seconds, unit="s", lower_is_better=True)
    show(figure)
    return figure


def _taken_in(chance: Random, path: Path, raw: Path | None) -> Pair:
    """Take answers in, each followed by bare commits of as many bytes, so that a slow moment falls on both."""
    answers = [_answer(chance) for _ in range(ANSWERS)]
    today, before, commits = london_today(), _size(path), _commits(raw)
    taken: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    size = USUAL_BYTES
    for count, new in enumerate(answers):
        taken.append(_timed(partial(services.submit, new, today=today, by=PUBLIC)))
        if commits is not None:
            if count == FEW:
                size = (_size(path) - before) // FEW
            content = os.urandom(size)
            bare += [_timed(partial(commits.execute, ADD, (content,))) for _ in range(3)]
    if commits is not None:
        commits.close()
    (answer, answer_processor), (bare_one, bare_processor) = _middle(taken), _middle(bare or taken)
    return Pair(answer=answer, raw=bare_one, answer_processor=answer_processor, raw_processor=bare_processor, size=size)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - worked


def _middle(taken: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(each for each, _ in taken), statistics.median(each for _, each in taken)


def _commits(path: Path | None) -> sqlite3.Connection | None:
    """A bare table, by the settings that the site's database has."""
    if path is None:
        return None
    own = sqlite3.connect(path, isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        own.execute(f"PRAGMA {pragma}")
    own.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, content BLOB)")
    return own


def _answer(chance: Random) -> NewResponse:
    locality = chance.choice(current_partnership().localities)
    return NewResponse(
        edition=open_editions(london_today())[0].id,
        place=Place(exactness=Exactness.NEIGHBOURHOOD, town=locality.town, locality=locality.code),
        codes=_codes(chance),
        words=WORDS,
        contact=Contact(name="Ada Example", email="ada@example.org"),
        equality={code: chance.choice(QUESTIONS[code].fixed).code for code in EQUALITY_CODES},
        language="en",
        channel=Channel.WEB,
    )


def _codes(chance: Random) -> dict[str, tuple[str, ...]]:
    """One answer to each question, two kinds."""
    asked = [question for question in QUESTIONS.values() if not question.is_equality]
    codes = {question.code: (chance.choice(question.options).code,) for question in asked}
    return codes | {"kinds": tuple(option.code for option in chance.sample(QUESTIONS["kinds"].options, 2))}


def _size(path: Path) -> int:
    with closing(sqlite3.connect(path)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


def _fill(path: Path, chance: Random, start: int, size: int) -> None:
    """Store answers until there are so many, with their sums: copies of a real one under other codes and places."""
    today = london_today()
    months = [f"{today.year - number}-{month:02}" for number in (1, 2) for month in range(1, 13)]
    edition = open_editions(today)[0].id
    # Those of the answers that were taken in before.
    areas = db.session.scalars(select(SurveyArea.id).order_by(SurveyArea.id)).all()
    patterns = [(chance.choice(areas), chance.choice(months), _codes(chance)) for _ in range(PATTERNS)]
    db.session.remove()
    with closing(sqlite3.connect(path, isolation_level=None)) as own:
        same = own.execute(SAME).fetchone()
        counted: Counter[int] = Counter()
        for place in range(start, size, AT_ONCE):
            own.execute("BEGIN IMMEDIATE")
            # In the order of their keys, which the database keeps them in.
            keys = sorted(uuid.uuid4().hex for _ in range(min(AT_ONCE, size - place)))
            own.executemany(FILL, _rows(keys, same, patterns, counted, chance))
            own.execute("COMMIT")
    _count(edition, patterns, counted)


def _rows(
    keys: list[str],
    same: tuple[object, ...],
    patterns: list[tuple[uuid.UUID, str, dict[str, tuple[str, ...]]]],
    counted: Counter[int],
    chance: Random,
) -> Iterator[tuple[object, ...]]:
    edition, channel, language, *sealed = same
    for key in keys:
        number = chance.randrange(len(patterns))
        counted[number] += 1
        area, month, codes = patterns[number]
        yield (key, edition, month, area.hex, written_codes(codes), channel, language, *sealed)


def _count(
    edition: uuid.UUID, patterns: list[tuple[uuid.UUID, str, dict[str, tuple[str, ...]]]], counted: Counter[int]
) -> None:
    sums: Counter[rollups.Key] = Counter()
    for number, times in counted.items():
        area, month, codes = patterns[number]
        one = rollups.deltas([rollups.Counts(edition_id=edition, month=month, area_id=area, codes=codes)])
        for key, count in one.items():
            sums[key] += count * times
    with db.engine.connect().execution_options(writes=True) as connection:
        rows = [(*key, sums[key]) for key in sorted(sums)]
        connection.exec_driver_sql(rollups._UPSERT, rows)  # noqa: SLF001 - as an answer adds its own
        connection.commit()
