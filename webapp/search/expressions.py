"""Groups of words written for each database: an FTS5 expression and a tsquery that find the same entries.

Stems hold letters and digits only, so no quoting can fail and nothing that was typed is read as an operator.
"""

from collections.abc import Sequence
from itertools import combinations

from webapp.search.asking import Group, Way

Expression = tuple[tuple[Group, ...], ...]


def all_of(groups: Sequence[Group]) -> Expression:
    """Every group."""
    return (tuple(groups),)


def all_but_one(groups: Sequence[Group]) -> Expression:
    """Any one group may be missing."""
    return tuple(combinations(groups, len(groups) - 1))


def any_of(groups: Sequence[Group]) -> Expression:
    """One group is enough."""
    return tuple((group,) for group in groups)


def for_fts5(expression: Expression) -> str:
    """The expression as FTS5 reads it."""
    return " OR ".join("(" + " AND ".join(_fts5_group(group) for group in groups) + ")" for groups in expression)


def for_tsquery(expression: Expression) -> str:
    """The expression as a PostgreSQL tsquery, to be cast and not to be parsed as words."""
    return " | ".join("(" + " & ".join(_tsquery_group(group) for group in groups) + ")" for groups in expression)


def _fts5_group(group: Group) -> str:
    return "(" + " OR ".join(_fts5_way(way) for way in group.ways) + ")"


def _fts5_way(way: Way) -> str:
    if way.is_phrase:
        return f'"{" ".join(way.stems)}"'
    return "(" + " AND ".join(f'"{stem}"' for stem in way.stems) + ")"


def _tsquery_group(group: Group) -> str:
    return "(" + " | ".join(_tsquery_way(way) for way in group.ways) + ")"


def _tsquery_way(way: Way) -> str:
    return "(" + (" <-> " if way.is_phrase else " & ").join(f"'{stem}'" for stem in way.stems) + ")"
