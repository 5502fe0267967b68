"""What every change that the public sees brings with it: a numbered line of history, the search index, fresh pages."""

import datetime as dt

from sqlalchemy import func, select

from webapp.database import db
from webapp.engagement.answers.content import Touched
from webapp.engagement.answers.entries import SOURCE, key_prefix, search_entries
from webapp.engagement.answers.models import Theme, ThemeNews
from webapp.engagement.answers.rows import words_of
from webapp.engagement.answers.rules import NewsKind, ThemeState
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import require_transaction
from webapp.partnership.records import to_record
from webapp.partnership.text import Text
from webapp.search.services import put_entries, remove_entries


def tell_public(
    row: Theme,
    kind: NewsKind,
    *,
    on: dt.date,
    state_before: ThemeState | None,
    touched: tuple[Touched, ...] = (),
    words: Text | None = None,
    agency: str | None = None,
    next_on: dt.date | None = None,
) -> int:
    """Add a line to the history of a theme, with the next number of all; only inside @transaction. Gives the number.

    The counter of the public pages is raised first: its row is held until the commit, so that numbers come one after
    another, also where two themes are published at once.
    """
    require_transaction("tell_public")
    public_content_changed()
    number = (db.session.scalar(select(func.max(ThemeNews.number))) or 0) + 1
    public = words_of(row.public)
    db.session.add(
        ThemeNews(
            number=number,
            theme_id=row.id,
            kind=kind,
            told_on=on,
            state_before=state_before,
            state=public.state,
            touched=[to_record(each) for each in touched],
            words=None if words is None else to_record(words),
            agency=agency,
            next_on=next_on,
        )
    )
    db.session.flush()
    remove_entries(SOURCE, key_prefix(row.slug))
    if not row.sample:
        put_entries(SOURCE, search_entries(row.slug, public, row.published_on or on))
    return number
