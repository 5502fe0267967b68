"""How an agency reads what it was asked, and nothing else: a key pair of its own in each case.

An agency's partners hold no content key. The pair's private half is sealed to the officers of the partnership, and
closed for each partner's own pair (as a grant is); a record that the agency may read is sealed to both. With one
process for all (TIER=all) the content key is a file, and what a partner may see is a question of rights alone.
"""

import uuid

from sqlalchemy import select

from webapp.accounts import queries as accounts
from webapp.accounts.permissions import Officer, Permission
from webapp.accounts.services.telling import tell
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import PLACE
from webapp.casereview.agencies.models import CaseAgency, CaseAgencyKey
from webapp.casereview.cases import queries
from webapp.casereview.cases.queries import Reach
from webapp.casereview.rules.agency_codes import Fault
from webapp.config import Tier
from webapp.database import db
from webapp.kit.installation import current_settings
from webapp.kit.transaction import require_transaction
from webapp.sealing import queries as pairs
from webapp.sealing.boxes import Keyring, PrivateKey, PublicKey, SealBrokenError, unwrap, wrap
from webapp.sealing.models import Purpose
from webapp.sealing.services import ErasedError, opener_for, public_key, sealer_for
from webapp.sealing.unlocking import keyring

Key = PrivateKey | Keyring | None
# Where partners find what waits for them; put together without a request, which a test compares.
LIST = "/desk/case-requests"


def place_of(case_id: uuid.UUID, agency: str, *, key: Key) -> CaseAgency:
    """The agency's place in a case, made at the first use; its partners at work are let in. Inside @transaction only.

    The caller holds the case, so that of two that ask an agency for the first time the second finds the place. Raises
    KeyMissingError where the place is there already and the officer's key does not open it.
    """
    require_transaction("place_of")
    found = find_place(case_id, agency)
    if found is None:
        found, half = _new_place(case_id, agency)
    else:
        half = _half_of(found, key)
    _let_in(found, half)
    return found


def find_place(case_id: uuid.UUID, agency: str) -> CaseAgency | None:
    """The agency's place in a case, if it was asked or told anything yet."""
    wanted = select(CaseAgency).where(CaseAgency.case_id == case_id, CaseAgency.agency == agency)
    return db.session.scalar(wanted)


def public_half(place_id: uuid.UUID) -> PublicKey:
    """What closes a record for an agency."""
    return PublicKey(db.session.get_one(CaseAgency, place_id).public_half)


def partners_of(case_id: uuid.UUID, agency: str) -> list[Officer]:
    """The agency's partners at work who may see what it is asked in this case."""
    blocked = queries.blocked_of(case_id)
    if blocked.keeps_out(agency=agency):
        return []
    return [
        officer
        for officer in accounts.list_officers_who_may(Permission.ANSWER)
        if officer.agency == agency and officer.id not in blocked.officers
    ]


def list_shut_out(place: CaseAgency) -> list[Officer]:
    """Partners who cannot open what their agency was asked: they came, or began anew, after it was asked."""
    held = set(db.session.scalars(select(CaseAgencyKey.officer_id).where(CaseAgencyKey.place_id == place.id)))
    return [
        officer
        for officer in partners_of(place.case_id, place.agency)
        if officer.id not in held and pairs.find_officer(officer.id) is not None
    ]


def ring_of(place_id: uuid.UUID, officer_id: uuid.UUID, key: Key) -> Key:
    """What a partner opens the agency's records with: the agency's pair, by the partner's own key."""
    closed = db.session.get(CaseAgencyKey, (place_id, officer_id))
    if closed is None or not isinstance(key, PrivateKey):
        return key
    try:
        return Keyring([PrivateKey(key.open(closed.closed_half))])
    except SealBrokenError:
        return key


def add_reader(wrapped: bytes | None, *readers: PublicKey, key: Key) -> bytes:
    """A record's data key, wrapped to the officers and to `readers`: for a record that they shall read from now on.

    Raises KeyMissingError, ErasedError.
    """
    if wrapped is None:
        raise ErasedError("This record was erased.")
    ring = key if isinstance(key, Keyring) else keyring(key)
    return wrap(unwrap(wrapped, ring), public_key(Purpose.CONTENT), *readers)


def is_kept_out(case_id: uuid.UUID, agency: str) -> bool:
    """Whether a whole agency must see nothing of a case.

    The public tier may not read who is kept from what; there the request itself says it: `exclusion` has withdrawn it
    and ended its links, in the transaction that keeps the agency out.
    """
    if current_settings().tier is Tier.PUBLIC:
        return False
    return queries.is_blocked(case_id, Reach(agency=agency))


def may_share(case_id: uuid.UUID, agency: str) -> bool:
    """Whether an agency may be shown anything of a case."""
    try:
        require_sharing(case_id, agency)
    except RefusedError:
        return False
    return True


def require_sharing(case_id: uuid.UUID, agency: str) -> None:
    """Raise RefusedError where an agency must be shown nothing of a case, or nobody can know yet whether it must.

    Until an officer has said whom the applicant meant by who must not see the case, that may be this very agency.
    """
    blocked = queries.blocked_of(case_id)
    if blocked.is_open:
        raise RefusedError(Fault.UNMATCHED)
    if blocked.keeps_out(agency=agency):
        raise RefusedError(Fault.BLOCKED)


def take_out_everywhere(case_id: uuid.UUID, officer_id: uuid.UUID) -> int:
    """Have one partner open nothing of a case any more; returns how many places they lose."""
    places = select(CaseAgency.id).where(CaseAgency.case_id == case_id)
    wanted = select(CaseAgencyKey).where(CaseAgencyKey.place_id.in_(places), CaseAgencyKey.officer_id == officer_id)
    found = db.session.scalars(wanted).all()
    for row in found:
        db.session.delete(row)
    return len(found)


def tell_of_work(case_id: uuid.UUID, agency: str, *, dedupe: str) -> int:
    """Tell an agency's partners that something waits on the desk, never what; returns how many there are."""
    parameters = {"link": LIST}
    return sum(
        tell(officer.id, "case_work_waits", parameters=parameters, dedupe=dedupe)
        for officer in partners_of(case_id, agency)
    )


def take_out(place: CaseAgency) -> None:
    """Have all partners of an agency open nothing of its place any more."""
    for row in db.session.scalars(select(CaseAgencyKey).where(CaseAgencyKey.place_id == place.id)).all():
        db.session.delete(row)


def _new_place(case_id: uuid.UUID, agency: str) -> tuple[CaseAgency, PrivateKey]:
    half, place_id = PrivateKey.new(), uuid.uuid4()
    sealer = sealer_for(PLACE, place_id)
    row = CaseAgency(
        id=place_id,
        case_id=case_id,
        agency=agency,
        public_half=bytes(half.public),
        sealed_key=sealer.wrapped,
        private_half=sealer.seal("private_half", half.reveal()),
    )
    db.session.add(row)
    db.session.flush()
    return row, half


def _half_of(place: CaseAgency, key: Key) -> PrivateKey:
    content = opener_for(place, PLACE, key=key).content("private_half", place.private_half)
    if content is None:
        raise ErasedError("This record was erased.")
    return PrivateKey(content)


def _let_in(place: CaseAgency, half: PrivateKey) -> None:
    """Close the private half for each partner who has a pair; who has it already keeps it."""
    for officer in list_shut_out(place):
        pair = pairs.find_officer(officer.id)
        if pair is not None:
            closed = PublicKey(pair.public_half).close(half.reveal())
            db.session.add(CaseAgencyKey(place_id=place.id, officer_id=officer.id, closed_half=closed))
    db.session.flush()
