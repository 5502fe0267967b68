"""What was published so far, with the true counts behind it: what the next release is protected against. Desk only."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.engagement.disclosure import Leaf, Published
from webapp.engagement.periods import Period
from webapp.engagement.releases.codes import FROZEN
from webapp.engagement.releases.content import Content
from webapp.engagement.releases.models import Release as Row
from webapp.engagement.releases.models import ReleaseCounts
from webapp.engagement.releases.planning import figure_of
from webapp.engagement.releases.queries import content_of, get_row, slug_of


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A release that is public, as the next one is protected against it: with its true counts, for the desk alone."""

    slug: str
    sample: bool
    figures: tuple[Published, ...]
    counts: dict[Leaf, int]


def list_earlier() -> tuple[Earlier, ...]:
    """Everything that was ever published, in the order of publication."""
    return tuple(get_earlier(release_id) for release_id in _public_ids())


def get_earlier(release_id: uuid.UUID) -> Earlier:
    """A release with what it was counted from. Raises NotFoundError."""
    row = get_row(release_id)
    content, slug = content_of(row.id, row.content_hash), slug_of(row.newest, row.number)
    return Earlier(slug=slug, sample=content.sample, figures=figures_of(content, slug), counts=_counts_then(release_id))


def figures_of(content: Content, slug: str) -> tuple[Published, ...]:
    """Every figure of a content as the engine takes it."""
    return tuple(
        Published(
            figure=figure_of(table.question, cell.area, Period.parse(cell.period), cell.option),
            value=cell.count,
            release=slug,
        )
        for table in content.tables
        for cell in table.cells
    )


def list_public_slugs() -> tuple[str, ...]:
    """The names of everything that was ever published."""
    wanted = select(Row.newest, Row.number).where(Row.state.in_(FROZEN)).order_by(Row.newest, Row.number)
    return tuple(slug_of(row.newest, row.number) for row in db.session.execute(wanted))


def _public_ids() -> tuple[uuid.UUID, ...]:
    """Everything that was ever published, in the order of publication: what the next release is protected against."""
    wanted = select(Row.id).where(Row.state.in_(FROZEN)).order_by(Row.published_on, Row.newest, Row.number)
    return tuple(db.session.scalars(wanted))


def _counts_then(release_id: uuid.UUID) -> dict[Leaf, int]:
    row = db.session.get(ReleaseCounts, release_id)
    return {(each[0], each[1], each[2], each[3]): each[4] for each in row.counts} if row else {}
