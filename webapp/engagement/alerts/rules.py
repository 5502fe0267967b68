"""What mail alerts promise: whom an item of news concerns, when a digest is due, how long anything is kept; pure."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from webapp.kit.clock import LONDON

WHOLE = ""
MONDAY, SATURDAY = 0, 5
ONE_DAY = dt.timedelta(days=1)
DIGESTS_LEAVE_AT = dt.time(8)
CONFIRM_WITHIN_DAYS = 3
CONFIRM_WITHIN = dt.timedelta(days=CONFIRM_WITHIN_DAYS)
# A mailbox is asked to confirm so often in that time: enough for who lost a mail, a nuisance to nobody.
MOST_ASKS = 3
# An ask that nobody could open or settle is forgotten.
ASK_KEPT = dt.timedelta(days=1)
# In one mail: what is more comes in the next one of the same round. A notice takes 2,000 characters of words.
MOST_ITEMS_IN_MAIL = 20
LONGEST_NEWS = 1900
# Whoever glances at a mailbox sees sender, subject and the beginning of the text: nothing there says what it is about.
NEUTRAL_BEGINNING = 200


class State(StrEnum):
    """Where a subscription stands: nobody confirmed it yet, mail is sent, or it is erased and waits to be removed."""

    WAITING = "waiting"
    ON = "on"
    LEFT = "left"


class Often(StrEnum):
    """How often somebody wants mail."""

    INSTANT = "instant"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What somebody wants to hear of; no areas means everywhere, no kinds means all."""

    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    often: Often = Often.WEEKLY

    def to_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {"areas": list(self.areas), "kinds": list(self.kinds), "often": self.often.value}


def choices_from(kept: Mapping[str, object]) -> Choices:
    """Choices out of what `to_json` gave."""
    areas, kinds = kept.get("areas"), kept.get("kinds")
    return Choices(
        areas=tuple(areas) if isinstance(areas, list) else (),
        kinds=tuple(kinds) if isinstance(kinds, list) else (),
        often=Often(str(kept.get("often", Often.WEEKLY))),
    )


@dataclass(frozen=True, kw_only=True)
class News:
    """Something to tell, as a source gives it; `key` is its own in that source, no kinds means all of them.

    `titles` by language; without any the mail has words of its own for this source.
    """

    key: str
    area: str
    kinds: tuple[str, ...]
    path: str
    on: dt.date
    titles: Mapping[str, str]


class NewsSource(Protocol):
    """Where news come from: answers to the public, and releases of figures."""

    @property
    def name(self) -> str:
        """What our own table calls it; never changed."""

    def not_in(self, known: Collection[str]) -> Sequence[News]:
        """What is new, the oldest first; `known` are the newest keys that were taken in."""

    def is_public(self, path: str) -> bool:
        """Whether that page can still be read."""


def concerns(area: str, chosen: Collection[str], parents: Mapping[str, str]) -> bool:
    """Whether news of `area` are for who chose these areas.

    Those of a ward are for who chose it, its town or the whole; those of a town or the whole also for who chose a part
    of it, since they are true there too. `parents` gives for each area but the whole the one that it is a part of.
    """
    if not chosen or WHOLE in chosen or area == WHOLE:
        return True
    around = set(_upwards(area, parents))
    return any(each in around or area in _upwards(each, parents) for each in chosen)


def wants(choices: Choices, *, area: str, kinds: Collection[str], parents: Mapping[str, str]) -> bool:
    """Whether an item of news is what somebody asked for."""
    is_kind = not choices.kinds or not kinds or not set(kinds).isdisjoint(choices.kinds)
    return is_kind and concerns(area, choices.areas, parents)


def _upwards(area: str, parents: Mapping[str, str]) -> Iterator[str]:
    yield area
    while (area := parents.get(area, WHOLE)) != WHOLE:
        yield area


def next_due(often: Often, after: dt.datetime, *, holidays: Collection[dt.date] = ()) -> dt.datetime:
    """When the next mail may leave: at once, on a Monday or on a month's first working day, at eight in London.

    Always later than `after`, but for instant mail, which is due whenever there is news.
    """
    if often is Often.INSTANT:
        return after
    day = after.astimezone(LONDON).date()
    while True:
        due = dt.datetime.combine(day, DIGESTS_LEAVE_AT, LONDON).astimezone(dt.UTC)
        if due > after and _is_digest_day(often, day, holidays):
            return due
        day += ONE_DAY


def _is_digest_day(often: Often, day: dt.date, holidays: Collection[dt.date]) -> bool:
    if often is Often.WEEKLY:
        return day.weekday() == MONDAY
    earlier = (day.replace(day=number) for number in range(1, day.day))
    return _is_working_day(day, holidays) and not any(_is_working_day(each, holidays) for each in earlier)


def _is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def in_mails(items: Sequence[tuple[int, str]]) -> Iterator[Sequence[tuple[int, str]]]:
    """Numbers and words of items, shared out among mails that a notice can hold."""
    part: list[tuple[int, str]] = []
    length = 0
    for number, words in items:
        if part and (len(part) == MOST_ITEMS_IN_MAIL or length + len(words) > LONGEST_NEWS):
            yield part
            part, length = [], 0
        part.append((number, words))
        # With the empty line between it and the next.
        length += len(words) + 2
    if part:
        yield part


# What the failure of a message says of the mailbox, and not of our own server or of a fault in our words.
_OF_THE_MAILBOX = ("refused-", "later-", "notify-400")
# Fewer than that many may be a coincidence; of more, half at once is a fault of ours.
FEW = 5


def is_mailbox_gone(failure: str) -> bool:
    """Whether a dead message tells that this mailbox takes none: refused for good, or put off for five days."""
    return failure.startswith(_OF_THE_MAILBOX)


def is_our_own_fault(*, gone: int, looked_at: int) -> bool:
    """Whether so many mailboxes refuse at once that it must be us: then nobody's subscription is ended for it."""
    return gone > FEW and gone * 2 > looked_at
