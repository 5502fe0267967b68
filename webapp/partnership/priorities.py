"""What the partnership works on: sets of priorities, each for a time, and the duties that the law gives it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.text import Text


@dataclass(frozen=True, kw_only=True)
class Priority:
    """One thing that the partnership set out to do."""

    code: str
    name: Text
    meaning: Text | None


@dataclass(frozen=True, kw_only=True)
class PrioritySet:
    """The priorities of one time; of `starts` and `ends` only month and year are meant."""

    key: str
    starts: dt.date
    ends: dt.date | None
    dates_assumed: bool
    priorities: tuple[Priority, ...]
    citation: Citation
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Something that the law asks of the partnership."""

    key: str
    what: Text
    meaning: Text | None
    citation: Citation


def current_priority_set(sets: Sequence[PrioritySet], today: dt.date) -> PrioritySet | None:
    """The set that began last among those that run on `today`."""
    running = [one for one in sets if one.starts <= today and (one.ends is None or today <= one.ends)]
    return max(running, key=lambda one: one.starts, default=None)


def read_priority_set(entry: Entry) -> PrioritySet:
    """One [[set]] of priorities.toml."""
    one = PrioritySet(
        key=entry.code("key"),
        starts=entry.date("starts"),
        ends=entry.date_or_none("ends"),
        dates_assumed=entry.flag("dates_assumed"),
        priorities=entry.each("priority", _read_priority, named_by="code"),
        citation=entry.one("citation", read_citation),
        note=entry.text_or_none("note"),
    )
    if one.ends is not None and one.ends < one.starts:
        raise entry.error('"ends" is before "starts"; change one of the two dates.')
    return one


def _read_priority(entry: Entry) -> Priority:
    return Priority(code=entry.code("code"), name=entry.text("name"), meaning=entry.text_or_none("meaning"))


def read_duty(entry: Entry) -> Duty:
    """One [[duty]] of duties.toml."""
    return Duty(
        key=entry.code("key"),
        what=entry.text("what"),
        meaning=entry.text_or_none("meaning"),
        citation=entry.one("citation", read_citation),
    )
