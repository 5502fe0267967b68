"""Made-up businesses: their applications, taken in and proved as officers do it."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.places.conftest import placed  # noqa: F401 - some postcodes
from tests.venues.conftest import ANN, BEN, CAT, CONTENT, listed, race  # noqa: F401 - fixtures for everybody here
from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import ContactRole, Finding, ScreeningItem, VisitKind, VisitResult
from webapp.joining.queries import MyPremises
from webapp.joining.records import Business, NewApplication, NewContact, NewPremises, SaidOfCommitment
from webapp.joining.services import applying, lives, screening, taking_in, trainings, visits
from webapp.joining.services.sealed import index_of_email
from webapp.joining.services.trainings import NewTraining
from webapp.venues import directory, services
from webapp.venues import queries as venues
from webapp.venues.commitments import CommitmentState
from webapp.venues.rules import MembershipState, VenueKind

MANAGER = NewContact(
    name="Mara Madeup", role=ContactRole.CHAMPION, email="mara@example.org", telephone="01632 960001", post="Manager"
)
SECOND = NewContact(name="Sol Secondby", role=ContactRole.SECOND, email="sol@example.org")
PREMISES = NewPremises(
    name="The Made-up Arms",
    kind=VenueKind.PUB,
    address="1 Made-up Street\nBournemouth",
    postcode="BH1 1AA",
    schemes=("safe-place", "unity-promise"),
    contacts=(MANAGER, SECOND),
    town="bournemouth",
    commitments=(SaidOfCommitment(code="champion", state=CommitmentState.IN_PLACE, evidence="Since spring."),),
)
BUSINESS = Business(name="Made-up Inns", signed_by="Mara Madeup", signed_as="Owner", agrees_to_listing=True)
APPLICATION = NewApplication(business=BUSINESS, premises=(PREMISES,), language="en")
SAFE_PLACE = replace(PREMISES, schemes=("safe-place",))
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

Apply = Callable[..., uuid.UUID]
Taken = Callable[..., uuid.UUID]


@pytest.fixture
def today(now) -> dt.date:
    return now.date()


@pytest.fixture
def apply(app_context, today) -> Apply:
    """Send an application; gives its id."""

    def run(*premises: NewPremises, key: str = "", **parts: object) -> uuid.UUID:
        new = replace(APPLICATION, premises=premises or (PREMISES,), **parts)
        reference = applying.apply(new, key=key or uuid.uuid4().hex, today=today)
        return next(
            each.id for each in queries.list_applications(queries.Filters()).rows if each.reference == reference
        )

    return run


@pytest.fixture
def taken(apply, now) -> Taken:
    """Send an application with one place and take it in; gives the id of the place in it."""

    def run(premises: NewPremises = PREMISES, *, confirm: bool = True, into: uuid.UUID | None = None) -> uuid.UUID:
        application_id = apply(premises)
        place = queries.list_premises(application_id)[0]
        content = None if into else replace(CONTENT, name=premises.name)
        taking_in.take_in(place.id, seen=place.version, content=content, into=into, by=ANN, at=now)
        if confirm:
            for row in taking_in.contact_rows(place.id):
                taking_in.confirm_contact(row.id, by=ANN, at=now)
        return place.id

    return run


@pytest.fixture
def session(app_context, now) -> Callable[..., uuid.UUID]:
    """Offer a training session; gives its id."""

    def run(*, capacity: int = 10, begins_at: dt.datetime | None = None, schemes=("safe-place", "unity-promise")):
        begins = begins_at or now + DAY
        new = NewTraining(
            schemes=schemes, begins_at=begins, ends_at=begins + HOUR, place="Made-up Hall", capacity=capacity
        )
        return trainings.offer(new, by=ANN, at=now)

    return run


def membership(premises_id: uuid.UUID, scheme: str = "safe-place"):
    """The membership of a place that was taken in, as it is now."""
    db.session.expire_all()
    venue_id = queries.get_premises(premises_id).venue_id
    return next(each for each in venues.get_by_id(venue_id).memberships if each.scheme == scheme)


def mine(email: str, today: dt.date) -> list[MyPremises]:
    """What the link of a mailbox shows."""
    db.session.expire_all()
    return queries.list_mine(index_of_email(email), today=today)


def screen(premises_id: uuid.UUID, scheme: str, at: dt.datetime) -> None:
    """Answer the whole checklist."""
    kept = membership(premises_id, scheme)
    screening.begin(kept.id, seen=kept.version, by=ANN, at=at)
    for item in ScreeningItem:
        screening.answer(kept.id, item, Finding.YES, by=ANN, at=at)


def train(premises_id: uuid.UUID, training_id: uuid.UUID, at: dt.datetime) -> None:
    """Book, and come."""
    booking = trainings.book(training_id, premises_id, people=2, names=("A", "B"), by=ANN, at=at)
    after = queries.get_training(training_id).begins_at + HOUR
    seen = queries.get_training(training_id).version
    trainings.write_attendance(training_id, {booking: 2}, seen=seen, by=ANN, at=after)


def audit(premises_id: uuid.UUID, at: dt.datetime, result: VisitResult = VisitResult.PASSED) -> None:
    """Look at a member of the Unity Promise."""
    kept = membership(premises_id, "unity-promise")
    visits.write(kept.id, kind=VisitKind.AUDIT, result=result, visited_on=at.date(), findings="A door.", by=ANN, at=at)


def put_on_the_list(premises_id: uuid.UUID, scheme: str, at: dt.datetime) -> None:
    """List a place by two officers."""
    kept = membership(premises_id, scheme)
    lives.ask_to_list(kept.id, by=ANN, at=at)
    lives.agree_to_list(kept.id, services.fingerprint_of(kept.venue_id), by=BEN, at=at)
    directory.every(at)


@pytest.fixture
def on_the_list(taken, session, now) -> Callable[..., uuid.UUID]:
    """A place that went the whole way to the list of Safe Places, trained and listed the day after tomorrow."""

    def run(premises: NewPremises = SAFE_PLACE) -> uuid.UUID:
        premises_id = taken(premises)
        screen(premises_id, "safe-place", now)
        train(premises_id, session(), now)
        put_on_the_list(premises_id, "safe-place", now + 2 * DAY)
        assert membership(premises_id).state is MembershipState.ACTIVE
        return premises_id

    return run
