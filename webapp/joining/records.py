"""What a business sends, as typed values, and as the JSON that is sealed; pure."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.joining.codes import ContactRole, Offer
from webapp.venues import hours_records
from webapp.venues.commitments import CommitmentState
from webapp.venues.hours import UNKNOWN_HOURS, OpeningHours
from webapp.venues.rules import Feature, VenueKind


@dataclass(frozen=True, kw_only=True)
class Business:
    """Who applies; `signed_by` has the authority to sign for all places of the application."""

    name: str
    signed_by: str = ""
    signed_as: str = ""
    agrees_to_listing: bool = False
    heard_of_it: str = ""
    # Pubwatch, a business improvement district and the like, as typed.
    already_in: str = ""


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """Somebody to talk to about a place."""

    name: str
    role: ContactRole
    email: str
    telephone: str = ""
    post: str = ""
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class SaidOfCommitment:
    """What a place says of one commitment."""

    code: str
    state: CommitmentState
    planned_by: dt.date | None = None
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class NewPremises:
    """One place of an application."""

    name: str
    kind: VenueKind
    address: str
    postcode: str
    schemes: tuple[str, ...]
    contacts: tuple[NewContact, ...]
    town: str = ""
    website: str = ""
    telephone: str = ""
    note: str = ""
    hours: OpeningHours = UNKNOWN_HOURS
    has: frozenset[Feature] = frozenset()
    lacks: frozenset[Feature] = frozenset()
    offers: tuple[Offer, ...] = ()
    commitments: tuple[SaidOfCommitment, ...] = ()
    staff: str = ""
    trainings: tuple[str, ...] = ()
    # The place on the list that the applicant says it is.
    same_as: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class NewApplication:
    """What a business sends in one go."""

    business: Business
    premises: tuple[NewPremises, ...]
    language: str
    channel: str = "web"
    suspicion: int = 0


def business_record(business: Business) -> dict[str, Any]:
    """What JSON can hold of a business."""
    return dataclasses.asdict(business)


def business_from(record: Mapping[str, Any]) -> Business:
    """The business that `business_record` wrote."""
    return Business(**_known(Business, record))


def premises_record(new: NewPremises) -> dict[str, Any]:
    """What JSON can hold of a place; its contacts and what it may be the same as stand in columns of their own."""
    plain = ("name", "address", "postcode", "town", "website", "telephone", "note", "staff")
    return {
        **{name: getattr(new, name) for name in plain},
        "kind": new.kind.value,
        "schemes": list(new.schemes),
        "hours": hours_records.to_record(new.hours),
        "has": sorted(each.value for each in new.has),
        "lacks": sorted(each.value for each in new.lacks),
        "offers": [each.value for each in new.offers],
        "trainings": list(new.trainings),
        "commitments": [_commitment_record(each) for each in new.commitments],
    }


def premises_from(record: Mapping[str, Any]) -> NewPremises:
    """The place that `premises_record` wrote, without its contacts."""
    plain = ("name", "address", "postcode", "town", "website", "telephone", "note", "staff")
    return NewPremises(
        **{name: record.get(name, "") for name in plain},
        kind=VenueKind(record["kind"]),
        schemes=tuple(record.get("schemes", ())),
        contacts=(),
        hours=hours_records.from_record(record.get("hours")),
        has=frozenset(map(Feature, record.get("has", ()))),
        lacks=frozenset(map(Feature, record.get("lacks", ()))),
        offers=tuple(map(Offer, record.get("offers", ()))),
        trainings=tuple(record.get("trainings", ())),
        commitments=tuple(map(_commitment_from, record.get("commitments", ()))),
    )


def person_record(contact: NewContact) -> dict[str, str]:
    """What JSON can hold of a contact; the role and the language stand in columns of their own."""
    return {"name": contact.name, "email": contact.email, "telephone": contact.telephone, "post": contact.post}


def _commitment_record(said: SaidOfCommitment) -> dict[str, Any]:
    planned = said.planned_by.isoformat() if said.planned_by else None
    return {"code": said.code, "state": said.state.value, "planned_by": planned, "evidence": said.evidence}


def _commitment_from(record: Mapping[str, Any]) -> SaidOfCommitment:
    planned = record.get("planned_by")
    return SaidOfCommitment(
        code=record["code"],
        state=CommitmentState(record["state"]),
        planned_by=dt.date.fromisoformat(planned) if planned else None,
        evidence=record.get("evidence", ""),
    )


def _known(kind: type[Business], record: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in dataclasses.fields(kind)}
    return {name: value for name, value in record.items() if name in names}
