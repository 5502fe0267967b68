"""What stands in the outbox, opened for a test to read."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.notices.models import OutboxMessage
from webapp.notices.services import KIND
from webapp.sealing.services import opener_for


@dataclass(frozen=True, kw_only=True)
class Written:
    """A message as it was written."""

    notice: str
    to: str
    parameters: dict[str, str]


def written(*notices: str) -> list[Written]:
    """The messages of these kinds, or all of them, the oldest first; needs an app context.

    Those of one moment, as under a clock that stands still, come by their words: a database has no order for them.
    """
    db.session.rollback()
    rows = [row for row in db.session.scalars(select(OutboxMessage)) if not notices or row.notice in notices]
    found = [(row.written_at, _opened(row)) for row in rows]
    return [each for _, each in sorted(found, key=lambda one: (one[0], one[1].notice, json.dumps(one[1].parameters)))]


def _opened(row: OutboxMessage) -> Written:
    opened = opener_for(row, KIND)
    return Written(
        notice=row.notice,
        to=opened.text("recipient", row.recipient),
        parameters=json.loads(opened.text("parameters", row.parameters)),
    )
