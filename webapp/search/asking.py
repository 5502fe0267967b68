"""What a person typed, understood: groups of words that must each be found, with other ways to say them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from webapp.search.register import Stems, register_for
from webapp.search.words import clean, stem, tokens

LONGEST_QUERY = 300
MOST_GROUPS = 12
# Another way to say it counts a little less than the words that were typed.
SAME_MEANING = 0.9

_QUOTED = re.compile('"[^"]*"|\u201c[^\u201d]*\u201d|\u201e[^\u201c\u201d]*[\u201c\u201d]|\u00ab[^\u00bb]*\u00bb')
_HYPHENS = frozenset("-\u2010\u2011")
_BETWEEN_NUMBERS = frozenset("/\u2013") | _HYPHENS
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_POSTCODE = re.compile(r"([a-z]{1,2}[0-9][a-z0-9]?)([0-9][a-z]{2})")


@dataclass(frozen=True)
class Typed:
    """A word as typed: folded, where it stands in the query, and its stem in each language."""

    word: str
    start: int
    end: int
    stems: Stems


@dataclass(frozen=True)
class Way:
    """One way to say something: stems that stand together (a phrase) or anywhere in the entry."""

    stems: Stems
    is_phrase: bool = False
    share: float = 1.0


@dataclass(frozen=True)
class Group:
    """Something that must be found, in any of its ways; `typed` are its words, none where it stood in quotes."""

    ways: tuple[Way, ...]
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A query understood: its text (cleaned and cut), its groups, and its words in a row, by language.

    A row stands there as it was typed, and without the words that say nothing where that differs.
    """

    text: str
    groups: tuple[Group, ...]
    rows: dict[str, tuple[str, ...]]

    @property
    def stems(self) -> frozenset[str]:
        """Every stem of every way of every group."""
        return frozenset(word for group in self.groups for way in group.ways for word in way.stems)


def understand(text: str, languages: Sequence[str]) -> Asked:
    """Read a query in the light of `languages`, the wanted one first. Every text can be read, whatever it holds."""
    text = " ".join(clean(text[: LONGEST_QUERY * 2]).split())[:LONGEST_QUERY]
    groups: list[Group] = []
    stopped: list[Group] = []
    for is_quoted, part in _parts(text, languages):
        if is_quoted:
            groups.append(_quoted(part))
        else:
            _read_words(part, text, languages, groups, stopped)
    chosen = _once(groups or stopped)[:MOST_GROUPS]
    return Asked(text, chosen, _rows([*groups, *stopped], chosen, languages))


def _rows(groups: Sequence[Group], chosen: Sequence[Group], languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    rows: dict[str, tuple[str, ...]] = {}
    for place, language in enumerate(languages):
        everything = sorted((typed for group in groups for typed in group.typed), key=attrgetter("start"))
        telling = [typed for group in chosen for typed in group.typed]
        written = (" ".join(typed.stems[place] for typed in words) for words in (everything, telling))
        rows[language] = tuple(dict.fromkeys(written))
    return rows


def _parts(text: str, languages: Sequence[str]) -> Iterator[tuple[bool, list[Typed]]]:
    """The words in quotes and those between them in order; a quotation mark without its partner is none."""
    everything = [
        Typed(token.word, token.start, token.end, tuple(stem(token.word, language) for language in languages))
        for token in tokens(text)
    ]
    end = 0
    for match in _QUOTED.finditer(text):
        yield False, _within(everything, end, match.start())
        if quoted := _within(everything, match.start(), match.end()):
            yield True, quoted
        end = match.end()
    yield False, _within(everything, end, len(text))


def _within(everything: Sequence[Typed], start: int, end: int) -> list[Typed]:
    return [typed for typed in everything if start <= typed.start and typed.end <= end]


def _quoted(part: Sequence[Typed]) -> Group:
    return Group(tuple(Way(phrase, is_phrase=len(phrase) > 1) for phrase in dict.fromkeys(_in_each_language(part))))


def _read_words(
    part: Sequence[Typed],
    text: str,
    languages: Sequence[str],
    groups: list[Group],
    stopped: list[Group],
) -> None:
    """Add the groups of words outside quotes; words that say nothing go into `stopped`."""
    place = 0
    while place < len(part):
        length = _longest_known(part, place, languages) or _compound(part, place, text)
        run = part[place : place + length]
        group = Group(tuple(_ways(run, languages)), tuple(run))
        says_nothing = length == 1 and any(run[0].word in register_for(language).stop for language in languages)
        (stopped if says_nothing else groups).append(group)
        place += length


def _once(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups without those that ask for the same again."""
    first: dict[tuple[Way, ...], Group] = {}
    for group in groups:
        first.setdefault(group.ways, group)
    return tuple(first.values())


def _longest_known(part: Sequence[Typed], place: int, languages: Sequence[str]) -> int:
    """How many words from `place` on are in the register of words that mean the same; 0 where none is."""
    longest = max(register_for(language).longest for language in languages)
    for length in range(min(longest, len(part) - place), 0, -1):
        phrases = _in_each_language(part[place : place + length])
        if any(phrase in register_for(code).others for code, phrase in zip(languages, phrases, strict=True)):
            return length
    return 0


def _compound(part: Sequence[Typed], place: int, text: str) -> int:
    """How many words from `place` on are held together by hyphens, numbers also by strokes; at least 1."""
    end = place + 1
    while end < len(part):
        are_numbers = part[end - 1].word.isdigit() and part[end].word.isdigit()
        if text[part[end - 1].end : part[end].start] not in (_BETWEEN_NUMBERS if are_numbers else _HYPHENS):
            break
        end += 1
    return end - place


def _ways(run: Sequence[Typed], languages: Sequence[str]) -> Iterator[Way]:
    """The words as typed and what the register knows for them; a compound also in one word, a postcode in two."""
    seen: set[tuple[Stems, bool]] = set()
    for code, phrase in zip(languages, _in_each_language(run), strict=True):
        others = register_for(code).others.get(phrase, ())
        ways = [Way(phrase), *(Way(other, is_phrase=len(other) > 1, share=SAME_MEANING) for other in others)]
        if len(run) > 1 and not others:
            ways = [Way(phrase, is_phrase=True), Way(_other_form(run, code))]
        elif postcode := _POSTCODE.fullmatch(run[0].word):
            ways.append(Way((postcode[1], f"n{postcode[2]}"), is_phrase=True))
        for way in ways:
            if (way.stems, way.is_phrase) not in seen:
                seen.add((way.stems, way.is_phrase))
                yield way


def _other_form(run: Sequence[Typed], language: str) -> Stems:
    """A compound in one word; of years like 2022-25 both in full, because they may stand apart: 2022 to 2025."""
    first, last = run[0].word, run[-1].word
    if len(run) == 2 and _YEAR.fullmatch(first) and last.isdigit() and len(last) in {2, 4}:
        return (first, first[: 4 - len(last)] + last)
    return (stem("".join(typed.word for typed in run), language),)


def _in_each_language(run: Sequence[Typed]) -> list[Stems]:
    return list(zip(*(typed.stems for typed in run), strict=True))
