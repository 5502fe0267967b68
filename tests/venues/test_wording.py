"""How places are talked about: open or not, how far, for whom."""

import datetime as dt

import pytest

from webapp.kit.request_language import in_language
from webapp.venues import wording
from webapp.venues.hours import LONDON, Openness, Standing
from webapp.venues.rules import Audience, Feature, VenueKind

# A Friday, 4.05pm in London.
AT = dt.datetime(2026, 11, 20, 16, 5, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def words(app):
    with app.test_request_context("/"):
        yield


def on(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


class TestStanding:
    @pytest.mark.parametrize(
        ("standing", "said", "more", "variant"),
        [
            (Standing(openness=Openness.OPEN), "Open now", "day and night", "open"),
            (Standing(openness=Openness.OPEN, until=on(20, 18)), "Open now", "until 6pm", "open"),
            (Standing(openness=Openness.OPEN, until=on(20, 17, 30)), "Open now", "until 5.30pm", "open"),
            (Standing(openness=Openness.OPEN, until=on(21, 0)), "Open now", "until midnight", "open"),
            (Standing(openness=Openness.OPEN, until=on(21, 2)), "Open now", "until 2am", "open"),
            (Standing(openness=Openness.OPEN, until=on(21, 20)), "Open now", "until 8pm tomorrow", "open"),
            (Standing(openness=Openness.OPEN, until=on(23, 9)), "Open now", "until 9am on Monday", "open"),
            (Standing(openness=Openness.CLOSES_SOON, until=on(20, 16, 30)), "Closes soon", "until 4.30pm", "soon"),
            (Standing(openness=Openness.CLOSED, next_opens=on(20, 19)), "Closed now", "opens at 7pm", "quiet"),
            (Standing(openness=Openness.CLOSED, next_opens=on(21, 9)), "Closed now", "opens tomorrow at 9am", "quiet"),
            (
                Standing(openness=Openness.CLOSED, next_opens=on(26, 12)),
                "Closed now",
                "opens on Thursday at midday",
                None,
            ),
            (
                Standing(openness=Openness.CLOSED, next_opens=on(27, 9)),
                "Closed now",
                "opens on Friday 27 November at 9am",
                "quiet",
            ),
            (Standing(openness=Openness.CLOSED), "Closed now", "we do not know when it opens next", "quiet"),
            (Standing(openness=Openness.BY_APPOINTMENT), "By appointment", "call before you go", "quiet"),
            (Standing(openness=Openness.UNKNOWN), "Hours not known", "call before you go if you can", "quiet"),
        ],
    )
    def test_it_is_said_as_people_say_it(self, standing, said, more, variant):
        found = wording.standing_words(standing, at=AT)
        assert (found.words, found.more) == (said, more)
        assert variant in {None, found.variant}

    def test_the_day_is_that_of_the_clock_in_london(self):
        # Half past midnight in London, still the day before in UTC.
        at = dt.datetime(2026, 6, 19, 23, 30, tzinfo=dt.UTC)
        opens = dt.datetime(2026, 6, 20, 9, 0, tzinfo=LONDON)
        found = wording.standing_words(Standing(openness=Openness.CLOSED, next_opens=opens), at=at)
        assert found.more == "opens at 9am"

    def test_no_two_states_look_and_sound_alike(self):
        found = {
            (one.words, one.icon) for one in (wording.standing_words(Standing(openness=o), at=AT) for o in Openness)
        }
        assert len(found) == len(Openness)


class TestDistances:
    @pytest.mark.parametrize(
        ("metres", "said"),
        [
            (0, "very near"),
            (99, "very near"),
            (100, "0.1 miles"),
            (800, "0.5 miles"),
            (1609, "1 mile"),
            (1770, "1.1 miles"),
            (8000, "5 miles"),
            (16_500, "10 miles"),
            (170_000, "106 miles"),
        ],
    )
    def test_in_english_they_are_in_miles(self, metres, said):
        assert wording.distance_words(metres) == said

    @pytest.mark.parametrize(
        ("metres", "said"),
        [(120, "100 metrów"), (460, "450 metrów"), (974, "950 metrów"), (990, "1 kilometr"), (1234, "1,2 kilometra")],
    )
    def test_who_reads_another_language_thinks_in_kilometres(self, metres, said):
        with in_language("pl"):
            assert wording.distance_words(metres) == said


class TestWhoMayCome:
    @pytest.mark.parametrize(
        ("until", "said"),
        [
            (None, None),
            (0, "People under 18 cannot come in."),
            (21 * 60, "People under 18 can come in until 9pm."),
            (1440, "People under 18 can come in at any time."),
        ],
    )
    def test_until_when_under_eighteens_can_come_in(self, until, said):
        assert wording.under_18s_words(until) == said

    def test_what_nobody_told_is_not_guessed(self):
        assert wording.help_is_free_words(free=None) is None
        assert "no ticket" in wording.help_is_free_words(free=True)
        assert "may ask" in wording.help_is_free_words(free=False)


class TestCounts:
    @pytest.mark.parametrize(
        ("count", "asked", "said"),
        [
            (0, {}, "0 places"),
            (1, {}, "1 place"),
            (170, {}, "170 places"),
            (1, {"open_now": True}, "1 place open now"),
            (12, {"open_now": True}, "12 places open now"),
            (12, {"nearest_first": True}, "12 places, the nearest first"),
            (12, {"nearest_first": True, "open_now": True}, "12 places open now, the nearest first"),
            (12, {"nearest_first": True, "place": "BH1 1AA"}, "12 places, nearest to BH1 1AA first"),
            (1, {"nearest_first": True, "place": "Boscombe", "open_now": True}, "1 place open now near Boscombe"),
        ],
    )
    def test_the_heading_says_how_many_and_in_which_order(self, count, asked, said):
        assert wording.count_words(count, **({"open_now": False, "nearest_first": False} | asked)) == said

    def test_nothing_open_is_said_with_the_place(self):
        assert wording.nothing_open_words("Boscombe", located=True) == "Nothing near Boscombe is open now"
        assert wording.nothing_open_words("", located=True) == "Nothing near you is open now"
        assert wording.nothing_open_words("", located=False) == "None of these places is open now"


def test_everything_that_a_place_can_be_has_a_name():
    assert set(wording.KINDS) == set(VenueKind)
    assert set(wording.FEATURES) == set(Feature)
    assert set(wording.AUDIENCES) == set(Audience)
