"""The proof of a release, from nothing but what is published and the true counts."""

import time
from collections.abc import Iterable, Sequence

import numpy as np

from webapp.engagement.disclosure.figures import (
    BASE,
    RULES,
    THRESHOLD,
    Figure,
    NotProtectedError,
    Population,
    Proof,
    Published,
)
from webapp.engagement.disclosure.knowledge import Knowledge
from webapp.engagement.disclosure.people import People
from webapp.engagement.disclosure.settling import Settler, Walked
from webapp.engagement.disclosure.solving import Solver
from webapp.engagement.disclosure.witnesses import Judge

# So far above the truth a figure is looked at; what can be so much can be anything.
FAR = 1_000


def prove(population: Population, published: Sequence[Published]) -> Proof:
    """Prove anew that nobody can tell more than the rules allow, of everything published together.

    Witnesses are looked for afresh and judged one by one in whole numbers (webapp/engagement/disclosure/witnesses.py).
    Raises NotProtectedError where one is missing, ValueError where figures and counts contradict each other.
    """
    began = time.process_time()
    people = People(population)
    return judged(people, published, _walked(people, published), began=began)


def judged(people: People, published: Sequence[Published], walked: Walked, *, began: float) -> Proof:
    """The proof that walks make, whoever found them. Raises NotProtectedError."""
    judge = Judge(people, published)
    judge.follow(walked)
    seen = judge.seen
    primary = [each for each in seen if each.is_primary]
    given = [each for each in seen if each.limits]
    proof = Proof(
        rules=RULES,
        hidden=len(seen) - len(given),
        primary=len(primary),
        proved=sum(each.is_proved for each in primary),
        lowest=max((each.lowest for each in primary), default=0),
        highest=min((min(each.highest, THRESHOLD - 1) for each in primary), default=THRESHOLD - 1),
        seconds=round(time.process_time() - began, 3),
        narrowest=min((each.highest - each.lowest for each in given), default=BASE),
    )
    _raise_for(each.figure for each in seen if not each.is_proved)
    return proof


def interval(population: Population, published: Sequence[Published], figure: Figure) -> tuple[int, int]:
    """The lowest and the highest count of a figure that fit everything published, whether it is published or not.

    The highest is looked for no further than 1,000 above the truth.
    """
    people = People(population)
    asked = Published(figure=figure, value=None)
    knowledge = Knowledge(people, [*published, asked])
    solver, line = Solver(knowledge, np.arange(len(knowledge.unknowns))), knowledge.line_of[asked]
    truth = knowledge.truth_of(line)
    ends = (solver.whole(line, 0, truth, aim=-1), solver.whole(line, truth, truth + FAR, aim=1))
    low, high = (truth if end is None else int(knowledge.sums(end)[line]) for end in ends)
    return low, high


def _walked(people: People, published: Sequence[Published]) -> Walked:
    if not published:
        return Walked(unknowns=(), walks=())
    settler = Settler(Knowledge(people, published))
    for line in settler.seeker.wanted():
        settler.in_the_way(line)
    return settler.walked()


def _raise_for(figures: Iterable[Figure]) -> None:
    if names := [str(figure) for figure in figures]:
        raise NotProtectedError(f"{len(names)} figures could be worked out too closely: {', '.join(names[:5])}")
