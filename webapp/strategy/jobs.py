"""The background work of the strategy: values of measures that are due come into the queue."""

from webapp.kit.clock import london_today, utc_now
from webapp.kit.jobs import every
from webapp.strategy.observing import put_due_in_queue


@every("strategy.observations_due", minutes=360)
def queue_due_values() -> None:
    """Put what is due into the queue."""
    put_due_in_queue(today=london_today(), at=utc_now())
