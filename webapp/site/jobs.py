"""The background work of the site: officers are told what is to be read again."""

from webapp.kit.clock import london_today
from webapp.kit.jobs import every
from webapp.site.reminders import remind


@every("content.read_again", minutes=60)
def read_again() -> None:
    """Put what is to be read again soon into the queue, and write to those who can do it."""
    remind(today=london_today())
