"""Alerts as officers edit them."""

import datetime as dt
from functools import partial

from flask_babel import gettext as _

from webapp.edits.nouns import EditRefusedError, Noun
from webapp.edits.wording import register_edits
from webapp.kit.clock import is_skipped
from webapp.partnership.records import from_record, to_record
from webapp.site.alerts import Alert, has_too_much
from webapp.site.models import AlertRecord


def _fill(row: AlertRecord, content: Alert, at: dt.datetime) -> None:
    row.starts_at, row.ends_at = content.starts_at, content.ends_at
    row.content, row.updated_at = to_record(content), at


def _alert_of(row: AlertRecord) -> Alert:
    return from_record(Alert, row.content)


def _check(_slug: str, content: Alert) -> None:
    for day, time in ((content.first_day, content.starts), (content.last_day, content.ends)):
        if is_skipped(day, time):
            raise EditRefusedError(_("The clocks go forward that night, and this time is left out. Choose another."))
    if content.ends_at <= content.starts_at:
        raise EditRefusedError(_("The end is not after the beginning. Change one of the two."))
    if any(has_too_much(wording.text) for wording in content.words.wordings):
        raise EditRefusedError(_("Write two short lines at most: more is not read."))
    if (content.link is None) is not (content.link_words is None):
        raise EditRefusedError(_("A link needs an address and words: give both or neither."))


ALERTS = Noun(
    kind="alert",
    model=AlertRecord,
    slug_column="slug",
    content_of=_alert_of,
    fill=_fill,
    to_record=to_record,
    from_record=partial(from_record, Alert),
    title=lambda content: str(content.words).partition("\n")[0],
    check=_check,
)
register_edits("alert")
