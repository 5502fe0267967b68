"""Subscriptions end: who left is removed, who never confirmed is forgotten, and mail that nobody takes stops."""

import datetime as dt
import uuid

import structlog
from sqlalchemy import delete

from webapp.audit.actors import SYSTEM
from webapp.audit.services import record
from webapp.database import db
from webapp.engagement.alerts import queries
from webapp.engagement.alerts.models import MailAlert, MailAlertAsk
from webapp.engagement.alerts.rules import ASK_KEPT, State, is_mailbox_gone, is_our_own_fault
from webapp.engagement.alerts.services import mails
from webapp.engagement.alerts.services.sealed import ALERT
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.notices.queries import states_of
from webapp.notices.rules import NoticeState
from webapp.notices.withdrawing import withdraw
from webapp.sealing.fenced import each_alone

LOG = structlog.get_logger()
# Of whose words the outbox may still have something: a week of mail, and more than anybody is sent in it.
MOST_WITHDRAWN = 400
# Which of a mailbox's mails tell whether it takes any.
LAST_MAILS = 3


def forget(*, now: dt.datetime) -> int:
    """Remove who left, who did not confirm in time, and asks that nobody could settle; returns how many."""
    removed = each_alone(queries.list_over(now=now), lambda each: _remove(each, now=now))
    return removed + _forget_asks(now=now)


def end_refused(*, now: dt.datetime) -> int:
    """End the subscriptions of mailboxes that take no mail any more; returns how many.

    Where half of all refuse at once, the fault is ours: then none is ended, and the log says so.
    """
    gone: list[uuid.UUID] = []
    looked_at, after = 0, None
    while rows := queries.list_mailed(after=after):
        after = rows[-1][0]
        looked_at += len(rows)
        gone += _refused(rows)
    if is_our_own_fault(gone=len(gone), looked_at=looked_at):
        LOG.warning("alerts_not_ended", count=len(gone))
        return 0
    return each_alone(gone, lambda each: _end(each, now=now))


def _refused(rows: list[tuple[uuid.UUID, int]]) -> list[uuid.UUID]:
    keys = {
        key: alert_id
        for alert_id, number in rows
        for key in mails.outbox_keys(alert_id, range(max(1, number - LAST_MAILS + 1), number + 1))
    }
    states = states_of(list(keys))
    dead = {keys[key] for key, (state, why) in states.items() if state is NoticeState.DEAD and is_mailbox_gone(why)}
    return sorted(dead)


@transaction
def _end(alert_id: uuid.UUID, *, now: dt.datetime) -> int:
    row = locked(MailAlert, alert_id)
    if row is None or row.state != State.ON:
        return 0
    _erase(row)
    record("mail_alert.ended", by=SYSTEM, kind=ALERT, key=alert_id.hex, at=now)
    return 1


@transaction
def _remove(alert_id: uuid.UUID, *, now: dt.datetime) -> int:
    row = locked(MailAlert, alert_id)
    is_over = row is not None and (
        row.state == State.LEFT
        or (row.state == State.WAITING and row.confirm_until is not None and row.confirm_until <= now)
    )
    if row is None or not is_over:
        return 0
    _erase(row)
    return 1


def _erase(row: MailAlert) -> None:
    """Have nothing left of a subscription, neither here nor in the outbox."""
    withdraw(mails.outbox_keys(row.id, range(max(1, row.mails - MOST_WITHDRAWN + 1), row.mails + 1)))
    # The key is overwritten before the row goes: what is left of the row in a file is noise.
    row.sealed_key = row.contact = row.email_index = None
    db.session.flush()
    db.session.delete(row)
    db.session.flush()


@transaction
def _forget_asks(*, now: dt.datetime) -> int:
    old = delete(MailAlertAsk).where(MailAlertAsk.asked_at <= now - ASK_KEPT).returning(MailAlertAsk.id)
    return len(db.session.scalars(old).all())


__all__ = ["end_refused", "forget"]
