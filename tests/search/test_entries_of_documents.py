"""What the index takes from a published document: words as a reader sees them, without what only leads elsewhere."""

import datetime as dt

import pytest
from sqlalchemy import select

from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.publishing import services
from webapp.publishing.importing import as_written
from webapp.search.models import EntryText
from webapp.site.searching import KIND_NAMES

TEXT = """## Training

The staff have had training.[^1] They know what to do.

| Town | Places |
|---|---|
| Poole | 57 |
| Christchurch | 11 |

- watch what you do on your phone
- talk to your family

[^1]: The report, paragraph 35.
"""


@pytest.fixture
def indexed(app_context, now) -> str:
    services.import_version(
        services.NewVersion(
            slug="training",
            kind="strategy",
            renditions=[services.NewRendition(language="en", document=as_written(TEXT, title="Training"))],
            source_name="training.md",
            source=TEXT.encode(),
            made_by="test",
            made_at=now,
            document_date=dt.date(2026, 1, 1),
            priorities=["2025-10:asb"],
        ),
        publish_now=True,
        by=SYSTEM,
    )
    return db.session.scalars(select(EntryText.body)).one()


def test_a_footnote_leaves_no_number_in_the_sentence(indexed):
    assert "training. They know" in " ".join(indexed.split())


def test_cells_and_rows_of_a_table_are_told_apart(indexed):
    assert "Poole; 57. Christchurch; 11." in " ".join(indexed.split())


def test_items_of_a_list_are_told_apart(indexed):
    assert "watch what you do on your phone; talk to your family" in " ".join(indexed.split())


def test_a_document_is_found_by_its_kind_and_its_priority(indexed, find):
    assert [hit.tags for hit in find("strategy").hits] == [("asb",)]
    assert find("training asb").total == 1


def test_no_two_kinds_of_hits_have_one_name():
    names = [str(name) for name in KIND_NAMES.values()]
    assert len(set(names)) == len(names)
