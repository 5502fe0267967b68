"""Two officers, and a draft between them."""

import uuid

import pytest

from tests.publishing.desk.documents import add_draft
from webapp.audit.actors import Actor
from webapp.publishing import draft_queries as queries
from webapp.publishing import lifecycle
from webapp.publishing.fingerprints import content_hash


@pytest.fixture
def ann() -> Actor:
    return Actor.officer(uuid.uuid4())


@pytest.fixture
def ben() -> Actor:
    return Actor.officer(uuid.uuid4())


@pytest.fixture
def draft(app_context, ann) -> str:
    return add_draft(by=ann)


@pytest.fixture
def sensitive(app_context, ann) -> str:
    return add_draft(by=ann, slug="made-up-review", kind="learning_review")


@pytest.fixture
def seen():
    """The hash that a page shows to whoever decides."""

    def of(slug: str) -> str:
        publication, version = queries.get_draft(slug)
        return content_hash(publication.slug, version)

    return of


@pytest.fixture
def published(draft, ann, seen) -> str:
    lifecycle.submit(draft, by=ann)
    lifecycle.publish_draft(draft, seen=seen(draft), by=ann)
    return draft
