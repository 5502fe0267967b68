"""What the links in a mail do, once their button is pressed: confirm, change, leave."""

import datetime as dt

from sqlalchemy import Select, select

from webapp.audit.actors import PUBLIC
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.alerts import queries
from webapp.engagement.alerts.models import MailAlert
from webapp.engagement.alerts.rules import Choices, State, choices_from, next_due
from webapp.engagement.alerts.services.asking import SETTLE_JOB
from webapp.engagement.alerts.services.sealed import ALERT, hash_of, show
from webapp.kit.clock import LONDON
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership


@transaction
def confirm(token: str, *, now: dt.datetime) -> bool:
    """Begin what was asked for, or change to it who has mail already; False for a link that opens nothing."""
    wanted = select(MailAlert).where(MailAlert.confirm_hash == hash_of(token), MailAlert.confirm_until > now)
    row = _held(wanted)
    if row is None or row.asked is None:
        return False
    if row.state != State.ON:
        # What was published before is no news to them.
        row.told_up_to = queries.newest_number()
    _choose(row, choices_from(row.asked), now)
    row.language = str(row.asked.get("language") or row.language)
    row.state = State.ON
    row.confirmed_on = now.astimezone(LONDON).date()
    row.asked = row.confirm_hash = row.confirm_until = None
    _done("mail_alert.confirmed", row, token, now)
    return True


@transaction
def change(token: str, choices: Choices, *, now: dt.datetime) -> bool:
    """Hear of something else, or at other times; False for a link that opens nothing."""
    row = _held(select(MailAlert).where(MailAlert.token_hash == hash_of(token), MailAlert.state == State.ON))
    if row is None:
        return False
    _choose(row, choices, now)
    _done("mail_alert.changed", row, token, now)
    return True


@transaction
def leave(token: str, *, now: dt.datetime) -> bool:
    """Erase the address at once, and all else that was typed; safe to repeat. Whether there was anything to erase.

    The row, which says nothing any more, is removed by the worker, with mail that has not left yet.
    """
    row = _held(select(MailAlert).where(MailAlert.token_hash == hash_of(token), MailAlert.state != State.LEFT))
    if row is None:
        return False
    row.state = State.LEFT
    row.sealed_key = row.contact = row.email_index = None
    row.areas, row.kinds = [], []
    row.asked = row.confirm_hash = row.confirm_until = row.next_due_at = None
    _done("mail_alert.left", row, token, now)
    enqueue(SETTLE_JOB)
    return True


def _held(wanted: Select[MailAlert]) -> MailAlert | None:
    # As it stands now: whoever waited for the lock must not act on what was true before.
    statement = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(statement)


def _choose(row: MailAlert, choices: Choices, now: dt.datetime) -> None:
    holidays = frozenset(each.date for each in current_partnership().holidays)
    is_other_time = row.often != choices.often or row.next_due_at is None
    row.areas, row.kinds, row.often = list(choices.areas), list(choices.kinds), choices.often
    if is_other_time:
        row.next_due_at = next_due(choices.often, now, holidays=holidays)


def _done(act: str, row: MailAlert, token: str, now: dt.datetime) -> None:
    show(row, token)
    db.session.flush()
    # The day would do, but the audit keeps the moment: its key is random, and dies with the row.
    record(act, by=PUBLIC, kind=ALERT, key=row.id.hex, at=now)


__all__ = ["change", "confirm", "leave"]
