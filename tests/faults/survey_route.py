"""One way through the survey's pages, with canaries in all that is free to write."""

import atexit
import contextlib
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from flask import Flask

from tests.conftest import upgrade
from tests.faults.forms_read import Asked
from tests.faults.people import InProcess, Person
from webapp import create_app
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.partnership.current import current_partnership
from webapp.partnership.surveys import read_surveys
from webapp.sealing.services import make_missing_keys, phrase_salt
from webapp.survey.edition_services import load_surveys

START = "/asb-survey"
# A neighbourhood that is found, and nothing else of the place; whoever is in danger would be sent elsewhere.
CHOSEN: Mapping[str, str | list[str]] = {"urgent": "neither", "area": "", "level": []}
TYPED = {"email": "{}@example.org", "telephone": "01632 960 001"}
PLACE = "Boscombe"


def wording(mark: str) -> Callable[[Asked], str]:
    """What somebody writes into each box: always with their mark, where the box takes it."""

    def word(one: Asked) -> str:
        if one.name == "words" and one.kind != "textarea":
            return PLACE
        return TYPED.get(one.name, "{}").format(f"{mark}-{one.name}")

    return word


def survey_site(environ: Mapping[str, str]) -> Flask:
    """The app over a database with keys and the partnership's surveys, and nothing else of its content."""
    folder = Path(environ["INSTANCE_DIR"])
    shutil.copytree(_prepared(), folder)
    app = create_app(environ)
    app.testing = True
    return app


@functools.cache
def _prepared() -> Path:
    """Made once in a process, because migrations take a while; what is left of it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="safer-survey-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = create_app({"INSTANCE_DIR": str(folder)})
    with app.app_context():
        upgrade()
        make_missing_keys()
        phrase_salt()
        load_surveys(read_surveys(current_partnership()), at=utc_now())
        path = Path(db.engine.url.database or "")
        db.session.remove()
        db.engine.dispose()
    # Nothing may lie in the log that a copy leaves behind.
    with contextlib.closing(sqlite3.connect(path)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


def somebody(app: Flask, mark: str, *, chance: Random, address: str = "127.0.0.1") -> Person:
    """A person in this process who writes their mark everywhere."""
    return Person(InProcess(app, address=address), chance, START, wording(mark), CHOSEN)
