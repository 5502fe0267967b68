"""Who is open among all places at once: the columns of numbers say the same as the rules for one place."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.venues.test_hours import CASES, HOLIDAYS, any_hours, at, moments
from webapp.venues.directory.timetable import NEVER, Timetable
from webapp.venues.hours import OpeningHours, Openness, day_of, moment_of, next_change, standing


def seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def check_against_rules(table: Timetable, each: list[OpeningHours], moment: dt.datetime) -> None:
    known = [standing(hours, at=moment, holidays=HOLIDAYS) for hours in each]
    is_open = table.open_at(moment)
    assert is_open.tolist() == [found.is_open for found in known]
    opens = table.next_openings(moment, ~is_open, len(each)).tolist()
    for found, soonest in zip(known, opens, strict=True):
        if found.openness is Openness.CLOSED:
            assert soonest == (seconds(found.next_opens) if found.next_opens else NEVER)
    owners = range(len(each))
    assert [table.timeline(owner, day_of(moment)).standing(moment) for owner in owners] == known


def test_the_table_of_cases_holds_for_all_places_at_once():
    each = list(dict.fromkeys(hours for hours, *_ in CASES))
    table = Timetable(each, HOLIDAYS)
    for _, when, *_ in CASES:
        check_against_rules(table, each, at(when))


@given(st.lists(any_hours(), min_size=1, max_size=6), st.lists(moments(), min_size=1, max_size=4))
def test_any_hours_stand_as_the_rules_say(each, several):
    table = Timetable(each, HOLIDAYS)
    for moment in several:
        check_against_rules(table, each, moment)


@given(st.lists(any_hours(), max_size=4), st.lists(any_hours(), max_size=4), moments())
def test_hours_that_come_later_are_as_good_as_those_that_were_there(first, later, moment):
    check_against_rules(Timetable(first, HOLIDAYS).extended(later), [*first, *later], moment)


@given(st.lists(any_hours(), min_size=1, max_size=4), moments())
def test_no_words_change_before_the_next_change(each, moment):
    table = Timetable(each, HOLIDAYS)
    change = table.next_change(moment)
    assert moment < change <= moment_of(day_of(moment) + dt.timedelta(days=1), 0)
    for hours in each:
        found = standing(hours, at=moment, holidays=HOLIDAYS)
        told = next_change(found, at=moment)
        if told is not None:
            assert change <= told
        before = standing(hours, at=change - dt.timedelta(seconds=1), holidays=HOLIDAYS)
        assert before.openness is found.openness


def test_only_those_who_are_asked_about_are_looked_at():
    each = list(dict.fromkeys(hours for hours, *_ in CASES))
    table = Timetable(each, HOLIDAYS)
    moment = at("2026-06-08 06:00")
    wanted = table.open_at(moment)
    wanted[:] = False
    wanted[0] = True
    opens = table.next_openings(moment, wanted, 3).tolist()
    assert opens[0] == seconds(at("2026-06-08 09:00"))
    assert set(opens[1:]) == {NEVER}


def test_days_that_were_asked_about_do_not_pile_up():
    table = Timetable(list(dict.fromkeys(hours for hours, *_ in CASES)), HOLIDAYS)
    for number in range(100):
        table.open_at(at("2026-06-08 12:00") + dt.timedelta(days=number))
        table.timeline(0, dt.date(2026, 6, 8) + dt.timedelta(days=number))
    assert len(table._days) < 30
    assert len(table._timelines) < 60
