"""Whether an agency may be asked and shown something before somebody has talked to the person affected about it.

The form asks whether agencies may be asked, and promises to whoever is not sure that we talk to them first. The law
lets the partnership ask without it (2014 Act, Schedule 4, paragraph 7): then an officer writes down why.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies.answers import note_event
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import CASE
from webapp.casereview.cases.models import CaseApplication
from webapp.casereview.cases.opening import opened_application
from webapp.casereview.rules.agency_codes import Fault
from webapp.casereview.rules.codes import EventKind, PersonRole, Shows
from webapp.casereview.rules.desk_codes import About, More
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.partnership.agencies import AgencyKind
from webapp.partnership.current import current_partnership

AGREED = "yes"


@dataclass(frozen=True, kw_only=True)
class Talked:
    """What came of talking to the person affected: the day on which they agreed, or why it is shared all the same."""

    agreed_on: dt.date | None = None
    because: str = ""


NOT_TALKED = Talked()


def has_agreed(case_id: uuid.UUID, *, key: Key) -> bool:
    """Whether the form says that agencies may be asked, by somebody who may say so: of themself, or confirmed.

    Raises KeyMissingError, ErasedError.
    """
    application = opened_application(db.session.get_one(CaseApplication, case_id), key)
    applicants = [each for each in queries.list_persons(case_id) if each.role is PersonRole.APPLICANT]
    return application.consent == AGREED and any(each.shows is Shows.FULL for each in applicants)


def landlords() -> frozenset[str]:
    """The agencies that are social landlords: people are asked before theirs is told, whatever the form says."""
    return frozenset(each.key for each in current_partnership().agencies if each.kind is AgencyKind.HOUSING)


def must_talk(case_id: uuid.UUID, agencies: Iterable[str], *, key: Key) -> bool:
    """Whether the person affected has to be talked to before these agencies are asked or shown anything."""
    return bool(landlords().intersection(agencies)) or not has_agreed(case_id, key=key)


def require_talked(
    case_id: uuid.UUID, agencies: tuple[str, ...], talked: Talked, *, key: Key, by: Actor, today: dt.date
) -> None:
    """Raise RefusedError where nobody has talked to them; write down what came of it. Inside the act's transaction."""
    if not must_talk(case_id, agencies, key=key):
        return
    if talked.agreed_on is None and not talked.because.strip():
        raise RefusedError(Fault.NOT_AGREED)
    if talked.agreed_on is not None and talked.agreed_on > today:
        raise RefusedError(Fault.NO_DAY)
    changes: dict[str, tuple[object, object]] = {
        "agencies": (None, " ".join(agencies)),
        "agreed_on": (None, talked.agreed_on),
    }
    record("case_review.talked_about_sharing", by=by, kind=CASE, key=case_id.hex, changes=changes)
    if talked.agreed_on is None:
        codes = {More.ABOUT.value: About.NOTE.value}
        new = NewEvent(kind=EventKind.NOTE, happened_on=today, codes=codes, words=talked.because)
        note_event(case_id, new, by, today=today)
