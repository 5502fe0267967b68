"""Places on the desk, for the access register and for what is looked at: who may call what, and made-up places."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from tests.venues.conftest import CONTENT, PATH
from tests.whole_site.desk_objects import APPROVERS, DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import Actor
from webapp.kit.clock import london_today, utc_now
from webapp.venues import contacts, queries, report_queries, reports, services
from webapp.venues.contacts import Contact, Person
from webapp.venues.hours import ExceptionalDays
from webapp.venues.items import round_id
from webapp.venues.reports import NewReport
from webapp.venues.rules import (
    CheckedBy,
    CheckResult,
    HiddenBecause,
    MembershipFacts,
    MembershipState,
    Problem,
    ReportState,
)

VENUE_OFFICERS = frozenset({RoleCode.VENUE_OFFICER})
WRITER, COLLEAGUE = Actor.officer(uuid.UUID(int=77)), Actor.officer(uuid.UUID(int=78))
LONG_NAME = "The-made-up-community-centre-with-a-name-that-nobody-can-break-anywhere-at-all"


def make_listed(name: str, *, due_in: int = 300, **parts: Any) -> uuid.UUID:
    """A made-up Safe Place whose next check is due in so many days."""
    now, today = utc_now(), london_today()
    checked_on = today + dt.timedelta(days=due_in - 365)
    venue_id = services.create(replace(CONTENT, name=name, **parts), by=WRITER, at=now)
    facts = MembershipFacts(trained_on=checked_on, has_champion=True)
    kept = services.put_membership(venue_id, "safe-place", facts, by=WRITER, at=now)
    for state in (step for step in PATH if step is not MembershipState.AUDITED):
        seen = queries.get_membership(kept).version
        services.move_membership(kept, state, seen=seen, by=WRITER, at=now)
    services.ask_to_show_again(venue_id, scheme="safe-place", by=WRITER, at=now)
    services.show_again(venue_id, services.fingerprint_of(venue_id), scheme="safe-place", by=COLLEAGUE, at=now)
    found, how = CheckResult.AS_LISTED, CheckedBy.VISIT
    words = "Asked for the manager.\n\nShe knew all about it."
    services.record_check(venue_id, checked_on=checked_on, how=how, result=found, words=words, by=WRITER, at=now)
    return venue_id


def report_on(slug: str, problem: Problem, words: str = "") -> uuid.UUID:
    """A made-up report."""
    new = NewReport(slug=slug, problem=problem, words=words)
    reference = reports.write(new, key=uuid.uuid4().hex, today=london_today())
    found = report_queries.list_reports(ReportState.NEW, size=1000).rows
    return next(each.id for each in found if each.reference == reference)


def fill_places() -> dict[str, str]:
    """Places in every state that looks different, with what hangs on them."""
    now, today = utc_now(), london_today()
    christmas = ExceptionalDays(first=dt.date(today.year, 12, 24), last=dt.date(today.year, 12, 27), note="Christmas")
    hours = replace(CONTENT.hours, exceptions=(christmas,))
    place = make_listed("Made-up Library", hours=hours)
    late = make_listed(LONG_NAME, due_in=-20, longitude=-1.86)
    hidden = make_listed("Made-up Bar", due_in=10, town="poole", longitude=-1.9)
    removed = make_listed("Made-up Shop", due_in=-70)
    services.put_membership(place, "unity-promise", MembershipFacts(), by=WRITER, at=now)
    services.save(place, replace(queries.get_by_id(place).content, note="Ask at the till."), seen=1, by=WRITER, at=now)
    person = Person(name="Ada Example", role="Manager", email="ada@example.org", telephone="01632 960 001")
    contacts.put_contact(place, Contact(people=(person,), notes="Kind."), seen=0, by=WRITER, at=now)
    services.hide(hidden, because=HiddenBecause.REPORT, reason="The door was locked.", by=WRITER, at=now)
    alarm = report_on("made-up-library", Problem.FRIGHTENED_ME, "The man at the door\nfollowed me out.")
    report = report_on("made-up-bar", Problem.HOURS_WRONG)
    services.ask_to_show_again(hidden, by=WRITER, at=now)
    services.remove(removed, reason="Closed down.", by=WRITER, at=now)
    return {
        "place": str(place),
        "late_place": str(late),
        "hidden_place": str(hidden),
        "removed_place": str(removed),
        "alarm": str(alarm),
        "report": str(report),
    }


def _place(_officer: Officer) -> dict[str, Any]:
    return {"venue_id": make_listed("Made-up matrix", due_in=5)}


def _report(_officer: Officer) -> dict[str, Any]:
    make_listed(name := f"Made-up {uuid.uuid4().hex[:8]}")
    return {"report_id": report_on(name.lower().replace(" ", "-"), Problem.OTHER, "Made up.")}


def _round(_officer: Officer) -> dict[str, Any]:
    return {"round_id": round_id(london_today())}


PLACE_PAGES: dict[str, dict[str, str]] = {
    "venue": {},
    "hours": {},
    "change": {"part": "visit"},
    "version": {"number": "1"},
    "restore": {"number": "1"},
    "hide": {},
    "ask": {},
    "remove": {},
    "check": {},
    "contact": {},
    "check_notes": {},
    "enter": {"scheme": "unity-promise"},
    "membership": {"scheme": "safe-place"},
    "move": {"scheme": "safe-place", "to": "suspended"},
}


def venues() -> dict[str, DeskAccess]:
    """Places belong to nobody: whoever may keep them may keep each; approvers see what they decide on alone."""
    lists = {name: DeskAccess(roles=VENUE_OFFICERS) for name in ("venues", "new", "round_list", "print_round")}
    lists |= {name: DeskAccess(roles=VENUE_OFFICERS) for name in ("report_list", "remove_samples")}
    of_report = {
        name: DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_report)) for name in ("report", "close_report")
    }
    of_place = {
        name: DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_place), values=values)
        for name, values in PLACE_PAGES.items()
    }
    by_two = {
        "showing": DeskAccess(roles=VENUE_OFFICERS | APPROVERS, objects=Objects(own=_place)),
        "approve": DeskAccess(roles=APPROVERS, objects=Objects(own=_place)),
        "refuse": DeskAccess(roles=APPROVERS, objects=Objects(own=_place)),
    }
    of_round = {"round_of": DeskAccess(roles=VENUE_OFFICERS, objects=Objects(own=_round))}
    every = lists | of_report | of_place | by_two | of_round
    return {f"desk.venues.{name}": access for name, access in every.items()}
