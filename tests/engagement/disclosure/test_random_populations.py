"""Twenty populations drawn at random (three in the short run): each hidden figure may be anything from 0 to 9."""

import pytest

from tests.engagement.disclosure.populations import KEY, drawn, figures, true_count
from tests.profiles import drilled
from webapp.engagement.disclosure import Choice
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import prove

WARDS = {f"ward:{number}": f"town:{number % 2}" for number in range(6)}
PLACES = {**WARDS, "town:0": "", "town:1": "", "town:0/-": "town:0", "/-": ""}
CASES = [(1, 80, Choice.MANY), (2, 400, Choice.ONE), (3, 2_000, Choice.MANY)]
MORE = [(seed, (60, 300, 1_000, 5_000)[seed % 4], tuple(Choice)[seed % 2]) for seed in range(4, 21)]


@pytest.mark.parametrize(("seed", "count", "choice"), drilled(CASES, MORE))
def test_every_hidden_figure_of_a_random_population_may_be_anything_from_0_to_9(seed, count, choice):
    people = drawn(seed, count, choice=choice, parents=PLACES)
    wanted = figures(people)
    given = protect(people, wanted, key=KEY)
    hidden = [entry.figure for entry in given.figures if entry.value is None]
    assert sum(true_count(people, figure) < 10 for figure in hidden) == given.proof.primary
    proof = prove(people, given.figures)
    for each in (proof, given.proof):
        assert each.proved == each.primary
        assert (each.lowest, each.highest) == (0, 9)
        assert each.narrowest >= 5
    # Hiding everything would be safe as well.
    assert len(given.figures) == len(wanted)
    assert proof.hidden - proof.primary <= len(wanted) // 20
