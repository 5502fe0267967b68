"""Which priorities hold on a day."""

import datetime as dt

import pytest

from webapp.partnership.priorities import current_priority_set


class TestPrioritiesOnADay:
    @pytest.mark.parametrize(
        ("day", "key"),
        [
            (dt.date(2020, 3, 31), None),
            (dt.date(2021, 6, 1), "2020-21"),
            (dt.date(2024, 12, 31), "2022-25"),
            (dt.date(2025, 2, 1), "2025"),
            (dt.date(2025, 9, 30), "2025"),
            (dt.date(2025, 10, 1), "2025-10"),
            (dt.date(2026, 11, 21), "2025-10"),
        ],
    )
    def test_the_set_that_began_last_holds(self, bcp, day, key):
        found = bcp.priorities_on(day)
        assert (found and found.key) == key

    def test_without_sets_there_is_none(self):
        assert current_priority_set((), dt.date(2026, 11, 21)) is None

    def test_the_present_ones_are_the_three_of_october_2025(self, bcp):
        now = bcp.priorities_on(dt.date(2026, 11, 21))
        assert [priority.code for priority in now.priorities] == ["serious-violence", "vawg", "asb"]

    def test_no_priority_is_taken_from_another_partnership(self, bcp):
        assert all(bcp.source(one.citation.source).own for one in bcp.priority_sets)
