"""How dates, ways and sources are said."""

import pytest

from webapp.partnership.facts import Citation
from webapp.partnership.figures import Polarity
from webapp.partnership.strategy import InitiativeStage
from webapp.partnership.strategy.dates import part_date
from webapp.strategy import wording
from webapp.strategy.rules import ConsultationState, Direction, RunState, StrategyState


@pytest.fixture
def in_english(session_app):
    with session_app.test_request_context("/"):
        yield


@pytest.fixture
def in_arabic(session_app):
    with session_app.test_request_context("/", environ_overrides={"safer.language": "ar"}):
        yield


@pytest.mark.usefixtures("in_english")
class TestDates:
    @pytest.mark.parametrize(
        ("starts", "ends", "words"),
        [
            ("2022", "2025", "2022 to 2025"),
            ("2025-02", "2025-02", "February 2025"),
            ("2025-11", "2025-12", "November to December 2025"),
            ("2025-11", "2026-01", "November 2025 to January 2026"),
            ("2025-10-06", "2025-10-10", "6 to 10 October 2025"),
            ("2025-10-30", "2025-11-02", "30 October to 2 November 2025"),
            ("2025-12-30", "2026-01-02", "30 December 2025 to 2 January 2026"),
            ("2025", "2025-03", "2025 to March 2025"),
            ("2025-06", None, "since June 2025"),
            (None, "2029", "until 2029"),
            (None, None, None),
        ],
    )
    def test_a_time_is_told_as_far_as_it_is_known(self, starts, ends, words):
        first, last = (date and part_date(date) for date in (starts, ends))
        assert wording.span_words(first, last) == words


@pytest.mark.usefixtures("in_english")
class TestWays:
    @pytest.mark.parametrize(
        ("polarity", "words"),
        [
            (Polarity.UP_IS_GOOD, "More is better."),
            (Polarity.DOWN_IS_GOOD, "Less is better."),
            (None, "Neither way is better by itself."),
        ],
    )
    def test_up_is_good_is_said_as_more_is_better(self, polarity, words):
        assert wording.polarity_words(polarity) == words

    @pytest.mark.parametrize(
        ("states", "labels"),
        [
            (StrategyState, wording.STRATEGY_STATES),
            (RunState, wording.RUN_STATES),
            (InitiativeStage, wording.INITIATIVE_STAGES),
            (ConsultationState, wording.CONSULTATION_STATES),
            (Direction, wording.WENT),
        ],
    )
    def test_every_state_has_words(self, states, labels):
        assert set(labels) == set(states)


class TestSources:
    CITATION = Citation(source="annual-report-2026", where="35")

    def test_a_source_is_named_with_its_place(self, in_english):
        link = wording.source_link(self.CITATION)
        assert link.href == "/publications/sources/annual-report-2026/35"
        assert link.whole == "Safer BCP annual report to the Health and Wellbeing Board, paragraph 35"

    def test_the_comma_is_the_languages_own(self, in_arabic):
        assert "،" in wording.source_link(self.CITATION).whole

    def test_a_source_that_was_taken_out_is_still_named(self, in_english):
        assert wording.source_link(Citation(source="gone", where="3")).whole == "gone, paragraph 3"

    def test_each_document_is_named_once(self, in_english):
        [link] = wording.document_links([self.CITATION, Citation(source="annual-report-2026", where="36")])
        assert link.href == "/publications/sources/annual-report-2026"
