"""The table of each scheme: whatever is pressed, nothing is listed without its facts, and signed is not qualified."""

import datetime as dt
from dataclasses import replace
from itertools import product

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from webapp.joining.codes import Step
from webapp.joining.rules import LAPSES_AFTER, REMINDERS, has_lapsed, may_renew, reminder_on
from webapp.venues.life_cycle import CLOCK, LIFE, ON_THE_LIST, OVER, Stage, Standing, may_move, stage_of, standing_of
from webapp.venues.rules import (
    MOVES,
    MembershipFacts,
    MembershipState,
    check_due,
    facts_after,
    fault_in_move,
)
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES

TODAY = dt.date(2026, 11, 21)
DAY = dt.timedelta(days=1)
State = MembershipState
FACTS = ("trained_on", "audited_on", "has_champion")


class TestTheTable:
    def test_it_takes_ways_away_and_adds_none(self):
        for life in LIFE.values():
            for before, ways in life.items():
                assert set(ways) <= set(MOVES[before])

    def test_a_scheme_that_asks_for_an_audit_has_no_way_past_it(self):
        assert State.ACTIVE not in LIFE["unity-promise"][State.TRAINED]
        assert State.AUDITED in LIFE["unity-promise"][State.TRAINED]
        assert State.ACTIVE in LIFE["unity-promise"][State.AUDITED]

    def test_a_scheme_that_asks_for_none_has_no_such_state(self):
        assert State.AUDITED not in LIFE["safe-place"]
        assert State.ACTIVE in LIFE["safe-place"][State.TRAINED]
        assert not any(State.AUDITED in ways for ways in LIFE["safe-place"].values())

    @pytest.mark.parametrize("scheme", [each.code.value for each in SCHEMES])
    def test_every_state_of_a_scheme_can_be_reached_and_left(self, scheme):
        life, seen = LIFE[scheme], {State.ENQUIRY}
        while more := {after for before in seen for after in life[before]} - seen:
            seen |= more
        assert seen == set(life)
        assert all(life.values())

    def test_an_unknown_scheme_has_no_ways(self):
        assert not may_move("made-up", State.TRAINED, State.ACTIVE)

    def test_every_state_of_officers_is_a_stage_and_the_clock_has_three_more(self):
        assert {state.value for state in State} | {"due", "overdue", "hidden"} == {stage.value for stage in Stage}
        assert set(CLOCK) == ON_THE_LIST | {Stage.HIDDEN}


class TestTheClock:
    @pytest.mark.parametrize(
        ("days", "stage"),
        [
            (-365, Stage.ACTIVE),
            (-31, Stage.ACTIVE),
            (-30, Stage.DUE),
            (-1, Stage.DUE),
            (0, Stage.OVERDUE),
            (59, Stage.OVERDUE),
            (60, Stage.HIDDEN),
            (900, Stage.HIDDEN),
        ],
    )
    def test_a_listing_runs_out_by_itself(self, days, stage):
        assert stage_of(State.ACTIVE, TODAY, TODAY + days * DAY) is stage

    @pytest.mark.parametrize("state", [state for state in State if state is not State.ACTIVE])
    def test_nothing_else_does(self, state):
        assert stage_of(state, TODAY - 900 * DAY, TODAY).value == state.value

    @pytest.mark.parametrize(
        ("days", "step"),
        [
            (-61, None),
            (-60, Step.BEFORE_60),
            (-31, Step.BEFORE_60),
            (-30, Step.BEFORE_30),
            (-8, Step.BEFORE_30),
            (-7, Step.BEFORE_7),
            (-1, Step.BEFORE_7),
            (0, Step.DUE),
            (29, Step.DUE),
            (30, Step.OVERDUE),
            (59, Step.OVERDUE),
            (60, Step.HIDDEN),
            (500, Step.HIDDEN),
        ],
    )
    def test_the_reminder_of_a_day_is_the_latest_that_has_come(self, days, step):
        assert reminder_on(TODAY, TODAY + days * DAY) is step

    def test_a_listing_lapses_a_month_after_it_was_hidden(self):
        assert REMINDERS[-1][1] < LAPSES_AFTER
        assert not has_lapsed(TODAY, TODAY + 89 * DAY)
        assert has_lapsed(TODAY, TODAY + 90 * DAY)
        assert not has_lapsed(None, TODAY)

    def test_a_renewal_can_be_sent_from_sixty_days_before(self):
        assert not may_renew(Stage.ACTIVE, TODAY + 61 * DAY, TODAY)
        assert may_renew(Stage.ACTIVE, TODAY + 60 * DAY, TODAY)
        assert may_renew(Stage.HIDDEN, TODAY - 80 * DAY, TODAY)
        assert not may_renew(Stage.LAPSED, TODAY - 100 * DAY, TODAY)


class TestStanding:
    def test_signed_and_qualified_are_counted_apart(self):
        for stage, signed_on in product(Stage, (None, TODAY)):
            standing = standing_of(stage, signed_on=signed_on)
            assert (standing is Standing.QUALIFIED) == (stage in ON_THE_LIST)
            if standing is Standing.SIGNED:
                assert signed_on is not None
                assert stage not in OVER | {Stage.ENQUIRY, Stage.APPLIED, Stage.SCREENING, Stage.SUSPENDED}

    def test_what_anybody_can_send_counts_as_neither(self):
        assert standing_of(Stage.APPLIED, signed_on=TODAY) is Standing.NEITHER
        assert standing_of(Stage.TRAINED, signed_on=TODAY) is Standing.SIGNED


class Life(RuleBasedStateMachine):
    """A membership of a scheme on which every button is pressed in any order, while the days pass."""

    scheme = ""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.facts, self.today = State.ENQUIRY, MembershipFacts(), TODAY
        self.due: dt.date | None = None
        self.told: list[tuple[State, State]] = []
        # Which facts officers really saw since this application began.
        self.seen: set[str] = set()

    @rule(days=st.integers(1, 400))
    def wait(self, days):
        before = stage_of(self.state, self.due, self.today)
        self.today += days * DAY
        after = stage_of(self.state, self.due, self.today)
        # The clock alone never lists anything.
        assert after is before or before in ON_THE_LIST
        if has_lapsed(self.due, self.today) and self.state is State.ACTIVE:
            self.press(State.LAPSED, "Nobody renewed it.")

    @rule(
        fact=st.sampled_from(("trained_on", "audited_on", "has_champion")),
        ahead=st.integers(-30, 30),
        yes=st.booleans(),
    )
    def tell(self, fact, ahead, yes):
        if self.state is State.ACTIVE:
            return
        value = yes if fact == "has_champion" else self.today + ahead * DAY if yes else None
        self.facts = replace(self.facts, **{fact: value})
        self.seen = self.seen | {fact} if yes else self.seen - {fact}

    @rule()
    def renew(self):
        if self.state is State.ACTIVE:
            self.due = check_due(self.today)

    @rule(after=st.sampled_from(State), reason=st.sampled_from(("", "made up")))
    def press(self, after, reason):
        asks = SCHEME_BY_CODE[self.scheme].asks_for_audit
        asked = {"asks_for_audit": asks, "today": self.today, "reason": reason}
        if not may_move(self.scheme, self.state, after) or fault_in_move(self.state, after, self.facts, **asked):
            return
        before, self.state = self.state, after
        self.facts = facts_after(before, after, self.facts)
        if self.facts == MembershipFacts():
            self.seen = set()
        self.told.append((before, after))
        if after is State.ACTIVE:
            self.due = check_due(self.today)
            self.is_whole(before, asks=asks)

    @rule(which=st.integers(0, 5))
    def press_a_button_that_is_there(self, which):
        ways = LIFE[self.scheme][self.state]
        self.press(ways[min(which, len(ways) - 1)], "made up")

    def is_whole(self, before, *, asks):
        assert {"trained_on", "has_champion"} <= self.seen
        assert self.facts.trained_on is not None
        assert self.facts.trained_on <= self.today
        if asks:
            assert "audited_on" in self.seen
            assert before in {State.AUDITED, State.SUSPENDED}

    @invariant()
    def only_what_is_active_is_on_the_list(self):
        stage = stage_of(self.state, self.due, self.today)
        assert (stage in ON_THE_LIST) <= (self.state is State.ACTIVE)
        assert all(may_move(self.scheme, before, after) for before, after in self.told)


@pytest.mark.parametrize("scheme", [each.code.value for each in SCHEMES])
def test_no_path_leads_to_the_list_without_its_facts(scheme):
    """10,000 runs of 25 presses in the drills, for each scheme."""
    settings = hypothesis.settings(
        max_examples=hypothesis.settings.default.max_examples, stateful_step_count=25, deadline=None
    )
    run_state_machine_as_test(type("LifeOfScheme", (Life,), {"scheme": scheme}), settings=settings)
