"""Searching: one page of hits for what a person typed. A query is never stored or logged, here or anywhere."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from webapp.search.entries import LAST_YEAR, Facets, Hit, SearchResults, Sought
from webapp.search.finding import Found, find
from webapp.search.lists import ListQuery, as_driver_gives
from webapp.search.matching import Matching, Scope
from webapp.search.models import Entry, EntryText
from webapp.search.ranking import Ranked, in_order
from webapp.search.snippets import Marker
from webapp.search.words import clean

# So many of the database's best are put in order by our own score; further pages follow in the database's order.
RANKED = 30
PER_PAGE_AT_MOST = 50

_ENTRY, _TEXT = Entry.__table__.c, EntryText.__table__.c
# One statement for the order and for what is shown: a statement costs more than the texts of some more entries.
_TEXTS = select(
    *(_ENTRY.id, _ENTRY.language, as_driver_gives(_ENTRY.weight, "weight"), _ENTRY.year, _ENTRY.address),
    *(_TEXT.title_words, _TEXT.summary_words, _TEXT.body_words),
    *(_ENTRY.source, _ENTRY.key, _ENTRY.kind, _ENTRY.tags, _ENTRY.title, _TEXT.summary, _TEXT.body),
).join(EntryText.__table__, _TEXT.entry_id == _ENTRY.id)
_ASK_TEXTS = ListQuery(_TEXTS, _ENTRY.id, "ids")
_FIELDS = len(fields(Ranked))


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
    return SearchResults(
        hits=_hits(found, scope, (page - 1) * per_page, page * per_page),
        total=len(found.matches),
        total_is_more=found.is_more,
        page=page,
        pages=-(-len(found.matches) // per_page),
        match=found.match,
        suggestion=found.suggestion,
        instead=found.instead,
        facets=_facets(found, scope),
    )


def list_addresses(q: str, *, source: str, language: str, default_language: str) -> Sought:
    """Where the things of one slice are that answer `q`, best first, as far as they are looked at."""
    scope = Scope(languages=tuple(dict.fromkeys((language, default_language))), source=source)
    found = find(q, scope)
    if found is None:
        return Sought()
    rows = _texts([match.id for match in found.matches[:RANKED]])
    entries = [Ranked(*row[:_FIELDS]) for row in rows.values()]
    best = [entry.address for entry in in_order(found.asked, entries, found.counts, language)]
    addresses = (*best, *(match.address for match in found.matches[RANKED:]))
    return Sought(addresses=addresses, suggestion=found.suggestion, instead=found.instead)


def _hits(found: Found, scope: Scope, start: int, end: int) -> tuple[Hit, ...]:
    """The hits from `start` on, best first."""
    ids = [match.id for match in found.matches[:end]]
    if start >= RANKED:
        ids, start = ids[start:], 0
        rows = _texts(ids)
    else:
        best = [match.id for match in found.matches[:RANKED]]
        rows = _texts([*best, *ids[RANKED:]])
        entries = [Ranked(*rows[number][:_FIELDS]) for number in best if number in rows]
        ids = [entry.id for entry in in_order(found.asked, entries, found.counts, scope.languages[0])] + ids[RANKED:]
    marker = Marker(found.asked)
    # Between the two statements an entry may have been taken out of the index.
    return tuple(_hit(rows[number], marker) for number in ids[start:end] if number in rows)


def _texts(ids: Sequence[int]) -> dict[int, Any]:
    if not ids:
        return {}
    return {row[0]: row for row in _ASK_TEXTS.rows(ids)}


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
