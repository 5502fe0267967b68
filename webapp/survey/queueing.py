"""What the survey puts into the desk's queue."""

import datetime as dt
import uuid

from webapp.audit.actors import Actor
from webapp.survey.items import RESPONSE, WORDS_KIND
from webapp.survey.rules import READ_WITHIN, AreaCodes, month_of
from webapp.work.services import open_item


def open_words(response_id: uuid.UUID, area: AreaCodes, *, today: dt.date, by: Actor, is_new: bool = False) -> None:
    """Put words into the queue. The day alone: a time would tell which answer came with which request."""
    open_item(
        WORDS_KIND,
        subject=(RESPONSE, response_id),
        label=month_of(today),
        by=by,
        due_on=today + READ_WITHIN,
        place=area.ward or area.locality or area.town,
        is_new=is_new,
        at=day_of(today),
    )


def day_of(today: dt.date) -> dt.datetime:
    """The day as a moment, where a column wants one."""
    return dt.datetime.combine(today, dt.time(), dt.UTC)
