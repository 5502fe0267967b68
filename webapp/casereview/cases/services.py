"""Somebody applies for a case review, and an officer reads it.

Applying is one transaction: the case, its people, whoever must not see it, the first event, the line in the audit, the
place in the queue, and a receipt if the person said that e-mail is safe. Nothing that was sent is ever refused.
"""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.audit.actors import Actor
from webapp.audit.services import record, record_read
from webapp.casereview.cases import flags, floods, queries, queueing
from webapp.casereview.cases.blocking import OpenedBlock, add_words, opened_blocks
from webapp.casereview.cases.floods import address_mark
from webapp.casereview.cases.items import APPLICATION, CASE, PERSON
from webapp.casereview.cases.models import CaseApplication, CaseOpening, CasePerson, CaseReview
from webapp.casereview.cases.opening import (
    OpenedEvent,
    OpenedPerson,
    OpenedRecommendation,
    opened_application,
    opened_persons,
    opened_recommendations,
    opened_rows,
    written_application,
    written_contact,
)
from webapp.casereview.cases.writing import dues_of, keep_event, may_follow_in, recount
from webapp.casereview.rules.clocks import Due
from webapp.casereview.rules.codes import Channel, ContactWay, EventKind, PersonRole, State
from webapp.casereview.rules.events import Event, Standing, fold
from webapp.casereview.rules.record_codes import CLOSE_RELATIONS, OpenReason
from webapp.casereview.rules.records import Application, HeldPhrase, NewEvent, Person
from webapp.casereview.rules.tracker import shows_at_start
from webapp.database import db
from webapp.evidence import services as evidence
from webapp.kit.clock import utc_now
from webapp.kit.fixed_queries import adding_unless_there
from webapp.kit.references import new_reference
from webapp.kit.transaction import require_transaction, transaction
from webapp.notices.services import send
from webapp.partnership.current import current_partnership
from webapp.partnership.procedures import procedure_on
from webapp.redaction.watch import watch_words
from webapp.sealing.boxes import Keyring, PrivateKey, PublicKey
from webapp.sealing.models import Purpose
from webapp.sealing.services import sealer_for
from webapp.sealing.unlocking import keyring

Key = PrivateKey | Keyring | None
RECEIPT = "case_received"
KEEP_OPENING = adding_unless_there(db.metadata.tables[CaseOpening.__tablename__])


class ReasonNeededError(Exception):
    """Whoever opens a case that is not theirs says why, once a day."""


@dataclass(frozen=True, kw_only=True)
class OpenedCase:
    """A case with everything that was typed."""

    listed: queries.Listed
    application: Application
    persons: tuple[OpenedPerson, ...]
    events: tuple[OpenedEvent, ...]
    # The same as the pure rules take them.
    recorded: tuple[Event, ...]
    blocks: tuple[OpenedBlock, ...]
    recommendations: tuple[OpenedRecommendation, ...]
    standing: Standing
    dues: tuple[Due, ...]
    may: frozenset[EventKind]


@transaction
def apply(application: Application, *, today: dt.date, by: Actor, tells: bool = True) -> str:
    """Take an application in, complete or not, and return its reference (2014 Act, section 104(1)).

    Joins the caller's transaction, in which `once` says that it was not taken in before. `tells`: nobody is told of a
    case that came in long ago and is only taken over.
    """
    # Days count from when it reached us, not from when somebody found the time to type it.
    applied_on = min(application.received_on or today, today)
    row = _case(application, applied_on)
    db.session.add(row)
    db.session.flush()
    _keep_application(row.id, application)
    persons = [
        keep_person(row.id, each, _phrase_of(each, application), channel=application.channel)
        for each in application.persons
    ]
    if application.blocked.strip():
        add_words(row.id, application.blocked.strip(), today=today)
    applied = NewEvent(kind=EventKind.APPLIED, happened_on=applied_on)
    keep_event(row, applied, number=1, by=by, person_id=persons[0].id if persons else None)
    recount(row, today=today, with_lead=False)
    evidence.attach(application.files, subject=(CASE, row.id), publics=_publics(application.phrase), by=by, today=today)
    record("case_review.applied", by=by, kind=CASE, key=row.id.hex, changes={"channel": (None, row.channel)})
    if application.held:
        floods.hold(row, by=by, today=today)
        return row.reference
    queueing.open_new(row, by=by, has_block=bool(application.blocked.strip()))
    if tells:
        _tell(row, application, by)
    return row.reference


def _case(application: Application, today: dt.date) -> CaseReview:
    partnership = current_partnership()
    return CaseReview(
        id=uuid.uuid4(),
        reference=new_reference(partnership.reference_prefix),
        kind=application.kind,
        channel=application.channel,
        language=application.language,
        procedure=procedure_on(partnership.procedures, today).key,
        state=State.RECEIVED,
        applied_on=today,
        started_on=min(application.started_on or today, today),
        locality=application.locality,
        town=application.town,
        paused=False,
        flagged=is_flagged(application),
        held=application.held,
        version=1,
    )


def is_flagged(application: Application) -> bool:
    """Whether an officer should look today: a person in danger, or one complained of who is close (domain 1.6).

    It is a reason to look, and turns nobody away.
    """
    if application.risk or application.relation_to_accused in CLOSE_RELATIONS:
        return True
    said = [application.harm_words, application.wishes, application.accused]
    said += [words for incident in application.incidents for words in (incident.what, incident.did)]
    return any(watch_words(words, application.language) for words in said if words)


def _keep_application(case_id: uuid.UUID, application: Application) -> None:
    sealer = sealer_for(APPLICATION, case_id, keys=_keys(application.phrase))
    row = CaseApplication(
        id=case_id,
        sealed_key=sealer.wrapped,
        application=sealer.seal("application", written_application(application)),
        accused=sealer.seal("accused", application.accused or None),
    )
    db.session.add(row)


def _phrase_of(person: Person, application: Application) -> HeldPhrase | None:
    """The phrase that came with the form belongs to whoever filled it in."""
    return application.phrase if person.role is PersonRole.APPLICANT else None


def keep_person(case_id: uuid.UUID, person: Person, phrase: HeldPhrase | None, *, channel: Channel) -> CasePerson:
    """Somebody of a case, sealed to the officers and to themself. Inside @transaction.

    Words that an officer made and read out (`channel`) are known to two people: the first return replaces them.
    """
    require_transaction("keep_person")
    person_id = uuid.uuid4()
    sealer = sealer_for(PERSON, person_id, keys=_keys(phrase))
    row = CasePerson(
        id=person_id,
        case_id=case_id,
        role=person.role,
        authority=person.authority,
        # Until an officer has confirmed it with the person affected, who asks for another sees the receipt alone.
        shows=shows_at_start(person.authority),
        locator=phrase.locator if phrase else None,
        public_half=phrase.public_half if phrase else None,
        closed_pair=phrase.closed if phrase else None,
        pair_place=phrase.pair_id if phrase else None,
        first_return_pending=phrase is not None and channel != Channel.WEB,
        version=1,
        sealed_key=sealer.wrapped,
        name=sealer.seal("name", person.name),
        about=sealer.seal("about", json.dumps({"address": person.address, "relation": person.relation})),
        contact=sealer.seal("contact", written_contact(person.contact)),
    )
    db.session.add(row)
    return row


def _keys(phrase: HeldPhrase | None) -> Sequence[str | PublicKey]:
    """Officers, and the person whose words they are."""
    return (Purpose.CONTENT, *_publics(phrase))


def _publics(phrase: HeldPhrase | None) -> tuple[PublicKey, ...]:
    return (PublicKey(phrase.public_half),) if phrase else ()


def _tell(row: CaseReview, application: Application, by: Actor) -> None:
    """The receipt, by e-mail alone and only where the applicant called that safe; and whoever is on duty."""
    applicant = next((each for each in application.persons if each.role is PersonRole.APPLICANT), None)
    if applicant is not None and applicant.contact.allows(ContactWay.EMAIL) and applicant.contact.email:
        told = {"reference": row.reference, "hear_by": (row.next_due_on or row.applied_on).isoformat()}
        # One a day for each address: nobody can have a stranger sent a hundred.
        language, dedupe = row.language, f"case_review:{address_mark(applicant.contact.email)}:{row.applied_on}"
        send(RECEIPT, to=applicant.contact.email, language=language, parameters=told, dedupe=dedupe)
    if row.flagged:
        flags.raise_flag(row, by=by, at=utc_now())


@transaction
def read(
    case_id: uuid.UUID, *, by: Actor, key: Key = None, reason: OpenReason | None = None, today: dt.date
) -> OpenedCase:
    """Everything of a case, for an officer; that they read it, and why, is written down before they see it.

    The reason is asked once a day, and never of the officer whose case it is. Raises ReasonNeededError, NotFoundError
    (also for whoever is blocked), KeyMissingError, ErasedError, SealBrokenError.
    """
    row = queries.get_row(case_id, queries.reach_of(by))
    why = _reason(row, by, reason, today)
    # What an officer was given is looked up once, and not for each record.
    opened = _opened(row, key if isinstance(key, Keyring) else keyring(key), today)
    flags.saw(case_id, at=utc_now())
    record_read("case_review.read", by=by, kind=CASE, key=case_id.hex, reason=why)
    return opened


@transaction
def note_refusal(case_id: uuid.UUID, *, by: Actor, endpoint: str) -> None:
    """Write down that an officer asked for a case that they must not see; for a case that is not there nothing is."""
    if queries.exists_case(case_id):
        record("case_review.refused", by=by, kind=CASE, key=case_id.hex, reason=endpoint)


def _reason(row: CaseReview, by: Actor, reason: OpenReason | None, today: dt.date) -> str:
    officer_id = by.officer_id
    if officer_id is None or row.lead_id == officer_id:
        return ""
    given = queries.was_opened(row.id, officer_id, today)
    if given is not None:
        return given
    if reason is None:
        raise ReasonNeededError
    # The same question in two tabs at once: the first answer stands.
    KEEP_OPENING.run(case_id=row.id, officer_id=officer_id, day=today, reason=reason)
    return reason.value


def _opened(row: CaseReview, key: Key, today: dt.date) -> OpenedCase:
    application = db.session.get_one(CaseApplication, row.id)
    rows = queries.event_rows(row.id)
    recorded = tuple(queries.event_of(each) for each in rows)
    standing = fold(recorded)
    return OpenedCase(
        listed=queries.listed(row),
        application=opened_application(application, key),
        persons=opened_persons(row.id, key),
        events=opened_rows(rows, key),
        recorded=recorded,
        blocks=opened_blocks(row.id, key),
        recommendations=opened_recommendations(row.id, key),
        standing=standing,
        dues=dues_of(row, today=today, events=recorded),
        may=may_follow_in(row, standing),
    )
