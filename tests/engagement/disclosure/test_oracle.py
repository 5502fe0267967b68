"""The engine against every whole number tried: what it calls safe is safe, and what it refuses is not."""

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.engagement.disclosure.oracle import Oracle, TooManyError
from tests.engagement.disclosure.populations import KEY, figures, is_proved, named, population, question, true_count
from tests.profiles import is_drill
from webapp.engagement.disclosure import Choice, Published, rounded
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import interval

ALL = set(range(10))
# Each leaf is tried up to this (less where there are more of them); true counts stay below it by what hiding needs.
MOST, FEWER = 24, 16
# Each takes a second or so.
EXAMPLES = 300 if is_drill() else 10
# What has too many solutions to try is passed over, and chance may draw many such in a row.
TRIED = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.filter_too_much])
PLACES = {"town:a": "", "town:b": ""}


@st.composite
def two_towns(draw):
    """One option and the other, in two towns and one quarter: four unknowns."""
    asked = question(["yes", "no"], Choice.ONE)
    counts = {(area, "q1", option): draw(st.integers(0, 15)) for area in PLACES for option in asked.options}
    for area in PLACES:
        counts[area, "q1", ""] = counts[area, "q1", "yes"] + counts[area, "q1", "no"]
    return population(asked, PLACES, ["q1"], counts), 1


@st.composite
def two_options(draw):
    """People who may tick both, in one place and two quarters, each given for itself and together."""
    asked = question(["noise", "litter"], most=2)
    counts = {}
    for quarter in ("q1", "q2"):
        only_noise, only_litter, both = (draw(st.integers(0, 6)) for _ in range(3))
        counts["town:a", quarter, ""] = only_noise + only_litter + both
        counts["town:a", quarter, "noise"] = only_noise + both
        counts["town:a", quarter, "litter"] = only_litter + both
    return population(asked, {"town:a": ""}, ["q1", "q2"], counts), 2


@st.composite
def three_quarters(draw):
    """One option for all, in two towns and three quarters, of which two at a time are given."""
    asked = question(["noise"], Choice.ONE)
    counts = {}
    for area in PLACES:
        for quarter in ("q1", "q2", "q3"):
            counts[area, quarter, ""] = counts[area, quarter, "noise"] = draw(st.integers(0, 9))
    return population(asked, PLACES, ["q1", "q2", "q3"], counts), 2


SMALL = st.one_of(two_towns(), two_options(), three_quarters())


@TRIED
@given(SMALL)
def test_whatever_is_hidden_may_be_anything_from_0_to_9_when_every_number_is_tried(made):
    people, length = made
    published = protect(people, _wanted(people, length), key=KEY).figures
    for entry, seen in _tried(people, published):
        assert true_count(people, entry.figure) in seen
        assert _is_safe(people, entry, seen)


@TRIED
@given(SMALL)
def test_the_proof_refuses_just_what_trying_every_number_refuses(made):
    people, length = made
    published = [_at_first(people, figure) for figure in _wanted(people, length)]
    safe = all(_is_safe(people, entry, seen) for entry, seen in _tried(people, published))
    assert is_proved(people, published) == safe


@TRIED
@given(two_towns())
def test_an_interval_is_what_trying_every_number_shows(made):
    people, length = made
    published = [_at_first(people, figure) for figure in _wanted(people, length)]
    for entry, seen in _tried(people, published)[:3]:
        low, high = interval(people, published, entry.figure)
        assert low == min(seen)
        # Where nothing bounds a figure, trying ends earlier.
        assert high == max(seen) or max(seen) >= MOST


@pytest.mark.parametrize(
    "counts", [(8, 7, 9), (2, 20, 3), (10, 10, 0), (0, 15, 0), (5, 5, 5), (0, 10, 14), (15, 1, 15)]
)
@pytest.mark.parametrize("key", [b"1", b"2"])
def test_the_difference_of_two_releases_is_known_no_closer_than_plus_or_minus_5(counts, key):
    quarters = ["q1", "q2", "q3"]
    cells = {("town:a", quarter, ""): count for quarter, count in zip(quarters, counts, strict=True)}
    cells |= {(area, quarter, "noise"): count for (area, quarter, _), count in cells.items()}
    people = population(question(["noise"], Choice.ONE), {"town:a": ""}, quarters, cells)
    old, new = (figures(people, areas=[""], length=2, newest=newest, years=1)[1] for newest in (1, 2))
    first = named(protect(people, [old], key=key).figures, "one")
    second = protect(people, [new], earlier=first, key=key).figures
    assert None not in {entry.value for entry in (*first, *second)}
    apart = Oracle(people, [*first, *second], most=40).differences(new, old)
    assert max(apart) - min(apart) >= 10


def _wanted(people, length):
    return [figure for least in range(1, length + 1) for figure in figures(people, length=least)]


def _tried(people, published):
    try:
        oracle = Oracle(people, published, most=MOST if len(people.quarters) == 1 else FEWER)
    except TooManyError:
        reject()
    return [(entry, oracle.seen(entry.figure)) for entry in published]


def _is_safe(people, entry, seen):
    if entry.value is not None:
        return max(seen) - min(seen) >= 5
    return true_count(people, entry.figure) >= 10 or seen >= ALL


def _at_first(people, figure):
    """The first thought, without hiding anything for another's sake."""
    count = true_count(people, figure)
    return Published(figure=figure, value=rounded(count, key=KEY, figure=figure) if count >= 10 else None)
