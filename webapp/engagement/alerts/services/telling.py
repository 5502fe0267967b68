"""News are told: to each whose time has come, each item once.

What somebody was told and the mail that tells it are one transaction: a worker that is killed has done both or neither,
and of two workers the second one waits for the row and finds nothing left to do.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from webapp.database import db
from webapp.engagement.alerts import queries
from webapp.engagement.alerts.models import MailAlert
from webapp.engagement.alerts.queries import Item
from webapp.engagement.alerts.rules import NewsSource, Often, State, in_mails, next_due, wants
from webapp.engagement.alerts.services import mails
from webapp.engagement.alerts.services.sealed import open_contact
from webapp.engagement.alerts.sources import SOURCES
from webapp.engagement.alerts.wording import item_words
from webapp.engagement.areas import parents_of
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.fenced import each_alone


@dataclass(frozen=True, kw_only=True)
class _Round:
    """What one round of telling goes by: the same for every mailbox."""

    now: dt.datetime
    sources: Mapping[str, NewsSource]
    parents: Mapping[str, str]
    holidays: frozenset[dt.date]
    # Whether pages can still be read, each asked for once.
    public: dict[tuple[str, str], bool] = field(default_factory=dict)

    def is_public(self, item: Item) -> bool:
        """Whether an item was not withdrawn since: a link that leads nowhere is no news."""
        key = (item.source, item.path)
        if key not in self.public:
            source = self.sources.get(item.source)
            self.public[key] = source is not None and source.is_public(item.path)
        return self.public[key]


def tell_due(*, now: dt.datetime, sources: Iterable[NewsSource] = SOURCES) -> int:
    """Write the mails that are due; returns how many."""
    partnership = current_partnership()
    this_round = _Round(
        now=now,
        sources={source.name: source for source in sources},
        parents=parents_of(partnership),
        holidays=frozenset(each.date for each in partnership.holidays),
    )
    newest, after, written = queries.newest_number(), None, 0
    while due := queries.list_due(now=now, newest=newest, after=after):
        after = due[-1]
        written += each_alone(due, lambda each: _tell(each, this_round))
    return written


@transaction
def _tell(alert_id: uuid.UUID, this_round: _Round) -> int:
    row = locked(MailAlert, alert_id)
    if row is None or row.state != State.ON or row.next_due_at is None or row.next_due_at > this_round.now:
        return 0
    items = queries.list_items(after=row.told_up_to)
    written = _write(row, [each for each in items if _is_wanted(row, each, this_round)])
    if items:
        row.told_up_to = items[-1].number
    if len(items) < queries.MOST_ITEMS:
        row.next_due_at = next_due(Often(row.often), this_round.now, holidays=this_round.holidays)
    db.session.flush()
    return written


def _is_wanted(row: MailAlert, item: Item, this_round: _Round) -> bool:
    choices = queries.choices_of(row)
    is_asked_for = wants(choices, area=item.area, kinds=item.kinds, parents=this_round.parents)
    return is_asked_for and this_round.is_public(item)


def _write(row: MailAlert, items: list[Item]) -> int:
    # Of several news of one page the last: the page tells all of them.
    of_pages = {each.path: each for each in items}
    worded = [(each.number, item_words(each, row.language)) for each in of_pages.values()]
    if not worded:
        return 0
    contact = open_contact(row)
    parts = list(in_mails(worded))
    for part in parts:
        mails.send_news(row, contact, words="\n\n".join(words for _number, words in part))
    return len(parts)


__all__ = ["tell_due"]
