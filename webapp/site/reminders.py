"""Pages that are to be read again: topics come into the queue and leave it, and officers are written to once or twice.

Documents come into the queue by `webapp.publishing`; here officers are only told of them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.accounts.permissions import Officer, Permission
from webapp.accounts.queries import list_officers_who_may
from webapp.audit.actors import SYSTEM
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.current import default_language
from webapp.publishing import registers
from webapp.topics import queries as topics
from webapp.topics.items import READ_AGAIN
from webapp.work.services import close_item, open_item

DUE_WITHIN = dt.timedelta(days=30)
# As in webapp.topics.desk_nouns: what topics are called in the audit.
TOPIC = "topic"


@dataclass(frozen=True, kw_only=True)
class ToReadAgain:
    """A page and the day by which somebody must read it again."""

    kind: str
    slug: str
    title: str
    review_by: dt.date
    link: str


@transaction
def remind(*, today: dt.date) -> int:
    """Bring queue and letters to the state of `today`; returns how many pages are to be read again. Safe to repeat."""
    language = default_language()
    due = [*_topics(today, language), *_publications(today, language)]
    editors = list_officers_who_may(Permission.EDIT) if due else []
    for page in due:
        _write_to(editors, page, today=today, language=language)
    return len(due)


def _topics(today: dt.date, language: str) -> Iterable[ToReadAgain]:
    for topic in topics.list_reviews(language=language):
        subject = (TOPIC, topic.id)
        if topic.review_by is None or topic.review_by > today + DUE_WITHIN:
            # A new day was set, or the topic is off the site.
            close_item(READ_AGAIN, subject=subject, by=SYSTEM, outcome="right")
            continue
        open_item(READ_AGAIN, subject=subject, label=topic.title, by=SYSTEM, due_on=topic.review_by)
        link = f"/desk/content/topics/{topic.id}"
        yield ToReadAgain(kind=TOPIC, slug=topic.slug, title=topic.title, review_by=topic.review_by, link=link)


def _publications(today: dt.date, language: str) -> Iterable[ToReadAgain]:
    for one in registers.list_due(until=today + DUE_WITHIN, language=language):
        yield ToReadAgain(
            kind="publication",
            slug=one.slug,
            title=one.title,
            review_by=one.review_by,
            link=f"/desk/publications/{one.slug}",
        )


def _write_to(editors: Iterable[Officer], page: ToReadAgain, *, today: dt.date, language: str) -> None:
    # Once when the day comes near, and once when it has passed.
    turn = "past" if page.review_by < today else "soon"
    for officer in editors:
        send(
            "review_by",
            to=officer.email,
            language=language,
            parameters={"title": page.title, "review_by": page.review_by.isoformat(), "link": page.link},
            dedupe=f"{page.kind}:{page.slug}:{page.review_by.isoformat()}:{turn}:{officer.id}",
        )
