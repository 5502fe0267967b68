"""A fixed query gives what SQLAlchemy itself would give, on either database."""

import pytest
from flask import Flask
from sqlalchemy import bindparam, select

from tests.client import PageClient
from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.publishing import queries
from webapp.publishing.models import Publication, Rendition

pytestmark = pytest.mark.integration

VALUES = {"language": "pl", "default": "en"}


@pytest.mark.usefixtures("starter")
def test_every_value_has_the_type_that_sqlalchemy_gives_it(app_context: Flask) -> None:
    slugs = db.session.scalars(select(Publication.slug).order_by(Publication.slug)).all()
    assert slugs
    for slug in slugs:
        expected = db.session.execute(queries.HEAD, {"slug": slug, **VALUES}).all()
        found = queries.ASK_HEAD.rows(slug=slug, **VALUES)
        assert [tuple(row) for row in found] == [tuple(row) for row in expected]
        assert [[type(cell) for cell in row] for row in found] == [[type(cell) for cell in row] for row in expected]
    assert app_context.name


@pytest.mark.usefixtures("starter", "app_context")
def test_a_value_is_handed_over_as_a_value_never_as_words_of_the_statement() -> None:
    query = FixedQuery(select(Publication.slug).where(Publication.slug == bindparam("slug")))
    assert query.rows(slug="' OR '1'='1") == []


@pytest.mark.usefixtures("starter", "app_context")
def test_columns_are_read_by_name() -> None:
    query = FixedQuery(select(Rendition.language, Rendition.title.label("name")).order_by(Rendition.title).limit(1))
    row = query.rows()[0]
    assert row.language
    assert row.name


@pytest.mark.usefixtures("starter")
def test_a_reader_holds_no_transaction_open(app: Flask, client: PageClient) -> None:
    for _ in range(30):
        assert client.get("/publications/our-priorities").status == 200
    with app.app_context():
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
