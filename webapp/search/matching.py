"""Which entries match an expression: the two databases' own indexes, asked in the same way.

The database finds and pre-sorts; the order that people see is made by `ranking.py`, the same on both databases.
Each statement is put together once: that takes longer than the database takes to answer it.
"""

import functools
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, Text, bindparam, cast, column, func, literal_column, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from webapp.database import db
from webapp.search.expressions import Expression, for_fts5, for_tsquery
from webapp.search.lists import WholeQuery, as_driver_gives
from webapp.search.models import Entry

# So many matches are looked at, the entries that came last first; of more it is only known that there are more.
LOOKED_AT = 500

_ENTRY = Entry.__table__.c
_COLUMNS = (_ENTRY.id, _ENTRY.address, _ENTRY.language, _ENTRY.kind, _ENTRY.year, _ENTRY.tags)
_FTS5 = table("search_words", column("rowid", Integer))
_VECTORS = table("search_words", column("entry_id", Integer), column("heading", TSVECTOR), column("words", TSVECTOR))
_TSQUERY = cast(cast(bindparam("expression"), Text), TSQUERY)
# How much a word counts in title, summary and body; ts_rank names them from the last to the first.
_BM25 = as_driver_gives(func.bm25(literal_column("search_words"), 10.0, 4.0, 1.0) * -_ENTRY.weight, "rank")
_TS_WEIGHTS: Any = literal_column("'{0.1, 0.1, 0.4, 1.0}'::float4[]")
_TS_RANK = as_driver_gives(func.ts_rank(_TS_WEIGHTS, _VECTORS.c.words, _TSQUERY) * _ENTRY.weight, "rank")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where is looked: the wanted language first, then the one to fall back on; the filters."""

    languages: tuple[str, ...]
    kind: str | None = None
    year: int | None = None
    tag: str | None = None
    # One slice's entries only: no filter of a reader's, so no facet counts beyond it.
    source: str | None = None

    @property
    def filters(self) -> frozenset[str]:
        """The names of the filters that are set."""
        return frozenset(name for name in ("kind", "year", "tag") if getattr(self, name) is not None)

    def takes(self, match: "Matching", *, but: str = "") -> bool:
        """Whether the filters let a match through, leaving the filter `but` aside."""
        return (
            (self.kind is None or self.kind == match.kind or but == "kind")
            and (self.year is None or self.year == match.year or but == "year")
            and (self.tag is None or self.tag in match.tags.split() or but == "tag")
        )


class Matching(NamedTuple):
    """An entry that matches, the better in the database's opinion the higher its rank."""

    id: int
    address: str
    language: str
    kind: str
    year: int | None
    tags: str
    rank: float


def list_matches(
    expression: Expression,
    scope: Scope,
    *,
    heading_only: bool = False,
    filtered: bool = False,
) -> list[Matching]:
    """What matches, LOOKED_AT at most; on demand in title and summary only, or under the filters."""
    filters = (scope.filters if filtered else frozenset()) | ({"source"} if scope.source else frozenset())
    parameters = {"kind": scope.kind, "year": scope.year, "tag": f" {scope.tag} ", "source": scope.source}
    given: dict[str, object] = {name: parameters[name] for name in filters}
    given |= {"wanted": scope.languages[0], "other": scope.languages[-1], "looked_at": LOOKED_AT}
    if db.engine.dialect.name == "sqlite":
        written = for_fts5(expression)
        given["expression"] = f"{{title_words summary_words}}: ({written})" if heading_only else written
        query = _in_fts5(filters)
    else:
        given["expression"] = for_tsquery(expression)
        query = _in_vectors(filters, heading_only=heading_only)
    return list(map(Matching._make, query.rows(**given)))


@functools.cache
def _in_fts5(filters: frozenset[str]) -> WholeQuery:
    query = (
        select(*_COLUMNS, _BM25)
        .select_from(_FTS5)
        .join(Entry.__table__, _ENTRY.id == _FTS5.c.rowid)
        .where(text("search_words MATCH :expression").bindparams(bindparam("expression")))
        .order_by(_FTS5.c.rowid.desc())
    )
    return _bounded(query, filters)


@functools.cache
def _in_vectors(filters: frozenset[str], *, heading_only: bool) -> WholeQuery:
    vector = _VECTORS.c.heading if heading_only else _VECTORS.c.words
    query = (
        select(*_COLUMNS, _TS_RANK)
        .select_from(_VECTORS)
        .join(Entry.__table__, _ENTRY.id == _VECTORS.c.entry_id)
        .where(vector.op("@@")(_TSQUERY))
        .order_by(_VECTORS.c.entry_id.desc())
    )
    return _bounded(query, filters)


def _bounded(query: Select[Any], filters: frozenset[str]) -> WholeQuery:
    conditions = {
        "kind": _ENTRY.kind == bindparam("kind"),
        "year": _ENTRY.year == bindparam("year"),
        "source": _ENTRY.source == bindparam("source"),
        "tag": func.replace(_ENTRY.tags, bindparam("tag"), "") != _ENTRY.tags,
    }
    query = query.where(or_(_ENTRY.language == bindparam("wanted"), _ENTRY.language == bindparam("other")))
    query = query.where(*(conditions[name] for name in sorted(filters)))
    return WholeQuery(query.limit(bindparam("looked_at", type_=Integer)))
