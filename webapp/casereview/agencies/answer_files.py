"""Files that an agency sends with its answer: sealed to the officers and to that agency, and part of one request."""

import datetime as dt
import uuid
from typing import BinaryIO

from webapp.audit.actors import PUBLIC, Actor
from webapp.casereview.agencies import partners, sharing
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.guests import Visit
from webapp.casereview.agencies.items import REQUEST
from webapp.casereview.agencies.models import CaseRequest
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.rules.agency_codes import Fault, RequestState
from webapp.database import db
from webapp.evidence import queries, services
from webapp.evidence.records import Stored, Subject


def add(
    partner: Partner, request_id: uuid.UUID, stream: BinaryIO, name: str, *, today: dt.date, once_key: str
) -> Stored | None:
    """Add a file for one's own agency. Not in a transaction: it takes seconds.

    Raises NotFoundError, RefusedError, and evidence's RefusedError.
    """
    return _add(partners.get_for(partner, request_id), stream, name, by=partner.actor, today=today, once_key=once_key)


def add_from_guest(visit: Visit, stream: BinaryIO, name: str, *, today: dt.date, once_key: str) -> Stored | None:
    """Add a file while a guest's visit lasts; raises as `add` does."""
    return _add(
        db.session.get_one(CaseRequest, visit.request_id), stream, name, by=PUBLIC, today=today, once_key=once_key
    )


def list_for(partner: Partner, request_id: uuid.UUID, *, key: Key) -> tuple[Stored, ...]:
    """The files of one's own agency. Raises NotFoundError."""
    partners.get_for(partner, request_id)
    return queries.list_for((REQUEST, request_id), key=key)


def list_from_guest(visit: Visit) -> tuple[Stored, ...]:
    """The files that guests have added to a request, without their names: a guest's pair does not open them."""
    found = queries.list_for((REQUEST, visit.request_id), key=None)
    return tuple(file for file in found if file.added_by == str(PUBLIC))


def subjects(partner: Partner, request_id: uuid.UUID) -> list[Subject]:
    """What a file of a request belongs to, for a page about one. Raises NotFoundError."""
    partners.get_for(partner, request_id)
    return [(REQUEST, request_id)]


def _add(row: CaseRequest, stream: BinaryIO, name: str, *, by: Actor, today: dt.date, once_key: str) -> Stored | None:
    if row.state == RequestState.WITHDRAWN:
        raise RefusedError(Fault.WITHDRAWN)
    subject, reader = (REQUEST, row.id), sharing.public_half(row.place_id)
    return services.accept(stream, name, subject=subject, publics=(reader,), by=by, today=today, once_key=once_key)
