"""What the public sees of a membership on a day, and that nothing reaches the list without its facts."""

import datetime as dt
from collections import deque
from itertools import product

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from webapp.venues.rules import (
    ENDED,
    MOVES,
    NEEDS_REASON,
    NEEDS_SECOND_PERSON,
    Listing,
    MembershipFacts,
    MembershipState,
    Missing,
    MoveFault,
    check_due,
    facts_after,
    fault_in_move,
    listing,
    missing_for_listing,
    show_until,
)

TODAY = dt.date(2026, 11, 21)
DAY = dt.timedelta(days=1)
WHOLE = MembershipFacts(trained_on=TODAY, has_champion=True, audited_on=TODAY)
DUE = dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (DUE - 365 * DAY, Listing.LISTED),
        (DUE - 31 * DAY, Listing.LISTED),
        (DUE - 30 * DAY, Listing.DUE),
        (DUE - DAY, Listing.DUE),
        (DUE, Listing.OVERDUE),
        (DUE + 59 * DAY, Listing.OVERDUE),
        (DUE + 60 * DAY, Listing.HIDDEN),
        (DUE + 900 * DAY, Listing.HIDDEN),
    ],
)
def test_a_listing_runs_out_by_its_dates_alone(today, shown):
    assert listing(MembershipState.ACTIVE, DUE, today) is shown
    assert (shown is Listing.HIDDEN) is (today > show_until(DUE))


@pytest.mark.parametrize("state", sorted(set(MembershipState) - {MembershipState.ACTIVE}))
def test_nothing_but_an_active_membership_is_listed(state):
    assert listing(state, DUE, TODAY) is Listing.NOT_LISTED


def test_a_listing_without_a_date_of_its_check_is_hidden():
    assert listing(MembershipState.ACTIVE, None, TODAY) is Listing.HIDDEN


@pytest.mark.parametrize(
    ("checked", "due"),
    [("2026-11-21", "2027-11-21"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_a_check_holds_for_a_year(checked, due):
    assert check_due(dt.date.fromisoformat(checked)) == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("facts", "asks", "missing"),
    [
        (WHOLE, True, ()),
        (MembershipFacts(), True, (Missing.TRAINING, Missing.CHAMPION, Missing.AUDIT)),
        (MembershipFacts(), False, (Missing.TRAINING, Missing.CHAMPION)),
        (MembershipFacts(trained_on=TODAY, has_champion=True), False, ()),
        (MembershipFacts(trained_on=TODAY, has_champion=True), True, (Missing.AUDIT,)),
        (MembershipFacts(trained_on=TODAY + DAY, has_champion=True), False, (Missing.TRAINING,)),
        (MembershipFacts(trained_on=TODAY, has_champion=True, audited_on=TODAY + DAY), True, (Missing.AUDIT,)),
        (
            MembershipFacts(trained_on=TODAY - 800 * DAY, training_ends_on=TODAY - DAY, has_champion=True),
            False,
            (Missing.TRAINING,),
        ),
        (MembershipFacts(trained_on=TODAY - DAY, training_ends_on=TODAY, has_champion=True), False, ()),
    ],
)
def test_what_a_scheme_asks_for_is_named_where_it_is_missing(facts, asks, missing):
    assert missing_for_listing(facts, asks_for_audit=asks, today=TODAY) == missing


def test_the_table_names_every_state_and_only_once():
    assert set(MOVES) == set(MembershipState)
    assert all(len(set(after)) == len(after) and before not in after for before, after in MOVES.items())


def test_every_state_can_be_reached_and_left():
    seen, ahead = {MembershipState.ENQUIRY}, deque([MembershipState.ENQUIRY])
    while ahead:
        for after in MOVES[ahead.popleft()]:
            if after not in seen:
                seen.add(after)
                ahead.append(after)
    assert seen == set(MembershipState)
    assert all(MOVES.values())


def test_only_what_was_trained_audited_or_suspended_can_be_listed():
    ways = {before for before, after in MOVES.items() if MembershipState.ACTIVE in after}
    assert ways == {MembershipState.TRAINED, MembershipState.AUDITED, MembershipState.SUSPENDED}
    assert set(product(ways, [MembershipState.ACTIVE])) == NEEDS_SECOND_PERSON


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_is_over_comes_back_as_a_new_application_without_its_facts(state):
    assert MembershipState.ACTIVE not in MOVES[state]
    assert MembershipState.APPLIED in MOVES[state]
    assert facts_after(state, MembershipState.APPLIED, WHOLE) == MembershipFacts()
    assert facts_after(state, MembershipState.WITHDRAWN, WHOLE) == WHOLE


def test_a_step_back_within_the_training_keeps_what_is_known():
    assert facts_after(MembershipState.SUSPENDED, MembershipState.TRAINING_BOOKED, WHOLE) == WHOLE


@pytest.mark.parametrize("after", sorted(NEEDS_REASON))
def test_an_end_needs_a_reason(after):
    before = next(state for state, ways in MOVES.items() if after in ways)
    ask = {"asks_for_audit": True, "today": TODAY}
    assert fault_in_move(before, after, WHOLE, reason="  ", **ask) is MoveFault.NO_REASON
    assert fault_in_move(before, after, WHOLE, reason="They moved out.", **ask) is None


days = st.integers(-400, 5).map(lambda number: TODAY + dt.timedelta(days=number))


class Life(RuleBasedStateMachine):
    """A membership that officers move and write about in any order, with the rules as the only guard."""

    @initialize(asks=st.booleans())
    def begin(self, asks) -> None:
        self.state, self.facts, self.asks = MembershipState.ENQUIRY, MembershipFacts(), asks
        self.today = TODAY
        # With which facts, and on which day, it came on the list.
        self.listed: list[tuple[MembershipFacts, dt.date]] = []
        self.told_since_begin: set[str] = set()

    @rule(
        field=st.sampled_from(("trained_on", "training_ends_on", "audited_on", "has_champion")),
        day=days,
        yes=st.booleans(),
    )
    def tell(self, field, day, yes):
        if self.state is MembershipState.ACTIVE:
            return
        value = yes if field == "has_champion" else day if yes else None
        self.facts = MembershipFacts(**{**vars_of(self.facts), field: value})
        self.told_since_begin.add(field)

    @rule(number=st.integers(1, 300))
    def wait(self, number):
        self.today += number * DAY

    @rule(after=st.sampled_from(MembershipState), reason=st.sampled_from(("", "made up")))
    def move(self, after, reason):
        ask = {"asks_for_audit": self.asks, "today": self.today, "reason": reason}
        if fault_in_move(self.state, after, self.facts, **ask) is not None:
            return
        before, self.facts = self.state, facts_after(self.state, after, self.facts)
        self.state = after
        if before in ENDED and after is MembershipState.APPLIED:
            self.told_since_begin = set()
        if after is MembershipState.ACTIVE:
            self.listed.append((self.facts, self.today))
            assert {"trained_on", "has_champion"} <= self.told_since_begin
            assert not self.asks or "audited_on" in self.told_since_begin

    @invariant()
    def nothing_is_listed_without_its_facts(self):
        for facts, day in getattr(self, "listed", ()):
            assert facts.trained_on is not None
            assert facts.trained_on <= day
            assert facts.has_champion
            assert not self.asks or (facts.audited_on is not None and facts.audited_on <= day)


def vars_of(facts: MembershipFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in MembershipFacts.__dataclass_fields__}


TestLife = Life.TestCase


def test_no_path_of_the_table_lists_a_place_whose_facts_are_missing():
    """Every state with every combination of facts: only whole ones pass, whatever was there before."""
    yes_or_no = [
        MembershipFacts(
            trained_on=TODAY if trained else None, has_champion=named, audited_on=TODAY if audited else None
        )
        for trained, named, audited in product((True, False), repeat=3)
    ]
    for before, facts, asks in product(MembershipState, yes_or_no, (True, False)):
        fault = fault_in_move(before, MembershipState.ACTIVE, facts, asks_for_audit=asks, today=TODAY)
        whole = facts.trained_on and facts.has_champion and (facts.audited_on or not asks)
        may = MembershipState.ACTIVE in MOVES[before] and bool(whole)
        assert (fault is None) is may
