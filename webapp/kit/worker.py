"""The worker process: Huey's consumer, which runs jobs in child processes and regular jobs by the clock."""

import logging
import os
import signal
from typing import Any

import structlog
from flask import Flask
from huey import Huey
from huey.consumer import Consumer, ConsumerStopped, Scheduler, Worker

from webapp.database import db
from webapp.kit.jobs import JobFailedError, Jobs

LOG = structlog.get_logger()
# A child that is asked to end has this long to finish the job it holds.
END_WITHIN_SECONDS = 4
# How long a new job may wait for a child that has nothing to do.
NOTICED_WITHIN_SECONDS = 1.0
NICENESS = 5


def run_worker(app: Flask, *, processes: int, ends_with_parent: bool = False) -> None:
    """Work until a signal says to end, or the process ends that started this one."""
    jobs: Jobs = app.extensions["jobs"]
    queue = jobs.queue
    _log_in_our_way()

    @queue.on_startup()  # type: ignore[untyped-decorator] # huey has no types
    def leave_the_parents_connections() -> None:
        with app.app_context():
            # A connection that came along with the fork is still the parent's.
            db.engine.dispose(close=False)

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    # On the same machine visitors come first.
    os.nice(NICENESS)
    LOG.info("worker_started", count=processes)
    _Consumer(queue, processes, parent=os.getppid() if ends_with_parent else None).run()
    LOG.info("worker_ended")


class _Child:
    """A child whose parent was killed ends by itself: nobody would tell it to."""

    stop_flag: Any

    def initialize(self) -> None:
        self._parent = os.getppid()
        super().initialize()  # type: ignore[misc]

    def loop(self, now: Any = None) -> None:
        if os.getppid() != self._parent:
            self.stop_flag.set()
            return
        super().loop(now)  # type: ignore[misc]


class _Worker(_Child, Worker):  # type: ignore[misc] # huey has no types
    """A child that runs jobs."""


class _Scheduler(_Child, Scheduler):  # type: ignore[misc] # huey has no types
    """The child that looks at the clock."""


class _Consumer(Consumer):  # type: ignore[misc] # huey has no types
    """Huey's consumer with one meaning for every signal: finish what is begun, start nothing, end."""

    worker_class = _Worker
    scheduler_class = _Scheduler

    def __init__(self, queue: Huey, processes: int, *, parent: int | None) -> None:
        super().__init__(
            queue,
            workers=processes,
            # Children, so that a job's time limit is an alarm and its memory is its own.
            worker_type="process",
            max_delay=NOTICED_WITHIN_SECONDS,
            shutdown_timeout=END_WITHIN_SECONDS,
        )
        self._parent = parent
        self._signal_actions = dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), (False, True))

    def loop(self, health_check_ts: Any = None) -> Any:
        if self._parent is not None and os.getppid() != self._parent:
            self.stop(graceful=True)
            raise ConsumerStopped
        return super().loop(health_check_ts)


class _ToOurLog(logging.Handler):
    """What Huey has to say, without messages: those could hold a job's arguments."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0].__qualname__ if record.exc_info and record.exc_info[0] else "warning"
        if kind != JobFailedError.__qualname__:
            LOG.warning("queue_trouble", kind=kind, place=f"{record.module}:{record.lineno}")


def _log_in_our_way() -> None:
    logger = logging.getLogger("huey")
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    logger.handlers = [_ToOurLog()]
