"""Papers for one agency before a panel: parts of a case, redacted for it, confirmed by an officer, then never changed.

What seems to point at a person is suggested to be taken out; the officer decides about each, adds words of their own,
and confirms what they saw. The text that is kept is a new one with marks in it: nothing stands under them.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import chronology, partners, sharing
from webapp.casereview.agencies.consent import NOT_TALKED, Talked, require_talked
from webapp.casereview.agencies.cutting import Offered, codes_of, cut, offer
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import PACK, PACK_KIND
from webapp.casereview.agencies.models import CasePack
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.queries import ListedPack, packed
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import queries, services
from webapp.casereview.cases.reports import reports_of
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.rules.agency_codes import Fault, Part
from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.references import new_reference
from webapp.kit.transaction import transaction
from webapp.partnership.current import current_partnership
from webapp.sealing.boxes import PublicKey
from webapp.sealing.services import opener_for, sealer_for
from webapp.work.services import close_item, open_item


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of papers: when and who, and what is said; days are ISO dates, empty where nobody knows."""

    part: Part
    first: str = ""
    last: str = ""
    about: bool = False
    # An agency's key, or empty.
    agency: str = ""
    # A code of the part: the kind of a row of the chronology.
    kind: str = ""
    words: str

    @property
    def first_day(self) -> dt.date | None:
        """The day, or the first one, as a date."""
        return dt.date.fromisoformat(self.first) if self.first else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day, where it went on."""
        return dt.date.fromisoformat(self.last) if self.last else None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What an officer chose: the parts, what is taken out of them (codes), and further words to take out."""

    parts: tuple[Part, ...]
    taken: tuple[str, ...] = ()
    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Papers before they are confirmed: as they are, as they would be, and what may be taken out.

    `seen` names what the officer looked at, for which agency, and with what taken out: another text, and the same one
    with something else left in it, is not confirmed unseen.
    """

    lines: tuple[Line, ...]
    shown: tuple[Line, ...]
    offered: tuple[Offered, ...]
    missing: tuple[str, ...]
    seen: str


@dataclass(frozen=True, kw_only=True)
class OpenedPack:
    """Papers as they are read."""

    listed: ListedPack
    lines: tuple[Line, ...]

    def of(self, part: Part) -> list[Line]:
        """The lines of a part."""
        return [line for line in self.lines if line.part is part]

    @property
    def parts(self) -> list[Part]:
        """The parts that there are."""
        return [part for part in Part if self.of(part)]


def propose(
    case_id: uuid.UUID, agency: str, choice: Choice, *, by: Actor, key: Key, today: dt.date, is_first: bool = False
) -> Proposal:
    """What papers would say. `is_first`: everything that is suggested is taken out, as a page begins.

    Raises NotFoundError, KeyMissingError, services.ReasonNeededError.
    """
    opened = services.read(case_id, by=by, key=key, today=today)
    lines = tuple(line for line in _lines(opened, key) if line.part in choice.parts)
    words = [line.words for line in lines]
    offered = offer(words)
    taken = codes_of(offered) if is_first else choice.taken
    done = cut(words, taken, choice.typed)
    shown = tuple(_with(line, text) for line, text in zip(lines, done.texts, strict=True))
    return Proposal(lines=lines, shown=shown, offered=offered, missing=done.missing, seen=_seen(agency, lines, shown))


@transaction
def make(
    case_id: uuid.UUID,
    agency: str,
    choice: Choice,
    *,
    seen: str,
    talked: Talked = NOT_TALKED,
    by: Actor,
    key: Key,
    today: dt.date,
) -> uuid.UUID:
    """Keep papers as the officer saw and confirmed them, and give them to the agency.

    Raises RefusedError where the agency is blocked, nothing is left to read, words to take out stand nowhere, the text
    is not the one that was looked at, or nobody has talked to the person affected about it; and as `propose` does.
    """
    queries.hold_case(case_id, by)
    sharing.require_sharing(case_id, agency)
    proposal = propose(case_id, agency, choice, by=by, key=key, today=today)
    if (fault := _fault(proposal, seen)) is not None:
        raise RefusedError(fault)
    require_talked(case_id, (agency,), talked, key=key, by=by, today=today)
    place = sharing.place_of(case_id, agency, key=key)
    row = _row(case_id, agency, place.id, by, today)
    sealer = sealer_for(PACK, row.id, keys=("content", PublicKey(place.public_half)))
    row.sealed_key = sealer.wrapped
    row.body = sealer.seal("body", json.dumps([asdict(line) for line in proposal.shown]))
    db.session.add(row)
    db.session.flush()
    _give(row, by)
    return row.id


@transaction
def withdraw(case_id: uuid.UUID, pack_id: uuid.UUID, *, by: Actor, today: dt.date) -> None:
    """Take papers back: the agency reads them no more. Raises NotFoundError."""
    queries.hold_case(case_id, by)
    row = _of_case(case_id, pack_id)
    if row.withdrawn_on is None:
        row.withdrawn_on = today
        close_item(PACK_KIND, subject=(PACK, row.id), by=by, outcome="withdrawn")
        record("case_pack.withdrawn", by=by, kind=PACK, key=row.id.hex)
        db.session.flush()


def read(case_id: uuid.UUID, pack_id: uuid.UUID, *, by: Actor, key: Key) -> OpenedPack:
    """Papers as an agency was given them, for an officer of the case. Raises NotFoundError, KeyMissingError."""
    queries.get_row(case_id, queries.reach_of(by))
    opened = _opened(_of_case(case_id, pack_id), key)
    _note_read(pack_id, by)
    return opened


def read_for(partner: Partner, pack_id: uuid.UUID, *, key: Key) -> OpenedPack:
    """Papers for the partner's own agency; written down as a read. Raises NotFoundError, KeyMissingError."""
    row = partners.get_pack_for(partner, pack_id)
    opened = _opened(row, sharing.ring_of(row.place_id, partner.officer_id, key))
    _note_read(pack_id, partner.actor, is_partner=True)
    return opened


def _lines(opened: OpenedCase, key: Key) -> Iterable[Line]:
    """The parts of a case in words. No name, address or way to reach anybody, no block and no accused is among them."""
    application = opened.application
    for kept in reports_of(application, opened.events):
        incident = kept.incident
        said = (incident.what, incident.where, incident.did)
        yield Line(
            part=Part.INCIDENTS,
            first=_iso(incident.happened_from),
            last=_iso(incident.happened_to),
            about=incident.approximately,
            agency=incident.agency,
            words="\n".join(words for words in said if words),
        )
    if application.harm_words:
        yield Line(part=Part.HARM, words=application.harm_words)
    if application.wishes:
        yield Line(part=Part.WISHES, words=application.wishes)
    for row in chronology.opened(opened.listed.id, key=key):
        yield Line(
            part=Part.CHRONOLOGY,
            first=_iso(row.happened_on),
            last=_iso(row.happened_until),
            about=row.approximately,
            agency=row.agency,
            kind=row.kind.value,
            words=row.words,
        )
    for each in opened.recommendations:
        yield Line(part=Part.RECOMMENDATIONS, first=_iso(each.due_on), agency=each.agency, words=each.text)


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _with(line: Line, words: str) -> Line:
    return Line(**{**asdict(line), "words": words})


def _fault(proposal: Proposal, seen: str) -> Fault | None:
    if not proposal.lines:
        return Fault.NOTHING_SAID
    # A slip in a name that was to be taken out leaves the name in.
    if proposal.missing:
        return Fault.NOWHERE
    return None if proposal.seen == seen else Fault.CHANGED


def _seen(agency: str, *texts: Sequence[Line]) -> str:
    whole = [agency, *([asdict(line) for line in lines] for lines in texts)]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _row(case_id: uuid.UUID, agency: str, place_id: uuid.UUID, by: Actor, today: dt.date) -> CasePack:
    newest = select(func.max(CasePack.number)).where(CasePack.place_id == place_id)
    return CasePack(
        id=uuid.uuid4(),
        case_id=case_id,
        place_id=place_id,
        agency=agency,
        reference=new_reference(current_partnership().reference_prefix),
        number=(db.session.scalar(newest) or 0) + 1,
        made_on=today,
        made_by=str(by),
    )


def _give(row: CasePack, by: Actor) -> None:
    subject, label = (PACK, row.id), row.reference
    open_item(PACK_KIND, subject=subject, label=label, by=by, agency=row.agency, is_new=True, part_of=row.case_id)
    record("case_pack.made", by=by, kind=PACK, key=row.id.hex, changes={"agency": (None, row.agency)})
    sharing.tell_of_work(row.case_id, row.agency, dedupe=f"pack:{row.id.hex}")


def _of_case(case_id: uuid.UUID, pack_id: uuid.UUID) -> CasePack:
    row = db.session.get(CasePack, pack_id)
    if row is None or row.case_id != case_id:
        raise NotFoundError
    return row


def _opened(row: CasePack, key: Key) -> OpenedPack:
    body = json.loads(opener_for(row, PACK, key=key).text("body", row.body) or "[]")
    lines = tuple(Line(**{**line, "part": Part(line["part"])}) for line in body)
    return OpenedPack(listed=packed(row), lines=lines)


@transaction
def _note_read(pack_id: uuid.UUID, by: Actor, *, is_partner: bool = False) -> None:
    record("case_pack.read", by=by, kind=PACK, key=pack_id.hex)
    if is_partner:
        close_item(PACK_KIND, subject=(PACK, pack_id), by=by, outcome="read")
