"""Whose turn it is: regular jobs run once over all workers, and at once when one was missed."""

import datetime as dt

from sqlalchemy import String, or_, select, update
from sqlalchemy.exc import IntegrityError

from webapp.database import db
from webapp.kit.orm import Keep, Mapped, Model, UtcDateTime, column
from webapp.kit.transaction import transaction

# The scheduler wakes up a moment earlier or later each minute.
SLACK = dt.timedelta(seconds=20)


class JobTurn(Model):
    """When a regular job was last begun."""

    __tablename__ = "job_turn"

    name: Mapped[str] = column(String(60), primary_key=True, keep=Keep.WITH_THE_SITE)
    at: Mapped[dt.datetime] = column(UtcDateTime, nullable=False, keep=Keep.WITH_THE_SITE)


def take_turn(name: str, interval: dt.timedelta, *, now: dt.datetime) -> bool:
    """Whether the caller is to run the job now: only one of several workers that ask is told so."""
    try:
        return _take(name, interval, now)
    except IntegrityError:
        # Another worker has just taken the very first turn.
        return False


@transaction
def _take(name: str, interval: dt.timedelta, now: dt.datetime) -> bool:
    if db.session.get(JobTurn, name) is None:
        db.session.add(JobTurn(name=name, at=now))
        return True
    # A turn in the future was taken before the clock was put right.
    is_due = or_(JobTurn.at <= now - interval + SLACK, JobTurn.at > now + SLACK)
    taken = update(JobTurn).where(JobTurn.name == name, is_due).values(at=now).returning(JobTurn.name)
    return db.session.scalar(taken) is not None


def last_turn(name: str) -> dt.datetime | None:
    """When the job was last begun, by whichever worker."""
    return db.session.scalar(select(JobTurn.at).where(JobTurn.name == name))
