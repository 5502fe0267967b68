"""What the public sees of a support number, and when somebody must check it."""

import dataclasses
import datetime as dt

import pytest

from webapp.partnership import NumberGroup, SupportNumber, load_partnership, overdue_numbers
from webapp.partnership.support_numbers import NumberState, has_telephone_digits

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def samaritans(bcp) -> SupportNumber:
    return dataclasses.replace(bcp.support_number("samaritans"), last_checked=dt.date(2026, 9, 1), check_due_days=90)


class TestChecks:
    @pytest.mark.parametrize(
        ("last_checked", "overdue"),
        [
            (None, True),
            (dt.date(2026, 11, 21), False),
            (dt.date(2026, 8, 23), False),
            (dt.date(2026, 8, 22), True),
            (dt.date(2020, 1, 1), True),
        ],
    )
    def test_a_check_is_due_after_ninety_days(self, samaritans, last_checked, overdue):
        assert dataclasses.replace(samaritans, last_checked=last_checked).is_overdue(TODAY) is overdue

    def test_an_overdue_number_is_still_shown(self, samaritans):
        old = dataclasses.replace(samaritans, last_checked=dt.date(2020, 1, 1))
        assert old.is_public
        assert old.public_number == "116 123"

    def test_those_never_checked_come_first_then_the_oldest(self, samaritans):
        never = dataclasses.replace(samaritans, key="never", last_checked=None)
        older = dataclasses.replace(samaritans, key="older", last_checked=dt.date(2026, 1, 1))
        old = dataclasses.replace(samaritans, key="old", last_checked=dt.date(2026, 3, 1))
        assert [one.key for one in overdue_numbers([old, samaritans, older, never], TODAY)] == ["never", "older", "old"]

    def test_a_service_without_a_number_has_nothing_to_check(self, samaritans):
        unknown = dataclasses.replace(samaritans, number=None, last_checked=None)
        assert overdue_numbers([unknown], TODAY) == ()

    def test_nothing_of_the_starter_counts_as_checked(self, bcp):
        numbers = [number for number in bcp.support_numbers if number.number is not None]
        assert set(overdue_numbers(bcp.support_numbers, TODAY)) == set(numbers)


class TestWhatThePublicSees:
    def test_national_numbers_never_disappear(self, bcp):
        for number in bcp.support_numbers:
            if number.national:
                assert number.public_number, number.key

    def test_a_number_that_two_sources_contradict_is_withheld(self, samaritans):
        doubtful = dataclasses.replace(samaritans, state=NumberState.CONFLICT)
        assert doubtful.public_number is None
        assert not doubtful.is_public

    def test_the_shores_is_named_without_its_number(self, bcp):
        shores = bcp.support_number("the_shores")
        assert shores.is_public
        assert shores.public_number is None
        assert shores.without_number is not None

    def test_unknown_local_numbers_are_left_out(self, bcp):
        shown = {number.key for number in bcp.numbers_in(NumberGroup.LOCAL)}
        assert shown == {"the_shores"}

    def test_danger_comes_first_and_its_first_number_is_the_emergency_number(self, bcp):
        numbers = bcp.numbers_in("danger_now")
        assert numbers[0].number == "999"
        assert all(number.emergency and number.open_24_hours for number in numbers)
        assert not any(number.emergency for number in bcp.support_numbers if number not in numbers)

    def test_every_group_of_a_page_of_help_has_somebody(self, bcp):
        for group in NumberGroup:
            assert bcp.numbers_in(group), group

    def test_numbers_are_found_by_topic(self, bcp):
        assert "national_domestic_abuse" in {number.key for number in bcp.numbers_on("domestic-abuse")}
        assert bcp.numbers_on("gardening") == ()


class TestWords:
    @pytest.mark.parametrize(
        ("words", "found"),
        [("Text 999", True), ("اتصل 101", True), ("Open 24 hours", False), ("Under 19", False), ("", False)],
    )
    def test_telephone_digits_in_words_are_found(self, words, found):
        assert has_telephone_digits(words) is found

    def test_an_emergency_number_must_be_one_that_can_be_shown(self, folder, change):
        change("support_numbers.toml", 'number = "999"\npress', "press")
        change("support_numbers.toml", 'state = "ok"', 'state = "unconfirmed"')
        with pytest.raises(Exception, match="an emergency number must have a number that can be shown"):
            load_partnership(folder)

    def test_a_service_shown_without_its_number_says_what_to_do_instead(self, folder, change):
        change("support_numbers.toml", "without_number = {", "hours = {")
        change(
            "support_numbers.toml", 'hours = { en = "Day and night, to be confirmed"', 'audience = { en = "Everybody"'
        )
        with pytest.raises(Exception, match='add "without_number" that says what to do instead'):
            load_partnership(folder)
