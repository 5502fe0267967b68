"""The rules of a release, one by one, and what was tried against releases elsewhere."""

from dataclasses import replace

import pytest

from tests.engagement.disclosure.populations import (
    KEY,
    TOWNS,
    drawn,
    figures,
    one_option,
    population,
    question,
    true_count,
    values,
)
from webapp.engagement.disclosure import Choice, Figure, NotProtectedError, Published, rounded
from webapp.engagement.disclosure.hiding import protect
from webapp.engagement.disclosure.proof import interval, prove

WARDS = {"ward:1": "town:a", "ward:2": "town:a", "ward:3": "town:a", "town:a": "", "town:b": ""}


def _first_thought(people, wanted):
    counts = {figure: true_count(people, figure) for figure in wanted}
    return [
        Published(figure=figure, value=rounded(count, key=KEY, figure=figure) if count >= 10 else None)
        for figure, count in counts.items()
    ]


def _whole(option="", first="2026Q1", last="2026Q1", area=""):
    return Figure(question="kinds", area=area, first=first, last=last, option=option)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, {None}), (1, {None}), (9, {None}), (10, {15}), (14, {15}), (15, {15}), (16, {15, 20}), (60, {60})],
)
def test_fewer_than_ten_are_hidden_and_more_are_rounded(count, shown):
    people = one_option({"town:a": ""}, {"town:a": count})
    given = protect(people, [_whole()], key=KEY)
    assert {entry.value for entry in given.figures} <= shown
    assert given.proof.hidden == given.proof.primary == given.proof.proved == (count < 10)


def test_nought_and_few_look_alike():
    few = one_option(TOWNS, {"town:a": 40, "town:b": 50, "town:c": 7})
    nobody = one_option(TOWNS, {"town:a": 40, "town:b": 50})
    shown = [
        values(protect(people, figures(people, areas=TOWNS, length=1), key=KEY).figures) for people in (few, nobody)
    ]
    assert shown[0] == shown[1]
    assert shown[0][_whole(area="town:c")] is None


def test_the_figures_come_in_the_order_in_which_they_were_wanted_and_each_once():
    people = drawn(1, 300)
    wanted = figures(people)
    assert [entry.figure for entry in protect(people, [*wanted, *wanted[:5]], key=KEY).figures] == wanted


def test_the_same_people_and_key_give_the_same_release():
    people = drawn(2, 150)
    first, second = (protect(people, figures(people), key=KEY) for _ in range(2))
    assert first.figures == second.figures


def test_somebody_is_told_how_far_it_is():
    steps = []
    people = drawn(2, 150)
    protect(people, figures(people), key=KEY, told=lambda done, of: steps.append((done, of)))
    assert steps[-1][0] == steps[-1][1] == len(figures(people))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)


def test_the_only_hidden_town_cannot_be_worked_out_from_the_whole():
    # 15 and 15 less 30 would leave 0 to 8 for the third, were that all given as it is.
    counts = {"town:a": 100, "town:b": 100, "town:c": 9}
    caught = 0
    for key in (b"1", b"2", b"3", b"4", b"5", b"6"):
        people = one_option(TOWNS, {**counts, "town:a": 100 + key[0] % 5})
        wanted = figures(people, areas=["", *TOWNS], length=1)
        given = protect(people, wanted, key=key)
        low, high = interval(people, given.figures, _whole(area="town:c"))
        assert low == 0
        assert high >= 9
        caught += given.proof.hidden > given.proof.primary
    assert caught, "Nothing had to be hidden: this tries nothing."


def test_a_total_less_its_only_other_part_is_caught():
    people = one_option({"town:a": "", "town:b": ""}, {"town:a": 60, "town:b": 0})
    wanted = figures(people, areas=["", "town:a", "town:b"], length=1)
    broken = _first_thought(people, wanted)
    # 60 less 60, each within 4: at most 8, never 9.
    assert interval(people, broken, _whole(area="town:b")) == (0, 8)
    with pytest.raises(NotProtectedError, match="could be worked out"):
        prove(people, broken)
    given = protect(people, wanted, key=KEY)
    assert values(given.figures)[_whole()] == 60
    assert values(given.figures)[_whole(area="town:a")] is None
    assert interval(people, given.figures, _whole(area="town:b"))[1] >= 9


def test_one_year_less_another_tells_nothing_of_the_quarters_between():
    people = population(
        question(["noise"], Choice.ONE),
        {"town:a": ""},
        ["q1", "q2", "q3"],
        {
            ("town:a", quarter, option): count
            for quarter, count in (("q1", 2), ("q2", 40), ("q3", 3))
            for option in ("", "noise")
        },
    )
    wanted = [*figures(people, areas=[""], length=2), *figures(people, areas=[""], length=1)]
    given = protect(people, wanted, key=KEY)
    for quarter in ("q1", "q3"):
        low, high = interval(people, given.figures, _whole(first=quarter, last=quarter))
        assert low == 0
        assert high >= 9


def test_a_ward_and_its_town_are_hidden_and_given_together():
    counts = {"ward:1": 40, "ward:2": 40, "ward:3": 1, "town:b": 30}
    people = one_option(WARDS, counts)
    given = protect(people, figures(people, length=1), key=KEY)
    shown = values(given.figures)
    assert shown[_whole(area="ward:3")] is None
    assert interval(people, given.figures, _whole(area="ward:3"))[0] == 0
    assert interval(people, given.figures, _whole(area="ward:3"))[1] >= 9


def test_options_that_add_up_to_the_people_give_nobody_away():
    cells = {("town:a", "q1", ""): 61, ("town:a", "q1", "yes"): 60, ("town:a", "q1", "no"): 1}
    people = population(question(["yes", "no"], Choice.ONE), {"town:a": ""}, ["q1"], cells)
    wanted = figures(people, areas=["town:a"], length=1)
    with pytest.raises(NotProtectedError):
        prove(people, [replace(entry, value=60) if entry.value else entry for entry in _first_thought(people, wanted)])
    given = protect(people, wanted, key=KEY)
    assert given.proof.proved == given.proof.primary == 1
    assert prove(people, given.figures).lowest == 0


def test_an_option_that_nearly_everybody_ticks_does_not_tell_of_the_other():
    # Two options, both may be ticked: nobody is left who ticked neither.
    cells = {("town:a", "q1", ""): 60, ("town:a", "q1", "noise"): 59, ("town:a", "q1", "litter"): 1}
    people = population(question(["noise", "litter"], most=2), {"town:a": ""}, ["q1"], cells)
    given = protect(people, figures(people, areas=["town:a"], length=1), key=KEY)
    assert interval(people, given.figures, _whole("litter", "q1", "q1", "town:a"))[0] == 0


def test_what_is_hidden_for_others_is_the_least_that_matters():
    people = one_option({"town:a": "", "town:b": ""}, {"town:a": 60, "town:b": 0})
    wanted = figures(people, areas=["", "town:a", "town:b"], length=1)
    assert values(protect(people, wanted, key=KEY).figures)[_whole()] == 60
    first = [figure for figure in wanted if figure.area == "town:a"]
    turned = protect(people, [*first, *wanted], key=KEY)
    assert values(turned.figures)[_whole(area="town:a")] == 60
    assert values(turned.figures)[_whole()] is None


def test_two_names_for_the_same_people_do_not_give_two_roundings():
    people = one_option({"ward:1": "town:a", "town:a": "", "town:b": ""}, {"ward:1": 42, "town:b": 300})
    wanted = figures(people, length=1)
    for key in (b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8"):
        given = protect(people, wanted, key=key)
        low, high = interval(people, given.figures, _whole(area="ward:1"))
        assert high - low >= 5


def test_answers_known_only_to_their_town_count_in_it():
    people = one_option({"ward:1": "town:a", "town:a": ""}, {"ward:1": 20, "town:a/-": 20, "/-": 20})
    given = values(protect(people, figures(people, length=1), key=KEY).figures)
    assert given[_whole()] == 60
    assert given[_whole(area="town:a")] == 40
    assert given[_whole(area="ward:1")] == 20


@pytest.mark.parametrize(
    ("choice", "ticks"), [(Choice.ONE, (5, 6)), (Choice.MANY, (11, 0)), (Choice.MANY, (4, 5)), (Choice.MANY, (9, 9))]
)
def test_people_and_ticks_that_contradict_each_other_are_no_population(choice, ticks):
    cells = {("town:a", "q1", ""): 10, ("town:a", "q1", "yes"): ticks[0], ("town:a", "q1", "no"): ticks[1]}
    people = population(question(["yes", "no"], choice, most=1), {"town:a": ""}, ["q1"], cells)
    with pytest.raises(ValueError, match="do not add up"):
        protect(people, figures(people, length=1), key=KEY)


def test_a_figure_that_the_counts_cannot_have_is_a_mistake_and_no_proof():
    people = one_option(TOWNS, {"town:a": 60})
    with pytest.raises(ValueError, match="cannot have"):
        prove(people, [Published(figure=_whole(), value=100)])


@pytest.mark.parametrize("figure", [_whole(area="town:x"), _whole(first="2020Q1")])
def test_an_area_or_a_quarter_that_is_not_known_is_a_mistake(figure):
    people = one_option(TOWNS, {"town:a": 60})
    with pytest.raises(ValueError, match=r"no parent|does not cover"):
        protect(people, [figure], key=KEY)
