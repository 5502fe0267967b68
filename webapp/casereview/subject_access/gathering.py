"""Everything of a case that a copy for one person can hold, opened: what they told, what was written, what was sent.

The papers that were made for agencies repeat what stands here, and are not in it a second time.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from webapp.casereview.agencies import answers, chronology
from webapp.casereview.agencies import queries as asked
from webapp.casereview.agencies.items import ANSWER
from webapp.casereview.application import options
from webapp.casereview.cases import opening
from webapp.casereview.cases.blocking import opened_blocks
from webapp.casereview.cases.items import CASE, MESSAGE, PERSON
from webapp.casereview.cases.models import CaseApplication, CaseMessage
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.records import Written
from webapp.casereview.rules.codes import Detail, PersonRole
from webapp.casereview.rules.letters import LetterState
from webapp.casereview.rules.records import Application, Incident, Person, SafeContact
from webapp.casereview.subject_access.records import Part, Source
from webapp.database import db
from webapp.evidence import queries as evidence
from webapp.sealing.boxes import Keyring, PrivateKey
from webapp.sealing.services import opener_for

Key = PrivateKey | Keyring | None
# Of an event: what was decided or chosen, as its code.
CODES = (
    Detail.DECISION,
    Detail.GROUNDS,
    Detail.OUTCOME,
    Detail.ATTENDANCE,
    Detail.PAUSE,
    Detail.APPEAL,
    Detail.RESULT,
    Detail.AGENCY,
    Detail.WAY,
)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose copy it is, of which case, and whether what was written about the whole case is theirs."""

    case_id: uuid.UUID
    id: uuid.UUID
    role: PersonRole
    person: Person
    is_whole: bool

    def is_of_another(self, person_id: uuid.UUID | None) -> bool:
        """Whether another person of the case wrote or got something; None: nobody of the case did."""
        return person_id is not None and person_id != self.id


def parts_of(me: Whose, key: Key) -> Iterator[Part]:
    """The parts of a copy; without the whole case it is what they told, wrote and were written."""
    yield from _own(me.person)
    # Who filled the form in typed it themself, also where it is about somebody else.
    if me.is_whole or me.role is PersonRole.APPLICANT:
        application = opening.opened_application(db.session.get_one(CaseApplication, me.case_id), key)
        yield from _given(Source.APPLICATION, application_values(application, _kept_out(me, key)))
        yield from _of_incidents(application.incidents)
    yield from _of_events(me, key)
    yield from _of_messages(me, key)
    yield from _of_letters(me, key)
    if me.is_whole:
        yield from _of_review(me.case_id, key)
        yield from _of_requests(me.case_id, key)
    yield from _of_files(me, key)


def _own(person: Person) -> Iterator[Part]:
    about = {
        "name": person.name,
        "address": person.address,
        "relation": options.words(options.STANDINGS, person.relation),
    }
    yield from _given(Source.ABOUT, about)
    yield from _given(Source.CONTACT, contact_values(person.contact))


def contact_values(contact: SafeContact) -> dict[str, str]:
    """How somebody can be reached."""
    return {
        "email": contact.email,
        "telephone": contact.telephone,
        "post": contact.post,
        "times": contact.times,
        "supporter": contact.supporter,
        "code_word": contact.code_word,
        "interpreter": contact.interpreter,
        "adjustments": contact.adjustments,
        "language": contact.language,
        "ways": options.listed(options.WAYS, contact.ways),
        "named_ways": options.listed(options.WAYS, contact.named_ways),
    }


def _kept_out(me: Whose, key: Key) -> str:
    """Whom the form asked to keep away from the case."""
    return "\n".join(each.words for each in opened_blocks(me.case_id, key) if each.words and not each.own)


def application_values(application: Application, kept_out: str) -> dict[str, str]:
    """What was answered in the form, in words."""
    return {
        "kind": options.words(options.KINDS, application.kind),
        "channel": application.channel.replace("_", " "),
        "language": application.language,
        "started_on": _written_day(application.started_on),
        "received_on": _written_day(application.received_on),
        "often": options.words(options.OFTEN, application.often),
        "still": options.words(options.STILL, application.still),
        "affected": options.listed(options.AFFECTED, application.affected),
        "harm": options.listed(options.HARM, application.harm),
        "harm_words": application.harm_words,
        "vulnerability": options.listed(options.VULNERABILITY, application.vulnerability),
        "risk": options.listed(options.RISK, application.risk),
        "relation_to_accused": options.words(options.RELATIONS, application.relation_to_accused),
        "accused": application.accused,
        "kept_out": kept_out,
        "wishes": application.wishes,
        "attend": options.words(options.ATTEND, application.attend),
        "tenure": options.words(options.TENURES, application.tenure),
        "landlord": application.landlord,
        "place": application.place,
        "town": application.town,
        "locality": application.locality,
        "consent": options.words(options.CONSENT, application.consent),
    }


def incident_values(incident: Incident) -> dict[str, str]:
    """What was told of one event, and of the report of it."""
    return {
        "what": incident.what,
        "where": incident.where,
        "happened_to": _written_day(incident.happened_to),
        "agency": incident.agency,
        "told_on": _written_day(incident.told_on),
        "told_to": _written_day(incident.told_to),
        "reference": incident.reference,
        "officer": incident.officer,
        "did": incident.did,
        "whose": incident.person,
    }


def _of_incidents(incidents: Iterable[Incident]) -> Iterator[Part]:
    for each in incidents:
        yield from _given(Source.INCIDENT, incident_values(each), day=each.happened_from)


def _of_events(me: Whose, key: Key) -> Iterator[Part]:
    """What was written down: of the whole case, or what they did themself."""
    for event in opening.opened_events(me.case_id, key):
        if me.is_whole or event.person_id == me.id:
            yield Part(
                source=Source.EVENT,
                field=event.kind,
                day=event.happened_on,
                text="\n".join(filter(None, (_coded(event.codes), event.words))),
                of_another=me.is_of_another(event.person_id) and bool(event.words),
            )
            # Reports that were added or put right later, as they were told.
            yield from _of_incidents(each.incident for each in event.reports)


def _coded(codes: Mapping[str, str]) -> str:
    said = (f"{name.value}: {codes[name].replace('_', ' ')}" for name in CODES if codes.get(name))
    return "; ".join(said)


def _of_messages(me: Whose, key: Key) -> Iterator[Part]:
    wanted = select(CaseMessage).where(CaseMessage.case_id == me.case_id)
    if not me.is_whole:
        wanted = wanted.where(CaseMessage.person_id == me.id)
    for row in db.session.scalars(wanted.order_by(CaseMessage.sent_on, CaseMessage.number, CaseMessage.id)):
        yield Part(
            source=Source.MESSAGE,
            field="to" if row.from_officer else "from",
            day=row.sent_on,
            text=opener_for(row, MESSAGE, key=key).text("words", row.words) or "",
            of_another=me.is_of_another(row.person_id),
        )


def _of_letters(me: Whose, key: Key) -> Iterator[Part]:
    """The letters to them, also those that never went out; of the whole case those to others too."""
    for letter in reversed(letters.list_letters(me.case_id, key=key)):
        of_another = me.is_of_another(letter.person_id)
        if of_another and not me.is_whole:
            continue
        is_sent = letter.state is LetterState.SENT
        text = _letter_words(letter.written) if letter.written else letter.own.words
        field, day = "letter_sent" if is_sent else "letter_kept", letter.sent_on or letter.drafted_on
        yield Part(source=Source.LETTER, field=field, day=day, text=text, of_another=of_another)
        for sending in letter.sendings:
            said = ": ".join(filter(None, (options.words(options.WAYS, sending.way), sending.note)))
            yield Part(source=Source.LETTER, field="sending", day=sending.sent_on, text=said, of_another=of_another)


def _letter_words(written: Written) -> str:
    parts = (written.title, written.greeting, *written.before, *written.own, *written.after, written.signed_by)
    return "\n\n".join(part for part in parts if part)


def _of_review(case_id: uuid.UUID, key: Key) -> Iterator[Part]:
    for each in opening.opened_recommendations(case_id, key):
        words = {"text": each.text, "reason": each.reason, "action": each.action, "evidence": each.evidence}
        yield from _given(Source.RECOMMENDATION, words, day=each.made_on)
    for row in chronology.opened(case_id, key=key):
        yield Part(source=Source.CHRONOLOGY, field=row.kind, day=row.happened_on, text=row.words)


def _of_requests(case_id: uuid.UUID, key: Key) -> Iterator[Part]:
    """What agencies were asked, and what they answered in words; their dated rows stand in the chronology."""
    for listed in reversed(asked.list_of_case(case_id)):
        words = answers.words_of(asked.get_request(case_id, listed.id), key)
        yield from _given(Source.REQUEST, {"agency": listed.agency, "asked": words}, day=listed.asked_on)
        for row in asked.answer_rows(listed.id):
            opener = opener_for(row, ANSWER, key=key)
            said = {"answered": opener.text("words", row.words) or "", "who": opener.text("who", row.who) or ""}
            yield from _given(Source.REQUEST, said, day=row.given_on)


def _of_files(me: Whose, key: Key) -> Iterator[Part]:
    """The names and days of files; what is in them is given beside the copy, since other people can be seen in them."""
    subjects = [(PERSON, me.id)]
    if me.is_whole or me.role is PersonRole.APPLICANT:
        subjects.append((CASE, me.case_id))
    if me.is_whole:
        subjects += [("case_request", each.id) for each in asked.list_of_case(me.case_id)]
    for subject in subjects:
        for stored in evidence.list_for(subject, key=key):
            yield Part(source=Source.FILE, field="file", day=stored.added_on, text=stored.shown_name or "-")


def _given(source: Source, values: Mapping[str, str], *, day: dt.date | None = None) -> Iterator[Part]:
    return (Part(source=source, field=name, day=day, text=value) for name, value in values.items() if value)


def _written_day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
