"""Whatever officers and places press, in whatever order: nothing is listed without its facts or by one person alone."""

import datetime as dt
import json
import uuid
from dataclasses import replace

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests.joining.conftest import ANN, APPLICATION, BEN, CAT, CONTENT, DAY, HOUR, PREMISES, mine
from webapp.approvals.services import NotApprovedError
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import Finding, ScreeningItem, VisitKind, VisitResult
from webapp.joining.services import applying, lives, requests, screening, taking_in, trainings, visits
from webapp.joining.services.refusing import JoinRefusedError
from webapp.joining.services.trainings import NewTraining
from webapp.kit.collisions import EditCollisionError
from webapp.venues import directory, services
from webapp.venues import queries as venues
from webapp.venues.rules import MembershipState
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES
from webapp.venues.services import VenueRefusedError

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
REFUSED = (NotApprovedError, VenueRefusedError, JoinRefusedError, EditCollisionError)
who = st.sampled_from((ANN, BEN, CAT))


class Pressing(RuleBasedStateMachine):
    """A place that applied, and everybody who presses every button there is."""

    scheme = ""

    def __init__(self) -> None:
        super().__init__()
        self.at, premises = NOW, replace(PREMISES, name=f"Place {uuid.uuid4().hex}", schemes=(self.scheme,))
        applying.apply(replace(APPLICATION, premises=(premises,)), key=uuid.uuid4().hex, today=NOW.date())
        place = queries.list_premises(queries.list_applications(queries.Filters()).rows[0].id)[0]
        content = replace(CONTENT, name=premises.name)
        self.place, self.venue = place.id, taking_in.take_in(place.id, seen=1, content=content, by=ANN, at=NOW)
        for row in taking_in.contact_rows(place.id):
            taking_in.confirm_contact(row.id, by=ANN, at=NOW)
        self.moves, self.was = 0, self.kept().state
        self.agreed: tuple[object, object] | None = None
        self.asked: object = None
        self.seen = ""

    def kept(self):
        db.session.remove()
        return venues.get_by_id(self.venue).memberships[0]

    def tried(self, act):
        try:
            return act()
        except REFUSED:
            return None

    @rule(by=who, items=st.sampled_from((tuple(ScreeningItem), tuple(ScreeningItem)[:3])))
    def screen(self, by, items):
        kept = self.kept()
        self.tried(lambda: screening.begin(kept.id, seen=kept.version, by=by, at=self.at))
        for item in items:
            self.tried(lambda item=item: screening.answer(kept.id, item, Finding.YES, by=by, at=self.at))

    @rule(by=who, come=st.booleans())
    def train(self, by, come):
        begins = self.at + HOUR
        new = NewTraining(schemes=(self.scheme,), begins_at=begins, ends_at=begins + HOUR, place="Hall", capacity=5)
        session = trainings.offer(new, by=by, at=self.at)
        booking = self.tried(lambda: trainings.book(session, self.place, people=1, by=by, at=self.at))
        self.at += DAY
        came = {booking: 1} if come and booking else {}
        trainings.write_attendance(session, came, seen=1, by=by, at=self.at)

    @rule(by=who, result=st.sampled_from(VisitResult), kind=st.sampled_from(VisitKind))
    def visit(self, by, result, kind):
        day = self.at.date()
        visits.write(self.kept().id, kind=kind, result=result, visited_on=day, by=by, at=self.at)

    @rule(by=who, to=st.sampled_from(MembershipState))
    def move(self, by, to):
        kept = self.kept()
        self.tried(lambda: lives.move(kept.id, to, seen=kept.version, reason="Made up", by=by, at=self.at))

    @rule(by=who)
    def ask(self, by):
        if self.tried(lambda: lives.ask_to_list(self.kept().id, by=by, at=self.at)):
            self.asked, self.seen = by, services.fingerprint_of(self.venue)

    @rule(by=who)
    def agree(self, by):
        if self.tried(lambda: (lives.agree_to_list(self.kept().id, self.seen, by=by, at=self.at), True)):
            self.agreed = (self.asked, by)

    @rule()
    def leave(self):
        own = mine("mara@example.org", self.at.date())
        here = next(each for each in own if each.id == self.place)
        self.tried(lambda: requests.leave(here, self.kept().id, today=self.at.date(), at=self.at))

    @rule(days=st.integers(1, 500))
    def wait(self, days):
        self.at += days * DAY
        lives.lapse_all(today=self.at.date(), at=self.at)

    @invariant()
    def nothing_is_listed_without_its_facts_or_alone(self):
        kept, today = self.kept(), self.at.date()
        if kept.state is MembershipState.ACTIVE:
            assert kept.facts.trained_on is not None
            assert kept.facts.trained_on <= today
            assert kept.facts.has_champion
            assert kept.facts.audited_on is not None or not SCHEME_BY_CODE[self.scheme].asks_for_audit
            if self.was is not MembershipState.ACTIVE:
                assert self.agreed is not None
                assert self.agreed[0] != self.agreed[1]
        shown = self.venue in {card.id for card in directory.every(self.at)}
        assert shown <= (kept.state is MembershipState.ACTIVE)
        self.was, self.agreed = kept.state, None

    def teardown(self):
        """Every transition is in the audit, one after the other without a gap."""
        state = MembershipState.APPLIED.value
        wanted = select(AuditEntry.changes).where(
            AuditEntry.act == "venue.membership_moved", AuditEntry.key == self.venue.hex
        )
        for changes in db.session.scalars(wanted.order_by(AuditEntry.seq)):
            before, after = json.loads(changes)["state"]
            assert before == state
            state = after
        assert state == self.kept().state.value
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) > 0


@pytest.mark.usefixtures("app_context")
@pytest.mark.parametrize("scheme", [each.code.value for each in SCHEMES])
def test_nothing_is_listed_without_its_facts_or_by_one_person(scheme):
    # Each example writes for real: fewer of them, with more steps. The pure table has the 10,000.
    examples = min(hypothesis.settings.default.max_examples, 1_000) // 10
    settings = hypothesis.settings(max_examples=max(examples, 2), stateful_step_count=15, deadline=None)
    run_state_machine_as_test(type("PressingOfScheme", (Pressing,), {"scheme": scheme}), settings=settings)
