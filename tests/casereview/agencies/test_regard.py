"""Recommendations to an agency: it accepts or refuses with a reason, and says what is done; nobody else does."""

import datetime as dt
import uuid

import pytest

from tests.casereview.agencies.agency_things import (
    TODAY,
    a_partner,
    acts,
    block,
    items,
    key_of,
    partner_of,
)
from tests.casereview.conftest import row_of
from webapp.audit.actors import Actor
from webapp.casereview.agencies import (
    regard,
)
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import REGARD_KIND
from webapp.casereview.agencies.regard import NewRegard
from webapp.casereview.cases import queries, recommending
from webapp.casereview.cases.recommending import NewRecommendation
from webapp.casereview.rules.agency_codes import Fault
from webapp.casereview.rules.codes import EventKind, Response
from webapp.kit.errors import NotFoundError

pytestmark = pytest.mark.usefixtures("app_context")


def kinds_of(case_id: uuid.UUID) -> list[EventKind]:
    return [event.kind for event in queries.list_events(case_id)]


class TestRegard:
    def recommended(self, case_id, lead, agency="police") -> uuid.UUID:
        new = NewRecommendation(agency=agency, text="Mend the wumpusgate.", due_on=dt.date(2026, 5, 1))
        by, day = Actor.officer(lead.id), dt.date(2026, 3, 20)
        seen = row_of(case_id).version
        return recommending.add(case_id, new, happened_on=day, seen=seen, once_key=uuid.uuid4().hex, by=by, today=day)

    def test_an_agency_accepts_and_says_when_it_is_done(self, held_case, lead):
        police, fire = a_partner(), a_partner("fire")
        key, day = key_of(police), dt.date(2026, 3, 21)
        made = self.recommended(held_case, lead)
        with pytest.raises(NotFoundError):
            regard.read_for(partner_of(police), made, key=key)
        assert regard.tell(made, by=Actor.officer(lead.id), key=None, today=day) == 1
        who = partner_of(police)
        assert regard.read_for(who, made, key=key).text == "Mend the wumpusgate."
        with pytest.raises(NotFoundError):
            regard.read_for(partner_of(fire), made, key=None)
        accept = NewRegard(response=Response.ACCEPTED, action="A smith comes.")
        regard.respond(made, accept, seen=1, partner=who, key=key, today=day)
        (item,) = items(REGARD_KIND)
        # The case's own reference stays in the partnership.
        assert item.label == regard.reference_of(made) != row_of(held_case).reference
        regard.done(made, done_on=day, evidence="A photo.", seen=2, partner=who, key=key, today=day)
        found = regard.read_for(who, made, key=None)
        assert (found.response, found.action, found.evidence, found.done_on) == (
            Response.ACCEPTED,
            "A smith comes.",
            "A photo.",
            day,
        )
        assert items(REGARD_KIND) == []
        assert kinds_of(held_case)[-2:] == [EventKind.RESPONDED_TO, EventKind.ACTION_DONE]

    def test_a_refusal_needs_a_reason(self, held_case, lead):
        police, day = a_partner(), dt.date(2026, 3, 21)
        made = self.recommended(held_case, lead)
        regard.tell(made, by=Actor.officer(lead.id), key=None, today=day)
        refuse = NewRegard(response=Response.REFUSED)
        with pytest.raises(RefusedError, match=Fault.NOTHING_SAID):
            regard.respond(made, refuse, seen=1, partner=partner_of(police), key=None, today=day)
        because = NewRegard(response=Response.REFUSED, reason="It is not our gate.")
        regard.respond(made, because, seen=1, partner=partner_of(police), key=None, today=day)
        assert items(REGARD_KIND) == []

    def test_whoever_is_refused_is_written_down_also_in_an_act(self, held_case, lead):
        fire, day = a_partner("fire"), dt.date(2026, 3, 21)
        made = self.recommended(held_case, lead)
        regard.tell(made, by=Actor.officer(lead.id), key=None, today=day)
        accept, who = NewRegard(response=Response.ACCEPTED, action="Ours."), partner_of(fire)
        with pytest.raises(NotFoundError):
            regard.respond(made, accept, seen=1, partner=who, key=None, today=day)
        with pytest.raises(NotFoundError):
            regard.done(made, done_on=day, evidence="x", seen=1, partner=who, key=None, today=day)
        assert [entry.actor for entry in acts("case_request.refused")] == [str(who.actor)] * 2

    def test_a_blocked_agency_is_told_of_nothing(self, held_case, lead):
        made = self.recommended(held_case, lead)
        block(held_case, agency="police")
        with pytest.raises(RefusedError, match=Fault.BLOCKED):
            regard.tell(made, by=Actor.officer(lead.id), key=None, today=TODAY)
