"""What a row makes of a venue and of its memberships; pure but for the place that a position is in.

A list never takes a place off the site, never brings one back, and lists one only with all the facts that its scheme
asks for. Facts that a list has no column for stay as they are.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from webapp.venues.downloads import columns
from webapp.venues.downloads.facts import DECIMALS
from webapp.venues.downloads.plain import plain
from webapp.venues.importing.cells import Position, ReadRow, WantedMembership
from webapp.venues.importing.faults import Fault, Noted, Remark, Wrong
from webapp.venues.notation import write_osm
from webapp.venues.records import LONGEST, ContentFault, VenueContent, fault_in, tidied
from webapp.venues.rules import (
    ENDED,
    MembershipFacts,
    MembershipState,
    Missing,
    VenueKind,
    check_due,
    missing_for_listing,
)
from webapp.venues.schemes import SCHEME_BY_CODE

# States in which a list may put a new membership.
FOR_NEW = frozenset(
    {
        MembershipState.ENQUIRY,
        MembershipState.APPLIED,
        MembershipState.SCREENING,
        MembershipState.TRAINING_BOOKED,
        MembershipState.TRAINED,
        MembershipState.AUDITED,
        MembershipState.ACTIVE,
    }
)
# Days on which somebody of the partnership was there.
SEEN = ("checked_on", "audited_on", "trained_on")
TEXTS = frozenset({"name", "address", "telephone", "website", "note", "uprn"})
# Found anew where a place has moved.
BY_POSITION = ("town", "locality", "ward")
_FAULTS: Mapping[ContentFault, Fault] = {
    ContentFault.NO_NAME: Fault(wrong=Wrong.NO_NAME),
    ContentFault.NO_ADDRESS: Fault(wrong=Wrong.NO_ADDRESS),
    ContentFault.POSITION: Fault(wrong=Wrong.STRANGE_VALUE, column="latitude"),
    ContentFault.UNKNOWN_TOWN: Fault(wrong=Wrong.STRANGE_VALUE, column="town"),
    ContentFault.WEBSITE: Fault(wrong=Wrong.STRANGE_VALUE, column="website"),
    ContentFault.LANGUAGES: Fault(wrong=Wrong.STRANGE_VALUE, column="languages"),
    ContentFault.UNDER_18S: Fault(wrong=Wrong.STRANGE_VALUE, column="under_18s_until"),
}


class MembershipRow(Protocol):
    """A membership as it is here."""

    state: str
    has_champion: bool
    checked_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class JoinedMembership:
    """What becomes of one membership: `state` only where it is new; `facts` are those that change."""

    scheme: str
    state: MembershipState | None
    facts: Mapping[str, Any]


def joined_content(read: ReadRow, before: VenueContent | None, position: Position) -> VenueContent:
    """The content that the row makes of the one before, or of nothing."""
    latitude, longitude = position
    base = before or VenueContent(name="", kind=VenueKind.OTHER, address="", latitude=latitude, longitude=longitude)
    said = {name: value for name, value in read.content.items() if not (before and _is_same(before, name, value))}
    if not (before and has_not_moved(before, position)):
        said |= {"latitude": latitude, "longitude": longitude}
        said |= {name: said.get(name, "") for name in BY_POSITION}
    has = (base.has | {feature for feature, told in read.features.items() if told}) - {
        feature for feature, told in read.features.items() if not told
    }
    lacks = (base.lacks | {feature for feature, told in read.features.items() if told is False}) - {
        feature for feature, told in read.features.items() if told is not False
    }
    joined = replace(base, **said, has=has, lacks=lacks)
    return joined if joined == before else tidied(joined)


def has_not_moved(before: VenueContent, position: Position) -> bool:
    """Whether a position is the one that files give of this place."""
    least = 10.0**-DECIMALS
    return abs(before.latitude - position[0]) < least and abs(before.longitude - position[1]) < least


def changed_fields(before: VenueContent, after: VenueContent) -> tuple[str, ...]:
    """The fields in which two contents differ."""
    return tuple(name for name in before.__dataclass_fields__ if getattr(before, name) != getattr(after, name))


def content_faults(content: VenueContent, towns: Collection[str]) -> tuple[Fault, ...]:
    """Why a content cannot be kept."""
    fault = fault_in(content, towns=towns)
    if fault is ContentFault.TOO_LONG:
        name = next(name for name, most in LONGEST.items() if len(getattr(content, name)) > most)
        return (Fault(wrong=Wrong.TOO_LONG, column=name, quoted=str(LONGEST[name])),)
    return (_FAULTS.get(fault, Fault(wrong=Wrong.STRANGE_VALUE)),) if fault else ()


def join_membership(
    wanted: WantedMembership, before: MembershipRow | None, *, is_named: bool, today: dt.date
) -> tuple[JoinedMembership | None, tuple[Noted, ...]]:
    """What becomes of a membership, and what the row asked for that a list cannot do."""
    column = columns.scheme_column(wanted.scheme)
    if before is None:
        return _new(wanted, column, is_named=is_named, today=today)
    remarks: tuple[Noted, ...] = ()
    if wanted.state is not None and wanted.state != before.state:
        remarks = (Noted(remark=Remark.STATE_KEPT, column=column, quoted=before.state),)
    facts = {} if before.state in ENDED else _changed(wanted.facts, before, is_named=is_named)
    joined = JoinedMembership(scheme=wanted.scheme, state=None, facts=facts) if facts else None
    return joined, remarks


def _is_same(before: VenueContent, name: str, value: Any) -> bool:
    """Whether a value says what the place has already, as files write it."""
    had = getattr(before, name)
    if name == "address":
        return _words(had) == _words(value)
    if name in TEXTS:
        return bool(plain(had, lines=name == "note") == value)
    if name == "hours":
        return write_osm(had) == write_osm(value)
    return bool(had == value)


def _words(address: str) -> list[str]:
    return plain(address.replace(",", " ").replace("\n", " ")).split()


def _new(
    wanted: WantedMembership, column: str, *, is_named: bool, today: dt.date
) -> tuple[JoinedMembership | None, tuple[Noted, ...]]:
    if wanted.state is None:
        return None, ()
    if wanted.state not in FOR_NEW:
        return None, (Noted(remark=Remark.STATE_KEPT, column=column, quoted=""),)
    facts = {name: value for name, value in wanted.facts.items() if value is not None}
    facts["has_champion"] = bool(facts.pop("champion", False)) or is_named
    state = wanted.state
    missing = _missing(wanted, facts, today) if state is MembershipState.ACTIVE else ()
    if missing:
        state = MembershipState.APPLIED
        # Nothing of a listing comes with an application.
        facts.pop("listed_from", None)
    if state is MembershipState.ACTIVE:
        facts |= _listing(facts, today)
    else:
        facts.pop("check_due_on", None)
    remarks = tuple(Noted(remark=Remark.NOT_LISTED, column=column, quoted=each.value) for each in missing)
    return JoinedMembership(scheme=wanted.scheme, state=state, facts=facts), remarks


def _missing(wanted: WantedMembership, facts: Mapping[str, Any], today: dt.date) -> tuple[Missing, ...]:
    """What a listing lacks."""
    asked = MembershipFacts(**{name: facts[name] for name in MembershipFacts.__dataclass_fields__ if name in facts})
    asks_for_audit = SCHEME_BY_CODE[wanted.scheme].asks_for_audit
    return missing_for_listing(asked, asks_for_audit=asks_for_audit, today=today)


def _listing(facts: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """A listing lasts a year from the day on which somebody of the partnership was last there, whatever a list says."""
    seen = max(day for name in SEEN if (day := facts.get(name)) is not None)
    due = min(facts.get("check_due_on") or dt.date.max, check_due(seen))
    return {"check_due_on": due, "listed_from": facts.get("listed_from") or today}


def _changed(given: Mapping[str, Any], before: MembershipRow, *, is_named: bool) -> dict[str, Any]:
    """The facts that are new; an empty cell takes nothing away, and a check only ever moves forwards."""
    days = {
        name: value
        for name, value in given.items()
        if name not in {"champion", "checked_on", "checked_by", "check_due_on"}
        and value is not None
        and value != getattr(before, name)
    }
    checked_on = given.get("checked_on")
    if checked_on and (before.checked_on is None or checked_on > before.checked_on):
        days["checked_on"] = checked_on
        days |= {"check_due_on": check_due(checked_on)} if before.state == MembershipState.ACTIVE else {}
        days |= {"checked_by": given["checked_by"]} if given.get("checked_by") else {}
    if (given.get("champion") or is_named) and not before.has_champion:
        days["has_champion"] = True
    return days
