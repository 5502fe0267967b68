"""The background work of answers: promises that are late come into the queue."""

from webapp.engagement.answers.lateness import put_late_in_queue
from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every


@every("answers.late", minutes=360)
def queue_late_promises() -> None:
    """Put what is late into the queue, and take out what was answered."""
    put_late_in_queue(today=london_today(), at=utc_now())
