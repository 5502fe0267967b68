"""Reads of the Easy Read renditions: one idea and one picture a row, in one query."""

from dataclasses import dataclass

from sqlalchemy import bindparam, case, or_, select

from webapp.kit.errors import NotFoundError
from webapp.kit.fixed_queries import FixedQuery
from webapp.partnership.easy_read import EasyReadRow
from webapp.publishing.models import Publication, PublicationVersion, Rendition
from webapp.publishing.rules import READABLE_STATES, Form

# The rendition in the reader's language first, then the one in the partnership's first language, then any.
ASK_EASY_READ = FixedQuery(
    select(
        Publication.slug,
        Publication.sensitive,
        Publication.public_version,
        Rendition.language,
        Rendition.title,
        Rendition.summary,
        Rendition.awaiting_native_reader,
        Rendition.made_from_version,
        Rendition.rows,
    )
    .join(PublicationVersion, PublicationVersion.publication_id == Publication.id)
    .join(Rendition, Rendition.version_id == PublicationVersion.id)
    .where(
        Publication.slug == bindparam("slug"),
        or_(*(Publication.state == state for state in READABLE_STATES)),
        PublicationVersion.number == Publication.public_version,
        Rendition.form == Form.EASY_READ,
    )
    .order_by(
        case(
            (Rendition.language == bindparam("language"), 0), (Rendition.language == bindparam("default"), 1), else_=2
        ),
        Rendition.language,
    )
    .limit(1),
)


@dataclass(frozen=True, kw_only=True)
class EasyReadPage:
    """An Easy Read rendition as a page shows it."""

    slug: str
    sensitive: bool
    language: str
    title: str
    summary: str
    awaiting_native_reader: bool
    is_behind: bool
    rows: tuple[EasyReadRow, ...]


def get_easy_read(slug: str, *, language: str, default: str) -> EasyReadPage:
    """The public Easy Read rendition in `language`, else in `default`, else in whichever language there is.

    Raises NotFoundError where the publication cannot be read, or has none.
    """
    rows = ASK_EASY_READ.rows(slug=slug, language=language, default=default)
    if not rows:
        message = f"no Easy Read rendition of {slug}"
        raise NotFoundError(message)
    row = rows[0]
    return EasyReadPage(
        slug=row.slug,
        sensitive=row.sensitive,
        language=row.language,
        title=row.title,
        summary=row.summary,
        awaiting_native_reader=row.awaiting_native_reader,
        is_behind=row.made_from_version != row.public_version,
        rows=tuple(EasyReadRow(**one) for one in row.rows),
    )
