"""What the first partnership's strategy says: all that the sources say, traced, in every language, and no more."""

import dataclasses
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from webapp.partnership import Text
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Polarity
from webapp.partnership.strategy import InitiativeStage, MeasureKind, Stage
from webapp.strategy.rules import StrategyState, strategy_state

EMERGENCY_NUMBERS = re.compile(r"\b(?:999|101|111|18000|18001|08\d\d)\b")
# The report prints "(CC)" on these; the sixteenth "(CC)" in it is the sentence of paragraph 21 that explains the mark.
CROSS_CUTTING = [23, 24, 25, 26, 32, 33, 34, 42, 54, 55, 56, 57, 58, 59, 60]
PRIORITY_OF = {**dict.fromkeys(range(22, 35), "violent-crime"), **dict.fromkeys(range(35, 42), "exploitation"),
               **dict.fromkeys(range(42, 53), "asb-hotspots"), **dict.fromkeys(range(53, 63), "vawg")}  # fmt: skip
# Where a service for women at risk is and when is nobody's business.
PLACES_AND_TIMES = re.compile(
    r"evening|Monday|Tuesday|Wednesday|Thursday|Friday|Bournemouth|Poole|Christchurch|o'clock"
)


def found_in(value: object, kind: type) -> Iterator:
    if isinstance(value, kind):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from found_in(item, kind)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from found_in(getattr(value, field.name), kind)


class TestWords:
    def test_everything_is_in_every_language(self, bcp, content):
        codes = [language.code for language in bcp.languages]
        for text in found_in(content, Text):
            assert [wording.language for wording in text.wordings] == codes, str(text)

    def test_words_are_calm_and_hold_no_emergency_number(self, content):
        for text in found_in(content, Text):
            for wording in text.wordings:
                assert "!" not in wording.text
                assert not EMERGENCY_NUMBERS.search(wording.text), wording.text

    def test_sentences_are_short_enough_to_read(self, content):
        for text in found_in(content, Text):
            longest = max(len(sentence.split()) for sentence in re.split(r"[.?;:]\s", str(text)))
            assert longest <= 26, str(text)

    def test_numbers_are_the_same_in_every_language(self, content):
        def numbers(words: str) -> Counter[str]:
            # A thousands mark is a comma, a space or nothing; 2023/24 and 2022-25 stay apart.
            return Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[,\u00a0 ](?=\d{3}\b)", "", words)))

        for text in found_in(content, Text):
            first, *others = (numbers(wording.text) for wording in text.wordings)
            assert all(set(other) == set(first) for other in others), text.wordings


class TestSources:
    def test_every_citation_names_a_place_that_exists(self, bcp, content):
        citations = list(found_in(content, Citation))
        assert len(citations) > 100
        for citation in citations:
            assert citation.where is not None
            assert bcp.source(citation.source).has_place(citation.where), citation

    def test_only_the_other_partnerships_priorities_cite_its_document(self, bcp, content):
        for priority in content.priorities:
            assert bcp.source(priority.citation.source).own is (priority.partnership is None)
        own = dataclasses.replace(content, priorities=())
        assert all(bcp.source(citation.source).own for citation in found_in(own, Citation))


class TestPriorities:
    def test_the_sets_are_those_of_the_documents(self, content):
        sets = Counter(priority.set_key for priority in content.priorities)
        assert sets == {"dorset-2019-20": 5, "2020-21": 5, "2022-25": 3, "2025": 4, "2025-10": 3}

    def test_the_first_set_is_another_partnerships(self, content):
        apart = {priority.set_key: str(priority.partnership) for priority in content.priorities if priority.partnership}
        assert apart == {"dorset-2019-20": "Dorset Community Safety Partnership"}

    def test_exploitation_left_the_list_and_nothing_took_its_place(self, content):
        by_key = {priority.key: priority for priority in content.priorities}
        assert by_key["2025:exploitation"].replaced_by == ()
        assert by_key["2025:vawg"].replaced_by == ("2025-10:vawg",)
        assert by_key["2025-10:vawg"].replaced_by is None

    def test_a_successor_stands_in_the_next_set(self, content):
        order = list(dict.fromkeys(one.set_key for one in content.priorities if one.partnership is None))
        for priority in content.priorities:
            for after in priority.replaced_by or ():
                assert order.index(after.partition(":")[0]) == order.index(priority.set_key) + 1


class TestPlan:
    def test_the_strategy_of_2022_has_thirteen_promises_and_thirteen_measures(self, content):
        plans = {plan.priority: plan for plan in content.plans if plan.priority.startswith("2022-25:")}
        promised = {key.partition(":")[2]: len(plan.commitments) for key, plan in plans.items()}
        measured = {key.partition(":")[2]: len(plan.measures) for key, plan in plans.items()}
        assert promised == {"violent-crime": 4, "exploitation": 4, "asb-hotspots": 5}
        assert measured == {"violent-crime": 3, "exploitation": 4, "asb-hotspots": 6}

    def test_two_measures_should_fall_and_the_others_rise(self, content):
        kpis = {one.key: one for plan in content.plans for one in plan.measures if one.kind is MeasureKind.KPI}
        falling = {key for key, one in kpis.items() if one.polarity is Polarity.DOWN_IS_GOOD}
        assert falling == {"violent-crimes", "drug-alcohol-deaths"}
        assert {one.polarity for key, one in kpis.items() if key not in falling} == {Polarity.UP_IS_GOOD}

    def test_no_result_is_invented_for_a_measure_of_the_strategy(self, content):
        for plan in content.plans:
            for measure in plan.measures:
                if measure.kind is MeasureKind.KPI:
                    assert measure.observations == ()
                    assert (measure.target, measure.every_months) == (None, None)

    def test_the_priorities_of_today_have_no_agreed_measures_yet(self, content):
        today = [plan for plan in content.plans if plan.priority.startswith("2025-10:")]
        assert {one.kind for plan in today for one in plan.measures} == {MeasureKind.REPORTED}

    def test_the_reported_figures_are_the_printed_ones(self, content):
        measures = {one.key: one for plan in content.plans for one in plan.measures}
        assert [int(seen.value) for seen in measures["marac-cases"].observations] == [734, 721]
        repeats = [(seen.numerator, seen.denominator) for seen in measures["marac-repeats"].observations]
        assert repeats == [(160, 734), (116, 721)]
        assert [int(seen.value) for seen in measures["recorded-asb"].observations] == [-6]


class TestInitiatives:
    def test_there_is_one_for_each_of_the_41_paragraphs(self, content):
        assert [int(one.citation.where) for one in content.initiatives] == list(range(22, 63))

    def test_those_that_the_report_marks_serve_several_priorities(self, content):
        assert [int(one.citation.where) for one in content.initiatives if one.cross_cutting] == CROSS_CUTTING

    def test_each_stands_under_the_priority_of_the_report(self, content):
        assert {
            int(one.citation.where): one.priorities[0].partition(":")[2] for one in content.initiatives
        } == PRIORITY_OF

    def test_a_second_priority_is_given_only_to_marked_ones(self, content):
        assert all(one.cross_cutting for one in content.initiatives if len(one.priorities) > 1)

    @pytest.mark.parametrize(
        ("key", "numbers"),
        [
            ("domestic-abuse-forums", {"45"}),
            ("perpetrator-programme", {"27", "79"}),
            ("health-advocates", {"400", "500"}),
            ("children-advocates", {"200"}),
            ("marac", {"721", "14", "21"}),
            ("safe-places", {"170", "102", "57", "11"}),
            ("prevent-week", {"6", "10", "120"}),
            ("cuckooing", {"60", "50", "59"}),
            ("met-panel-and-youth-cafes", {"30"}),
            ("cctv", {"1,300", "150"}),
            ("csas", {"13,000"}),
            ("unity-promise", {"30"}),
            ("domestic-abuse-support", {"16"}),
            ("love-grace-handbags", {"264"}),
        ],
    )
    def test_key_facts_are_the_printed_ones(self, content, key, numbers):
        fact = str(next(one for one in content.initiatives if one.key == key).fact)
        assert numbers <= set(re.findall(r"\d+(?:,\d{3})*", fact)), fact

    @pytest.mark.parametrize("key", ["women-only-drop-in", "swrac", "domestic-abuse-support"])
    def test_no_time_or_place_of_a_service_for_women_at_risk_is_told(self, content, key):
        one = next(one for one in content.initiatives if one.key == key)
        assert not any(PLACES_AND_TIMES.search(str(text)) for text in found_in(one, Text))

    def test_what_was_tried_out_is_told_as_such(self, content):
        assert {one.key for one in content.initiatives if one.stage is InitiativeStage.PILOT} == {
            "stalking",
            "cuckooing",
        }


class TestStrategies:
    def test_a_strategy_that_is_being_written_is_never_shown_as_in_force(self, content):
        day = dt.date(2026, 11, 21)
        states = {
            one.key: strategy_state(
                one.stage, starts=one.starts, ends=one.ends, replaced=bool(one.replaced_by), today=day
            )
            for one in content.strategies
        }
        assert states["community-safety-2022-25"] is StrategyState.ENDED
        assert states["next-community-safety"] is StrategyState.PLANNED
        writing = {key for key, state in states.items() if state is StrategyState.BEING_WRITTEN}
        assert writing == {
            "asb",
            "preventing-domestic-abuse-2026-30",
            "safe-accommodation-2026-30",
            "perpetrators-2026-30",
        }
        assert states["police-and-crime-plan"] is StrategyState.IN_FORCE

    def test_one_is_the_partnerships_own_plan_and_has_an_aim(self, content):
        [plan] = [one for one in content.strategies if one.is_plan]
        assert plan.aim
        assert plan.document == "strategy-2022"

    def test_what_is_not_agreed_has_no_day_of_agreement(self, content):
        assert all(one.agreed_on is None for one in content.strategies if one.stage is not Stage.AGREED)


class TestCampaigns:
    def test_each_belongs_to_a_piece_of_work_with_the_same_dates(self, content):
        work = {one.key: one for one in content.initiatives}
        for campaign in content.campaigns:
            one = work[campaign.initiative]
            assert (one.starts, one.ends, one.citation) == (campaign.starts, campaign.ends, campaign.citation)

    def test_no_consultation_is_invented(self, content):
        assert content.consultations == ()
