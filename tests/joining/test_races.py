"""Two at the same moment: the last places of a session, one application sent twice, one decision of two officers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests import patience
from tests.joining.conftest import ANN, APPLICATION, BEN, CONTENT, PREMISES, mine
from tests.profiles import is_drill
from webapp.database import db
from webapp.joining import queries
from webapp.joining.models import JoinApplication, JoinBooking, JoinTraining
from webapp.joining.services import applying, proposals, taking_in, trainings
from webapp.joining.services.refusing import JoinRefusedError
from webapp.kit.collisions import EditCollisionError
from webapp.venues import queries as venues
from webapp.venues.models import Venue

pytestmark = pytest.mark.usefixtures("app_context")
ROUNDS = 100 if is_drill() else 5


@pytest.fixture
def at_once(app):
    """What each act gives when all begin together; None where it was refused."""

    def run(*acts):
        db.session.remove()
        line = Barrier(len(acts))

        def one(act):
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    return act()
                except (JoinRefusedError, EditCollisionError):
                    return None

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(one, acts))

    return run


def test_no_more_are_booked_than_fit(apply, session, at_once, now):
    application_id = apply(*(replace(PREMISES, name=f"Place {number}") for number in range(8)))
    places = [each.id for each in queries.list_premises(application_id)]
    for number, place in enumerate(places):
        content = replace(CONTENT, name=f"Place {number}")
        taking_in.take_in(place, seen=1, content=content, by=ANN, at=now)
    for _ in range(ROUNDS):
        training_id = session(capacity=5)
        acts = (partial(trainings.book, training_id, each, people=2, by=ANN, at=now) for each in places)
        won = [each for each in at_once(*acts) if each is not None]
        assert len(won) == 2
        row = db.session.get(JoinTraining, training_id, populate_existing=True)
        assert row.places_taken == 4
        booked = select(func.sum(JoinBooking.people)).where(JoinBooking.training_id == training_id)
        assert db.session.scalar(booked) == 4


def test_an_application_sent_twice_is_one(at_once, today):
    for number in range(ROUNDS):
        send = partial(applying.apply, APPLICATION, key=f"{number:032}", today=today)
        assert len(set(at_once(send, send, send))) == 1
        assert db.session.scalar(select(func.count()).select_from(JoinApplication)) == number + 1


def test_of_two_officers_who_take_a_place_in_one_does(apply, at_once, now):
    for number in range(ROUNDS):
        place = queries.list_premises(apply(replace(PREMISES, name=f"Place {number}")))[0]
        acts = (partial(taking_in.take_in, place.id, seen=1, content=CONTENT, by=who, at=now) for who in (ANN, BEN))
        assert sum(each is not None for each in at_once(*acts)) == 1
        assert db.session.scalar(select(func.count()).select_from(Venue)) == number + 1


def test_of_two_decisions_on_a_proposal_one_counts(taken, at_once, now, today):
    venue_id = queries.get_premises(taken()).venue_id
    for number in range(ROUNDS):
        kept = venues.get_by_id(venue_id)
        content = replace(kept.content, note=f"Note {number}")
        proposal = proposals.propose(mine("mara@example.org", today)[0], content, seen=kept.version, today=today)
        accept = partial(proposals.accept, proposal, seen=1, venue_seen=kept.version, by=ANN, at=now)
        refuse = partial(proposals.refuse, proposal, seen=1, reason="No", by=BEN, at=now)
        given = at_once(lambda act=accept: (act(), True)[1], lambda act=refuse: (act(), True)[1])
        assert given.count(True) == 1
        db.session.expire_all()
        assert (venues.get_by_id(venue_id).content.note == f"Note {number}") is (given[0] is True)
