"""Whom news concern, when a digest leaves, and what fits into a mail."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.engagement.alerts.rules import (
    FEW,
    LONGEST_NEWS,
    MOST_ITEMS_IN_MAIL,
    Choices,
    Often,
    choices_from,
    concerns,
    in_mails,
    is_mailbox_gone,
    is_our_own_fault,
    next_due,
    wants,
)
from webapp.kit.clock import LONDON

PARENTS = {"town:poole": "", "town:christchurch": "", "ward:a": "town:poole", "ward:b": "town:poole"}
HOLIDAYS = {dt.date(2027, 1, 1), dt.date(2026, 12, 25), dt.date(2026, 12, 28), dt.date(2027, 3, 1)}


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


class TestAreas:
    @pytest.mark.parametrize("chosen", [(), ("",), ("ward:a",), ("town:poole",), ("ward:b", "town:poole")])
    def test_news_of_a_ward_are_for_who_chose_it_or_its_town_or_the_whole(self, chosen):
        assert concerns("ward:a", chosen, PARENTS)

    @pytest.mark.parametrize("chosen", [("ward:b",), ("town:christchurch",), ("ward:b", "town:christchurch")])
    def test_and_for_nobody_else(self, chosen):
        assert not concerns("ward:a", chosen, PARENTS)

    def test_news_of_a_town_are_for_who_chose_a_part_of_it(self):
        assert concerns("town:poole", ("ward:a",), PARENTS)
        assert not concerns("town:christchurch", ("ward:a",), PARENTS)

    def test_news_of_the_whole_are_for_all(self):
        assert concerns("", ("ward:a",), PARENTS)

    def test_an_area_that_is_not_known_any_more_is_nobodys_but_of_who_chose_it_or_the_whole(self):
        assert not concerns("ward:gone", ("town:poole", "ward:a"), PARENTS)
        assert concerns("ward:gone", ("ward:gone",), PARENTS)
        assert concerns("ward:gone", (), PARENTS)

    @pytest.mark.parametrize(
        ("chosen", "kinds", "is_wanted"),
        [
            ((), ("noise",), True),
            (("noise",), ("noise", "litter"), True),
            (("noise",), ("litter",), False),
            (("noise",), (), True),
        ],
    )
    def test_kinds(self, chosen, kinds, is_wanted):
        assert wants(Choices(kinds=chosen), area="ward:a", kinds=kinds, parents=PARENTS) is is_wanted

    def test_both_must_fit(self):
        choices = Choices(areas=("ward:b",), kinds=("noise",))
        assert not wants(choices, area="ward:a", kinds=("noise",), parents=PARENTS)


class TestDue:
    @pytest.mark.parametrize(
        ("after", "due"),
        [
            # Saturday, Sunday, and Monday before and after eight.
            (utc(2026, 11, 21, 12), utc(2026, 11, 23, 8)),
            (utc(2026, 11, 23, 7, 59), utc(2026, 11, 23, 8)),
            (utc(2026, 11, 23, 8), utc(2026, 11, 30, 8)),
            # The clocks go forward on Sunday 28 March 2027 and back on Sunday 25 October 2026.
            (utc(2027, 3, 22, 8), utc(2027, 3, 29, 7)),
            (utc(2026, 10, 19, 7), utc(2026, 10, 26, 8)),
            # Sunday 23.30 in UTC is Monday in London in summer.
            (utc(2026, 7, 5, 23, 30), utc(2026, 7, 6, 7)),
        ],
    )
    def test_a_week_ends_on_monday_at_eight_in_london(self, after, due):
        assert next_due(Often.WEEKLY, after) == due

    @pytest.mark.parametrize(
        ("after", "due"),
        [
            (utc(2026, 11, 21, 12), utc(2026, 12, 1, 8)),
            (utc(2026, 12, 1, 8), utc(2027, 1, 4, 8)),
            # May 2027 begins on a Saturday; in summer eight is seven in UTC.
            (utc(2027, 4, 2), utc(2027, 5, 3, 7)),
            # 1 March 2027 is made a holiday here.
            (utc(2027, 2, 2), utc(2027, 3, 2, 8)),
            (utc(2027, 3, 2, 7, 59), utc(2027, 3, 2, 8)),
        ],
    )
    def test_a_month_ends_on_the_first_working_day(self, after, due):
        assert next_due(Often.MONTHLY, after, holidays=HOLIDAYS) == due

    def test_instant_mail_is_due_at_once(self):
        assert next_due(Often.INSTANT, utc(2026, 11, 21)) == utc(2026, 11, 21)

    @given(st.integers(0, 20 * 366 * 24 * 60), st.sampled_from([Often.WEEKLY, Often.MONTHLY]))
    def test_it_is_later_always_and_eight_in_london(self, minutes, often):
        after = utc(2020, 1, 1) + dt.timedelta(minutes=minutes)
        due = next_due(often, after, holidays=HOLIDAYS)
        assert after < due <= after + dt.timedelta(days=7 if often is Often.WEEKLY else 38)
        assert due.astimezone(LONDON).time() == dt.time(8)
        assert next_due(often, due - dt.timedelta(seconds=1), holidays=HOLIDAYS) == due


class TestMails:
    @given(st.lists(st.integers(1, 600), max_size=80))
    def test_every_item_is_in_one_mail_that_a_notice_can_hold(self, lengths):
        items = [(number, "x" * length) for number, length in enumerate(lengths)]
        parts = list(in_mails(items))
        assert [item for part in parts for item in part] == items
        assert all(part and len(part) <= MOST_ITEMS_IN_MAIL for part in parts)
        assert all(len("\n\n".join(words for _, words in part)) <= LONGEST_NEWS for part in parts)

    @pytest.mark.parametrize(
        ("failure", "is_gone"),
        [
            ("refused-550", True),
            ("later-450", True),
            ("notify-400", True),
            ("connecting-TimeoutError", False),
            ("certificate", False),
            ("greeting-554", False),
            ("connection-lost", False),
            ("notify-403", False),
            ("unwritten-KeyError", False),
            ("", False),
        ],
    )
    def test_only_what_is_about_the_mailbox_ends_a_subscription(self, failure, is_gone):
        assert is_mailbox_gone(failure) is is_gone

    @pytest.mark.parametrize(
        ("gone", "looked_at", "is_ours"), [(FEW, FEW, False), (6, 12, False), (7, 12, True), (6, 1000, False)]
    )
    def test_where_most_refuse_at_once_it_is_us(self, gone, looked_at, is_ours):
        assert is_our_own_fault(gone=gone, looked_at=looked_at) is is_ours


def test_choices_are_kept_as_plain_values():
    choices = Choices(areas=("ward:a",), kinds=("noise",), often=Often.MONTHLY)
    assert choices_from(choices.to_json()) == choices
    assert choices_from({}) == Choices()
