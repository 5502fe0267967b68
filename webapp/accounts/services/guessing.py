"""What slows guessing down: every try is counted in the database before anybody looks at the answer.

Accounts that do not exist are counted just like those that do, and nothing is kept but keyed hashes.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import delete, select

from webapp.accounts.models import Guessing
from webapp.accounts.rules import Tries, wait_before, with_failure, with_try
from webapp.database import INSERT, db
from webapp.kit.transaction import transaction

FORGOTTEN_AFTER = dt.timedelta(days=1)


@transaction
def take_turn(limits: Mapping[str, int], *, now: dt.datetime) -> dt.timedelta | None:
    """Count a try against each target; gives how long to wait instead where one of them has had its share.

    A refused try is not counted: otherwise a guesser could keep the officer out for good.
    """
    rows = [_row(target, now=now) for target in sorted(limits)]
    waits = [wait_before(_tries(row), limit=limits[row.target], now=now) for row in rows]
    if any(waits):
        return max(wait for wait in waits if wait)
    for row in rows:
        _write(row, with_try(_tries(row), limit=limits[row.target], now=now))
        row.tried_at = now
    return None


@transaction
def note_failure(target: str, *, now: dt.datetime) -> bool:
    """Count a wrong answer; True where it locked the target."""
    row = _row(target, now=now)
    before = row.locked_until
    _write(row, with_failure(_tries(row), now=now))
    return row.locked_until != before


@transaction
def forget_failures(*targets: str) -> None:
    """After a complete sign-in the wrong answers before it no longer count."""
    for row in db.session.scalars(select(Guessing).where(Guessing.target.in_(targets)).with_for_update()):
        row.failures = 0


@transaction
def lift(*targets: str) -> None:
    """Let an officer try again at once: an administrator knows who it was."""
    db.session.execute(delete(Guessing).where(Guessing.target.in_(targets)))


@transaction
def sweep(*, now: dt.datetime) -> None:
    """Forget what nobody has tried for a day."""
    db.session.execute(delete(Guessing).where(Guessing.tried_at < now - FORGOTTEN_AFTER))


def _row(target: str, *, now: dt.datetime) -> Guessing:
    wanted = select(Guessing).where(Guessing.target == target).with_for_update()
    row = db.session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        _insert(target, now=now)
        row = db.session.scalars(wanted).one()
    return row


def _insert(target: str, *, now: dt.datetime) -> None:
    # Two first tries at the same moment make one row.
    insert = INSERT[db.engine.dialect.name]
    values = {"target": target, "recent": [], "failures": 0, "tried_at": now}
    db.session.execute(insert(Guessing).values(values).on_conflict_do_nothing())


def _tries(row: Guessing) -> Tries:
    return Tries(recent=tuple(row.recent), failures=row.failures, locked_until=row.locked_until)


def _write(row: Guessing, tries: Tries) -> None:
    row.recent, row.failures, row.locked_until = list(tries.recent), tries.failures, tries.locked_until
