"""Alerts on top of public pages: what one is, when it stands there, and on which pages; pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from webapp.kit.clock import moment_in_london
from webapp.partnership.text import Text

MOST_LINES = 2
LONGEST_LINE = 120
EVERYWHERE = "everywhere"


class Rank(StrEnum):
    """How loudly it speaks; the loudest stands first."""

    EMERGENCY = "emergency"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A line or two of plain words, for a time; `towns` say whom it is about, `pages` where it stands.

    Days and times are those of a clock in London. A link leads to a page of this site or by https to another.
    """

    rank: Rank
    words: Text
    link: str | None
    link_words: Text | None
    towns: tuple[str, ...]
    pages: tuple[str, ...]
    first_day: dt.date
    starts: dt.time
    last_day: dt.date
    ends: dt.time

    @property
    def starts_at(self) -> dt.datetime:
        """The moment from which it stands there."""
        return moment_in_london(self.first_day, self.starts)

    @property
    def ends_at(self) -> dt.datetime:
        """The moment from which it is gone: an hour that comes twice counts to its end."""
        return moment_in_london(self.last_day, self.ends, last=True)


@dataclass(frozen=True, kw_only=True)
class TimedAlert:
    """An alert with its moments in UTC."""

    alert: Alert
    starts_at: dt.datetime
    ends_at: dt.datetime


def standing(alerts: Iterable[TimedAlert], *, path: str, now: dt.datetime) -> list[Alert]:
    """What stands on a page at a moment, the loudest first and then the newest."""
    there = [one for one in alerts if one.starts_at <= now < one.ends_at and _is_on(one.alert.pages, path)]
    there.sort(key=lambda one: one.starts_at, reverse=True)
    there.sort(key=lambda one: list(Rank).index(one.alert.rank))
    return [one.alert for one in there]


def next_change(alerts: Iterable[TimedAlert], *, now: dt.datetime) -> dt.datetime | None:
    """The next moment at which an alert comes or goes."""
    moments = (moment for one in alerts for moment in (one.starts_at, one.ends_at) if moment > now)
    return min(moments, default=None)


def _is_on(pages: Iterable[str], path: str) -> bool:
    return any(page in {EVERYWHERE, path} or (page != "/" and path.startswith(f"{page}/")) for page in pages)


def has_too_much(words: str) -> bool:
    """Whether it is more than two short lines."""
    lines = words.splitlines()
    return len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines)
