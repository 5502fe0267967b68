"""Flags: words that point to somebody in danger are opened the same day, or somebody else is told.

What is told, by mail and in the queue, is that there is something to look at; never what.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import insert, select

from webapp.accounts.permissions import Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.clock import LONDON
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.cover import NO_COVER, SafeguardingCover, flag_due_at
from webapp.partnership.current import current_partnership, default_language
from webapp.survey.codes import Reason
from webapp.survey.items import FLAG, FLAG_KIND
from webapp.survey.models import SafeguardingFlag
from webapp.work.services import open_item

# The queue, in which a flag stands above everything else.
DESK = "/desk/queue"
AT_ONCE = 100
# When a flag is due that is not raised yet: its answer is held with a flood.
NEVER = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
YES, NO = "yes", "no"


def cover() -> SafeguardingCover:
    """The partnership's cover; where it has written none, office hours and nobody to tell."""
    return current_partnership().profile.safeguarding_cover or NO_COVER


def due_at(raised_at: dt.datetime) -> dt.datetime:
    """When a flag that was raised now has waited for two working hours."""
    holidays = (holiday.date for holiday in current_partnership().holidays)
    return flag_due_at(raised_at, cover=cover(), holidays=holidays)


@transaction
def raise_flag(
    response_id: uuid.UUID,
    reasons: Sequence[Reason],
    *,
    contact_left: bool,
    at: dt.datetime,
    by: Actor,
    is_held: bool = False,
) -> uuid.UUID:
    """Have the officer on duty look at an answer; in the transaction that stores it. Returns the flag's id.

    `is_held`: the answer is one of many of a suspected flood. The flag is kept, and raised when the flood is let in.
    """
    flag_id = uuid.uuid4()
    values = {
        "id": flag_id,
        "response_id": response_id,
        "reasons": " ".join(reasons),
        "contact_left": contact_left,
        "raised_at": at,
        "due_at": NEVER if is_held else due_at(at),
        "version": 1,
    }
    db.session.execute(insert(SafeguardingFlag), values)
    if not is_held:
        _tell(flag_id, values["reasons"], contact_left=contact_left, at=at, by=by)
    return flag_id


def raise_held(response_id: uuid.UUID, *, at: dt.datetime, by: Actor) -> None:
    """Raise the flag of an answer that is let into the counts, if it waited for that. Inside @transaction only."""
    wanted = select(SafeguardingFlag).where(
        SafeguardingFlag.response_id == response_id, SafeguardingFlag.due_at == NEVER
    )
    row = db.session.scalars(wanted.with_for_update()).one_or_none()
    if row is not None:
        row.raised_at, row.due_at = at, due_at(at)
        _tell(row.id, row.reasons, contact_left=row.contact_left, at=at, by=by)


def _tell(flag_id: uuid.UUID, reasons: object, *, contact_left: bool, at: dt.datetime, by: Actor) -> None:
    record("survey_flag.raised", by=by, kind=FLAG, key=flag_id.hex, changes={"reasons": (None, reasons)})
    day = at.astimezone(LONDON).date()
    open_item(FLAG_KIND, subject=(FLAG, flag_id), label=day.isoformat(), by=by, due_on=day, is_new=True, at=at)
    if duty := cover().duty_officer:
        told = {"contact": YES if contact_left else NO, "link": DESK}
        send("survey_flag", to=duty, language=default_language(), parameters=told, dedupe=f"survey_flag:{flag_id}")


def escalate(*, now: dt.datetime, by: Actor) -> int:
    """Tell whoever is next of every flag that nobody has opened in time; each is told once. Returns how many."""
    wanted = (
        select(SafeguardingFlag.id)
        .where(
            SafeguardingFlag.opened_at.is_(None),
            SafeguardingFlag.escalated_at.is_(None),
            SafeguardingFlag.due_at <= now,
        )
        .order_by(SafeguardingFlag.due_at, SafeguardingFlag.id)
        .limit(AT_ONCE)
    )
    return sum(_escalate(flag_id, now, by) for flag_id in db.session.scalars(wanted).all())


@transaction
def _escalate(flag_id: uuid.UUID, now: dt.datetime, by: Actor) -> int:
    row = db.session.get(SafeguardingFlag, flag_id, with_for_update=True, populate_existing=True)
    if row is None or row.opened_at is not None or row.escalated_at is not None:
        return 0
    row.escalated_at = now
    record("survey_flag.escalated", by=by, kind=FLAG, key=flag_id.hex, at=now)
    raised = f"{row.raised_at.astimezone(LONDON):%d.%m.%Y, %H:%M}"
    for address in _next():
        parameters = {"raised": raised, "link": DESK}
        dedupe = f"survey_flag:{flag_id}:waits:{address}"
        send("survey_flag_waits", to=address, language=default_language(), parameters=parameters, dedupe=dedupe)
    return 1


def _next() -> list[str]:
    """Whom to tell when the officer on duty did not look: the next one, else everybody who may open it."""
    named = [address for address in (cover().next_officer,) if address]
    return named or [officer.email for officer in list_officers_who_may(Permission.SURVEY)]


__all__ = ["cover", "due_at", "escalate", "raise_flag", "raise_held"]
