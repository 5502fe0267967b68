"""One row that nobody can open, or that cannot be done, holds none of the others up."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from sqlalchemy import insert, select

from tests.joining.conftest import ANN, DAY, MANAGER, SAFE_PLACE, SECOND, membership, mine
from tests.outbox import written
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import RequestState
from webapp.joining.models import JoinContact, JoinLinkAsk, JoinRequest
from webapp.joining.services import applying, links, opening, reminding, requests, taking_in
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.requests import leaving
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.fenced import each_alone
from webapp.venues.rules import MembershipState

pytestmark = pytest.mark.usefixtures("app_context")
FIRST = uuid.UUID(int=1)


@transaction
def put(model, **values: object) -> None:
    db.session.execute(insert(model).values(**values))


def poison(premises_id, contact_id=FIRST) -> None:
    """A contact that nobody can open, before all others."""
    sealed = {"person": b"x", "sealed_key": b"x"}
    put(JoinContact, id=contact_id, premises_id=premises_id, role="manager", language="en", version=1, **sealed)


@transaction
def without_index() -> None:
    for row in db.session.scalars(select(JoinContact)):
        row.email_index = None


def test_the_others_go_on_and_what_concerns_all_is_raised():
    def act(number: int) -> int:
        if number == 2:
            raise JoinRefusedError(Fault.DECIDED)
        return number

    assert each_alone([1, 2, 3], act) == 4

    def locked(_number: int) -> int:
        raise KeyMissingError

    with pytest.raises(KeyMissingError):
        each_alone([1], locked)


def test_an_ask_that_cannot_be_opened_stops_nobody_and_goes(taken, now):
    taken()
    put(JoinLinkAsk, id=FIRST, language="en", asked_at=now - dt.timedelta(minutes=1), email=b"x", sealed_key=b"x")
    links.ask("mara@example.org", language="en", now=now)
    assert links.send_waiting(now=now) == 1
    assert [each.to for each in written("join_link")] == ["mara@example.org"]
    assert db.session.scalar(select(JoinLinkAsk.id)) is None


def test_a_contact_that_cannot_be_opened_is_looked_at_once_and_is_nobodys(taken, now, today, monkeypatch):
    place = taken()
    poison(place)
    poison(place, uuid.UUID(int=2))
    monkeypatch.setattr(links, "AT_ONCE", 2)
    without_index()
    assert [links.index_contacts() for _ in range(3)] == [0, 2, 0]
    assert len(mine("mara@example.org", today)) == 1
    # Two that cannot be opened are not one mailbox.
    assert opening.confirm_everywhere(FIRST, by=ANN, at=now) == 1
    assert db.session.get(JoinContact, uuid.UUID(int=2)).confirmed_on is None


def test_the_others_of_a_place_are_told(on_the_list, today):
    place = on_the_list()
    poison(place)
    put_confirmed(FIRST, today)
    reminding.tell_news(today=today + 2 * DAY)
    assert {each.to for each in written("join_listed")} == {"mara@example.org", "sol@example.org"}


@transaction
def put_confirmed(contact_id, today) -> None:
    db.session.get(JoinContact, contact_id).confirmed_on = today


class TestLeaving:
    def test_a_request_that_no_visit_sent_waits_for_an_officer(self, on_the_list, now, today):
        place = on_the_list()
        for proof in ("x" * 64, None):
            put_leave(place, today, proof)
            assert requests.settle_all(at=now + 3 * DAY) == 0
            assert membership(place).state is MembershipState.ACTIVE
            [asked] = queries.list_requests(state=RequestState.WAITING)
            forget(asked.id)

    def test_more_than_a_few_in_a_day_wait(self, on_the_list, now, today, monkeypatch):
        monkeypatch.setattr(leaving, "MOST_LEAVING_A_DAY", 1)
        monkeypatch.setattr(links, "is_proved", lambda proof, _premises: proof == "shown")
        named = (replace(MANAGER, email="b@example.org"),)
        places = [on_the_list(), on_the_list(replace(SAFE_PLACE, name="Another", contacts=named))]
        for each in places:
            put_leave(each, today, "shown")
        at = now + 3 * DAY
        assert [requests.settle_all(at=at) for _ in range(2)] == [1, 0]
        assert requests.settle_all(at=at + DAY) == 1
        assert {each.state for each in queries.list_requests()} == {RequestState.DONE}
        decided = db.session.scalars(select(JoinRequest.decided_by)).all()
        assert (set(decided), set(db.session.scalars(select(JoinRequest.proof)))) == ({str(SYSTEM)}, {None})

    def test_nobody_speaks_for_the_membership_of_another_place(self, on_the_list, taken, now, today):
        place = on_the_list()
        other = taken(replace(SAFE_PLACE, name="Another", contacts=(replace(MANAGER, email="b@example.org"),)))
        put_leave(other, today, None, of=place)
        [asked] = queries.list_requests(state=RequestState.WAITING)
        with pytest.raises(NotFoundError):
            requests.refuse(asked.id, seen=1, reason="Made up.", by=ANN, at=now)


def put_leave(premises_id, today, proof, *, of=None) -> None:
    kept = membership(of or premises_id)
    put(
        JoinRequest,
        id=uuid.uuid4(),
        kind="leave",
        state="waiting",
        premises_id=premises_id,
        membership_id=kept.id,
        received_on=today,
        proof=proof,
        version=1,
    )


@transaction
def forget(request_id) -> None:
    db.session.delete(db.session.get(JoinRequest, request_id))


class TestTheOneBefore:
    def test_who_stands_twice_at_a_place_goes_with_both(self, taken, now, today):
        twice = replace(MANAGER, name="Mara M.", role=SECOND.role, email="Mara@example.org")
        place = taken(replace(SAFE_PLACE, contacts=(MANAGER, twice)))
        assert [each.may_look_after for each in mine("mara@example.org", today)] == [True]
        assert handed_over(place, now, today) == ["nia@example.org"]
        assert mine("mara@example.org", today) == []

    def test_who_came_by_two_applications_goes_with_both_and_stays_elsewhere(self, taken, now, today):
        first = taken(SAFE_PLACE)
        taken(replace(SAFE_PLACE, schemes=("unity-promise",)), into=queries.get_premises(first).venue_id)
        elsewhere = taken(replace(SAFE_PLACE, name="Elsewhere"))
        without_index()
        handed_over(first, now, today)
        assert [each.id for each in mine("mara@example.org", today)] == [elsewhere]
        assert "sol@example.org" in {each.person.email for each in opening.read_people(venue_of(first), by=ANN)}

    def test_an_officer_who_ends_one_ends_the_mailbox(self, taken, now, today):
        first = taken(SAFE_PLACE)
        second = taken(replace(SAFE_PLACE, schemes=("unity-promise",)), into=venue_of(first))
        row = next(each for each in taking_in.contact_rows(second) if each.role == MANAGER.role)
        taking_in.end_contact(row.id, by=ANN, at=now)
        assert mine("mara@example.org", today) == []
        assert len(mine("sol@example.org", today)) == 2

    def test_nobody_is_ended_who_looks_after_another_place(self, taken, now, today):
        place = taken(SAFE_PLACE)
        other = taken(replace(SAFE_PLACE, name="Another", contacts=(replace(MANAGER, email="b@example.org"),)))
        forged = replace(mine("b@example.org", today)[0], contact_id=taking_in.contact_rows(place)[0].id)
        asked = requests.hand_over(forged, replace(MANAGER, email="c@example.org"), today=today)
        requests.accept_hand_over(asked, seen=1, by=ANN, at=now)
        assert {each.ended_on for each in taking_in.contact_rows(place)} == {None}
        assert other != place


def venue_of(premises_id):
    return queries.get_premises(premises_id).venue_id


def handed_over(premises_id, now, today) -> list[str]:
    """Hand a place over to somebody new; gives who may look after it, of the new ones."""
    own = next((x for x in mine("mara@example.org", today) if x.id == premises_id), None)
    if own is None:
        links.index_contacts()
        own = next(x for x in mine("mara@example.org", today) if x.id == premises_id)
        without_index()
    asked = requests.hand_over(own, replace(MANAGER, name="Nia", email="nia@example.org"), today=today)
    requests.accept_hand_over(asked, seen=1, by=ANN, at=now)
    links.index_contacts()
    return ["nia@example.org"] if [x.may_look_after for x in mine("nia@example.org", today)] == [True] else []


class TestRoom:
    def test_doubtful_ones_fill_a_room_of_their_own(self, apply, monkeypatch):
        monkeypatch.setattr(applying, "MOST_WAITING", 2)
        monkeypatch.setattr(applying, "MOST_DOUBTFUL", 3)
        for _ in range(3):
            apply(suspicion=9)
        with pytest.raises(JoinRefusedError):
            apply(suspicion=9)
        apply()
        apply()
        with pytest.raises(JoinRefusedError):
            apply()
