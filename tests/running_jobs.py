"""Background work in tests: what was queued is kept in memory and run here, in the open."""

import json

from flask import Flask

from webapp.kit.jobs import REGISTER, Jobs


class RunJobs:
    """The app's queue, emptied for this test."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.jobs: Jobs = app.extensions["jobs"]
        self.jobs.queue.storage.flush_all()

    @property
    def waiting(self) -> list[str]:
        """The names of the jobs that were queued, in order."""
        return [task.args[0] for task in self.jobs.queue.pending()]

    def run_all(self) -> int:
        """Run what was queued, and what that queues in turn; returns how many. An error is the test's."""
        count = 0
        while (task := self.jobs.queue.dequeue()) is not None:
            name, arguments = task.args
            with self.app.app_context():
                REGISTER[name].run(**json.loads(arguments))
            count += 1
        return count
