"""Made-up places of any number, put on the list of an installation through the services that imports use."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select

from bench.server import app_of
from webapp.audit.actors import SYSTEM
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.partnership.current import current_partnership
from webapp.places.models import Postcode
from webapp.places.rules import shown_postcode
from webapp.venues import services
from webapp.venues.hours import HoursKind, OnBankHolidays, OpeningHours, Span
from webapp.venues.models import Venue
from webapp.venues.records import VenueContent
from webapp.venues.rules import CheckedBy, Feature, MembershipFacts, VenueKind
from webapp.venues.schemes import SCHEMES
from webapp.venues.services import Incoming, IncomingMembership

# How many there are where something is shown to grow with them, and the pages that list them beside a map.
SIZES = (200, 5_000, 50_000)
WITH_MAP = ("/venues", "/safe-places", "/unity-promise")
SEED = 11
NAMES = ("Library", "Café", "Shop", "Chemist", "Station", "Church", "Hall", "Market", "Garden", "Hotel")


def grow(instance: Path, count: int) -> None:
    """Add places until the installation has so many, scattered around the partnership's localities."""
    app = app_of(instance)
    with app.app_context():
        known = db.session.scalar(select(func.count()).select_from(Venue)) or 0
        services.take_in(_places(known, count), subject=("bench", "list"), by=SYSTEM, at=utc_now())
        db.session.remove()
        db.engine.dispose()


def postcodes(instance: Path, count: int) -> list[str]:
    """So many postcodes that the installation knows, as people write them, spread over the area."""
    app = app_of(instance)
    with app.app_context():
        codes = db.session.scalars(select(Postcode.code).order_by(Postcode.code)).all()
        db.session.remove()
        db.engine.dispose()
    step = max(1, len(codes) // count)
    return [shown_postcode(code) for code in codes[::step][:count]]


def _places(start: int, count: int) -> Iterator[Incoming]:
    chance = random.Random(SEED + start)  # noqa: S311 (places, not secrets)
    localities, kinds, features = current_partnership().localities, list(VenueKind), list(Feature)
    today = utc_now().date()
    facts = MembershipFacts(trained_on=today - dt.timedelta(days=60), audited_on=today, has_champion=True)
    for number in range(start, count):
        near = chance.choice(localities)
        opens = chance.randrange(6 * 60, 11 * 60, 30)
        yield Incoming(
            content=VenueContent(
                name=f"Made-up {chance.choice(NAMES)} {number}",
                kind=kinds[number % len(kinds)],
                address=f"{number % 300} Made-up Street\n{near.name}",
                town=near.town,
                locality=near.code,
                latitude=round(near.latitude + chance.gauss(0, 0.01), 5),
                longitude=round(near.longitude + chance.gauss(0, 0.015), 5),
                hours=OpeningHours(
                    kind=HoursKind.WEEKLY,
                    week=((Span(opens, opens + chance.randrange(240, 900, 30)),),) * 7,
                    on_bank_holidays=OnBankHolidays.CLOSED,
                ),
                has=frozenset(chance.sample(features, 3)),
            ),
            memberships=tuple(
                IncomingMembership(
                    scheme=scheme.code,
                    facts=facts,
                    checked_on=today - dt.timedelta(days=number % 300),
                    checked_by=CheckedBy.VISIT,
                )
                for scheme in SCHEMES[: 1 + (number % 4 == 0)]
            ),
        )
