"""The law of sign-in, pure: how long a session lives, how often somebody may try, where a person is sent next.

Sources: OWASP ASVS 5.0 chapters 6 and 7; the security design's rows P6 to P11.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

IDLE_LIMIT = dt.timedelta(minutes=30)
ABSOLUTE_LIMIT = dt.timedelta(hours=10)
# Half a sign-in, an enrolment or a reset must be finished in one sitting.
UNFINISHED_LIMIT = dt.timedelta(hours=1)
# An activity is written down at most so often; a session may therefore end this much before its idle limit.
SEEN_EVERY = dt.timedelta(minutes=1)
RECENT_PROOF = dt.timedelta(minutes=15)
LINK_LIFE = dt.timedelta(hours=48)
KEPT_FORM_LIFE = dt.timedelta(hours=1)
TRIES_PER_MINUTE = 5
# A whole office may share one address, so an address may try more often than one account may be tried.
TRIES_PER_MINUTE_AND_NETWORK = 30
MINUTE = dt.timedelta(minutes=1)
LOCKED_AFTER = 20
LOCKS = (dt.timedelta(minutes=15), dt.timedelta(hours=1), dt.timedelta(hours=12))


class Stage(StrEnum):
    """How far a browser has come."""

    # The passphrase was right; the second factor is still to be given.
    HALF = "half"
    # An invitation was opened: a passphrase and a second factor are to be set.
    ENROLLING = "enrolling"
    # A reset link was opened: the second factor comes before a new passphrase.
    PROVING = "proving"
    RENEWING = "renewing"
    FULL = "full"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITE = "invite"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a purpose
    FACTOR = "factor"


@dataclass(frozen=True)
class SessionTimes:
    """The moments of a session that decide whether it is alive."""

    stage: Stage
    began_at: dt.datetime
    seen_at: dt.datetime


def is_alive(times: SessionTimes, *, now: dt.datetime) -> bool:
    """Idle 30 minutes or 10 hours after sign-in a session is over (P6); an unfinished sign-in after one hour."""
    limit = ABSOLUTE_LIMIT if times.stage is Stage.FULL else UNFINISHED_LIMIT
    return now - times.seen_at < IDLE_LIMIT and now - times.began_at < limit


def is_due_for_renewal(seen_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether an activity is worth a write."""
    return now - seen_at >= SEEN_EVERY


def is_recent(proved_at: dt.datetime, *, now: dt.datetime) -> bool:
    """Whether the officer proved who they are lately enough for a sensitive act."""
    return now - proved_at < RECENT_PROOF


@dataclass(frozen=True, kw_only=True)
class Tries:
    """What is remembered of a target; `failures` counts wrong answers since the last complete sign-in."""

    recent: tuple[float, ...] = ()
    failures: int = 0
    locked_until: dt.datetime | None = None


def wait_before(tries: Tries, *, limit: int, now: dt.datetime) -> dt.timedelta | None:
    """How long the next try must wait; None where it may come now. Exact over any minute, not by the clock's minute."""
    if tries.locked_until is not None and tries.locked_until > now:
        return tries.locked_until - now
    within = [moment for moment in tries.recent if moment > now.timestamp() - MINUTE.total_seconds()]
    if len(within) < limit:
        return None
    return dt.timedelta(seconds=sorted(within)[-limit] + MINUTE.total_seconds() - now.timestamp())


def with_try(tries: Tries, *, limit: int, now: dt.datetime) -> Tries:
    """The memory after one more try, which counts before anybody knows whether it is right."""
    recent = tuple(sorted((*tries.recent, now.timestamp()))[-limit:])
    return Tries(recent=recent, failures=tries.failures, locked_until=tries.locked_until)


def with_failure(tries: Tries, *, now: dt.datetime) -> Tries:
    """The memory after a wrong answer: every twentieth in a row locks, each time for longer."""
    failures = tries.failures + 1
    times, rest = divmod(failures, LOCKED_AFTER)
    locked = now + LOCKS[min(times, len(LOCKS)) - 1] if rest == 0 else tries.locked_until
    return Tries(recent=tries.recent, failures=failures, locked_until=locked)


def safe_next(address: str | None, *, default: str) -> str:
    """`address` where it is a plain path on the desk, else `default`: nobody is led off the site (P11)."""
    if not address or not re.fullmatch(r"/desk(?:[/?][A-Za-z0-9/_.~\-?&=%+,:]*)?", address):
        return default
    parts = urlsplit(address)
    inside = not parts.scheme and not parts.netloc and "//" not in parts.path and "/.." not in parts.path
    return address if inside and not re.search(r"%(?:0|1|2[ef]|5c|7f)", parts.path, re.IGNORECASE) else default


def mailbox_of(email: str) -> str:
    """Where an address leads: ann+desk@ is ann@. One person with two accounts could approve their own work."""
    name, at, domain = email.rpartition("@")
    return f"{name.partition('+')[0]}{at}{domain}"


def device_name(user_agent: str) -> str:
    """A rough name such as "Firefox on Windows": enough to know one's own devices, too little to follow anybody."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"))
    more = (("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))
    browser = next((name for mark, name in browsers if mark in user_agent), "Browser")
    system = next((name for mark, name in (*systems, *more) if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
