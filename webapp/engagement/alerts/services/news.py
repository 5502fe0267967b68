"""News are taken in: each source is asked what is new, and what is gets a number of our own."""

from collections.abc import Iterable

from webapp.database import db
from webapp.engagement.alerts import queries
from webapp.engagement.alerts.models import MailAlertItem
from webapp.engagement.alerts.rules import News, NewsSource
from webapp.engagement.alerts.sources import SOURCES
from webapp.kit.transaction import transaction


def take_in(sources: Iterable[NewsSource] = SOURCES) -> int:
    """Number what is new, each source in a transaction of its own; returns how many."""
    return sum(_take_in(source) for source in sources)


@transaction
def _take_in(source: NewsSource) -> int:
    found = source.not_in(queries.known_keys(source.name))
    number = queries.newest_number()
    for place, each in enumerate(found, 1):
        db.session.add(_row(source.name, each, number + place))
    # Where another worker took in the same just now, its numbers are taken: this one fails, and later finds nothing.
    db.session.flush()
    return len(found)


def _row(source: str, news: News, number: int) -> MailAlertItem:
    return MailAlertItem(
        number=number,
        source=source,
        key=news.key,
        area=news.area,
        kinds=list(news.kinds),
        path=news.path,
        titles=dict(news.titles),
        published_on=news.on,
    )


__all__ = ["take_in"]
