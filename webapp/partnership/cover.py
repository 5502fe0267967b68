"""Who looks at what people write, and when: the safeguarding cover of the forms."""

import datetime as dt
import re
from dataclasses import dataclass

from webapp.config import MAIL_ADDRESS
from webapp.partnership.entries import Entry
from webapp.partnership.text import Text

TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WEEKDAYS = (1, 2, 3, 4, 5)


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
