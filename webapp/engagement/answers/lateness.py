"""Late promises in the queue: of the partnership's analysts, and of the partners of the agency that made the promise.

Whether an action is late is worked out from the history each time it is shown; the queue only follows.
"""

import datetime as dt
import uuid

from sqlalchemy import select

from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.engagement.answers.items import ACTION, ACTION_LATE, LATE, THEME
from webapp.engagement.answers.models import Theme
from webapp.engagement.answers.queries import MOST_THEMES, Action, public_theme
from webapp.kit.transaction import require_transaction, transaction
from webapp.work.services import close_item, open_item

LONGEST_LABEL = 200


@transaction
def put_late_in_queue(*, today: dt.date, at: dt.datetime) -> int:
    """Put every theme with a late action into the queue, and take out what is late no more; returns how many are late.

    Safe to repeat.
    """
    wanted = select(Theme).where(Theme.published_on.is_not(None)).order_by(Theme.slug).limit(MOST_THEMES)
    return sum(settle(row, by=SYSTEM, today=today, at=at) for row in db.session.scalars(wanted).all())


def settle(row: Theme, *, by: Actor, today: dt.date, at: dt.datetime) -> bool:
    """Have the queue say of one theme what is true today; whether it is late. Only inside @transaction."""
    require_transaction("settle")
    theme = public_theme(row, today=today)
    label = str(theme.title)[:LONGEST_LABEL]
    for action in theme.actions:
        _settle_action(action, label, by=by, at=at)
    late = [action.late_from for action in theme.actions if action.is_late and action.late_from]
    if late:
        # Due on the day before it was late: it stands among what is overdue.
        due_on = min(late) - dt.timedelta(days=1)
        open_item(LATE, subject=(THEME, row.id), label=label, due_on=due_on, by=by, at=at)
    else:
        close_item(LATE, subject=(THEME, row.id), by=by, outcome="answered", at=at)
    return bool(late)


def _settle_action(action: Action, label: str, *, by: Actor, at: dt.datetime) -> None:
    subject = (ACTION, uuid.UUID(action.key))
    if action.is_late and action.late_from:
        due_on = action.late_from - dt.timedelta(days=1)
        open_item(ACTION_LATE, subject=subject, label=label, due_on=due_on, agency=action.owner, by=by, at=at)
    else:
        close_item(ACTION_LATE, subject=subject, by=by, outcome="answered", at=at)
