"""Joining on the desk, for the access register and for what is looked at: who may call what, and made-up businesses."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.joining.conftest import APPLICATION, MANAGER, PREMISES
from tests.whole_site.desk_objects import DeskAccess, Objects
from tests.whole_site.desk_venues import COLLEAGUE, VENUE_OFFICERS, WRITER
from webapp.accounts.permissions import Officer
from webapp.joining import queries
from webapp.joining.codes import Finding, ScreeningItem, VisitKind, VisitResult
from webapp.joining.records import NewPremises
from webapp.joining.services import (
    applying,
    counting,
    lives,
    proposals,
    requests,
    screening,
    taking_in,
    trainings,
    visits,
)
from webapp.joining.services.requests import Renewal
from webapp.joining.services.sealed import index_of_email
from webapp.joining.services.trainings import NewTraining
from webapp.kit.clock import london_today, utc_now
from webapp.venues import queries as venues
from webapp.venues import services
from webapp.venues.rules import CheckedBy, CheckResult

# A name that is read from the other side, with code and a formula in the rest.
HOSTILE = replace(
    PREMISES,
    name="The \u202eelpmaxE\u202c Arms",
    note="<script>alert(1)</script>",
    staff="=HYPERLINK(1)",
    address="2 Made-up Street\nBournemouth",
)
HOUR = dt.timedelta(hours=1)


def apply(*premises: NewPremises) -> uuid.UUID:
    """A made-up application."""
    new = replace(APPLICATION, premises=premises)
    reference = applying.apply(new, key=uuid.uuid4().hex, today=london_today())
    found = queries.list_applications(queries.Filters(), size=1000).rows
    return next(each.id for each in found if each.reference == reference)


def place_of(application_id: uuid.UUID) -> uuid.UUID:
    """Its first place."""
    return queries.list_premises(application_id)[0].id


def taken_in(name: str, **parts: Any) -> uuid.UUID:
    """A made-up place that was taken in, with its contacts confirmed."""
    from tests.venues.conftest import CONTENT

    place = place_of(apply(replace(PREMISES, name=name, **parts)))
    content = replace(CONTENT, name=name)
    taking_in.take_in(place, seen=1, content=content, by=WRITER, at=utc_now())
    for row in taking_in.contact_rows(place):
        taking_in.confirm_contact(row.id, by=WRITER, at=utc_now())
    return place


def membership_of(place: uuid.UUID, scheme: str = "safe-place") -> uuid.UUID:
    """The membership of a place in a scheme."""
    found = venues.get_by_id(queries.get_premises(place).venue_id)
    return next(each.id for each in found.memberships if each.scheme == scheme)


def offer(*, begins_at: dt.datetime | None = None) -> uuid.UUID:
    """A made-up session."""
    begins = begins_at or utc_now() + dt.timedelta(days=3)
    new = NewTraining(
        schemes=("safe-place", "unity-promise"),
        begins_at=begins,
        ends_at=begins + HOUR,
        place="Made-up Hall, by the pond",
        capacity=12,
        trainer="Tess Madeup",
    )
    return trainings.offer(new, by=WRITER, at=utc_now() - dt.timedelta(days=30))


def held(place: uuid.UUID) -> uuid.UUID:
    """A session that was held and to which this place came."""
    begins = utc_now() - dt.timedelta(days=2)
    training = offer(begins_at=begins)
    before = begins - HOUR
    booking = trainings.book(training, place, people=2, names=("Ada A", "Ben B"), by=WRITER, at=before)
    seen = queries.get_training(training).version
    trainings.write_attendance(training, {booking: 2}, seen=seen, by=WRITER, at=utc_now())
    return training


def screened(membership: uuid.UUID) -> None:
    """Its checklist answered."""
    seen = venues.get_membership(membership).version
    screening.begin(membership, seen=seen, by=WRITER, at=utc_now())
    for item in ScreeningItem:
        screening.answer(membership, item, Finding.YES, by=WRITER, at=utc_now())


def listed(name: str, *, due_in: int = 20) -> tuple[uuid.UUID, uuid.UUID]:
    """A made-up Safe Place that went the whole way, with its next check in so many days; place and membership."""
    place = taken_in(name, schemes=("safe-place",))
    membership = membership_of(place)
    screened(membership)
    held(place)
    now, venue_id = utc_now(), queries.get_premises(place).venue_id
    lives.ask_to_list(membership, by=WRITER, at=now)
    lives.agree_to_list(membership, services.fingerprint_of(venue_id), by=COLLEAGUE, at=now)
    checked = london_today() + dt.timedelta(days=due_in - 365)
    services.record_check(
        venue_id, checked_on=checked, how=CheckedBy.VISIT, result=CheckResult.AS_LISTED, by=WRITER, at=now
    )
    return place, membership


def mine(place: uuid.UUID) -> queries.MyPremises:
    """The place as its people see it."""
    found = queries.list_mine(index_of_email(MANAGER.email), today=london_today())
    return next(each for each in found if each.id == place)


def renewed(place: uuid.UUID, membership: uuid.UUID) -> uuid.UUID:
    """A renewal that waits."""
    said = Renewal(help_asked=3, details_right=True, has_champion=True, staff_told=False, words="All is well.")
    return requests.renew(mine(place), membership, said, today=london_today())


def proposed(place: uuid.UUID) -> uuid.UUID:
    """A change that waits."""
    found = mine(place).venue
    assert found is not None
    content = replace(found.content, note="Ask at the bar.", name=f"{found.content.name} \u0430rms")
    return proposals.propose(mine(place), content, seen=found.version, today=london_today())


def fill_joining() -> dict[str, str]:
    """Joining in every state that looks different."""
    waiting = apply(HOSTILE, replace(PREMISES, name="The Made-up Inn", postcode="BH99 9ZZ"))
    decided = apply(replace(PREMISES, name="The Made-up Tap"))
    taking_in.refuse_all(decided, seen=1, reason="It is closed.", by=WRITER, at=utc_now())
    place = taken_in("The Made-up Taproom")
    member = membership_of(place, "unity-promise")
    visits.write(
        member,
        kind=VisitKind.TEST_VISIT,
        result=VisitResult.PASSED_WITH_ACTIONS,
        visited_on=london_today(),
        findings="The sign is small.",
        actions_by=london_today(),
        by=WRITER,
        at=utc_now(),
    )
    shown, shown_member = listed("The Made-up Bell")
    open_training = offer()
    trainings.book(open_training, place, people=2, names=("Cat C",), by=WRITER, at=utc_now())
    gone = offer()
    trainings.cancel(gone, seen=1, by=WRITER, at=utc_now())
    session = queries.list_bookings_of(shown)[0].training_id
    handing = requests.hand_over(mine(shown), replace(MANAGER, name="Nia Newby"), today=london_today())
    counting.keep_month(today=london_today())
    counting.keep_month(today=london_today().replace(day=1) - dt.timedelta(days=1))
    return {
        "join_waiting": str(waiting),
        "join_decided": str(decided),
        "join_place": str(place_of(waiting)),
        "join_refused": str(place_of(decided)),
        "join_taken": str(place),
        "join_venue": str(queries.get_premises(shown).venue_id),
        "join_applied": str(member),
        "join_listed": str(shown_member),
        "join_training": str(open_training),
        "join_held": str(session),
        "join_gone": str(gone),
        "join_renewal": str(renewed(shown, shown_member)),
        "join_hand_over": str(handing),
        "join_proposal": str(proposed(shown)),
    }


def joining_visits(page: Callable[..., Any]) -> tuple[Any, ...]:
    """The pages of joining as a venue officer sees them."""
    form = "joining/desk/form.html"
    plain = {
        "applications": ("", "?show=refused"),
        "application": ("/{join_waiting}", "/{join_decided}"),
        "place": (
            "/places/{join_place}",
            "/places/{join_place}?q=made-up",
            "/places/{join_refused}",
            "/places/{join_taken}",
        ),
        "people": ("/venues/{join_venue}/people",),
        "membership": ("/memberships/{join_applied}", "/memberships/{join_listed}"),
        "book": ("/memberships/{join_applied}/training", "/memberships/{join_listed}/training"),
        "findings": ("/memberships/{join_applied}/findings",),
        "trainings": ("/trainings",),
        "training": ("/trainings/{join_training}", "/trainings/{join_held}", "/trainings/{join_gone}"),
        "proposal": ("/proposals/{join_proposal}",),
        "renewals": ("/renewals", "/renewals?town=christchurch"),
        "request": ("/requests/{join_renewal}", "/requests/{join_hand_over}"),
        "letters": ("/letters", "/letters?stage=due&begin=renewal"),
        "figures": ("/figures", "/figures?scheme=unity-promise&town=poole"),
        "form": (
            "/{join_waiting}/refuse",
            "/places/{join_place}/take-in",
            "/places/{join_place}/refuse",
            "/places/{join_place}/join?venue={join_venue}",
            "/venues/{join_venue}/people/new",
            "/memberships/{join_listed}/move/suspended",
            "/memberships/{join_listed}/visit",
            "/trainings/new",
            "/trainings/{join_training}/change",
            "/trainings/{join_training}/cancel",
            "/trainings/{join_held}/certificates",
            "/proposals/{join_proposal}/refuse",
            "/requests/{join_renewal}/refuse",
        ),
    }
    looked = [
        page(f"joining/desk/{name}.html", f"/desk/joining{path}", "venue-officer")
        for name, paths in plain.items()
        for path in paths
    ]
    wrong = [
        page(form, "/desk/joining/places/{join_place}/take-in", "venue-officer", sent={"name": ""}, status=422),
        page(form, "/desk/joining/trainings/new", "venue-officer", sent={}, status=422),
        page(form, "/desk/joining/memberships/{join_applied}/visit", "venue-officer", sent={}, status=422),
        page(
            "joining/desk/membership.html",
            "/desk/joining/memberships/{join_applied}",
            "venue-officer",
            sent={"words": ""},
            action="/desk/joining/memberships/{join_applied}/note",
            status=422,
        ),
    ]
    return (*looked, *wrong)


def _application(_officer: Officer) -> dict[str, Any]:
    return {"application_id": apply(PREMISES)}


def _no_file(officer: Officer) -> dict[str, Any]:
    return {**_application(officer), "file_id": uuid.uuid4()}


def _place(_officer: Officer) -> dict[str, Any]:
    return {"premises_id": place_of(apply(PREMISES))}


def _member(_officer: Officer) -> dict[str, Any]:
    return {"membership_id": membership_of(taken_in("Made-up matrix"))}


def _venue(_officer: Officer) -> dict[str, Any]:
    return {"venue_id": queries.get_premises(taken_in("Made-up matrix")).venue_id}


def _contact(_officer: Officer) -> dict[str, Any]:
    place = taken_in("Made-up matrix")
    return {"venue_id": queries.get_premises(place).venue_id, "contact_id": taking_in.contact_rows(place)[0].id}


def _training(_officer: Officer) -> dict[str, Any]:
    return {"training_id": offer()}


def _held(_officer: Officer) -> dict[str, Any]:
    return {"training_id": held(taken_in("Made-up matrix"))}


def _booking(_officer: Officer) -> dict[str, Any]:
    training = offer()
    place = taken_in("Made-up matrix")
    booking = trainings.book(training, place, people=1, by=WRITER, at=utc_now())
    return {"training_id": training, "booking_id": booking}


def _proposal(_officer: Officer) -> dict[str, Any]:
    return {"proposal_id": proposed(taken_in(f"Made-up {uuid.uuid4().hex[:8]}"))}


def _request(_officer: Officer) -> dict[str, Any]:
    place = taken_in(f"Made-up {uuid.uuid4().hex[:8]}")
    return {"request_id": requests.hand_over(mine(place), MANAGER, today=london_today())}


def joining() -> dict[str, DeskAccess]:
    """They belong to nobody: whoever may keep places may keep each."""
    of_none = ("applications", "trainings", "offer", "renewals", "letters", "figures", "figures_csv")
    pages: dict[Any, tuple[str, ...]] = {
        _application: ("application", "refuse_all", "take_in_plain"),
        _place: ("place", "take_in", "refuse"),
        _member: ("membership", "ask_to_list", "add_note", "answer_checklist", "book", "visit", "findings"),
        _venue: ("people", "let_in"),
        _contact: ("confirm", "confirm_everywhere", "end"),
        _training: ("training", "change", "cancel", "attendance", "session_file"),
        _held: ("certificates",),
        _booking: ("cancel_booking",),
        _proposal: ("proposal", "refuse_proposal"),
        _request: ("request", "refuse_request"),
    }
    every = {name: DeskAccess(roles=VENUE_OFFICERS) for name in of_none}
    for own, names in pages.items():
        every |= {name: DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=own)) for name in names}
    every["join"] = DeskAccess(
        roles=VENUE_OFFICERS, objects=Objects(own=_place), answered=frozenset({200, 303, 404, 409, 422})
    )
    # There is no such file: that an officer gets so far is what is asked here.
    for name, values in (("evidence_file", {}), ("evidence_picture", {"number": "1"})):
        every[name] = DeskAccess(
            roles=VENUE_OFFICERS,
            objects=Objects(own=_no_file),
            values=values,
            answered=frozenset({200, 303, 404, 409, 422}),
        )
    every["move"] = DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_member), values={"to": "withdrawn"})
    every["seen"] = DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_member), values={"code": "champion"})
    return {f"desk.joining.{name}": access for name, access in every.items()}
