"""Made-up people for the release engine, and the figures that a release would want of them."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from webapp.engagement.disclosure import Choice, Figure, Leaf, NotProtectedError, Population, Published, Question
from webapp.engagement.disclosure.proof import prove

KEY = b"a key of the tests"
TOWNS = {"town:a": "", "town:b": "", "town:c": ""}


def question(options: Sequence[str], choice: Choice = Choice.MANY, *, code: str = "kinds", most: int = 3) -> Question:
    return Question(code=code, options=tuple(options), choice=choice, most=1 if choice is Choice.ONE else most)


def population(
    asked: Question, parents: Mapping[str, str], quarters: Sequence[str], counts: Mapping[tuple[str, str, str], int]
) -> Population:
    """Counts by area, quarter and option."""
    return Population(
        parents=parents,
        quarters=tuple(quarters),
        questions={asked.code: asked},
        counts={(asked.code, *leaf): count for leaf, count in counts.items()},
    )


def one_option(parents: Mapping[str, str], counts: Mapping[str, int], *, quarter: str = "2026Q1") -> Population:
    """People who all ticked the one option there is: so many in each area."""
    cells = {(area, quarter, option): count for area, count in counts.items() for option in ("", "noise")}
    return population(question(["noise"], Choice.ONE), parents, [quarter], cells)


def drawn(
    seed: int,
    people: int,
    *,
    choice: Choice = Choice.MANY,
    parents: Mapping[str, str] = TOWNS,
    quarters: int = 6,
    options: int = 4,
) -> Population:
    """People drawn at random: some areas, options and quarters are far fuller than others."""
    drawing = random.Random(seed)  # noqa: S311 (made-up people)
    names = tuple(f"o{number}" for number in range(options))
    asked = question(names, choice)
    times = tuple(f"202{4 + number // 4}Q{number % 4 + 1}" for number in range(quarters))
    inner = set(parents.values())
    areas = [area for area in parents if area not in inner]
    weights = [drawing.uniform(0.2, 2) for _ in areas]
    likely = [1 / (number + 1) ** 1.5 for number in range(options)]
    counts: Counter[Leaf] = Counter()
    for _ in range(people):
        area, quarter = drawing.choices(areas, weights)[0], drawing.choice(times)
        ticks = 1 if choice is Choice.ONE else drawing.randint(1, asked.most)
        for option in ("", *sorted(set(drawing.choices(names, likely, k=ticks)))):
            counts[asked.code, area, quarter, option] += 1
    return Population(parents=parents, quarters=times, questions={asked.code: asked}, counts=counts)


def figures(
    people: Population,
    *,
    areas: Iterable[str] | None = None,
    length: int = 4,
    newest: int | None = None,
    years: int = 9,
) -> list[Figure]:
    """Rolling periods of so many quarters, the newest first; the widest areas first."""
    (asked,) = people.questions.values()
    shown = areas if areas is not None else ["", *(area for area in people.parents if not area.endswith("/-"))]
    last = len(people.quarters) - 1 if newest is None else newest
    ends = [end for end in range(last, last - years, -1) if end - length + 1 >= 0]
    return [
        Figure(
            question=asked.code,
            area=area,
            first=people.quarters[end - length + 1],
            last=people.quarters[end],
            option=option,
        )
        for area in shown
        for end in ends
        for option in ("", *asked.options)
    ]


def true_count(people: Population, figure: Figure) -> int:
    """Counted by hand, as slowly as can be."""
    period = people.quarters[people.quarters.index(figure.first) : people.quarters.index(figure.last) + 1]
    return sum(
        count
        for (code, area, quarter, option), count in people.counts.items()
        if (code, option) == (figure.question, figure.option)
        and quarter in period
        and lies_in(people, area, figure.area)
    )


def lies_in(people: Population, area: str, wider: str) -> bool:
    while area != wider:
        if area not in people.parents:
            return False
        area = people.parents[area]
    return True


def named(published: Iterable[Published], release: str) -> list[Published]:
    """What stood in a release, as a later one is told of it."""
    return [Published(figure=entry.figure, value=entry.value, release=release) for entry in published]


def values(published: Iterable[Published]) -> dict[Figure, int | None]:
    return {entry.figure: entry.value for entry in published}


def is_proved(people: Population, published: Sequence[Published]) -> bool:
    """Whether the proof lets through what is published."""
    try:
        prove(people, published)
    except NotProtectedError:
        return False
    return True
