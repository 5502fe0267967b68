"""Who looks at what people write, when, and until when: the safeguarding cover of the forms."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from webapp.config import MAIL_ADDRESS
from webapp.kit.clock import LONDON
from webapp.partnership.entries import Entry
from webapp.partnership.text import Text, Wording

TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WEEKDAYS = (1, 2, 3, 4, 5)
# So long words of danger may wait, while somebody is on duty, before another is told that nobody has opened them.
FLAG_HOURS = dt.timedelta(hours=2)


class Hours(Protocol):
    """The hours in which somebody is on duty."""

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The days, from Monday, 1."""

    @property
    def opens(self) -> dt.time:
        """When duty begins."""

    @property
    def closes(self) -> dt.time:
        """When it ends."""


@dataclass(frozen=True, kw_only=True)
class SafeguardingCover:
    """The hours in which an officer on duty reads what cannot wait, and whom the site tells.

    `hours` and `reader` are for the public; the rest counts the working hours of a flag. Weekdays count from Monday, 1.
    """

    hours: Text
    reader: Text
    weekdays: tuple[int, ...]
    opens: dt.time
    closes: dt.time
    duty_officer: str | None
    next_officer: str | None
    to_confirm: bool

    @property
    def is_set(self) -> bool:
        """Whether the owner has confirmed it, and there is somebody to tell (security decision 16)."""
        return not self.to_confirm and self.duty_officer is not None


def read_cover(entry: Entry) -> SafeguardingCover:
    """The table [safeguarding_cover] of settings.toml."""
    opens, closes = _time(entry, "opens", "09:00"), _time(entry, "closes", "17:00")
    if opens >= closes:
        raise entry.error(f'"closes" is {closes:%H:%M}; give a time after {opens:%H:%M}.')
    return SafeguardingCover(
        hours=entry.text("hours"),
        reader=entry.text("reader"),
        weekdays=_weekdays(entry),
        opens=opens,
        closes=closes,
        duty_officer=_address(entry, "duty_officer"),
        next_officer=_address(entry, "next_officer"),
        to_confirm=entry.flag("to_confirm", default=True),
    )


def flag_due_at(raised_at: dt.datetime, *, cover: Hours, holidays: Iterable[dt.date]) -> dt.datetime:
    """When somebody else is told that nobody has opened a flag: after two hours in which somebody is on duty."""
    left, days_off = FLAG_HOURS, frozenset(holidays)
    local = raised_at.astimezone(LONDON)
    day = local.date()
    while True:
        if day.isoweekday() in cover.weekdays and day not in days_off:
            begins = max(raised_at, _moment(day, cover.opens))
            there = _moment(day, cover.closes) - begins
            if there >= left:
                return begins + left
            left -= max(there, dt.timedelta(0))
        day += dt.timedelta(days=1)


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, LONDON).astimezone(dt.UTC)


def _time(entry: Entry, key: str, default: str) -> dt.time:
    words = entry.words(key) if entry.has(key) else default
    if not TIME.fullmatch(words):
        raise entry.error(f'"{key}" is "{words}"; write the time like 09:00.')
    return dt.time.fromisoformat(words)


def _weekdays(entry: Entry) -> tuple[int, ...]:
    given = entry.whole_numbers("weekdays") if entry.has("weekdays") else WEEKDAYS
    if not given or not set(given) <= set(range(1, 8)):
        raise entry.error('"weekdays" is no list of days; give numbers from 1 (Monday) to 7 (Sunday), like [1, 2, 3].')
    return given


def _address(entry: Entry, key: str) -> str | None:
    address = entry.words_or_none(key)
    if address is not None and not MAIL_ADDRESS.fullmatch(address):
        raise entry.error(f'"{key}" is "{address}"; give an e-mail address alone, like duty@example.org.')
    return address


# Where a partnership has written none: office hours, and nobody to tell.
NO_COVER = SafeguardingCover(
    hours=Text((Wording("", "en"),)),
    reader=Text((Wording("", "en"),)),
    weekdays=WEEKDAYS,
    opens=dt.time(9),
    closes=dt.time(17),
    duty_officer=None,
    next_officer=None,
    to_confirm=True,
)
