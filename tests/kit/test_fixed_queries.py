"""A fixed query gives what SQLAlchemy itself would give, on either database."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import Date, bindparam, select
from sqlalchemy.exc import IntegrityError

from tests.client import PageClient
from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery, FixedStatement, adding
from webapp.kit.idempotency import SentForm
from webapp.kit.transaction import transaction
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


FORMS = db.metadata.tables[SentForm.__tablename__]
ADD = FixedStatement(lambda _: adding(FORMS))
CHANGE = FixedStatement(
    lambda _: FORMS.update().where(FORMS.c.key_hash == bindparam("of_key")).values(sent_on=bindparam("day", type_=Date))
)


@transaction
def add_a_form(*, fail: bool = False) -> None:
    ADD.run(key_hash="%s?:' --", result=b"\x00%", sent_on=dt.date(2026, 11, 21))
    assert CHANGE.run(of_key="%s?:' --", day=dt.date(2026, 11, 22)).rowcount == 1
    assert CHANGE.run(of_key="another", day=dt.date(2026, 11, 22)).rowcount == 0
    if fail:
        raise RuntimeError


@pytest.mark.usefixtures("app_context")
class TestAStatement:
    def test_it_writes_with_the_types_of_its_columns_in_the_transaction_of_the_act(self) -> None:
        add_a_form()
        row = db.session.scalars(select(SentForm)).one()
        assert (row.key_hash, row.result, row.sent_on) == ("%s?:' --", b"\x00%", dt.date(2026, 11, 22))

    def test_it_is_undone_with_the_act(self) -> None:
        with pytest.raises(RuntimeError):
            add_a_form(fail=True)
        assert db.session.scalars(select(SentForm)).all() == []

    def test_an_error_is_sqlalchemys_and_repeats_no_value(self) -> None:
        add_a_form()
        with pytest.raises(IntegrityError) as refused:
            add_a_form()
        assert "--" not in str(refused.value.orig.__class__) + str(refused.value.statement)


@pytest.mark.usefixtures("app_context")
def test_an_act_asks_on_the_connection_that_it_writes_on() -> None:
    """With one of its own, as many acts as the pool has connections would wait for one more, for ever."""
    ask = FixedQuery(select(SentForm.key_hash))

    @transaction
    def act() -> tuple[list[str], int]:
        ADD.run(key_hash="mine", result=None, sent_on=dt.date(2026, 11, 21))
        return [row.key_hash for row in ask.rows()], db.engine.pool.checkedout()  # type: ignore[attr-defined]

    assert act() == (["mine"], 1)
