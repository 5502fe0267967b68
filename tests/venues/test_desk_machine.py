"""Whatever officers press, in whatever order: nobody brings a place back to the public alone."""

import datetime as dt
import uuid
from dataclasses import replace

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.venues.conftest import CONTENT
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.database import db
from webapp.venues import queries, services
from webapp.venues.rules import CheckedBy, CheckResult, HiddenBecause, MembershipFacts, MembershipState
from webapp.venues.services import VenueRefusedError, fingerprint_of

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
OFFICERS = tuple(Actor.officer(uuid.UUID(int=number)) for number in range(1, 4))
REFUSED = (NotApprovedError, VenueRefusedError)
who = st.sampled_from(OFFICERS)


class Pressing(RuleBasedStateMachine):
    """Officers press every button there is, also those that their page does not show."""

    def __init__(self) -> None:
        super().__init__()
        self.number = getattr(type(self), "count", 0) + 1
        type(self).count = self.number
        self.venue_id = services.create(replace(CONTENT, name=f"Place {self.number}"), by=OFFICERS[0], at=NOW)
        facts = MembershipFacts(trained_on=NOW.date(), has_champion=True)
        self.kept = services.put_membership(self.venue_id, "safe-place", facts, by=OFFICERS[0], at=NOW)
        for state in ("screening", "training-booked", "trained"):
            self.move(OFFICERS[0], MembershipState(state))
        services.ask_to_show_again(self.venue_id, scheme="safe-place", by=OFFICERS[0], at=NOW)
        read = fingerprint_of(self.venue_id)
        services.show_again(self.venue_id, read, scheme="safe-place", by=OFFICERS[1], at=NOW)
        self.agreed = False
        # It begins where it matters: hidden, with a request that waits.
        self.hide(OFFICERS[0])
        self.was_hidden = True
        self.ask(OFFICERS[1])

    def found(self):
        db.session.remove()
        return queries.get_by_id(self.venue_id)

    def move(self, by: Actor, to: MembershipState) -> None:
        seen = queries.get_membership(self.kept).version
        services.move_membership(self.kept, to, seen=seen, reason="Made up", by=by, at=NOW)

    def hide(self, by):
        services.hide(self.venue_id, because=HiddenBecause.SAFETY, by=by, at=NOW)

    @rule(by=who, result=st.sampled_from((None, CheckResult.NOT_FIT, CheckResult.AS_LISTED)))
    def hide_or_check(self, by, result):
        if result is None:
            self.hide(by)
            return
        day, how = NOW.date(), CheckedBy.VISIT
        services.record_check(self.venue_id, checked_on=day, how=how, result=result, by=by, at=NOW)

    @rule(by=who, note=st.sampled_from(("One", "Two")))
    def save(self, by, note):
        found = self.found()
        services.save(self.venue_id, replace(found.content, note=note), seen=found.version, by=by, at=NOW)

    @rule(by=who)
    def ask(self, by):
        try:
            services.ask_to_show_again(self.venue_id, by=by, at=NOW)
        except REFUSED:
            return
        self.asked_by = by
        # What the second person has on the screen from now on.
        self.seen = fingerprint_of(self.venue_id)

    @rule(by=who, looks_again=st.booleans())
    def agree(self, by, looks_again):
        now = fingerprint_of(self.venue_id)
        seen = now if looks_again else self.seen
        try:
            services.show_again(self.venue_id, seen, by=by, at=NOW)
        except REFUSED:
            return
        assert by != self.asked_by
        assert seen == now
        self.agreed = True

    @rule(by=who)
    def refuse(self, by):
        try:
            services.refuse_to_show(self.venue_id, reason="Made up", by=by, at=NOW)
        except REFUSED:
            return

    @invariant()
    def nobody_brings_it_back_alone(self):
        is_hidden = self.found().hidden_at is not None
        if self.was_hidden and not is_hidden:
            assert self.agreed, "shown again without a second person"
        self.agreed = False
        self.was_hidden = is_hidden


@pytest.mark.usefixtures("app_context")
def test_nobody_brings_a_place_back_alone():
    # Each example writes for real: fewer of them, with more steps.
    examples = min(hypothesis.settings.default.max_examples, 500) // 5
    settings = hypothesis.settings(max_examples=examples, stateful_step_count=8, deadline=None)
    run_state_machine_as_test(Pressing, settings=settings)
