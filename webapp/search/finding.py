"""From a query to the entries that answer it: every word first, then mended words, then some of the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter

from webapp.search.asking import Asked, Group, Way, understand
from webapp.search.entries import Match
from webapp.search.expressions import Expression, all_but_one, all_of, any_of
from webapp.search.matching import LOOKED_AT, Matching, Scope, list_matches
from webapp.search.spelling import list_corrections
from webapp.search.vocabulary import count_entries, list_stems_beginning

SHORTEST_BEGINNING = 3
# With no more hits than this another spelling is offered, and a long query may leave one word out.
FEW = 2
LONG_QUERY = 4


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found: for which words, how well they match, and the entries, also those that the filters hide."""

    asked: Asked
    counts: Mapping[str, int]
    match: Match
    matches: tuple[Matching, ...]
    everywhere: tuple[Matching, ...]
    is_more: bool
    suggestion: str | None = None
    instead: bool = False


def find(text: str, scope: Scope) -> Found | None:
    """What answers the query, or None where nothing does or nothing was asked."""
    asked = understand(text, scope.languages)
    if not asked.groups:
        return None
    counts = count_entries(asked.stems, scope.languages)
    found = _typed(asked, counts, scope)
    if found is None:
        return _mended(asked, counts, scope) or _loosely(asked, counts, scope)
    if len(found.matches) > FEW:
        return found
    if len(asked.groups) >= LONG_QUERY:
        found = _look(asked, counts, all_but_one(asked.groups), Match.ALL, scope) or found
    return _with_offer(found, scope)


def _typed(asked: Asked, counts: Mapping[str, int], scope: Scope) -> Found | None:
    """Every word as typed; else the last one as the beginning of a word."""
    found = _look(asked, counts, all_of(asked.groups), Match.ALL, scope)
    if found or not (begun := _begun(asked, counts, scope)):
        return found
    groups = (*asked.groups[:-1], begun)
    return _look(replace(asked, groups=groups), counts, all_of(groups), Match.BEGINNING, scope)


def _begun(asked: Asked, counts: Mapping[str, int], scope: Scope) -> Group | None:
    """The last word as the beginning of others, where it is no known word itself."""
    last = asked.groups[-1]
    if len(last.typed) != 1 or len(last.typed[0].word) < SHORTEST_BEGINNING:
        return None
    if any(stem in counts for stem in last.typed[0].stems):
        return None
    stems = list_stems_beginning(last.typed[0].word, scope.languages)
    return Group(tuple(Way((stem,)) for stem in stems), last.typed) if stems else None


def _mended(asked: Asked, counts: Mapping[str, int], scope: Scope) -> Found | None:
    """What the likeliest other spelling finds, where the words as typed find nothing."""
    likeliest = None
    for other, known in _others(asked, counts, scope):
        likeliest = likeliest or (other, known)
        if found := _look(other, known, all_of(other.groups), Match.ALL, scope):
            return replace(found, suggestion=other.text, instead=True)
    if likeliest and (found := _loosely(*likeliest, scope)):
        return replace(found, suggestion=likeliest[0].text, instead=True)
    return None


def _with_offer(found: Found, scope: Scope) -> Found:
    """`found`, with another spelling to offer where that one finds more."""
    for other, known in _others(found.asked, found.counts, scope):
        better = _look(other, known, all_of(other.groups), Match.ALL, scope)
        if better and len(better.matches) > len(found.matches):
            return replace(found, suggestion=other.text)
    return found


def _others(asked: Asked, counts: Mapping[str, int], scope: Scope) -> Iterator[tuple[Asked, Mapping[str, int]]]:
    for text in list_corrections(asked, counts, scope.languages):
        other = understand(text, scope.languages)
        yield other, count_entries(other.stems, scope.languages)


def _loosely(asked: Asked, counts: Mapping[str, int], scope: Scope) -> Found | None:
    """All but one of three or more; else some of the words, each taken alone."""
    if len(asked.groups) >= LONG_QUERY - 1 and (
        found := _look(asked, counts, all_but_one(asked.groups), Match.SOME, scope)
    ):
        return found
    apart = tuple(part for group in asked.groups for part in _apart(group))
    if len(apart) > 1:
        return _look(replace(asked, groups=apart), counts, any_of(apart), Match.SOME, scope)
    return None


def _apart(group: Group) -> tuple[Group, ...]:
    """The words of a group that was taken as one thing; what stood in quotes stays together."""
    if len(group.typed) < 2:
        return (group,)
    return tuple(Group(tuple(Way((stem,)) for stem in dict.fromkeys(word.stems)), (word,)) for word in group.typed)


def _look(
    asked: Asked,
    counts: Mapping[str, int],
    expression: Expression,
    match: Match,
    scope: Scope,
) -> Found | None:
    """What matches an expression; None only where nothing would match without the filters either."""
    everywhere = list_matches(expression, scope)
    if not everywhere:
        return None
    is_more = len(everywhere) >= LOOKED_AT
    matches = [match for match in everywhere if scope.takes(match)]
    if is_more:
        # Not to be left to those that happened to be looked at: what the filters let through, and what has the words
        # in title or summary, where they count most.
        matches += list_matches(expression, scope, filtered=True) if scope.filters else ()
        matches += list_matches(expression, scope, filtered=True, heading_only=True)
    chosen = _once(matches, scope)
    return Found(
        asked=asked,
        counts=counts,
        match=match,
        matches=tuple(chosen),
        everywhere=tuple(_once(everywhere, scope)) if scope.filters else tuple(chosen),
        is_more=is_more,
    )


def _once(matches: list[Matching], scope: Scope) -> list[Matching]:
    """The best first, each address once: in the wanted language where it matches in two."""
    wanted = scope.languages[0]
    chosen: dict[str, Matching] = {}
    for match in sorted(matches, key=attrgetter("rank", "id"), reverse=True):
        first = chosen.setdefault(match.address, match)
        if first.language != wanted and match.language == wanted:
            chosen[match.address] = match
    return list(chosen.values())
