"""Background work: functions with a name, called by a worker process after the commit (decision 0009).

The queue holds a name and arguments that are ids, never anything about a person. It is a kick, no record: a worker that
is killed loses the job it holds. What must not be lost is a row of the slice, and a job of `every` looks for rows that
were left behind.
"""

import datetime as dt
import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from flask import Flask, current_app

from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.queue import make_queue
from webapp.kit.transaction import after_commit
from webapp.kit.turns import take_turn

LOG = structlog.get_logger()

Plain = str | int | bool | None
JobFunction = Callable[..., None]


class JobFailedError(Exception):
    """A job ended with an error, which is in the log already; this one says nothing of what the job was about."""


class UnknownJobError(LookupError):
    """There is no job of that name."""


@dataclass(frozen=True)
class Job:
    """A function that can be called in the background."""

    name: str
    run: JobFunction
    time_limit: int | None
    retries: int
    minutes: int | None


REGISTER: dict[str, Job] = {}
RETRY_AFTER_SECONDS = 30


def job(name: str, *, time_limit: int | None = None, retries: int = 0) -> Callable[[JobFunction], JobFunction]:
    """Register a function of plain keyword arguments; it is interrupted after `time_limit` seconds."""
    return _registering(name, time_limit=time_limit, retries=retries, minutes=None)


def every(name: str, *, minutes: int, time_limit: int | None = None) -> Callable[[JobFunction], JobFunction]:
    """Register a function without arguments that runs every so many minutes, once over all workers."""
    return _registering(name, time_limit=time_limit, retries=0, minutes=minutes)


def _registering(
    name: str,
    *,
    time_limit: int | None,
    retries: int,
    minutes: int | None,
) -> Callable[[JobFunction], JobFunction]:
    def register(function: JobFunction) -> JobFunction:
        if name in REGISTER:
            message = f"There are two jobs with the name {name}."
            raise ValueError(message)
        REGISTER[name] = Job(name, function, time_limit, retries, minutes)
        return function

    return register


def enqueue(name: str, **arguments: Plain) -> None:
    """Have the job called once the running transaction is committed; dropped if that is rolled back."""
    if name not in REGISTER:
        raise UnknownJobError(name)
    after_commit(partial(_put, name, json.dumps(arguments)))


def _put(name: str, arguments: str) -> None:
    try:
        jobs_of_app().put(name, arguments)
    except Exception as error:  # noqa: BLE001 - whatever the queue's storage raises
        # The act is committed and was told as done: the sweep will find its row.
        LOG.warning("job_not_queued", kind=type(error).__qualname__, place=name)


class Jobs:
    """The queue of one app. It is opened at the first use, so that a process which queues nothing opens no file."""

    def __init__(self, app: Flask) -> None:
        """Run jobs in `app`."""
        self.app = app
        self._queue: Any = None
        self._task: Any = None

    @property
    def queue(self) -> Any:
        """The Huey queue; in tests one that lives in memory."""
        if self._queue is None:
            settings = self.app.extensions["settings"]
            self._queue = make_queue(settings.instance_dir, settings.queue_url, in_memory=self.app.testing)
            self._task = self._queue.task(name="run", retry_backoff=2)(self.run)
            self._queue.periodic_task(lambda _now: True, name="tick")(self.tick)
        return self._queue

    def put(self, name: str, arguments: str) -> None:
        """Queue one call."""
        found = REGISTER[name]
        queue = self.queue
        options = {"retries": found.retries, "retry_delay": RETRY_AFTER_SECONDS, "timeout": found.time_limit}
        queue.enqueue(self._task.s(name, arguments, **options))

    def run(self, name: str, arguments: str) -> None:
        """Call a job in an app context of its own, with a fresh database session.

        Raises JobFailedError, which makes the queue try again where the job may be; the error itself is only logged.
        """
        with self.app.app_context():
            try:
                REGISTER[name].run(**json.loads(arguments))
            except Exception as error:  # noqa: BLE001 - one job must not end the worker
                db.session.rollback()
                last = traceback.extract_tb(error.__traceback__)[-1]
                place = f"{name} {last.filename}:{last.lineno}"
                # The type and the place say enough to mend it; the message could hold what a person typed.
                LOG.warning("job_failed", kind=type(error).__qualname__, place=place)
                raise JobFailedError from None

    def tick(self) -> None:
        """Queue each job of `every` whose turn it is."""
        with self.app.app_context():
            now = utc_now()
            for name, minutes in _due_regularly().items():
                if take_turn(name, dt.timedelta(minutes=minutes), now=now):
                    self.put(name, "{}")


def _due_regularly() -> Mapping[str, int]:
    return {found.name: found.minutes for found in REGISTER.values() if found.minutes is not None}


def init_jobs(app: Flask) -> None:
    """Give the app its queue."""
    app.extensions["jobs"] = Jobs(app)


def jobs_of_app() -> Jobs:
    """The queue of the running app."""
    jobs: Jobs = current_app.extensions["jobs"]
    return jobs
