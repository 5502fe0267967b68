"""What can be done with figures: load those of the partnership's files."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from webapp.database import db
from webapp.figures.entries import SOURCE, search_entries
from webapp.figures.models import FigureRecord, FigureSource
from webapp.figures.records import to_json
from webapp.figures.states import State
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.partnership.figures import Figure
from webapp.search.services import put_entries

MADE_BY = "starter"


@transaction
def load_figures(figures: Sequence[Figure], *, at: dt.datetime) -> int:
    """Keep each figure that is new or has changed, in the order given; returns how many.

    A figure that somebody has worked on since is left alone, and so is one that is no longer in the files: its address
    may be cited.
    """
    known = {record.slug: record for record in db.session.scalars(select(FigureRecord))}
    changed = [
        figure
        for position, figure in enumerate(figures)
        if _keep(figure, known.get(figure.slug), position=position, at=at)
    ]
    if changed:
        db.session.flush()
        put_entries(SOURCE, [entry for figure in changed for entry in search_entries(figure)])
        public_content_changed()
    return len(changed)


def _keep(figure: Figure, record: FigureRecord | None, *, position: int, at: dt.datetime) -> bool:
    content = to_json(figure)
    if record is None:
        record = FigureRecord(slug=figure.slug, made_by=MADE_BY, state=State.PUBLISHED, version=0)
        db.session.add(record)
    elif record.made_by != MADE_BY:
        return False
    # Its place in the list may change because of others; that alone does not make a figure new.
    record.position = position
    if record.content == content:
        return False
    record.content = content
    # A page that an officer has open was drawn from the version before.
    record.version = (record.version or 0) + 1
    record.updated_at = at
    set_sources(record, figure)
    return True


def set_sources(record: FigureRecord, figure: Figure) -> None:
    """Note the places that a figure comes from; a document in words has no page to lead back from."""
    wanted = {(citation.source, citation.where or "") for citation in figure.citations() if not citation.is_free}
    kept = [source for source in record.sources if (source.source, source.place) in wanted]
    known = {(source.source, source.place) for source in kept}
    added = [FigureSource(source=source, place=place) for source, place in sorted(wanted - known)]
    record.sources = [*kept, *added]
