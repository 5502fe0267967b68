"""Nobody comes onto the list past the checklist, by an old one, or by the one officer who brought the place in."""

from dataclasses import replace

import pytest

from tests.joining.conftest import ANN, BEN, CAT, DAY, SAFE_PLACE, membership, put_on_the_list, screen, train
from webapp.approvals.rules import Fault
from webapp.approvals.services import NotApprovedError
from webapp.joining import queries
from webapp.joining.records import SaidOfCommitment
from webapp.joining.services import commitments, lives, screening, taking_in, trainings
from webapp.venues import services
from webapp.venues.commitments import BY_SCHEME, CommitmentState
from webapp.venues.rules import MembershipFacts, MembershipState, MoveFault
from webapp.venues.services import VenueRefusedError

pytestmark = pytest.mark.usefixtures("app_context")
State = MembershipState
CODE = BY_SCHEME["safe-place"][0].code
SAID = SaidOfCommitment(code=CODE, state=CommitmentState.IN_PLACE, evidence="Other words.")


@pytest.fixture
def ready(taken, session, now):
    """A place that may be listed."""
    premises_id = taken(SAFE_PLACE)
    screen(premises_id, "safe-place", now)
    train(premises_id, session(), now)
    return premises_id


class TestChecklist:
    def test_the_page_of_the_place_leads_round_it_for_nobody_who_applied(self, taken, now):
        kept = membership(taken(SAFE_PLACE))
        services.move_membership(kept.id, State.SCREENING, seen=kept.version, by=ANN, at=now)
        with pytest.raises(VenueRefusedError) as refused:
            services.move_membership(kept.id, State.TRAINING_BOOKED, seen=kept.version + 1, by=ANN, at=now)
        assert refused.value.fault is MoveFault.CHECKLIST_OPEN

    def test_a_member_on_paper_goes_on_without_one(self, listed, now):
        venue_id = listed(schemes=())
        member = services.put_membership(venue_id, "safe-place", MembershipFacts(), by=ANN, at=now)
        for seen, state in enumerate((State.SCREENING, State.TRAINING_BOOKED), start=1):
            services.move_membership(member, state, seen=seen, by=ANN, at=now)

    def test_who_comes_back_is_looked_at_anew(self, on_the_list, apply, session, now):
        premises_id = on_the_list()
        kept = membership(premises_id)
        commitments.put_commitments(kept.id, [SAID], by=ANN, at=now)
        commitments.note_evidence_seen(kept.id, CODE, by=ANN, at=now)
        kept = membership(premises_id)
        lives.move(kept.id, State.WITHDRAWN, seen=kept.version, reason="Left.", by=ANN, at=now + 3 * DAY)
        again = queries.list_premises(apply(replace(SAFE_PLACE, commitments=(SAID,))))[0]
        taking_in.take_in(again.id, seen=again.version, into=kept.venue_id, by=ANN, at=now + 4 * DAY)
        kept = membership(premises_id)
        assert not queries.screening_of(kept.id)
        assert commitments.rows_of(kept.id)[CODE].seen_on is None
        screening.begin(kept.id, seen=kept.version, by=ANN, at=now + 4 * DAY)
        trainings.book(session(begins_at=now + 9 * DAY), again.id, people=1, by=ANN, at=now + 4 * DAY)
        assert membership(premises_id).state is State.SCREENING


class TestTheSecondPerson:
    def test_it_is_not_who_brought_the_place_in(self, ready, now):
        kept = membership(ready)
        lives.ask_to_list(kept.id, by=BEN, at=now + 2 * DAY)
        with pytest.raises(NotApprovedError):
            lives.agree_to_list(kept.id, services.fingerprint_of(kept.venue_id), by=ANN, at=now + 2 * DAY)
        lives.agree_to_list(kept.id, services.fingerprint_of(kept.venue_id), by=CAT, at=now + 2 * DAY)
        assert membership(ready).state is State.ACTIVE

    def test_it_agrees_to_the_words_that_were_read(self, ready, now):
        kept = membership(ready)
        lives.ask_to_list(kept.id, by=ANN, at=now + 2 * DAY)
        read = services.fingerprint_of(kept.venue_id)
        commitments.put_commitments(kept.id, [SAID], by=ANN, at=now + 2 * DAY)
        with pytest.raises(NotApprovedError) as refused:
            lives.agree_to_list(kept.id, read, by=BEN, at=now + 2 * DAY)
        assert refused.value.fault is Fault.CHANGED
        put_on_the_list(ready, "safe-place", now + 2 * DAY)
