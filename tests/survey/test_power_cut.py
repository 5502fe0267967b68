"""The power fails at any moment: what was acknowledged is on the disk, and no part of an answer without the rest.

The disk that is left is drawn from a record of a run (tests/faults/power_cuts.py). Two controls show that the drill
sees what it is there to see: with weaker settings of the database the same drill must find losses.
"""

import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.faults.power_cuts import Recording, can_record, record
from tests.faults.survey_route import survey_site
from tests.profiles import is_drill
from webapp.config import PROJECT
from webapp.database import db

pytestmark = pytest.mark.integration
FIGURES = logging.getLogger(__name__)

IS_LONG = is_drill()
ANSWERS = 40 if IS_LONG else 5
IMAGES = 2000 if IS_LONG else 60
CONTROLS = 300 if IS_LONG else 40


@dataclass(frozen=True)
class Verdict:
    """What was found on a number of disks."""

    images: int
    lost: int
    broken: int
    halves: int


@pytest.fixture
def instance(tmp_path) -> Iterator[Path]:
    if not can_record():
        pytest.skip("no strace that may trace here (apt-get install strace)")
    folder = tmp_path / "instance"
    app = survey_site({"INSTANCE_DIR": str(folder)})
    with app.app_context():
        path = Path(db.engine.url.database or "")
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(path) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    return path


def run(database: Path, folder: Path, *pragmas: str) -> Recording:
    """A run of the survey, on a copy of the installation, as the kernel saw it."""
    instance = folder / f"run{len(pragmas)}-{'-'.join(pragmas).replace('=', '')}"
    shutil.copytree(database.parent, instance)
    path, told = instance / database.name, instance / "told"
    command = [sys.executable, "-m", "tests.faults.submitting", str(instance), str(told), str(ANSWERS), *pragmas]
    files = [path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-journal")]
    environ = {"PATH": os.environ["PATH"]}
    return record(command, files=files, told=told, trace=folder / "trace", environ=environ, folder=PROJECT)


def judge(recording: Recording, name: str, images: int, folder: Path) -> Verdict:
    chance = Random(20261121)  # noqa: S311 - the same chances each time
    lost = broken = halves = 0
    for number in range(images):
        # Every second one just after an answer was acknowledged: what is lost then was promised.
        moment = chance.choice(recording.moments() if number % 2 else recording.just_told())
        disk = folder / "disk"
        shutil.rmtree(disk, ignore_errors=True)
        disk.mkdir()
        recording.image(moment, chance, disk)
        found = look(disk / name)
        if found is None:
            broken += 1
            continue
        stored, counted, sent = found
        lost += sent < len(recording.acknowledged(moment))
        # An answer, its place in the counts and the note that it was sent are one.
        halves += not stored == counted == sent
    return Verdict(images, lost, broken, halves)


def look(path: Path) -> tuple[int, int, int] | None:
    """How many answers are stored, counted and noted as sent; None for a database that is broken."""
    try:
        with sqlite3.connect(path) as disk:
            if disk.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            stored = disk.execute("SELECT count(*) FROM survey_response").fetchone()[0]
            whole = "SELECT coalesce(sum(count), 0) FROM survey_rollup WHERE question = '' AND theme = ''"
            counted = disk.execute(whole).fetchone()[0]
            sent = disk.execute("SELECT count(*) FROM sent_form").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    finally:
        disk.close()
    return stored, counted, sent


def test_what_was_acknowledged_survives_a_power_cut(instance, tmp_path):
    recording = run(instance, tmp_path)
    assert recording.acknowledged(len(recording.steps)) == [str(number) for number in range(ANSWERS)]
    verdict = judge(recording, instance.name, IMAGES, tmp_path)
    FIGURES.info("as it is set up: %s, %s steps recorded", verdict, len(recording.steps))
    assert verdict == Verdict(IMAGES, 0, 0, 0)


@pytest.mark.parametrize("weaker", ["synchronous=OFF", "synchronous=NORMAL"] if IS_LONG else ["synchronous=OFF"])
def test_the_drill_sees_what_weaker_settings_lose(instance, tmp_path, weaker):
    verdict = judge(run(instance, tmp_path, weaker), instance.name, CONTROLS, tmp_path)
    FIGURES.info("%s: %s", weaker, verdict)
    assert verdict.lost + verdict.broken > 0
    if weaker == "synchronous=NORMAL":
        assert verdict.broken == verdict.halves == 0
