"""Seats of a session are for places that an officer has looked at, and come back from who needs them no more."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier

import pytest
from sqlalchemy import update

from tests import patience
from tests.joining.conftest import ANN, DAY, MANAGER, PREMISES, SAFE_PLACE, membership, mine
from webapp.audit.actors import PUBLIC
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import BookingState
from webapp.joining.models import JoinTraining
from webapp.joining.services import lives, requests, retention, seats, trainings
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.kit.transaction import transaction
from webapp.venues import services as venues
from webapp.venues.rules import MembershipState

pytestmark = pytest.mark.usefixtures("app_context")


def taken_seats(training_id) -> int:
    db.session.expire_all()
    return queries.get_training(training_id).places_taken


class TestBooking:
    def test_an_application_that_nobody_has_looked_at_books_nothing(self, apply, session, now):
        place, training = queries.list_premises(apply(SAFE_PLACE))[0], session()
        for by in (PUBLIC, ANN):
            with pytest.raises(JoinRefusedError) as refused:
                trainings.book(training, place.id, people=1, by=by, at=now)
            assert refused.value.fault is Fault.NOT_YOURS
        assert taken_seats(training) == 0

    def test_a_place_books_twenty_seats_by_itself_and_an_officer_more(self, taken, session, now):
        place, training, other = taken(), session(capacity=50), session(capacity=50)
        with pytest.raises(JoinRefusedError) as refused:
            trainings.book(training, place, people=21, by=PUBLIC, at=now)
        assert refused.value.fault is Fault.TOO_MANY_SEATS
        trainings.book(training, place, people=20, by=PUBLIC, at=now)
        trainings.book(other, place, people=21, by=ANN, at=now)
        assert (taken_seats(training), taken_seats(other)) == (20, 21)


class TestComingBack:
    def test_who_leaves_gives_back_what_was_booked_for_that_scheme_alone(self, taken, session, now, today):
        place = taken(PREMISES)
        sessions = [
            session(schemes=each) for each in (("safe-place",), ("unity-promise",), ("safe-place", "unity-promise"))
        ]
        for training in sessions:
            trainings.book(training, place, people=5, by=PUBLIC, at=now)
        requests.leave(mine("mara@example.org", today)[0], membership(place).id, today=today, at=now)
        assert [taken_seats(each) for each in sessions] == [0, 5, 5]

    @pytest.mark.parametrize("how", ["ended", "removed"])
    def test_whichever_page_it_was_the_worker_gives_them_back(self, taken, session, now, how):
        place, training = taken(SAFE_PLACE), session()
        stays = taken(replace(SAFE_PLACE, name="Another", contacts=(replace(MANAGER, email="b@example.org"),)))
        for each in (place, stays):
            trainings.book(training, each, people=2, by=ANN, at=now)
        kept = membership(place)
        if how == "ended":
            lives.move(kept.id, MembershipState.CLOSED, seen=kept.version, reason="Made up.", by=ANN, at=now)
        else:
            venues.remove(kept.venue_id, reason="Made up.", by=ANN, at=now)
        assert [seats.give_back_all(at=now) for _ in range(2)] == [1, 0]
        assert taken_seats(training) == 2
        assert {each.state for each in queries.list_bookings_of(place)} == {BookingState.CANCELLED}

    def test_who_is_erased_gives_them_back(self, taken, session, now, today):
        far = now + 2000 * DAY
        place, training = taken(SAFE_PLACE), session(begins_at=far + DAY)
        trainings.book(training, place, people=5, by=ANN, at=now)
        kept = membership(place)
        lives.move(kept.id, MembershipState.CLOSED, seen=kept.version, reason="Made up.", by=ANN, at=now)
        retention.set_ends(today=far.date())
        assert retention.sweep(today=far.date()) == 1
        assert (taken_seats(training), queries.list_bookings(training)) == (0, [])

    def test_a_session_is_counted_anew_whatever_somebody_wrote_there(self, taken, session, now):
        place, training = taken(SAFE_PLACE), session(capacity=10)
        trainings.book(training, place, people=3, by=ANN, at=now)

        @transaction
        def forge() -> None:
            db.session.execute(update(JoinTraining).values(places_taken=10))

        forge()
        seats.give_back_all(at=now)
        assert taken_seats(training) == 3


def test_an_officer_who_cancels_and_places_that_give_back_do_not_block_each_other(app, taken, session, now):
    places = [
        taken(replace(SAFE_PLACE, name=f"Place {number}", contacts=(replace(MANAGER, email=f"m{number}@example.org"),)))
        for number in range(4)
    ]
    for _ in range(4):
        training = session()
        booked = [trainings.book(training, each, people=1, by=ANN, at=now) for each in places]
        seen, line = queries.get_training(training).version, Barrier(5)
        db.session.remove()

        def run(act, line: Barrier = line) -> str:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    act()
                except Exception as error:  # noqa: BLE001 - a deadlock comes as what the driver makes of it
                    return repr(error)
                return ""

        acts = [partial(trainings.cancel, training, seen=seen, by=ANN, at=now)]
        acts += [partial(trainings.cancel_booking, each, by=PUBLIC, at=now) for each in booked]
        with ThreadPoolExecutor(5) as pool:
            assert list(pool.map(run, acts)) == [""] * 5
        assert taken_seats(training) == 0
