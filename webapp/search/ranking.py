"""The order of the hits: a score of our own over the entries' stems, so that both databases give the same order."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.search.asking import Asked, Group, Way

TITLE, SUMMARY, BODY = 8.0, 3.0, 1.0
# A word found ten times says little more than a word found five times.
SATURATION = 2.5
# Lengths in characters of stems at which a field counts as it is; longer ones count less.
USUAL_SUMMARY, USUAL_BODY = 160, 1800
# How rare a word is, is measured against a site of this size.
USUAL_ENTRIES = 2000
UNKNOWN_WORD_ENTRIES = 5
ALL_OF_TITLE = 1.6
ROW_BEGINS_TITLE = 1.45
ROW_IN_TITLE = 1.3
ROW_IN_TEXT = 1.12
WANTED_LANGUAGE = 1.3


@dataclass(frozen=True)
class Ranked:
    """What of an entry its place depends on: the stems of its texts, each with a space on either side."""

    id: int
    language: str
    weight: float
    year: int | None
    address: str
    title_words: str
    summary_words: str
    body_words: str


@dataclass(frozen=True)
class Needle:
    """A way to say something, ready to be counted in stems: its strings, how long it is, how much it counts."""

    strings: tuple[str, ...]
    length: int
    share: float

    @classmethod
    def of(cls, way: Way) -> "Needle":
        """A phrase is counted as a whole, loose words as often as the rarest of them."""
        parts = (" ".join(way.stems),) if way.is_phrase else way.stems
        return cls(tuple(f" {part} " for part in parts), sum(map(len, way.stems)), way.share)

    def count(self, words: str) -> int:
        """How often it is found."""
        if len(self.strings) == 1:
            return words.count(self.strings[0])
        return min(words.count(string) for string in self.strings)


def in_order(asked: Asked, entries: Sequence[Ranked], counts: Mapping[str, int], language: str) -> list[Ranked]:
    """The entries, best first; with equal scores the newer first."""
    groups = [(rarity(group, counts), [Needle.of(way) for way in group.ways]) for group in asked.groups]
    scored = ((_score(groups, entry) * _lift(asked, entry, language), entry) for entry in entries)
    return [entry for _, entry in sorted(scored, key=lambda pair: (-pair[0], -(pair[1].year or 0), pair[1].address))]


def rarity(group: Group, counts: Mapping[str, int]) -> float:
    """How much finding this group says: the more, the fewer entries have it."""
    entries = max(min(counts.get(stem, UNKNOWN_WORD_ENTRIES) for stem in way.stems) for way in group.ways)
    return 0.2 + math.log(1 + USUAL_ENTRIES / max(entries, 1))


def _score(groups: Sequence[tuple[float, list[Needle]]], entry: Ranked) -> float:
    """How often each group is found, weighed by field and rarity, and lowered where groups are missing."""
    summary = SUMMARY / (0.6 + 0.4 * len(entry.summary_words) / USUAL_SUMMARY)
    body = BODY / (0.6 + 0.4 * len(entry.body_words) / USUAL_BODY)
    total = found = possible = 0.0
    for weight, needles in groups:
        often = 0.0
        for needle in needles:
            # The more of a title is what was looked for, the more it counts.
            title = TITLE * (0.5 + needle.length / len(entry.title_words))
            often += needle.share * (
                title * needle.count(entry.title_words)
                + summary * needle.count(entry.summary_words)
                + body * needle.count(entry.body_words)
            )
        total += weight * often / (often + SATURATION)
        found += weight if often else 0.0
        possible += weight
    return total * (found / possible) ** 2 * entry.weight


def _lift(asked: Asked, entry: Ranked, language: str) -> float:
    """What stands together as it was typed counts more, most of all as a title."""
    lift = WANTED_LANGUAGE if entry.language == language else 1.0
    return lift * max((_lift_of_row(row, entry) for row in asked.rows.get(entry.language, ())), default=1.0)


def _lift_of_row(row: str, entry: Ranked) -> float:
    if row and entry.title_words.strip() == row:
        return ALL_OF_TITLE
    if " " not in row:
        return 1.0
    if entry.title_words.startswith(f" {row} "):
        return ROW_BEGINS_TITLE
    if f" {row} " in entry.title_words:
        return ROW_IN_TITLE
    if f" {row} " in entry.summary_words or f" {row} " in entry.body_words:
        return ROW_IN_TEXT
    return 1.0
