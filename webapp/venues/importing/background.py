"""Background work on lists: the worker reads and applies them, and takes up what was left behind."""

import uuid

from webapp.kit.clock import utc_now
from webapp.kit.jobs import every, job
from webapp.venues.importing import carrying, runs


@job(runs.CHECK_JOB, time_limit=carrying.TIME_LIMIT)
def check_list(*, run_id: str) -> None:
    """Read one list."""
    carrying.check(uuid.UUID(run_id))


@job(runs.APPLY_JOB, time_limit=carrying.TIME_LIMIT)
def apply_list(*, run_id: str) -> None:
    """Apply one list."""
    carrying.apply(uuid.UUID(run_id))


@every("venues.sweep_lists", minutes=5)
def sweep_lists() -> None:
    """Take up lists that were left behind, and forget old ones."""
    carrying.sweep(now=utc_now())
