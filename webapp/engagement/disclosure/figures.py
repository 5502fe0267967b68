"""The nouns of the release engine: who was counted, what is to be given, and what was given.

What is known is counted in leaves: a question, the smallest area, a quarter and an option. A figure is the sum of the
leaves in its area and its quarters; the option "" counts people, the others count what they ticked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Fewer people than this are never given.
THRESHOLD = 10
# Everything that is given is a multiple of this.
BASE = 5
# The version of these rules: it is kept with every release.
RULES = "1"
# The option of a figure that counts people, whatever they ticked.
PEOPLE = ""
# A leaf: question, smallest area, quarter, option.
Leaf = tuple[str, str, str, str]


class NotProtectedError(Exception):
    """What was to be given would tell of a few people; nothing may be published."""


class Choice(StrEnum):
    """How many options one person can tick."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with its options (without ""); `most`: how many of them one person can tick (1 for `ONE`).

    `within`: the question that everybody has answered who answered this one; `after`: what they said there, any of
    these ("": whatever they said).
    """

    code: str
    options: tuple[str, ...]
    choice: Choice
    most: int
    within: str = ""
    after: tuple[str, ...] = (PEOPLE,)


@dataclass(frozen=True, kw_only=True, order=True)
class Figure:
    """A number that can be given: of an area, over the quarters from `first` to `last`; option "": of people."""

    question: str
    area: str
    first: str
    last: str
    option: str = PEOPLE

    def __str__(self) -> str:
        """The figure for a message; it says nothing of its count."""
        return f"{self.question}/{self.option or 'people'} {self.area or 'whole'} {self.first}-{self.last}"


@dataclass(frozen=True, kw_only=True)
class Population:
    """Everybody who was counted: the true counts, which never leave the desk.

    `parents`: each area with the one that it is part of ("ward:x" -> "town:y" -> ""); an answer that is known only to
    an area counts in the leaf "<area>/-". `quarters` in their order: also those that only `earlier` figures cover.
    `counts`: how many in each leaf; what is missing is nought. A question that lets everybody tick one option has as
    many ticks as people in each place and quarter; with many options nobody ticks none, nor more than `most`.

    `counts_then`: for each earlier release (the name that its figures have in `Published.release`), the leaves whose
    count has changed since, with what they counted then. A leaf that counts the same as then is the same unknown to
    whoever compares the releases; one that counts otherwise is a new unknown.
    """

    parents: Mapping[str, str]
    quarters: tuple[str, ...]
    questions: Mapping[str, Question]
    counts: Mapping[Leaf, int]
    counts_then: Mapping[str, Mapping[Leaf, int]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Published:
    """A figure as everybody sees it; None: hidden, or nought, which look alike.

    `release` names the earlier release that it stood in; "" is the one that is being made, and an earlier one from
    which no count has changed.
    """

    figure: Figure
    value: int | None
    release: str = ""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was proved of a set of published figures.

    `hidden`: all that are hidden, earlier ones too (figures over the same leaves count once); `primary`: those of them
    that count fewer than 10; `proved`: those of `primary` that may be anything from 0 to 9 for all that anybody can
    tell. `lowest` and `highest`: the tightest interval found over them (0 and 9 when all are proved). `narrowest`: how
    many whole numbers wide the least certain knowledge of any given figure is, at the least (5 or more, so that a
    difference of two releases is known no closer than plus or minus 5). `seconds`: processor time.
    """

    rules: str
    hidden: int
    primary: int
    proved: int
    lowest: int
    highest: int
    seconds: float
    narrowest: int = BASE


@dataclass(frozen=True, kw_only=True)
class Protected:
    """What may be published, in the order in which it was wanted, with its proof."""

    figures: tuple[Published, ...]
    proof: Proof
