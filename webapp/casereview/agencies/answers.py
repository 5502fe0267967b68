"""An agency's answer to a request: from its account, by a guest's link, or written down for it by an officer.

Each answer is kept as it came; another one adds to it. What an agency says is sealed to the officers of the partnership
and to that agency.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.audit.actors import Actor, ActorKind
from webapp.audit.services import record
from webapp.casereview.agencies import chronology, partners, sharing
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.chronology import NewEntry, Row, Source
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import ANSWER, ANSWER_KIND, LATE_KIND, REQUEST, REQUEST_KIND
from webapp.casereview.agencies.models import CaseAnswer, CaseRequest
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.queries import ListedRequest
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import handling, queries
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.queries import Reach
from webapp.casereview.cases.writing import working_days
from webapp.casereview.rules.agency_codes import AnswerWay, Fault, RequestState
from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.records import NewEvent
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.idempotency import once
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.sealing.services import opener_for, sealer_for
from webapp.work.services import close_item, open_item

SCOPE = "casereview.answer"
# Officers look at an answer within so many working days.
READ_WITHIN = 2


@dataclass(frozen=True, kw_only=True)
class NewAnswer:
    """What an agency answers: that it holds nothing, or words and a chronology."""

    holds_nothing: bool = False
    words: str = ""
    # Who speaks for the agency, where no account says so.
    who: str = ""
    entries: tuple[NewEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenedAnswer:
    """An answer with everything that was said."""

    id: uuid.UUID
    way: AnswerWay
    holds_nothing: bool
    given_on: dt.date
    given_by: str
    is_new: bool
    words: str
    who: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class OpenedRequest:
    """A request with what was asked, and the answers to it."""

    listed: ListedRequest
    words: str
    answers: tuple[OpenedAnswer, ...]


def answer(request_id: uuid.UUID, new: NewAnswer, *, once_key: str, partner: Partner, today: dt.date) -> None:
    """Answer for one's own agency; the same `once_key` again does nothing. Raises NotFoundError, RefusedError."""
    # Before the act: it would take back with itself that somebody was refused.
    partners.get_for(partner, request_id)
    _answer_for(partner, request_id, new, once_key=once_key, today=today)


@transaction
def _answer_for(partner: Partner, request_id: uuid.UUID, new: NewAnswer, *, once_key: str, today: dt.date) -> None:
    row = held_request(request_id)
    if not partners.may_see(partner, row.case_id, row.agency):
        raise NotFoundError
    once(SCOPE, once_key, lambda: _answer(row, new, AnswerWay.ACCOUNT, partner.actor, today), on=today)


@transaction
def enter(
    case_id: uuid.UUID,
    request_id: uuid.UUID,
    new: NewAnswer,
    *,
    way: AnswerWay,
    once_key: str,
    by: Actor,
    today: dt.date,
) -> None:
    """Write down an answer that came by e-mail, telephone or letter. Raises NotFoundError, RefusedError."""
    queries.hold_case(case_id, by)
    reads.get_request(case_id, request_id)
    row = held_request(request_id)
    once(SCOPE, once_key, lambda: _answer(row, new, way, by, today), on=today)


def keep_from_guest(row: CaseRequest, new: NewAnswer, *, by: Actor, today: dt.date) -> None:
    """Keep what a guest answered, in the transaction that ends the guest's visit. Raises RefusedError."""
    _answer(row, new, AnswerWay.LINK, by, today)


def held_request(request_id: uuid.UUID, *, is_public: bool = False) -> CaseRequest:
    """A request as it stands now, its case held before it: whoever changes one holds the case first, as everywhere.

    The public tier may read a request and not hold it: for what it adds, the case alone is enough. Raises
    NotFoundError.
    """
    found = db.session.get(CaseRequest, request_id)
    if found is None:
        raise NotFoundError
    queries.get_row(found.case_id, Reach(), lock=True)
    if is_public:
        return db.session.get_one(CaseRequest, request_id, populate_existing=True)
    row = locked(CaseRequest, request_id)
    if row is None:
        raise NotFoundError
    return row


@transaction
def settle(request_id: uuid.UUID, *, by: Actor, today: dt.date) -> bool:
    """Do what is left after a guest's answer, on the desk's side: the state, the queue, the event. Safe to repeat."""
    row = held_request(request_id)
    given = reads.answer_rows(request_id)
    if row.state != RequestState.ASKED or not given:
        return False
    _settle(row, given[-1], by, today)
    return True


def read(case_id: uuid.UUID, request_id: uuid.UUID, *, by: Actor, key: Key, today: dt.date) -> OpenedRequest:
    """A request with its answers, for an officer of the case; it counts as seen from then on.

    Raises NotFoundError, KeyMissingError.
    """
    queries.get_row(case_id, queries.reach_of(by))
    opened = _opened(reads.get_request(case_id, request_id), key)
    _note_seen(request_id, by=by, today=today)
    return opened


def read_for(partner: Partner, request_id: uuid.UUID, *, key: Key) -> OpenedRequest:
    """A request to the partner's own agency with what that agency answered; written down as a read.

    Raises NotFoundError, KeyMissingError.
    """
    row = partners.get_for(partner, request_id)
    opened = _opened(row, sharing.ring_of(row.place_id, partner.officer_id, key))
    _note_read(request_id, partner)
    return opened


def words_of(row: CaseRequest, key: Key) -> str:
    """What was asked, for who may read it."""
    return opener_for(row, REQUEST, key=key).text("words", row.words) or ""


def _opened(row: CaseRequest, key: Key) -> OpenedRequest:
    given = reads.answer_rows(row.id)
    rows = chronology.of_answers([each.id for each in given], key=key)
    return OpenedRequest(
        listed=reads.listed(row),
        words=words_of(row, key),
        answers=tuple(_opened_answer(each, rows, key) for each in given),
    )


def _opened_answer(row: CaseAnswer, rows: Sequence[Row], key: Key) -> OpenedAnswer:
    opener = opener_for(row, ANSWER, key=key)
    return OpenedAnswer(
        id=row.id,
        way=AnswerWay(row.way),
        holds_nothing=row.holds_nothing,
        given_on=row.given_on,
        given_by=row.given_by,
        is_new=row.seen_on is None,
        words=opener.text("words", row.words) or "",
        who=opener.text("who", row.who) or "",
        rows=tuple(each for each in rows if each.answer_id == row.id),
    )


def _answer(row: CaseRequest, new: NewAnswer, way: AnswerWay, by: Actor, today: dt.date) -> str:
    if row.state == RequestState.WITHDRAWN:
        raise RefusedError(Fault.WITHDRAWN)
    if sharing.is_kept_out(row.case_id, row.agency):
        raise RefusedError(Fault.BLOCKED)
    if not (new.holds_nothing or new.words or new.entries):
        raise RefusedError(Fault.NOTHING_SAID)
    given = _kept(row, new, way, by, today)
    act = "case_request.answer_entered" if by.kind is ActorKind.OFFICER and way is not AnswerWay.ACCOUNT else None
    changes = {"way": (None, way), "holds_nothing": (None, new.holds_nothing), "rows": (None, len(new.entries))}
    record(act or "case_request.answered", by=by, kind=REQUEST, key=row.id.hex, changes=changes)
    _tell_officers(row, given, by, today)
    if by.kind is not ActorKind.PUBLIC:
        _settle(row, given, by, today)
    return given.id.hex


def _kept(row: CaseRequest, new: NewAnswer, way: AnswerWay, by: Actor, today: dt.date) -> CaseAnswer:
    answer_id, reader = uuid.uuid4(), sharing.public_half(row.place_id)
    sealer = sealer_for(ANSWER, answer_id, keys=("content", reader))
    given = CaseAnswer(
        id=answer_id,
        request_id=row.id,
        number=_next_number(row.id),
        way=way,
        holds_nothing=new.holds_nothing,
        given_on=today,
        given_by=str(by),
        sealed_key=sealer.wrapped,
        words=sealer.seal("words", new.words),
        who=sealer.seal("who", new.who),
    )
    db.session.add(given)
    db.session.flush()
    source = Source(case_id=row.case_id, agency=row.agency, answer_id=answer_id, by=by, on=today)
    chronology.keep(new.entries, source, readers=(reader,))
    return given


def _next_number(request_id: uuid.UUID) -> int:
    """The place of the next answer; the case is held, so no other one takes it meanwhile."""
    newest = select(func.max(CaseAnswer.number)).where(CaseAnswer.request_id == request_id)
    return (db.session.scalar(newest) or 0) + 1


def _tell_officers(row: CaseRequest, given: CaseAnswer, by: Actor, today: dt.date) -> None:
    """Put the answer into the officers' queue; whoever wrote it down themself has seen it."""
    if given.way not in {AnswerWay.ACCOUNT, AnswerWay.LINK}:
        given.seen_on = today
        return
    # A subject of its own for each: the public tier may add to the queue, and not look into it.
    open_item(
        ANSWER_KIND,
        subject=(ANSWER, given.id),
        label=row.reference,
        by=by,
        due_on=working_days().add(today, READ_WITHIN),
        is_new=True,
        part_of=row.case_id,
    )


def _settle(row: CaseRequest, given: CaseAnswer, by: Actor, today: dt.date) -> None:
    if row.state == RequestState.ASKED:
        row.state, row.answered_on = RequestState.ANSWERED, given.given_on
        row.version += 1
    for kind in (REQUEST_KIND, LATE_KIND):
        close_item(kind, subject=(REQUEST, row.id), by=by, outcome=RequestState.ANSWERED)
    codes = {
        "agency": row.agency,
        "request": row.id.hex,
        "way": given.way,
        "holds": "nothing" if given.holds_nothing else "something",
    }
    note_event(
        row.case_id,
        NewEvent(kind=EventKind.INFORMATION_RECEIVED, happened_on=given.given_on, codes=codes),
        by,
        today=today,
    )
    db.session.flush()


def note_event(case_id: uuid.UUID, new: NewEvent, by: Actor, *, today: dt.date) -> None:
    """Write down what happened with an agency; where the case has gone past that step, the audit alone tells it."""
    try:
        handling.record_event(case_id, new, seen=None, once_key=uuid.uuid4().hex, by=by, today=today)
    except StepRefusedError:
        return


@transaction
def _note_seen(request_id: uuid.UUID, *, by: Actor, today: dt.date) -> None:
    unseen = [row for row in reads.answer_rows(request_id) if row.seen_on is None]
    for row in unseen:
        row.seen_on = today
        close_item(ANSWER_KIND, subject=(ANSWER, row.id), by=by, outcome="seen")
    record("case_request.seen", by=by, kind=REQUEST, key=request_id.hex, changes={"answers": (None, len(unseen))})


@transaction
def _note_read(request_id: uuid.UUID, partner: Partner) -> None:
    record("case_request.read", by=partner.actor, kind=REQUEST, key=request_id.hex)
