"""What happens to a message between being written and being forgotten; pure."""

import datetime as dt
import re
from enum import StrEnum

from webapp.config import MAIL_ADDRESS


class NoticeState(StrEnum):
    """Where a message stands in the outbox."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


# From a state to those that may follow it. A message whose worker died goes back by the end of its lease.
CHANGES: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.WAITING: frozenset({NoticeState.SENDING}),
    NoticeState.SENDING: frozenset({NoticeState.SENT, NoticeState.WAITING, NoticeState.DEAD}),
    NoticeState.SENT: frozenset(),
    NoticeState.DEAD: frozenset({NoticeState.WAITING}),
}

# Longer than any single delivery can take (connecting, greeting, sending, and waiting for the last answer).
LEASE = dt.timedelta(minutes=3)
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(hours=1)
# RFC 5321, 4.5.4.1: the give-up time generally needs to be at least 4 to 5 days.
GIVE_UP_AFTER = dt.timedelta(days=5)
WORDS_KEPT = dt.timedelta(days=7)
DEAD_WORDS_KEPT = dt.timedelta(days=90)
ROW_KEPT = dt.timedelta(days=400)
LONGEST_ADDRESS = 254
LONGEST_PARAMETER = 2000
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# A path within the site and nothing that a browser could read as another site.
PATH = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*")


class NotSendableError(ValueError):
    """A message that must not leave as it is; the sentence never repeats what was in it."""


def may_change(old: NoticeState, new: NoticeState) -> bool:
    """Whether a message may go from one state to the other."""
    return new in CHANGES[old]


def wait_before_retry(attempts: int, chance: float) -> dt.timedelta:
    """How long to wait after so many attempts: doubled each time, up to an hour, give or take a fifth.

    `chance` from 0 to 1 spreads messages that failed together, so that they do not come back together.
    """
    doubled: int = 2 ** min(attempts - 1, 20)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT) * (0.8 + 0.4 * chance)


def wait_while_down(chance: float) -> dt.timedelta:
    """How long to wait when the server as a whole is away: its return should be noticed soon."""
    return FIRST_WAIT * (0.8 + 0.4 * chance)


def is_given_up(written_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a message has been tried long enough."""
    return now - written_at >= GIVE_UP_AFTER


def checked_address(address: str) -> str:
    """The address, if it is one that can stand in a header alone (ASVS 1.3.11)."""
    if len(address) > LONGEST_ADDRESS or not MAIL_ADDRESS.fullmatch(address):
        raise NotSendableError("The recipient is no plain e-mail address.")
    return address


def checked_text(name: str, value: str) -> str:
    """A parameter's words: no control characters but line ends, and not endless."""
    if len(value) > LONGEST_PARAMETER or CONTROL.search(value):
        raise NotSendableError(f"{name} is too long, or holds control characters.")
    return value


def checked_path(name: str, value: str) -> str:
    """A parameter that is an address within the site; the site's own origin is put before it."""
    if len(value) > LONGEST_PARAMETER or not PATH.fullmatch(value):
        raise NotSendableError(f"{name} is no path within the site.")
    return value


def checked_date(name: str, value: str) -> str:
    """A parameter that is a date, as 2026-11-21; each language writes it in its own way."""
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        raise NotSendableError(f"{name} is no date.") from None
    return value


def checked_time(name: str, value: str) -> str:
    """A parameter that is a time of day in London, as 17:30; each language says it in its own way."""
    try:
        dt.time.fromisoformat(value)
    except ValueError:
        raise NotSendableError(f"{name} is no time.") from None
    return value
