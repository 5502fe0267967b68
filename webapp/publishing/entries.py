"""A publication as the search index takes it: one entry for each page in each language."""

import re

from webapp.kit.request_language import in_language
from webapp.kit.richtext import visible_text
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.models import Publication, Rendition
from webapp.publishing.rules import Form
from webapp.search.entries import SearchEntry

SOURCE = "publication"

_END_OF_ROW = re.compile(r"(?<=[^.>\s])</t[dh]>\s*</tr>")


def key_prefix(slug: str) -> str:
    """What the keys of all entries of a publication begin with."""
    return f"{slug}/"


def search_entries(publication: Publication, renditions: list[Rendition]) -> list[SearchEntry]:
    """The entries of a version's standard renditions; the first page stands for the document, with its summary."""
    return [
        SearchEntry(
            source=SOURCE,
            key=f"{key_prefix(publication.slug)}{page.slug}/{rendition.language}",
            address=_address(publication.slug, page.slug, page.position),
            language=rendition.language,
            kind=publication.kind,
            title=rendition.title if page.position == 0 else f"{page.title}: {rendition.title}",
            summary=rendition.summary if page.position == 0 else "",
            body=_words(page.html),
            tags=tuple(key.partition(":")[2] for key in publication.priorities),
            keywords=_kind_name(publication.kind, rendition.language),
            year=publication.document_date.year if publication.document_date else None,
        )
        for rendition in renditions
        if rendition.form == Form.STANDARD
        for page in rendition.pages
    ]


def _words(html: str) -> str:
    """The page's words without the numbers of its footnotes; each row of a table ends like a sentence."""
    return visible_text(_END_OF_ROW.sub(r".\g<0>", html), note_marks=False)


def _kind_name(kind: str, language: str) -> str:
    with in_language(language):
        return str(KIND_BY_CODE[kind].name)


def _address(slug: str, page: str, position: int) -> str:
    return f"/publications/{slug}/{page}" if position else f"/publications/{slug}"
