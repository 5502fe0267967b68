"""What a process remembers of the places: one directory for all its threads, in step with the database."""

import datetime as dt
import threading
import time

from flask import current_app, has_request_context, request

from webapp.kit.clock import utc_now
from webapp.partnership.current import current_partnership
from webapp.venues import queries
from webapp.venues.directory.cards import Card, CardReader
from webapp.venues.directory.columns import Columns, Counts, columns_of
from webapp.venues.hours import day_of

# What is hidden must be so in every process within a second: half of it for the asking, half for reading what changed.
CHECKED_EVERY_SECONDS = 0.5
EXTENSION = "venue_directory"
NONE = Counts(total=0, by_town={})


class Directory:
    """The places as this process knows them."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._reader = CardReader()
        # The number of the last change that is in it, and the directory.
        self._known: tuple[int, Columns] | None = None
        self._checked = float("-inf")
        self._told = 0

    def columns(self, now: dt.datetime) -> tuple[int, Columns]:
        """The directory of the day of `now`, and the number of the last change that is in it.

        Whoever asks while another thread reads what changed waits for it: nobody is shown what is gone.
        """
        day, known = day_of(now), self._known
        if known is not None and known[1].day == day and self._is_fresh():
            return known
        with self._lock:
            return self._refreshed(day)

    def forget(self) -> None:
        """Ask the database at the next question: this process has just changed something itself."""
        self._told += 1
        self._checked = float("-inf")

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._checked < CHECKED_EVERY_SECONDS

    def _refreshed(self, day: dt.date) -> tuple[int, Columns]:
        told, known = self._told, self._known
        if known is None or not self._is_fresh():
            asked = time.monotonic()
            known = self._read(known, day)
            if told == self._told:
                self._checked = asked
        number, columns = known
        if columns.day < day:
            known = number, columns.on_day(day)
        elif columns.day > day:
            # Only a clock that was put back: what was not shown any more may be shown again.
            known = number, self._read_all(day)
        self._known = known
        return known

    def _read(self, known: tuple[int, Columns] | None, day: dt.date) -> tuple[int, Columns]:
        """The directory with every change that is committed by now.

        The number is asked before the rows, and changes are numbered in the order of their commits: what is committed
        between the two is read again the next time.
        """
        number, whole = queries.stamp()
        before, columns = known or (-1, None)
        if columns is None or whole > before or number < before:
            return number, self._read_all(day)
        if number == before:
            return number, columns
        changed = dict(self._reader.cards(queries.changed_after(before), columns.day))
        return number, columns.with_changes(changed)

    def _read_all(self, day: dt.date) -> Columns:
        self._reader = CardReader()
        cards = [card for _, card in self._reader.cards(queries.all_places(), day) if card is not None]
        holidays = frozenset(holiday.date for holiday in current_partnership().holidays)
        return columns_of(cards, day=day, holidays=holidays)


def current(now: dt.datetime | None = None) -> Columns:
    """The directory of the running app at a moment; of now where none is given."""
    return _known(now)[1]


def stamp(now: dt.datetime | None = None) -> str:
    """What changes whenever something else is shown: by an act, or by the clock at midnight."""
    number, columns = _known(now)
    return f"{number}-{columns.day:%Y%m%d}"


def every(now: dt.datetime | None = None) -> tuple[Card, ...]:
    """Every place that the public sees, by name; the order stays while the stamp does."""
    return current(now).cards


def card_of(slug: str, now: dt.datetime | None = None) -> Card | None:
    """The place with this slug, if the public sees it."""
    return current(now).by_slug.get(slug)


def gone(slug: str) -> bool:
    """Whether the public has seen a place with this slug and does not any more; that is said with words (410)."""
    return card_of(slug) is None and queries.was_listed(slug)


def is_empty(now: dt.datetime | None = None) -> bool:
    """Whether there is no place to show at all."""
    return not current(now).cards


def counts(scheme: str = "", now: dt.datetime | None = None) -> Counts:
    """How many places the public sees, of one scheme or of all."""
    return current(now).counts.get(scheme, NONE)


def forget() -> None:
    """Have this process, and the request that it answers, ask the database at the next question."""
    if has_request_context():
        request.environ.pop(EXTENSION, None)
    _directory().forget()


def _known(now: dt.datetime | None) -> tuple[int, Columns]:
    """The same for a whole request: the rows of a page, its counts and its map speak of one moment."""
    at = now or utc_now()
    if not has_request_context():
        return _directory().columns(at)
    known: tuple[int, Columns] | None = request.environ.get(EXTENSION)
    if known is None or known[1].day != day_of(at):
        known = request.environ[EXTENSION] = _directory().columns(at)
    return known


def _directory() -> Directory:
    # The dictionary's own method: two threads that come first get the same one.
    directory: Directory = current_app.extensions.setdefault(EXTENSION, Directory())
    return directory
