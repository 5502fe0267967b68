"""Kinds of work that exist in these tests only, and officers' reaches."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest

from webapp.audit.actors import SYSTEM
from webapp.work import services
from webapp.work.kinds import KINDS, ItemKind, register_kinds
from webapp.work.rules import Reach

LETTER = ItemKind(code="test.letter", label="Letter", permission="enquiries", closes_by_hand=True, coming="Letters.")
REPORT = ItemKind(code="test.report", label="Report", permission="publish")
URGENT = ItemKind(code="test.urgent", label="Urgent", permission="enquiries", comes_first=True)
QUESTION = ItemKind(code="test.question", label="Question", permission="answer")
TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """The register with made-up kinds, and as it was afterwards."""
    before = dict(KINDS)
    register_kinds(LETTER, REPORT, QUESTION, URGENT)
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.fixture
def put() -> Callable[..., uuid.UUID]:
    """Put an item into the queue."""
    count = iter(range(1, 100_000))

    def open_item(kind: ItemKind = LETTER, **told) -> uuid.UUID:
        number = next(count)
        told = {"subject": (told.pop("subject_kind", "letter"), uuid.uuid4()), "label": f"BCP-{number:04}", **told}
        return services.open_item(kind.code, by=SYSTEM, at=NOW + dt.timedelta(minutes=number), **told)

    return open_item


def reach(*permissions: str, agency: str | None = None, may_assign: bool = False) -> Reach:
    """An officer with these permissions; with `agency` for its rows only."""
    return Reach(officer_id=uuid.uuid4(), permissions=dict.fromkeys(permissions, agency), may_assign=may_assign)
