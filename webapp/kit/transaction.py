"""`@transaction`: a service's writes are one database transaction, committed before anybody is answered."""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from flask import g
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from webapp.database import db

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class WriteOutsideTransactionError(RuntimeError):
    """Something was written without `@transaction`: the commit would not be the service's own."""


def transaction(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one write transaction: committed on return, rolled back on raise, joined when nested.

    The session begins a read transaction by itself at its first query. On SQLite such a transaction cannot become a
    write once another writer has committed ("database is locked" at once), so the read is ended here and a new one
    is begun with BEGIN IMMEDIATE. Objects loaded before are therefore passed by id, never carried in.
    """

    @functools.wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _depth() > 0:
            return service(*args, **kwargs)
        with _write_transaction():
            return service(*args, **kwargs)

    return run


def in_transaction() -> bool:
    """Whether an act is being done, whose transaction is open."""
    return _depth() > 0


def require_transaction(caller: str) -> None:
    """Refuse what counts only as part of an act: raises WriteOutsideTransactionError outside @transaction."""
    if _depth() == 0:
        message = f"{caller} was called outside @transaction."
        raise WriteOutsideTransactionError(message)


def after_commit(act: Callable[[], None]) -> None:
    """Have `act` called once the current transaction is committed; it is dropped if that is rolled back."""
    require_transaction("after_commit")
    g.after_commit.append(act)


def before_commit(act: Callable[[Sequence[T]], None], item: T, *, early: bool = False) -> None:
    """Have `act` called once with all its items, as the last thing before the commit.

    For a lock that every writer needs, like the head of the audit chain: taken last it is held shortest, and two
    transactions cannot wait for each other. A lock that fewer need is taken `early`: before those of all the others,
    in whichever order they were asked for.
    """
    require_transaction("before_commit")
    acts = g.before_commit_early if early else g.before_commit
    acts.setdefault(act, []).append(item)


@contextmanager
def _write_transaction() -> Iterator[None]:
    session = db.session
    session.rollback()
    g.after_commit = []
    g.before_commit, g.before_commit_early = {}, {}
    g.transaction_depth = 1
    try:
        session.connection(execution_options={"writes": True})
        yield
        session.flush()
        _finish(g.before_commit_early)
        _finish(g.before_commit)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        g.transaction_depth = 0
    for act in g.after_commit:
        act()


def _finish(acts: dict[Callable[[Sequence[Any]], None], list[Any]]) -> None:
    for act, items in acts.items():
        act(items)


def _depth() -> int:
    depth: int = g.get("transaction_depth", 0)
    return depth


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    changed = bool(session.new or session.dirty or session.deleted)
    if changed and session.get_bind() is not None and _depth() == 0:
        message = "Write through a service: this flush is outside @transaction."
        raise WriteOutsideTransactionError(message)


__all__ = [
    "WriteOutsideTransactionError",
    "after_commit",
    "before_commit",
    "in_transaction",
    "require_transaction",
    "transaction",
]
