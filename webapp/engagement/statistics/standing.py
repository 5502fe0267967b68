"""Who answered, beside who lives here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from webapp.engagement.statistics.rates import LEVEL, Interval, wilson


class Standing(StrEnum):
    """How a group's share of the answers stands to its share of the population."""

    OVER = "over"
    UNDER = "under"
    UNCLEAR = "unclear"


@dataclass(frozen=True, kw_only=True)
class Represented:
    """A group: how many answered, its share of them with the interval, and its share of the population."""

    group: str
    answers: int
    share: float
    interval: Interval
    population: float
    population_share: float
    standing: Standing


def representation(
    answers: Mapping[str, int], population: Mapping[str, float], level: float = LEVEL
) -> tuple[Represented, ...]:
    """Each group of `population`, in its order, with its answers; groups unknown to it are left out.

    The intervals are Wilson's, so wide that all of them hold together as often as `level` says (Bonferroni). Who
    answers chooses to: this tells whose voice is missing, and weighs nothing. Empty where nobody answered or lives.
    """
    asked, living = sum(answers.get(group, 0) for group in population), sum(population.values())
    if not asked or living <= 0:
        return ()
    each_level = 1 - (1 - level) / len(population)
    return tuple(
        _row(group, answers.get(group, 0), asked, population[group], living, each_level) for group in population
    )


def _row(group: str, count: int, asked: int, people: float, living: float, level: float) -> Represented:
    interval, expected = wilson(count, asked, level), people / living
    standing = Standing.UNCLEAR
    if not interval.holds(expected):
        standing = Standing.OVER if expected < interval.low else Standing.UNDER
    return Represented(
        group=group,
        answers=count,
        share=count / asked,
        interval=interval,
        population=people,
        population_share=expected,
        standing=standing,
    )
