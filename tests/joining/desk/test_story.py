"""Three places of one business, from the application to the list, renewed a year later, and lapsed: by the pages."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
import time_machine

from tests.client import PageClient
from tests.joining.conftest import APPLICATION, MANAGER, PREMISES, SAFE_PLACE, membership, mine
from tests.joining.desk.conftest import JOINING, acts
from tests.venues.sending import filled, press, send
from webapp.joining import queries
from webapp.joining.codes import ScreeningItem
from webapp.joining.desk_forms.proving import name_of
from webapp.joining.jobs import lapse
from webapp.joining.services import applying, requests
from webapp.joining.services.requests import Renewal
from webapp.kit.clock import london_today
from webapp.venues.rules import MembershipState

OK = 200
BEGIN = dt.datetime(2026, 11, 2, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FEEDS = ("/venues.csv", "/venues.geojson", "/venues/open-referral.json")
THREE = (
    replace(PREMISES, name="The Made-up Arms"),
    replace(SAFE_PLACE, name="The Made-up Bell", postcode="BH1 1AB", address="2 Made-up Street\nBournemouth"),
    replace(SAFE_PLACE, name="The Made-up Crown", postcode="BH1 2AB", address="3 Made-up Street\nBournemouth"),
)
PASSED = {name_of(item): "yes" for item in ScreeningItem}


@pytest.fixture
def at(app_context, officer_client):
    """Travel to a moment, and be there as officers who have just signed in: `(officer, approver)`."""
    travels = []

    def go(moment: dt.datetime):
        while travels:
            travels.pop().stop()
        traveller = time_machine.travel(moment, tick=True)
        traveller.start()
        travels.append(traveller)
        return officer_client(role="venue-officer"), officer_client(role="approver")

    yield go
    while travels:
        travels.pop().stop()


def is_shown(app, slug: str, name: str) -> dict[str, bool]:
    """Where the public sees a place at this moment: its page, the list with the map beside it, and each feed."""
    visitor = PageClient(app)
    places = ("/venues", "/-/venues/offline.json", *FEEDS)
    shown = {path: name in visitor.raw.get(path).get_data(as_text=True) for path in places}
    shown["map"] = visitor.raw.get(f"/-/venues/pin/{slug}").status_code == OK
    return shown | {"page": visitor.raw.get(f"/venues/{slug}").status_code == OK}


def take_in(officer, premises: uuid.UUID) -> None:
    page = f"{JOINING}/places/{premises}"
    assert send(officer, f"{page}/take-in", {}).location == page
    venue = queries.get_premises(premises).venue_id
    people = f"{JOINING}/venues/{venue}/people"
    for form in [
        f.get("action") for f in officer.get(people).all("form") if (f.get("action") or "").endswith("/confirm")
    ]:
        press(officer, form, filled(officer.get(people), action=form))


def list_it(officer, approver, premises: uuid.UUID, scheme: str) -> None:
    """One officer asks, another one reads and agrees."""
    page = f"{JOINING}/memberships/{membership(premises, scheme).id}"
    assert press(officer, f"{page}/list", filled(officer.get(page), action="/list")).status_code == 303
    showing = f"/desk/venues/{queries.get_premises(premises).venue_id}"
    read = approver.get(f"{showing}/show-again")
    press(approver, f"{showing}/approve", filled(read, action="/approve"))


def book_and_train(officer, at, places: list[uuid.UUID]):
    """Offer one session, book it for each place as somebody asks by telephone, and write down who came."""
    when = (BEGIN + 2 * DAY).date()
    asked = {"schemes": ["safe-place", "unity-promise"], "begins": "10am", "ends": "12.30pm", "place": "Made-up Hall"}
    day = {"day-day": str(when.day), "day-month": str(when.month), "day-year": str(when.year)}
    session = send(officer, f"{JOINING}/trainings/new", asked | day | {"capacity": "12"}).location
    training = uuid.UUID(session.rpartition("/")[2])
    for place in places:
        page = f"{JOINING}/memberships/{membership(place).id}/training"
        send(officer, page, {"training": training.hex, "people": "2", "names": "Ada\nBen"})
        assert membership(place).state is MembershipState.TRAINING_BOOKED
    officer, approver = at(BEGIN + 3 * DAY)
    attended = officer.get(f"{session}/attendance")
    came = {name: "2" for name in filled(attended) if name.startswith("came_")}
    assert len(came) == len(places)
    press(officer, f"{session}/attendance", filled(attended, came))
    return officer, approver


def accept_renewal(officer, place: uuid.UUID) -> None:
    """The place sends its renewal, and an officer finds it in the round and accepts it."""
    own = next(each for each in mine(MANAGER.email, london_today()) if each.id == place)
    said = Renewal(help_asked=7, details_right=True, has_champion=True, staff_told=True)
    asked_for = requests.renew(own, membership(place).id, said, today=london_today())
    assert str(asked_for) in officer.get(f"{JOINING}/renewals").text
    page = officer.get(f"{JOINING}/requests/{asked_for}")
    assert "How often somebody asked for help" in page.text
    press(officer, f"{JOINING}/requests/{asked_for}", filled(page, {"how": "telephone"}))


def taken_in_and_checked(officer) -> list[tuple[uuid.UUID, str]]:
    """The application of three places, read in the queue, taken in, and its checklists answered."""
    reference = applying.apply(replace(APPLICATION, premises=THREE), key="story", today=london_today())
    assert reference in officer.get(JOINING).text
    [application] = queries.list_applications(queries.Filters()).rows
    assert "The Made-up Crown" in officer.get(f"{JOINING}/{application.id}").text
    places = [each.id for each in queries.list_premises(application.id)]
    for place in places:
        take_in(officer, place)
    assert reference not in officer.get(JOINING).text
    found = [(place, scheme) for place, new in zip(places, THREE, strict=True) for scheme in new.schemes]
    for place, scheme in found:
        page = f"{JOINING}/memberships/{membership(place, scheme).id}"
        assert f"{page}/list" not in officer.get(page).text, "nobody lists what was not trained"
        press(officer, f"{page}/screening", filled(officer.get(page), PASSED, action="/screening"))
    return found


def test_from_the_application_to_the_list_through_a_renewal_to_the_end(app, at, placed):
    officer, approver = at(BEGIN)
    schemes = taken_in_and_checked(officer)
    first, second, third = dict.fromkeys(place for place, _ in schemes)
    officer, approver = book_and_train(officer, at, [first, second, third])

    # The Unity Promise also takes an audit.
    unity = f"{JOINING}/memberships/{membership(first, 'unity-promise').id}"
    assert f"{unity}/list" not in officer.get(unity).text
    send(officer, f"{unity}/visit", {"kind": "audit", "result": "passed", "findings": "A good door."})
    for place, scheme in schemes:
        assert membership(place, scheme).listed_from is None
        list_it(officer, approver, place, scheme)
        assert membership(place, scheme).state is MembershipState.ACTIVE
    slugs = {place: venue.slug for place, venue in queries.venues_of([first, second, third]).items()}
    names = dict(zip((first, second, third), (each.name for each in THREE), strict=True))
    for place, slug in slugs.items():
        assert set(is_shown(app, slug, names[place]).values()) == {True}

    # A year later two of them renew; the renewal says how often somebody asked for help.
    due = membership(second).check_due_on
    officer, _ = at(dt.datetime.combine(due - 20 * DAY, BEGIN.time(), dt.UTC))
    for place in (first, second):
        accept_renewal(officer, place)
        assert membership(place).check_due_on > due + 300 * DAY
    # Each membership renews by itself: the other scheme of the first place waits for its own.
    assert membership(first, "unity-promise").check_due_on < due + 30 * DAY
    assert queries.count_help(membership(second).id) == 7

    # The third does not: gone from page, list, map and feeds from one minute to the next, and lapsed a month after.
    hidden = dt.datetime.combine(due + 60 * DAY, dt.time(), dt.UTC)
    at(hidden - dt.timedelta(seconds=30))
    assert set(is_shown(app, slugs[third], names[third]).values()) == {True}
    at(hidden + dt.timedelta(seconds=20))
    assert set(is_shown(app, slugs[third], names[third]).values()) == {False}
    assert set(is_shown(app, slugs[second], names[second]).values()) == {True}
    officer, _ = at(hidden + 31 * DAY)
    lapse()
    assert membership(third).state is MembershipState.LAPSED

    # One that is suspended is gone in the same moment; every step of it is in the audit.
    page = f"{JOINING}/memberships/{membership(second).id}"
    send(officer, f"{page}/move/suspended", {"reason": "Nobody was trained."})
    assert set(is_shown(app, slugs[second], names[second]).values()) == {False}
    moves = [act for act in acts(queries.get_premises(second).venue_id) if "moved" in act or "membership" in act]
    assert len(moves) >= len(("screening", "booked", "trained", "active", "suspended")), moves
