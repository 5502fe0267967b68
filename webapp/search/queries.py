"""Searching: one page of hits for what a person typed. A query is never stored or logged, here or anywhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from webapp.database import db
from webapp.search.asking import Asked
from webapp.search.entries import LAST_YEAR, Facets, Hit, SearchResults
from webapp.search.finding import Found, find
from webapp.search.matching import Matching, Scope
from webapp.search.models import Entry, EntryText
from webapp.search.ranking import Ranked, in_order
from webapp.search.snippets import Marker
from webapp.search.words import clean

# So many of the database's best are put in order by our own score; further pages follow in the database's order.
RANKED = 30
PER_PAGE_AT_MOST = 50

_ENTRY, _TEXT = Entry.__table__.c, EntryText.__table__.c
_CHOSEN = _ENTRY.id.in_(bindparam("ids", expanding=True))
_STEMS = (_TEXT.title_words, _TEXT.summary_words, _TEXT.body_words)
_WORDS = (
    select(_ENTRY.id, _ENTRY.language, _ENTRY.weight, _ENTRY.year, _ENTRY.address, *_STEMS)
    .join(EntryText.__table__, _TEXT.entry_id == _ENTRY.id)
    .where(_CHOSEN)
)
_TEXTS = (
    select(*_ENTRY, _TEXT.summary, _TEXT.body, _TEXT.summary_words, _TEXT.body_words)
    .join(EntryText.__table__, _TEXT.entry_id == _ENTRY.id)
    .where(_CHOSEN)
)


def search(
    q: str,
    *,
    language: str,
    default_language: str,
    kind: str | None = None,
    year: int | None = None,
    tag: str | None = None,
    page: int = 1,
    per_page: int = 10,
) -> SearchResults:
    """The hits for `q` in `language` and, where a page has none in it, in `default_language`.

    Whatever is typed is answered: an empty query by no hits, a year or a kind that does not exist by none either.
    """
    scope = Scope(
        languages=tuple(dict.fromkeys((language, default_language))),
        kind=clean(kind) if kind else None,
        year=None if year is None else min(max(year, 0), LAST_YEAR + 1),
        tag=clean(tag) if tag else None,
    )
    page, per_page = max(page, 1), min(max(per_page, 1), PER_PAGE_AT_MOST)
    found = find(q, scope)
    if found is None:
        return SearchResults(page=page)
    shown = _order(found, scope)[(page - 1) * per_page : page * per_page]
    return SearchResults(
        hits=_hits(shown, found.asked),
        total=len(found.matches),
        total_is_more=found.is_more,
        page=page,
        pages=-(-len(found.matches) // per_page),
        match=found.match,
        suggestion=found.suggestion,
        instead=found.instead,
        facets=_facets(found, scope),
    )


def _order(found: Found, scope: Scope) -> list[int]:
    """The ids of all that can be paged through, best first."""
    ids = [match.id for match in found.matches]
    entries = [Ranked(*row) for row in db.session.execute(_WORDS, {"ids": ids[:RANKED]})]
    ranked = in_order(found.asked, entries, found.counts, scope.languages[0])
    return [entry.id for entry in ranked] + ids[RANKED:]


def _hits(ids: Sequence[int], asked: Asked) -> tuple[Hit, ...]:
    marker = Marker(asked)
    by_id = {row.id: _hit(row, marker) for row in db.session.execute(_TEXTS, {"ids": ids})}
    return tuple(by_id[number] for number in ids)


def _hit(row: Any, marker: Marker) -> Hit:
    texts = [row.summary, *row.body.split("\n")]
    stems = [row.summary_words.partition("\n")[0], *row.body_words.split("\n")]
    passages = [pair for pair in zip(texts, stems, strict=True) if pair[0]]
    return Hit(
        source=row.source,
        key=row.key,
        title=row.title,
        address=row.address,
        kind=row.kind,
        year=row.year,
        language=row.language,
        tags=tuple(row.tags.split()),
        snippet=marker.snippet(row.language, [text for text, _ in passages], [words for _, words in passages]),
    )


def _facets(found: Found, scope: Scope) -> Facets:
    kinds = Counter(match.kind for match in _without("kind", found, scope))
    years = Counter(match.year for match in _without("year", found, scope) if match.year is not None)
    tags = Counter(tag for match in _without("tag", found, scope) for tag in match.tags.split())
    return Facets(
        kinds=dict(kinds.most_common()),
        years=dict(sorted(years.items(), reverse=True)),
        tags=dict(tags.most_common()),
    )


def _without(name: str, found: Found, scope: Scope) -> Iterable[Matching]:
    """The matches under all filters but one."""
    if name not in scope.filters:
        return found.matches
    return (match for match in found.everywhere if scope.takes(match, but=name))
