"""What a place proposes is seen by an officer as a difference, and by nobody of the public before they accept it."""

from dataclasses import replace

import pytest

from tests.joining.conftest import ANN, DAY, membership, mine
from tests.places.conftest import PLACED
from webapp.joining import queries
from webapp.joining.codes import Placing, ProposalState
from webapp.joining.services import proposals
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.venues import directory, services
from webapp.venues import queries as venues

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def place(on_the_list, now):
    """A listed place: its venue, and what its manager's link shows."""
    kept = membership(on_the_list())
    return venues.get_by_id(kept.venue_id), mine("mara@example.org", now.date())[0]


def propose(place, today, **changes):
    venue, own = place
    return proposals.propose(own, replace(venue.content, **changes), seen=venue.version, today=today)


def test_the_public_sees_nothing_of_it_until_an_officer_accepts_it(place, now, today):
    then = now + 3 * DAY
    proposal = propose(place, today, note="Ring the bell.", telephone="01632 960999")
    assert directory.card_of(place[0].slug, then).note == place[0].content.note
    opened = proposals.read(proposal, by=ANN)
    assert {each.name: (each.now, each.proposed) for each in opened.differences} == {
        "note": (place[0].content.note, "Ring the bell."),
        "telephone": (place[0].content.telephone, "01632 960999"),
    }
    proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=then)
    assert directory.card_of(place[0].slug, then).note == "Ring the bell."
    assert queries.get_proposal(proposal).state is ProposalState.ACCEPTED


def test_an_officer_can_accept_a_part(place, now, today):
    proposal = propose(place, today, note="Ring the bell.", telephone="01632 960999")
    version = place[0].version
    proposals.accept(proposal, seen=1, venue_seen=version, only={"note"}, by=ANN, at=now + 3 * DAY)
    after = venues.get_by_id(place[0].id).content
    assert (after.note, after.telephone) == ("Ring the bell.", place[0].content.telephone)


def test_what_changed_meanwhile_is_looked_at_again(place, now, today):
    venue, then = place[0], now + 3 * DAY
    proposal = propose(place, today, note="Ring the bell.")
    services.save(venue.id, replace(venue.content, telephone="01632 960111"), seen=venue.version, by=ANN, at=then)
    with pytest.raises(EditCollisionError):
        proposals.accept(proposal, seen=1, venue_seen=venue.version, by=ANN, at=then)
    opened = proposals.read(proposal, by=ANN)
    assert opened.is_behind
    proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=then)
    after = venues.get_by_id(venue.id).content
    assert (after.note, after.telephone) == ("Ring the bell.", "01632 960111")


def test_another_door_takes_two_even_when_it_was_proposed(place, now, today):
    then = now + 3 * DAY
    proposal = propose(place, today, address="99 Elsewhere Road\nPoole")
    assert proposals.accept(proposal, seen=1, venue_seen=place[0].version, by=ANN, at=then) is True
    assert directory.every(then) == ()


def test_a_newer_one_takes_the_place_of_the_older(place, now, today):
    first = propose(place, today, note="One")
    second = propose(place, today, note="Two")
    assert queries.get_proposal(first).state is ProposalState.REPLACED
    assert [each.id for each in queries.list_proposals(place[0].id, state=ProposalState.WAITING)] == [second]
    assert proposals.close_replaced(at=now) == 1
    assert proposals.close_replaced(at=now) == 0


def test_where_a_place_stands_on_the_map_cannot_be_proposed(place, today):
    with pytest.raises(JoinRefusedError) as refused:
        propose(place, today, latitude=50.0, town="poole", uprn="1")
    assert refused.value.fault is Fault.NOTHING_CHANGED


@pytest.mark.usefixtures("placed")
def test_another_postcode_places_it_anew(place, now, today):
    venue, then = place[0], now + 3 * DAY
    services.save(venue.id, replace(venue.content, uprn="100"), seen=venue.version, by=ANN, at=then)
    door = {"address": "9 Elsewhere Road\nPoole", "postcode": "BH15 1AA"}
    proposal = propose(place, today, **door)
    opened = proposals.read(proposal, by=ANN)
    assert opened.placing is Placing.MOVES
    assert proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=then) is True
    after = venues.get_by_id(venue.id).content
    assert (after.latitude, after.longitude) == PLACED["BH151AA"]
    assert (after.address, after.postcode, after.town, after.uprn) == (door["address"], "BH15 1AA", "poole", "")


@pytest.mark.usefixtures("placed")
@pytest.mark.parametrize(
    ("postcode", "placing", "fault"),
    [("BH9 9ZZ", Placing.UNKNOWN, Fault.NOT_PLACED), ("BH19 1AA", Placing.FAR, Fault.TOO_FAR)],
)
def test_what_cannot_be_placed_is_told_and_the_rest_can_be_accepted(place, now, today, postcode, placing, fault):
    venue, then = place[0], now + 3 * DAY
    proposal = propose(place, today, postcode=postcode, note="Ring the bell.")
    opened = proposals.read(proposal, by=ANN)
    assert opened.placing is placing
    with pytest.raises(JoinRefusedError) as refused:
        proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=then)
    assert refused.value.fault is fault
    assert venues.get_by_id(venue.id).content == venue.content
    proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, only={"note"}, by=ANN, at=then)
    assert venues.get_by_id(venue.id).content == replace(venue.content, note="Ring the bell.")


@pytest.mark.usefixtures("placed")
def test_another_address_of_the_same_postcode_stays_on_the_map_and_the_officer_is_told(place, now, today):
    assert proposals.read(propose(place, today, note="One"), by=ANN).placing is Placing.SAME
    # Over the border.
    assert proposals.read(propose(place, today, postcode="BH25 6AA"), by=ANN).placing is Placing.OUTSIDE
    proposal = propose(place, today, address="2 Made-up Street\nBournemouth")
    opened = proposals.read(proposal, by=ANN)
    assert opened.placing is Placing.STAYS
    proposals.accept(proposal, seen=1, venue_seen=opened.venue_version, by=ANN, at=now + 3 * DAY)
    after = venues.get_by_id(place[0].id).content
    assert (after.latitude, after.longitude) == (place[0].content.latitude, place[0].content.longitude)


def test_words_that_may_mislead_are_flagged(place, today):
    proposal = propose(place, today, name="The M\u0430de-up Arms", note="<i>Best</i> =SUM(1)")
    opened = proposals.read(proposal, by=ANN)
    assert {each.name: each.flags for each in opened.differences} == {
        "name": ("mixed-letters",),
        "note": ("markup",),
    }


def test_a_refused_one_leaves_the_place_and_needs_a_reason(place, now, today):
    proposal = propose(place, today, note="One")
    with pytest.raises(JoinRefusedError):
        proposals.refuse(proposal, seen=1, reason="", by=ANN, at=now)
    proposals.refuse(proposal, seen=1, reason="Not so", by=ANN, at=now)
    assert venues.get_by_id(place[0].id).version == place[0].version
    with pytest.raises(JoinRefusedError) as refused:
        proposals.accept(proposal, seen=2, venue_seen=place[0].version, by=ANN, at=now)
    assert refused.value.fault is Fault.DECIDED


def test_who_was_not_confirmed_proposes_nothing(taken, today):
    taken(confirm=False)
    own = mine("mara@example.org", today)[0]
    with pytest.raises(JoinRefusedError) as refused:
        proposals.propose(own, replace(own.venue.content, note="One"), seen=1, today=today)
    assert refused.value.fault is Fault.NOT_YOURS
