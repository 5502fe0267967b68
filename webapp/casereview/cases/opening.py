"""What is sealed in a case, written and opened: the application, its people, what happened, what was recommended."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from webapp.casereview.cases import queries
from webapp.casereview.cases.items import APPLICATION, EVENT, PERSON, RECOMMENDATION
from webapp.casereview.cases.models import CaseApplication, CaseEvent, CasePerson, CaseRecommendation
from webapp.casereview.cases.reports import read_incident, read_reports
from webapp.casereview.rules.codes import CaseKind, Channel, ContactWay, EventKind, PersonRole, Response
from webapp.casereview.rules.records import AddedReport, Application, Person, SafeContact
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for

Key = PrivateKey | Keyring | None
# Kept elsewhere: in rows of their own, or nowhere.
LEFT_OUT = ("persons", "accused", "blocked", "files", "phrase", "received_on", "held")


@dataclass(frozen=True, kw_only=True)
class OpenedPerson:
    """Somebody of a case, with name and safe contact."""

    listed: queries.ListedPerson
    person: Person


@dataclass(frozen=True, kw_only=True)
class OpenedEvent:
    """Something that happened, with its words."""

    id: uuid.UUID
    number: int
    kind: EventKind
    happened_on: dt.date
    recorded_at: dt.datetime
    by: str
    person_id: uuid.UUID | None
    undoes: uuid.UUID | None
    is_undone: bool
    codes: Mapping[str, str]
    words: str
    reports: tuple[AddedReport, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenedRecommendation:
    """A recommendation with its words."""

    id: uuid.UUID
    agency: str
    made_on: dt.date
    due_on: dt.date | None
    response: Response
    responded_on: dt.date | None
    consulted_on: dt.date | None
    done_on: dt.date | None
    text: str
    reason: str
    action: str
    evidence: str
    version: int


def written_application(application: Application) -> str:
    """The application as it is sealed: dates as days, codes as codes."""
    # Without files and phrase from the start: `asdict` copies what it finds, and a key refuses to be copied.
    bare = replace(application, persons=(), files=(), phrase=None)
    kept = {name: value for name, value in asdict(bare).items() if name not in LEFT_OUT}
    return json.dumps(kept, default=_written)


def read_application(text: str) -> Application:
    """What `written_application` wrote; what a later version of the form no longer asks is left out."""
    given: dict[str, Any] = _known(Application, json.loads(text))
    incidents = tuple(read_incident(each) for each in given.pop("incidents", ()))
    for name in ("harm", "affected", "vulnerability", "risk"):
        given[name] = tuple(given.get(name, ()))
    given["started_on"] = _day(given.get("started_on"))
    given["kind"], given["channel"] = CaseKind(given["kind"]), Channel(given["channel"])
    return Application(**given, incidents=incidents, persons=())


def opened_application(row: CaseApplication, key: Key) -> Application:
    """The application of a case with whom it is about; people and blocks are rows of their own."""
    opener = opener_for(row, APPLICATION, key=key)
    application = read_application(opener.text("application", row.application) or "{}")
    return replace(application, accused=opener.text("accused", row.accused) or "")


def written_contact(contact: SafeContact) -> str:
    """A safe contact as it is sealed."""
    return json.dumps(asdict(contact))


def read_contact(text: str | None) -> SafeContact:
    """What `written_contact` wrote."""
    given = _known(SafeContact, json.loads(text) if text else {})
    for name in ("ways", "named_ways"):
        given[name] = tuple(ContactWay(way) for way in given.get(name, ()))
    return SafeContact(**given)


def opened_person(row: CasePerson, key: Key) -> OpenedPerson:
    """Somebody of a case; the person's own key opens their own row."""
    opener = opener_for(row, PERSON, key=key)
    about = json.loads(opener.text("about", row.about) or "{}")
    listed = queries.listed_person(row)
    person = Person(
        role=PersonRole(row.role),
        name=opener.text("name", row.name) or "",
        address=about.get("address", ""),
        contact=read_contact(opener.text("contact", row.contact)),
        authority=listed.authority,
        relation=about.get("relation", ""),
    )
    return OpenedPerson(listed=listed, person=person)


def opened_persons(case_id: uuid.UUID, key: Key) -> tuple[OpenedPerson, ...]:
    """Everybody of a case, the applicant first."""
    return tuple(opened_person(row, key) for row in queries.person_rows(case_id))


def opened_events(case_id: uuid.UUID, key: Key) -> tuple[OpenedEvent, ...]:
    """What happened, in the order in which it was written down."""
    return opened_rows(queries.event_rows(case_id), key)


def opened_rows(rows: Sequence[CaseEvent], key: Key) -> tuple[OpenedEvent, ...]:
    """The same of rows that the caller has: all events of one case."""
    undone = {row.undoes for row in rows if row.undoes}
    return tuple(_opened_event(row, key, is_undone=row.id in undone) for row in rows)


def opened_recommendations(case_id: uuid.UUID, key: Key) -> tuple[OpenedRecommendation, ...]:
    """What the review recommended."""
    return tuple(opened_recommendation(row, key) for row in queries.recommendation_rows(case_id))


def opened_recommendation(row: CaseRecommendation, key: Key) -> OpenedRecommendation:
    """One recommendation; the agency that it is made to may hold a key of its own to it."""
    opener = opener_for(row, RECOMMENDATION, key=key)
    words = {name: opener.text(name, getattr(row, name)) or "" for name in ("text", "reason", "action", "evidence")}
    return OpenedRecommendation(
        id=row.id,
        agency=row.agency,
        made_on=row.made_on,
        due_on=row.due_on,
        response=Response(row.response),
        responded_on=row.responded_on,
        consulted_on=row.consulted_on,
        done_on=row.done_on,
        version=row.version,
        **words,
    )


def _opened_event(row: CaseEvent, key: Key, *, is_undone: bool) -> OpenedEvent:
    opener = opener_for(row, EVENT, key=key)
    return OpenedEvent(
        id=row.id,
        number=row.number,
        kind=EventKind(row.kind),
        happened_on=row.happened_on,
        recorded_at=row.recorded_at,
        by=row.by,
        person_id=row.person_id,
        undoes=row.undoes,
        is_undone=is_undone,
        codes=json.loads(row.codes),
        words=opener.text("words", row.words) or "",
        reports=read_reports(opener.text("reports", row.reports)),
    )


def _known(record: type, given: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(record)}
    return {name: value for name, value in given.items() if name in names}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"{type(value).__name__} is nothing that an application holds."
    raise TypeError(message)
