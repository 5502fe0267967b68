"""A job goes through many rows, and one that cannot be done holds none of the others up."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from sqlalchemy.exc import OperationalError

from webapp.database import db
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.holding import NotHeldHereError

LOG = structlog.get_logger()
T = TypeVar("T")


def each_alone(found: Iterable[T], act: Callable[[T], int]) -> int:
    """Do `act`, which is a transaction of its own, for each; returns the sum of what it gives.

    Where one raises, the log has its kind, and the others go on. What concerns all of them is raised: a key that is not
    there, a database that cannot be asked.
    """
    done = 0
    for each in found:
        try:
            done += act(each)
        except (KeyMissingError, NotHeldHereError, OperationalError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one row is not wrong with the next
            db.session.rollback()
            LOG.warning("row_left_out", kind=type(error).__qualname__, place=getattr(act, "__module__", ""))
    return done


__all__ = ["each_alone"]
