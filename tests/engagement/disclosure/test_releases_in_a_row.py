"""Release after release: what each one adds is looked at together with all that was published before."""

from dataclasses import replace
from random import Random

import pytest

from tests.engagement.disclosure.populations import (
    KEY,
    drawn,
    figures,
    named,
    one_option,
    population,
    question,
    true_count,
    values,
)
from tests.profiles import drilled
from webapp.engagement.disclosure import Choice, Figure, NotProtectedError, Published
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import interval, prove

PLACES = {"town:a": "", "town:b": ""}


def _noise(counts):
    """People of one town who all said the same, by quarter."""
    quarters = [f"q{number}" for number in range(1, len(counts) + 1)]
    cells = {
        ("town:a", quarter, option): count
        for quarter, count in zip(quarters, counts, strict=True)
        for option in ("", "noise")
    }
    return population(question(["noise"], Choice.ONE), {"town:a": ""}, quarters, cells)


def _period(first, last):
    return Figure(question="kinds", area="", first=first, last=last, option="noise")


def test_a_second_release_after_one_more_quarter_tells_nothing_of_the_quarter():
    people = _noise([30, 30, 30, 30, 2])
    first = protect(people, [_period("q1", "q4")], key=KEY).figures
    second = protect(people, [_period("q1", "q5"), _period("q5", "q5")], earlier=named(first, "one"), key=KEY)
    everything = [*named(first, "one"), *second.figures]
    low, high = interval(people, everything, _period("q5", "q5"))
    assert low == 0
    assert high >= 9
    assert prove(people, everything).proved == 1


def test_what_an_earlier_release_gave_is_taken_into_account():
    # 120 was given of four quarters; 120 again of five would leave at most 8 for the fifth.
    people = _noise([30, 30, 30, 30, 0])
    earlier = [Published(figure=_period("q1", "q4"), value=120, release="one")]
    broken = [Published(figure=_period("q1", "q5"), value=120), Published(figure=_period("q5", "q5"), value=None)]
    prove(people, broken)
    with pytest.raises(NotProtectedError):
        prove(people, [*earlier, *broken])
    wanted = [entry.figure for entry in broken]
    assert values(protect(people, wanted, key=KEY).figures)[wanted[0]] == 120
    assert values(protect(people, wanted, earlier=earlier, key=KEY).figures)[wanted[0]] is None


def test_a_hidden_figure_of_an_earlier_release_stays_safe_too():
    people = _noise([30, 30, 30, 30, 0])
    earlier = [
        Published(figure=_period("q1", "q4"), value=120, release="one"),
        Published(figure=_period("q5", "q5"), value=None, release="one"),
    ]
    given = protect(people, [_period("q1", "q5")], earlier=earlier, key=KEY)
    assert given.figures == (Published(figure=_period("q1", "q5"), value=None),)


def test_a_figure_is_given_again_as_it_was_and_hidden_as_it_was():
    people = one_option(PLACES, {"town:a": 60, "town:b": 42})
    wanted = figures(people, areas=["", *PLACES], length=1)
    hidden = figures(people, areas=["town:a"], length=1)[0]
    earlier = [
        replace(entry, value=None if entry.figure == hidden else entry.value, release="one")
        for entry in protect(people, wanted, key=KEY).figures
    ]
    again = protect(people, wanted, earlier=earlier, key=b"another key")
    assert values(again.figures) == values(earlier)


def test_a_correction_replaces_and_cannot_be_subtracted():
    before = one_option(PLACES, {"town:a": 57, "town:b": 83})
    wanted = figures(before, areas=["", *PLACES], length=1)
    first = protect(before, wanted, key=KEY).figures
    # One answer of town a was found to be one of town b.
    after = one_option(PLACES, {"town:a": 56, "town:b": 84})
    then = {leaf: count for leaf, count in before.counts.items() if after.counts[leaf] != count}
    after = replace(after, counts_then={"one": then})
    second = protect(after, wanted, earlier=named(first, "one"), key=KEY).figures
    prove(after, [*named(first, "one"), *second])
    for figure in wanted:
        old, new = interval(before, first, figure), interval(replace(after, counts_then={}), second, figure)
        assert (old[1] - new[0]) + (new[1] - old[0]) >= 10


def test_an_earlier_figure_without_the_counts_of_its_time_is_a_mistake():
    people = one_option(PLACES, {"town:a": 60, "town:b": 42})
    earlier = [Published(figure=figures(people, areas=[""], length=1)[0], value=300, release="one")]
    with pytest.raises(ValueError, match="cannot have"):
        protect(people, figures(people, areas=["town:a"], length=1), earlier=earlier, key=KEY)


@pytest.mark.parametrize("seed", drilled([1], list(range(2, 12))))
@pytest.mark.parametrize("choice", Choice)
def test_five_releases_in_a_row_with_corrections_between_them(seed, choice):
    drawing = Random(seed)  # noqa: S311 (made-up people)
    people = drawn(seed, 260, choice=choice, parents={**PLACES, "/-": ""}, quarters=8)
    earlier: list[Published] = []
    kept = {}
    for newest in range(3, 8):
        if newest > 3:
            people = _corrected(people, drawing, kept)
        wanted = figures(people, areas=["", *PLACES], newest=newest, years=2)
        given = protect(people, wanted, earlier=earlier, key=KEY)
        everything = [*earlier, *given.figures]
        assert given.proof.proved == given.proof.primary
        assert given.proof.narrowest >= 5
        proof = prove(people, everything)
        assert (proof.primary, proof.proved) == (given.proof.primary, given.proof.proved)
        kept[f"r{newest}"] = dict(people.counts)
        earlier += named(given.figures, f"r{newest}")


def _corrected(people, drawing, kept):
    """One answer is taken out, and another turns out to be of another place."""
    counts = dict(people.counts)
    area, quarter = drawing.choice(sorted({leaf[1:3] for leaf, count in counts.items() if leaf[3] == "" and count > 5}))
    option = max(("o0", "o1", "o2", "o3"), key=lambda option: counts.get(("kinds", area, quarter, option), 0))
    for part in ("", option):
        counts["kinds", area, quarter, part] -= 1
        counts["kinds", "/-", quarter, part] = counts.get(("kinds", "/-", quarter, part), 0) + 1
    if not _fits(people, counts, area, quarter):
        counts = dict(people.counts)
    then = {
        release: {leaf: was.get(leaf, 0) for leaf in {*counts, *was} if was.get(leaf, 0) != counts.get(leaf, 0)}
        for release, was in kept.items()
    }
    return replace(people, counts=counts, counts_then=then)


def _fits(people, counts, area, quarter):
    (asked,) = people.questions.values()
    ticks = [counts.get((asked.code, area, quarter, option), 0) for option in asked.options]
    total = counts[asked.code, area, quarter, ""]
    return max(ticks) <= total <= sum(ticks) <= asked.most * total


def test_the_difference_of_two_years_is_known_no_closer_than_plus_or_minus_5():
    people = drawn(5, 400, quarters=5)
    first = protect(people, figures(people, areas=[""], newest=3), key=KEY).figures
    second = protect(people, figures(people, areas=[""], years=1), earlier=named(first, "one"), key=KEY).figures
    everything = [*named(first, "one"), *second]
    for old, new in zip(first, second, strict=True):
        if old.value is None or new.value is None:
            continue
        truth = true_count(people, new.figure) - true_count(people, old.figure)
        low, high = (interval(people, everything, entry.figure) for entry in (old, new))
        assert high[1] - low[0] >= truth
        assert (high[1] - low[0]) - (high[0] - low[1]) >= 10
