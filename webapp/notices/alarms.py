"""The alarm that background work has stopped: sent at once, since the outbox waits for that very work."""

import datetime as dt
import hashlib

from webapp.config import Settings
from webapp.kit.turns import last_turn, take_turn
from webapp.notices.letters import write_letter
from webapp.notices.rules import checked_address
from webapp.notices.senders import make_sender
from webapp.partnership.current import default_language

STATUS_PAGE = "/desk/status"
# Under this name the turns table keeps when an alarm was last sent.
ALARM = "notices.alarm"
# A timer asks every few minutes: one alarm for each time that the work stopped, and another when nobody acts on it.
TOLD_AGAIN_AFTER = dt.timedelta(days=1)


def is_told_already(last_seen: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether an alarm was sent since a worker was last seen, less than a day ago."""
    told = last_turn(ALARM)
    return told is not None and (last_seen is None or told > last_seen) and now - told < TOLD_AGAIN_AFTER


def note_told(*, now: dt.datetime) -> None:
    """Write down that an alarm left."""
    take_turn(ALARM, dt.timedelta(0), now=now)


def raise_alarm(settings: Settings, *, to: str, last_seen: str, now: dt.datetime) -> None:
    """Send the alarm to `to`; the same hour gives the same message. Raises SendingError, NotSendableError."""
    letter = write_letter(
        "worker_stopped",
        to=checked_address(to),
        language=default_language(),
        parameters={"last_seen": last_seen, "link": STATUS_PAGE},
        dedupe=hashlib.sha256(f"worker_stopped\n{to}\n{now:%Y-%m-%dT%H}".encode()).hexdigest(),
        written_at=now,
    )
    with make_sender(settings) as sender:
        sender.deliver(letter)
