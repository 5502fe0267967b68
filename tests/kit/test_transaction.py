"""@transaction: committed on return, rolled back on raise, safe against a writer in between."""

import threading

import pytest
from sqlalchemy import select, text

from webapp.database import db
from webapp.kit.revision import PublicRevisionRow, public_content_changed
from webapp.kit.transaction import WriteOutsideTransactionError, after_commit, before_commit, transaction


def number() -> int | None:
    return db.session.scalar(select(PublicRevisionRow.number).where(PublicRevisionRow.id == 1))


@transaction
def raise_counter() -> None:
    public_content_changed()


@transaction
def raise_counter_and_fail() -> None:
    public_content_changed()
    raise RuntimeError("after the write")


@transaction
def raise_counter_twice() -> None:
    raise_counter()
    raise_counter()


def test_a_service_that_returns_is_committed(app_context):
    raise_counter()
    db.session.rollback()
    assert number() == 1


def test_a_service_that_raises_leaves_nothing(app_context):
    with pytest.raises(RuntimeError, match="after the write"):
        raise_counter_and_fail()
    assert number() is None


def test_a_service_inside_a_service_joins_it(app_context):
    raise_counter_twice()
    assert number() == 2


def test_a_write_outside_a_service_is_refused(app_context):
    db.session.add(PublicRevisionRow(id=7, number=1))
    with pytest.raises(WriteOutsideTransactionError):
        db.session.flush()
    db.session.rollback()


def test_what_waits_for_the_commit_is_dropped_by_a_failure(app_context):
    done: list[str] = []

    @transaction
    def fail() -> None:
        after_commit(lambda: done.append("told"))
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert done == []


def test_what_waits_for_the_commit_sees_it_committed(app_context):
    seen: list[int | None] = []

    @transaction
    def act() -> None:
        public_content_changed()
        after_commit(lambda: seen.append(other_connection_number()))

    act()
    assert seen == [1]


def test_an_early_act_comes_before_the_others_whenever_it_was_asked_for(app_context):
    done: list[tuple[str, list[str]]] = []

    def last(items: list[str]) -> None:
        done.append(("last", list(items)))

    def first(items: list[str]) -> None:
        done.append(("first", list(items)))

    @transaction
    def act() -> None:
        before_commit(last, "a")
        before_commit(first, "b", early=True)
        before_commit(first, "c", early=True)
        assert done == []

    act()
    assert done == [("first", ["b", "c"]), ("last", ["a"])]


def other_connection_number() -> int | None:
    with db.engine.connect() as connection:
        return connection.scalar(select(PublicRevisionRow.number))


def test_a_writer_that_commits_between_read_and_write_does_no_harm(app_context):
    raise_counter()
    assert number() == 1

    engine = db.engine

    def elsewhere() -> None:
        with engine.connect().execution_options(writes=True) as connection:
            connection.execute(text("UPDATE public_revision SET number = number + 10"))
            connection.commit()

    writer = threading.Thread(target=elsewhere)
    writer.start()
    writer.join()
    raise_counter()
    assert number() == 12


def test_sqlite_commits_survive_a_power_cut(app_context):
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
