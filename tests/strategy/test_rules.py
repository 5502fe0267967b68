"""The rules of the strategy as tables."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.partnership.figures import Polarity
from webapp.partnership.strategy import InitiativeStage, Stage
from webapp.partnership.strategy.dates import part_date
from webapp.strategy.rules import (
    ConsultationState,
    Direction,
    RunState,
    StrategyState,
    add_months,
    consultation_state,
    direction,
    has_words,
    initiative_stage,
    is_good,
    is_late,
    is_met,
    is_old_word,
    newest_change,
    run_state,
    running_set,
    share,
    strategy_state,
    wanted,
)

TODAY = dt.date(2026, 11, 21)
UP, DOWN = Polarity.UP_IS_GOOD, Polarity.DOWN_IS_GOOD


def date(words: str | None):
    return words and part_date(words)


class TestStrategies:
    @pytest.mark.parametrize(
        ("stage", "starts", "ends", "replaced", "state"),
        [
            (Stage.AGREED, "2022", "2025", False, StrategyState.ENDED),
            (Stage.AGREED, "2022", "2026", False, StrategyState.IN_FORCE),
            (Stage.AGREED, "2022", "2026-11-21", False, StrategyState.IN_FORCE),
            (Stage.AGREED, "2022", "2026-11-20", False, StrategyState.ENDED),
            (Stage.AGREED, "2026-12", None, False, StrategyState.TO_BEGIN),
            (Stage.AGREED, None, None, False, StrategyState.IN_FORCE),
            (Stage.AGREED, "2022", "2026", True, StrategyState.REPLACED),
            (Stage.BEING_WRITTEN, "2026", "2030", False, StrategyState.BEING_WRITTEN),
            (Stage.BEING_WRITTEN, "2020", "2024", False, StrategyState.BEING_WRITTEN),
            (Stage.PLANNED, None, None, False, StrategyState.PLANNED),
        ],
    )
    def test_the_state_follows_from_the_stage_and_the_dates(self, stage, starts, ends, replaced, state):
        found = strategy_state(stage, starts=date(starts), ends=date(ends), replaced=replaced, today=TODAY)
        assert found is state

    @pytest.mark.parametrize(
        ("word", "old"),
        [("2026-03-09", False), ("2024-11-21", False), ("2024-11-20", True), ("2022", True), ("2024", False)],
    )
    def test_a_word_of_two_years_ago_is_old(self, word, old):
        assert is_old_word(part_date(word), TODAY) is old


class TestWork:
    @pytest.mark.parametrize(
        ("starts", "ends", "state"),
        [
            ("2025-06", None, RunState.RUNNING),
            ("2025-10-06", "2025-10-10", RunState.OVER),
            ("2026-11", "2026-11", RunState.RUNNING),
            ("2026-11-21", "2026-11-21", RunState.RUNNING),
            ("2026-11-22", None, RunState.COMING),
            ("2026-12", "2026-12", RunState.COMING),
            ("2026", "2026", RunState.RUNNING),
        ],
    )
    def test_a_campaign_is_over_after_the_last_day_that_its_end_can_mean(self, starts, ends, state):
        assert run_state(part_date(starts), date(ends), TODAY) is state

    @pytest.mark.parametrize(
        ("said", "ends", "shown"),
        [
            (InitiativeStage.RUNNING, None, InitiativeStage.RUNNING),
            (InitiativeStage.RUNNING, "2026-10", InitiativeStage.DONE),
            (InitiativeStage.PILOT, "2026-11", InitiativeStage.PILOT),
            (InitiativeStage.DONE, None, InitiativeStage.DONE),
        ],
    )
    def test_work_with_an_end_is_done_after_it(self, said, ends, shown):
        assert initiative_stage(said, date(ends), TODAY) is shown

    @pytest.mark.parametrize(
        ("opens", "closes", "answered", "state"),
        [
            (dt.date(2026, 11, 22), dt.date(2026, 12, 1), False, ConsultationState.COMING),
            (dt.date(2026, 11, 21), dt.date(2026, 12, 1), False, ConsultationState.OPEN),
            (dt.date(2026, 10, 1), dt.date(2026, 11, 21), False, ConsultationState.OPEN),
            (dt.date(2026, 10, 1), dt.date(2026, 11, 20), False, ConsultationState.CLOSED),
            (dt.date(2026, 10, 1), dt.date(2026, 11, 20), True, ConsultationState.ANSWERED),
        ],
    )
    def test_a_consultation_is_open_on_its_last_day(self, opens, closes, answered, state):
        assert consultation_state(opens, closes, answered=answered, today=TODAY) is state

    @pytest.mark.parametrize(
        ("query", "found"),
        [("", True), ("knife", True), ("FILM knife", True), ("kni", True), ("knife drone", False), ("  ", True)],
    )
    def test_every_word_of_a_query_must_stand_somewhere(self, query, found):
        assert has_words(query, ["A film about knife crime", "For schools"]) is found


class TestMeasures:
    @pytest.mark.parametrize(("polarity", "way"), [(UP, Direction.UP), (DOWN, Direction.DOWN), (None, None)])
    def test_up_is_good_means_that_more_is_wanted(self, polarity, way):
        assert wanted(polarity) is way

    @pytest.mark.parametrize(
        ("polarity", "went", "good"),
        [
            (UP, Direction.UP, True),
            (UP, Direction.DOWN, False),
            (DOWN, Direction.DOWN, True),
            (DOWN, Direction.UP, False),
            (UP, Direction.SAME, None),
            (None, Direction.UP, None),
        ],
    )
    def test_whether_a_change_is_good_depends_on_the_polarity(self, polarity, went, good):
        assert is_good(polarity, went) is good

    @pytest.mark.parametrize(
        ("values", "are_changes", "went"),
        [
            ([734, 721], False, Direction.DOWN),
            ([1, 2, 2], False, Direction.SAME),
            ([5], False, None),
            ([], False, None),
            ([-6], True, Direction.DOWN),
            ([3, 4], True, Direction.UP),
            ([0], True, Direction.SAME),
            ([], True, None),
        ],
    )
    def test_the_newest_change_is_that_from_the_value_before(self, values, are_changes, went):
        assert newest_change([Decimal(value) for value in values], are_changes=are_changes) is went

    @given(st.decimals(allow_nan=False, allow_infinity=False), st.decimals(allow_nan=False, allow_infinity=False))
    def test_there_and_back_are_opposite_ways(self, one, other):
        opposite = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP, Direction.SAME: Direction.SAME}
        assert direction(one, other) is opposite[direction(other, one)]

    @pytest.mark.parametrize(
        ("polarity", "target", "value", "met"),
        [
            (UP, 10, 10, True),
            (UP, 10, 9, False),
            (DOWN, 10, 9, True),
            (DOWN, 10, 11, False),
            (UP, None, 9, None),
            (None, 10, 9, None),
        ],
    )
    def test_a_target_is_met_on_its_good_side(self, polarity, target, value, met):
        assert is_met(polarity, None if target is None else Decimal(target), Decimal(value)) is met

    @pytest.mark.parametrize(
        ("last_ended", "every_months", "late"),
        [
            (dt.date(2025, 3, 31), None, False),
            (dt.date(2025, 3, 31), 12, True),
            (dt.date(2026, 3, 31), 12, False),
            (dt.date(2026, 6, 30), 3, False),
            (dt.date(2026, 5, 23), 3, False),
            (dt.date(2026, 5, 22), 3, True),
        ],
    )
    def test_a_figure_is_late_when_its_period_and_the_time_to_publish_have_passed(self, last_ended, every_months, late):
        assert is_late(last_ended, every_months, TODAY) is late

    @pytest.mark.parametrize(
        ("part", "whole", "percent"), [(160, 734, 22), (116, 721, 16), (0, 5, 0), (0, 0, 0), (5, 5, 100)]
    )
    def test_a_share_is_a_whole_percentage(self, part, whole, percent):
        assert share(part, whole) == percent


class TestTime:
    @pytest.mark.parametrize(
        ("day", "months", "later"),
        [
            (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
            (dt.date(2026, 2, 28), 1, dt.date(2026, 3, 31)),
            (dt.date(2025, 11, 15), 3, dt.date(2026, 2, 15)),
            (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
            (dt.date(2026, 1, 30), 1, dt.date(2026, 2, 28)),
            (dt.date(2026, 12, 1), 12, dt.date(2027, 12, 1)),
        ],
    )
    def test_the_end_of_a_month_stays_the_end(self, day, months, later):
        assert add_months(day, months) == later

    @pytest.mark.parametrize(
        ("words", "first", "last"),
        [
            ("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
            ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
            ("2026-03-09", dt.date(2026, 3, 9), dt.date(2026, 3, 9)),
        ],
    )
    def test_a_date_of_which_a_part_is_known_has_a_first_and_a_last_day(self, words, first, last):
        found = part_date(words)
        assert (found.first, found.last, str(found)) == (first, last, words)

    @pytest.mark.parametrize("words", ["", "22", "2026-13", "2026-02-30", "March 2026", "2026-3-9"])
    def test_what_is_no_date_is_refused(self, words):
        with pytest.raises(ValueError, match=r"."):
            part_date(words)

    def test_the_set_that_began_last_holds(self):
        @dataclass(frozen=True)
        class Span:
            starts: dt.date
            ends: dt.date | None

        early, late = Span(dt.date(2022, 4, 1), None), Span(dt.date(2025, 10, 1), None)
        assert running_set([late, early], TODAY) is late
        assert running_set([late, early], dt.date(2025, 9, 30)) is early
        assert running_set([late, early], dt.date(2021, 1, 1)) is None
