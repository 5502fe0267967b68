"""Row queue: the desk's queue page with 10,000 items against the same page with 25, drawn in this process."""

import datetime as dt
import statistics
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import insert, text

from bench.report import Figure, heading, show
from bench.server import app_of, installation
from webapp.accounts.permissions import Permission, RoleCode
from webapp.accounts.rules import Stage
from webapp.accounts.services import officers, sessions
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.kit.clock import london_today, utc_now
from webapp.kit.transaction import transaction
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.models import WorkItem
from webapp.work.rules import NO_DATE, State

FEW, MANY = 25, 10_000
ROUNDS = 60
TIMES_AT_MOST = 3.0
KIND = ItemKind(code="bench.item", label="Made up", permission=Permission.EDIT)
# The parts of the queue that read the table in different ways; the last one is the worst page there is.
PAGES = {
    "first page": "/desk/queue",
    "what is mine": "/desk/queue?show=mine",
    "what is overdue": "/desk/queue?show=overdue",
    "found by its reference": "/desk/queue?q=bcp-0",
    "last page": "/desk/queue?page=400",
    "start page": "/desk",
}


def run() -> list[Figure]:
    """Draw each page with few and with many items."""
    heading(f"Row queue: the desk's queue with {MANY:,} items against {FEW}, median of {ROUNDS} requests in process")
    register_kinds(KIND)
    with installation() as instance, desk(instance) as (client, officer_id):
        fill(client, FEW, officer_id)
        few = {name: milliseconds(client, path) for name, path in PAGES.items()}
        fill(client, MANY - FEW, officer_id, start=FEW)
        many = {name: milliseconds(client, path) for name, path in PAGES.items()}
    figures = []
    for name in PAGES:
        figure = Figure(
            row="queue",
            what=name,
            value=many[name] / few[name],
            unit="times",
            at_least=TIMES_AT_MOST,
            lower_is_better=True,
            evidence=f"{many[name]:.1f} ms against {few[name]:.1f} ms",
        )
        show(figure)
        figures.append(figure)
    return figures


@contextmanager
def desk(instance: Path) -> Iterator[tuple[FlaskClient, uuid.UUID]]:
    """A browser of an officer who is signed in."""
    app = app_of(instance)
    with app.app_context():
        officer_id, token = sign_in()
    client = app.test_client()
    name = "__Host-desk" if app.extensions["settings"].secure_cookies else "desk"
    client.set_cookie(name, token, domain="localhost", secure=name.startswith("__"))
    yield client, officer_id
    with app.app_context():
        db.engine.dispose()


def sign_in() -> tuple[uuid.UUID, str]:
    """A new officer, and the token of their session."""
    officer = officers.add(
        email="bench@example.org",
        name="Bench",
        roles=frozenset({RoleCode.PUBLISHER}),
        agency=None,
        by=Actor.command("bench"),
        now=utc_now(),
    )
    return officer.id, sessions.begin(officer.id, stage=Stage.FULL, device="Bench", now=utc_now())


def fill(client: FlaskClient, number: int, officer_id: uuid.UUID, *, start: int = 0) -> None:
    """Put so many items into the queue of the client's app."""
    with client.application.app_context():
        put(number, officer_id, start=start)


@transaction
def put(number: int, officer_id: uuid.UUID, *, start: int = 0) -> None:
    """Items of every sort: new, taken, due, overdue, without a date."""
    today, now = london_today(), utc_now()
    db.session.execute(
        insert(WorkItem),
        [
            {
                "id": uuid.uuid4(),
                "kind": KIND.code,
                "subject_kind": "bench",
                "subject_id": uuid.uuid4(),
                "label": f"BCP-{place:05}",
                "place": "",
                "permission": KIND.permission,
                "state": State.TAKEN if place % 5 == 0 else State.NEW,
                "officer_id": officer_id if place % 5 == 0 else None,
                "due_on": today + dt.timedelta(days=place % 90 - 10) if place % 4 else None,
                "order_on": today + dt.timedelta(days=place % 90 - 10) if place % 4 else NO_DATE,
                "opened_at": now + dt.timedelta(seconds=place),
                "outcome": "",
            }
            for place in range(start, start + number)
        ],
    )
    db.session.execute(text("ANALYZE"))


def milliseconds(client: FlaskClient, path: str) -> float:
    """How long the page takes, after it was drawn once."""
    taken = []
    for round_ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get(path)
        if round_:
            taken.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return statistics.median(taken)
