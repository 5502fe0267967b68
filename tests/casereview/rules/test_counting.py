"""The four figures by the day on which each thing happened (2014 Act, s.104(9) and (10))."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casereview.histories import NOT_MET, WHOLE, event, history
from tests.casereview.rules.test_events import any_events
from webapp.casereview.rules.counting import Figures, first_and_last, four_figures, year_called, year_of

YEAR = first_and_last(2025)
NEXT_YEAR = first_and_last(2026)
HELD = "2026-03-20 review_held\n"
MET = "2026-03-02 applied\n2026-03-12 threshold_decided decision=met_mandatory\n"
# Applications, not met, reviews, with recommendations, withdrawn: in 2025/26, then in 2026/27.
COUNTED = {
    "the whole way, over the turn of the year": (WHOLE, (1, 0, 0, 0, 0), (0, 0, 1, 1, 0)),
    "not met": (NOT_MET, (1, 1, 0, 0, 0), (0, 0, 0, 0, 0)),
    "applied on the last day of a year, decided on the first of the next": (
        "2026-03-31 applied\n2026-04-01 threshold_decided decision=not_met",
        (1, 0, 0, 0, 0),
        (0, 1, 0, 0, 0),
    ),
    "withdrawn: it was applied for all the same": (
        "2026-03-02 applied\n2026-03-06 withdrawn",
        (1, 0, 0, 0, 1),
        (0,) * 5,
    ),
    "withdrawn by a decision": (
        "2026-03-02 applied\n2026-04-06 threshold_decided decision=withdrawn",
        (1, 0, 0, 0, 0),
        (0, 0, 0, 0, 1),
    ),
    "withdrawn, opened again and withdrawn: one case": (
        "2026-03-02 applied\n2026-03-06 withdrawn\n2026-03-08 reopened\n2026-04-06 withdrawn",
        (1, 0, 0, 0, 1),
        (0,) * 5,
    ),
    "no anti-social behaviour: not met": (
        "2026-03-02 applied\n2026-03-06 threshold_decided decision=not_asb",
        (1, 1, 0, 0, 0),
        (0,) * 5,
    ),
    "out of the area: nothing was decided about the threshold": (
        "2026-03-02 applied\n2026-03-06 threshold_decided decision=out_of_area",
        (1, 0, 0, 0, 0),
        (0,) * 5,
    ),
    "a second application about the same": (
        "2026-03-02 applied\n2026-03-06 threshold_decided decision=duplicate",
        (1, 0, 0, 0, 0),
        (0,) * 5,
    ),
    "reviewed though not met": (f"{NOT_MET}2026-03-14 review_scheduled\n{HELD}", (1, 1, 1, 0, 0), (0,) * 5),
    "a review without recommendations": (
        f"{MET}{HELD}2026-03-21 outcome_decided outcome=no_further_action",
        (1, 0, 1, 0, 0),
        (0,) * 5,
    ),
    "recommendations told by the outcome alone": (
        f"{MET}{HELD}2026-04-21 outcome_decided outcome=recommendations_made",
        (1, 0, 1, 0, 0),
        (0, 0, 0, 1, 0),
    ),
    "recommendations to three agencies are one review": (
        (
            f"{MET}{HELD}2026-03-20 recommendations_made agency=a\n2026-03-20 recommendations_made agency=b\n"
            "2026-04-02 recommendations_made agency=c\n2026-04-03 outcome_decided outcome=recommendations_made"
        ),
        (1, 0, 1, 1, 0),
        (0,) * 5,
    ),
    "two meetings of one review": (f"{MET}{HELD}2026-04-10 review_held", (1, 0, 1, 0, 0), (0,) * 5),
    "not met, upheld on appeal, then reviewed": (
        (
            f"{NOT_MET}2026-03-16 appealed\n2026-03-18 appeal_decided result=upheld\n"
            "2026-04-02 threshold_decided decision=met_discretionary\n2026-04-20 review_held\n"
            "2026-04-20 recommendations_made"
        ),
        (1, 1, 0, 0, 0),
        (0, 0, 1, 1, 0),
    ),
    "reviewed again after an appeal": (
        (
            f"{MET}{HELD}2026-03-20 recommendations_made\n2026-03-30 appealed\n"
            "2026-04-10 appeal_decided result=partly\n2026-05-01 review_held\n2026-05-01 recommendations_made"
        ),
        (1, 0, 1, 1, 0),
        (0, 0, 1, 1, 0),
    ),
    "an appeal that was not upheld begins nothing anew": (
        f"{MET}{HELD}2026-03-30 appealed\n2026-04-10 appeal_decided result=not_upheld\n2026-05-01 review_held",
        (1, 0, 1, 0, 0),
        (0,) * 5,
    ),
    "not met twice": (
        f"{NOT_MET}2026-03-20 added_to\n2026-04-10 threshold_decided decision=not_met",
        (1, 1, 0, 0, 0),
        (0, 1, 0, 0, 0),
    ),
}


class TestOneCase:
    @pytest.mark.parametrize("shows", COUNTED)
    def test_it_counts_on_the_day_of_each_event(self, shows):
        lines, this_year, next_year = COUNTED[shows]
        assert four_figures([history(lines)], *YEAR).all == this_year
        assert four_figures([history(lines)], *NEXT_YEAR).all == next_year

    def test_what_was_undone_counts_nowhere(self):
        events = history(NOT_MET)
        undone = [*events, event("2026-05-01 undone", undoes=events[2])]
        assert four_figures([undone], *YEAR).all == (1, 0, 0, 0, 0)
        assert four_figures([undone], *NEXT_YEAR).all == (0,) * 5


class TestAYear:
    def test_it_is_the_financial_year(self):
        assert (dt.date(2025, 4, 1), dt.date(2026, 3, 31)) == YEAR
        assert [year_of(day) for day in (*YEAR, *NEXT_YEAR)] == [2025, 2025, 2026, 2026]
        assert (year_called(2025), year_called(1999)) == ("2025/26", "1999/00")

    def test_nothing_is_nought(self):
        assert four_figures([], *YEAR) == Figures()

    @given(st.lists(any_events(), max_size=4))
    def test_years_beside_one_another_add_up_to_the_whole(self, cases):
        whole = four_figures(cases, dt.date(2024, 4, 1), dt.date(2027, 3, 31)).all
        parts = [four_figures(cases, *first_and_last(year)).all for year in (2024, 2025, 2026)]
        assert whole == tuple(map(sum, zip(*parts, strict=True)))

    @given(st.lists(any_events(), max_size=4))
    def test_recommendations_come_of_reviews(self, cases):
        figures = four_figures(cases, dt.date(2024, 4, 1), dt.date(2027, 3, 31))
        assert figures.with_recommendations <= figures.reviews
        assert figures.applications <= len(cases)
