"""A business applies: everything that it sends is one record, one work item, one audit line and its receipts."""

import datetime as dt
import uuid
from collections.abc import Sequence

from webapp.audit.actors import PUBLIC, Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.evidence import services as evidence
from webapp.evidence.services import DraftFile
from webapp.joining import items, queries
from webapp.joining.codes import ApplicationState, PremisesState, Step
from webapp.joining.flags import flags_of_fields
from webapp.joining.models import JoinApplication, JoinContact, JoinPremises
from webapp.joining.records import NewApplication, NewContact, NewPremises
from webapp.joining.rules import CONTACTS_FOR_EACH, MOST_DOUBTFUL, MOST_PREMISES, MOST_WAITING, is_doubtful, look_at_by
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.joining.services.sealed import index_of_email, seal_application, seal_premises, sealed_contact
from webapp.joining.services.telling import tell
from webapp.kit.idempotency import once
from webapp.kit.jobs import enqueue
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.holding import may_hold
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.work.services import open_item

SCOPE = "joining.apply"
INDEX_JOB = "joining.index_contacts"
# The fields of a place that people read, and that flags are looked for in.
READ_FIELDS = ("name", "address", "website", "telephone", "note", "staff")


@transaction
def apply(new: NewApplication, *, key: str, today: dt.date, by: Actor = PUBLIC) -> str:
    """Take an application in, and give its reference; the same `key` again gives the same one, and makes nothing.

    Raises JoinRefusedError.
    """
    return once(SCOPE, key, lambda: take_application(new, today=today, by=by), on=today)


@transaction
def take_application(
    new: NewApplication, *, today: dt.date, by: Actor = PUBLIC, files: Sequence[DraftFile] = ()
) -> str:
    """The same for a caller that has made sure of "once" itself: the journey, whose `files` come along.

    Raises JoinRefusedError.
    """
    if fault := fault_in(new):
        raise JoinRefusedError(fault)
    row = _application(new, today)
    # A room of its own for each: a program that sends without end stops nobody else.
    most = MOST_DOUBTFUL if row.doubtful else MOST_WAITING
    if queries.count_waiting(most=most, doubtful=row.doubtful) >= most:
        raise JoinRefusedError(Fault.TOO_MANY_WAITING)
    db.session.add(row)
    db.session.flush()
    contacts = [_premises(row, number, each) for number, each in enumerate(new.premises, 1)]
    db.session.flush()
    changes: dict[str, tuple[object, object]] = {"places": (None, len(new.premises)), "channel": (None, new.channel)}
    record("join_application.received", by=by, kind=items.APPLICATION, key=row.id.hex, changes=changes)
    open_item(
        items.NEW_KIND,
        subject=(items.APPLICATION, row.id),
        label=row.reference,
        by=by,
        due_on=look_at_by(today, doubtful=row.doubtful),
        is_new=True,
    )
    evidence.attach(files, subject=(items.APPLICATION, row.id), by=by, today=today)
    _send_receipts(row, contacts[0], today)
    return row.reference


def fault_in(new: NewApplication) -> Fault | None:
    """Why an application cannot be taken in, or None; the forms ask the same before."""
    each = new.premises
    is_wrong = (
        (Fault.NO_PREMISES, not each),
        (Fault.TOO_MANY_PREMISES, len(each) > MOST_PREMISES),
        (Fault.NO_AUTHORITY, not new.business.signed_by.strip()),
        (Fault.NO_AGREEMENT, not new.business.agrees_to_listing),
        (Fault.NO_SCHEME, any(not one.schemes or not SCHEME_BY_CODE.keys() >= set(one.schemes) for one in each)),
        (Fault.NO_CONTACT, any(not one.contacts for one in each)),
        (Fault.TOO_MANY_CONTACTS, any(len(one.contacts) > CONTACTS_FOR_EACH for one in each)),
    )
    return next((fault for fault, wrong in is_wrong if wrong), None)


def _application(new: NewApplication, today: dt.date) -> JoinApplication:
    row = JoinApplication(
        id=uuid.uuid4(),
        reference=new_reference(current_partnership().reference_prefix),
        state=ApplicationState.RECEIVED,
        language=new.language,
        channel=new.channel,
        doubtful=is_doubtful(new.suspicion),
        received_on=today,
        version=1,
    )
    seal_application(row, new.business)
    return row


def _premises(application: JoinApplication, number: int, new: NewPremises) -> list[tuple[JoinContact, str]]:
    """Add a place with its contacts; gives the contacts with their addresses."""
    row = JoinPremises(
        id=uuid.uuid4(),
        application_id=application.id,
        number=number,
        state=PremisesState.WAITING,
        schemes=list(new.schemes),
        town=new.town,
        flags=flags_of_fields(read_fields(new)),
        same_as=new.same_as,
        version=1,
    )
    seal_premises(row, new)
    db.session.add(row)
    # The contacts' rows name it, and nothing tells the session in which order to write them.
    db.session.flush()
    return [(add_contact(row.id, contact), contact.email) for contact in new.contacts]


def read_fields(new: NewPremises) -> dict[str, str]:
    """The words of a place that people read: its fields, and what it says of each commitment."""
    said = {f"evidence-{each.code}": each.evidence for each in new.commitments}
    people = {f"contact-{number}": contact.name for number, contact in enumerate(new.contacts, 1)}
    return {**{name: getattr(new, name) for name in READ_FIELDS}, **said, **people}


def add_contact(premises_id: uuid.UUID, contact: NewContact) -> JoinContact:
    """Add a contact's row in the caller's transaction; where no key is held for it, the worker indexes it."""
    row = sealed_contact(premises_id, contact)
    if may_hold():
        row.email_index = index_of_email(contact.email)
    else:
        enqueue(INDEX_JOB)
    db.session.add(row)
    return row


def _send_receipts(row: JoinApplication, contacts: list[tuple[JoinContact, str]], today: dt.date) -> None:
    """One for each address of the first place, and none where the application looks like a program's.

    Nobody has checked any of these addresses: a list of 500 places is no way to have us write to 1,000 strangers.
    """
    hear_by = look_at_by(today, doubtful=False).isoformat()
    told: set[str] = set()
    for contact, email in [] if row.doubtful else contacts:
        if email and email.casefold() not in told:
            told.add(email.casefold())
            tell(
                contact,
                Step.RECEIVED,
                to=email,
                subject_id=row.id,
                about_on=today,
                today=today,
                parameters={"reference": row.reference, "hear_by": hear_by},
            )
