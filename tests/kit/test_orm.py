"""Columns say what they hold and how long; moments are UTC on both databases."""

import datetime as dt

import pytest
from sqlalchemy import Column

from webapp.database import db
from webapp.kit.orm import Holds, Keep, UtcDateTime


@pytest.fixture
def columns(session_app) -> list[Column]:
    """Every column there is: only the whole app knows every slice's tables."""
    return [column for table in db.metadata.sorted_tables for column in table.columns]


def test_every_column_declares_its_class_and_its_retention(columns):
    assert len(columns) > 1000
    wanted = (("holds", Holds), ("keep", Keep))
    assert [str(each) for each in columns for name, kind in wanted if not isinstance(each.info.get(name), kind)] == []


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        UtcDateTime().process_bind_param(dt.datetime(2026, 1, 1), db_dialect())  # noqa: DTZ001


def test_a_moment_comes_back_in_utc():
    summer = dt.datetime(2026, 7, 1, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    stored = UtcDateTime().process_bind_param(summer, db_dialect())
    assert UtcDateTime().process_result_value(stored, db_dialect()) == dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)


def db_dialect():
    from sqlalchemy.dialects import sqlite

    return sqlite.dialect()
