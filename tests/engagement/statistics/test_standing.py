"""Who answered, against who lives here."""

import pytest

from webapp.engagement.statistics import Standing, representation, wilson

PEOPLE = {"16_24": 50_000, "25_64": 200_000, "65_over": 100_000}


class TestWhoAnswered:
    def test_a_group_that_answers_less_than_it_is_many_is_under(self):
        rows = {row.group: row for row in representation({"16_24": 40, "25_64": 560, "65_over": 400}, PEOPLE)}
        assert rows["16_24"].standing is Standing.UNDER
        assert rows["25_64"].standing is Standing.UNCLEAR
        assert rows["65_over"].standing is Standing.OVER

    def test_shares_are_of_those_who_said_and_of_those_who_live_here(self):
        (young, *_) = representation({"16_24": 40, "25_64": 560, "65_over": 400, "unsaid": 9000}, PEOPLE)
        assert (young.answers, young.share) == (40, 0.04)
        assert young.population_share == pytest.approx(1 / 7)

    def test_few_answers_show_no_clear_difference(self):
        rows = representation({"16_24": 1, "25_64": 6, "65_over": 3}, PEOPLE)
        assert {row.standing for row in rows} == {Standing.UNCLEAR}

    def test_the_intervals_hold_all_together(self):
        (young, *_) = representation({"16_24": 40, "25_64": 560, "65_over": 400}, PEOPLE)
        assert young.interval == wilson(40, 1000, 1 - 0.05 / 3)

    def test_a_group_of_which_nobody_answered_is_shown(self):
        (young, *_) = representation({"25_64": 560, "65_over": 400}, PEOPLE)
        assert (young.answers, young.share, young.standing) == (0, 0.0, Standing.UNDER)

    @pytest.mark.parametrize(("answers", "people"), [({}, PEOPLE), ({"16_24": 1}, {}), ({"a": 1}, {"a": 0})])
    def test_of_nobody_nothing_is_said(self, answers, people):
        assert representation(answers, people) == ()
