"""Made-up places: entered, made members and listed as officers do it."""

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests import patience
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.kit.collisions import EditCollisionError
from webapp.venues import directory, queries, services
from webapp.venues.hours import HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.records import VenueContent
from webapp.venues.rules import Audience, CheckedBy, CheckResult, Feature, MembershipFacts, MembershipState, VenueKind
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.services import Incoming, IncomingMembership, VenueRefusedError

ANN, BEN, CAT = (Actor.officer(uuid.UUID(int=number)) for number in (1, 2, 3))
# Monday to Friday from 9am to 5:30pm, Saturday from 10am to 4pm.
WEEK = OpeningHours(
    kind=HoursKind.WEEKLY,
    week=((Span(540, 1050),),) * 5 + ((Span(600, 960),), ()),
    on_bank_holidays=OnBankHolidays.CLOSED,
)
CONTENT = VenueContent(
    name="Made-up Library",
    kind=VenueKind.LIBRARY,
    address="1 Made-up Street\nBournemouth",
    postcode="BH1 1AA",
    town="bournemouth",
    locality="",
    latitude=50.7209,
    longitude=-1.8795,
    telephone="01632 960001",
    website="https://www.example.org",
    note="The door is beside the post box.",
    languages=("en", "pl"),
    hours=WEEK,
    has=frozenset({Feature.STEP_FREE, Feature.SEAT}),
    lacks=frozenset({Feature.HEARING_LOOP}),
    audience=Audience.ANYONE,
)
# The way to the site; the audit only where the scheme asks for it.
PATH = (MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, MembershipState.TRAINED, MembershipState.AUDITED)

Enter = Callable[..., uuid.UUID]
Join = Callable[..., uuid.UUID]
TakeIn = Callable[..., None]


@pytest.fixture
def enter(app_context, now) -> Enter:
    """Enter a made-up place; every part of its content can be named. Nobody sees it yet."""

    def run(*, slug: str = "", sample: bool = False, source_id: str | None = None, **parts: object) -> uuid.UUID:
        content = replace(CONTENT, **parts)
        return services.create(content, slug=slug, sample=sample, source_id=source_id, by=ANN, at=now)

    return run


@pytest.fixture
def join(app_context, now) -> Join:
    """Make a place a member of a scheme and list it, as if somebody checked it on `checked_on`."""

    def run(venue_id: uuid.UUID, scheme: str = "safe-place", *, checked_on: dt.date | None = None) -> uuid.UUID:
        day = checked_on or now.date()
        asks_for_audit = SCHEME_BY_CODE[scheme].asks_for_audit
        facts = MembershipFacts(trained_on=day, has_champion=True, audited_on=day if asks_for_audit else None)
        membership = services.put_membership(venue_id, scheme, facts, by=ANN, at=now)
        steps = [step for step in PATH if asks_for_audit or step is not MembershipState.AUDITED]
        for step in steps:
            seen = queries.get_membership(membership).version
            services.move_membership(membership, step, seen=seen, by=ANN, at=now)
        services.ask_to_show_again(venue_id, scheme=scheme, by=ANN, at=now)
        services.show_again(venue_id, services.fingerprint_of(venue_id), scheme=scheme, by=BEN, at=now)
        if checked_on is not None:
            services.record_check(
                venue_id, checked_on=day, how=CheckedBy.VISIT, result=CheckResult.AS_LISTED, by=ANN, at=now
            )
        directory.every(now)
        return membership

    return run


@pytest.fixture
def listed(app_context, now) -> Enter:
    """List a made-up place as a member of `schemes`, checked on `checked_on`, in one act as an import does it."""

    def run(
        *,
        schemes: tuple[str, ...] = ("safe-place",),
        checked_on: dt.date | None = None,
        slug: str = "",
        sample: bool = False,
        source_id: str | None = None,
        **parts: object,
    ) -> uuid.UUID:
        day, source = checked_on or now.date(), source_id or uuid.uuid4().hex
        facts = MembershipFacts(trained_on=day, has_champion=True, audited_on=day)
        members = tuple(
            IncomingMembership(scheme=scheme, facts=facts, checked_on=day, checked_by=CheckedBy.VISIT)
            for scheme in schemes
        )
        place = Incoming(
            content=replace(CONTENT, **parts), memberships=members, slug=slug, sample=sample, source_id=source
        )
        services.take_in([place], subject=("venue_import", "test"), by=ANN, at=now)
        found = queries.find_by_source(source)
        assert found is not None
        # Somebody has looked at the list: an act that tells nobody of it would go unseen.
        directory.every(now)
        return found.id

    return run


@pytest.fixture
def race(app) -> Callable[..., list[bool]]:
    """Start several acts at once; which of them were done."""

    def run(*each: Callable[[], object]) -> list[bool]:
        line = threading.Barrier(len(each))

        def one(act: Callable[[], object]) -> bool:
            with app.app_context():
                line.wait(patience.SECONDS)
                try:
                    act()
                except (EditCollisionError, NotApprovedError, VenueRefusedError):
                    return False
                return True

        with ThreadPoolExecutor(len(each)) as pool:
            return list(pool.map(one, each))

    return run


@pytest.fixture
def take_in(app_context, now) -> TakeIn:
    """List many places at once."""

    def run(*contents: VenueContent, schemes: tuple[str, ...] = ("safe-place",), at: dt.datetime = now) -> None:
        facts = MembershipFacts(trained_on=at.date(), has_champion=True, audited_on=at.date())
        members = tuple(
            IncomingMembership(scheme=scheme, facts=facts, checked_on=at.date(), checked_by=CheckedBy.VISIT)
            for scheme in schemes
        )
        places = (Incoming(content=content, memberships=members) for content in contents)
        services.take_in(places, subject=("venue_import", "test"), by=ANN, at=at)

    return run
