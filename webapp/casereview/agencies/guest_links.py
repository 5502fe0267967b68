"""Links with which somebody without an account answers one request, once: made and ended by officers.

A link carries a token, and a code of eight letters goes another way (by telephone). Only both together open the pair
that the request is closed for; the database holds a hash of the token and nothing of the code.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies import sharing
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.items import GUEST
from webapp.casereview.agencies.models import CaseGuest, CaseRequest
from webapp.casereview.agencies.sharing import Key
from webapp.casereview.cases import queries
from webapp.casereview.rules.agency_codes import Fault, RequestState
from webapp.database import db
from webapp.kit.clock import LONDON, utc_now
from webapp.kit.orm import locked
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.partnership.current import default_language
from webapp.sealing.boxes import PrivateKey
from webapp.sealing.services import opener_for, sealer_for
from webapp.sealing.stretching import lock_under

# Without letters and figures that look or sound like others: 39 bits, and five tries are let in.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
TOKEN_BYTES = 32
MOST_WRONG = 5
LINK_DAYS = 10
MOST = 50


@dataclass(frozen=True, kw_only=True)
class NewLink:
    """A link with its code, told this once."""

    path: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ListedLink:
    """A link as officers see it: for whom it is, and what became of it; nothing that opens it."""

    id: uuid.UUID
    whom: str
    made_on: dt.date
    made_by: str
    expires_at: dt.datetime
    used_at: dt.datetime | None
    ended_at: dt.datetime | None
    wrong: int

    def is_open(self, now: dt.datetime) -> bool:
        """Whether somebody could still use it."""
        unused = self.used_at is None and self.ended_at is None
        return unused and self.wrong < MOST_WRONG and self.expires_at > now


def make(
    case_id: uuid.UUID, request_id: uuid.UUID, *, whom: str, email: str = "", by: Actor, key: Key, now: dt.datetime
) -> NewLink:
    """Make a link for a request, which ends an older one; with `email` the site sends the link, never the code.

    Not in a transaction: stretching the code may have to wait for its turn, and nobody could write meanwhile. Raises
    RefusedError, NotFoundError, KeyMissingError, TooBusyError.
    """
    queries.get_row(case_id, queries.reach_of(by))
    if reads.get_request(case_id, request_id).state != RequestState.ASKED:
        raise RefusedError(Fault.NOT_ASKED)
    token, code, half = secrets.token_urlsafe(TOKEN_BYTES), new_code(), PrivateKey.new()
    link = _row(request_id, token, code, half, whom, by, now)
    path = f"/asb-case-review/answer/{token}"
    made = NewLink(path=path, code=spoken(code), expires_at=link.expires_at)
    _keep(case_id, link, half, path, email, by=by, key=key)
    return made


@transaction
def _keep(case_id: uuid.UUID, link: CaseGuest, half: PrivateKey, path: str, email: str, *, by: Actor, key: Key) -> None:
    queries.hold_case(case_id, by)
    row = locked(CaseRequest, link.request_id)
    if row is None or row.state != RequestState.ASKED:
        raise RefusedError(Fault.NOT_ASKED)
    sharing.require_sharing(case_id, row.agency)
    end_links(row.id, by=by)
    row.sealed_key = sharing.add_reader(row.sealed_key, sharing.public_half(row.place_id), half.public, key=key)
    db.session.add(link)
    db.session.flush()
    record("case_guest.made", by=by, kind=GUEST, key=link.id.hex, changes={"request": (None, row.id)})
    if email:
        _send(email, path, link)


def end_links(request_id: uuid.UUID, *, by: Actor) -> int:
    """End every link of a request, and the visit of a browser that used one; in the caller's transaction."""
    ended = 0
    # Each of them, however many were made: a link that was passed over would go on opening the request.
    wanted = select(CaseGuest).where(CaseGuest.request_id == request_id, CaseGuest.ended_at.is_(None))
    for row in db.session.scalars(wanted.order_by(CaseGuest.id)).all():
        close_up(row)
        record("case_guest.ended", by=by, kind=GUEST, key=row.id.hex)
        ended += 1
    db.session.flush()
    return ended


def close_up(row: CaseGuest) -> None:
    """Leave nothing in a link that could open anything."""
    row.ended_at = utc_now()
    row.closed_half = row.visit_half = row.visit_hash = None


@transaction
def end(case_id: uuid.UUID, request_id: uuid.UUID, *, by: Actor) -> None:
    """End the links of a request. Raises NotFoundError."""
    queries.hold_case(case_id, by)
    reads.get_request(case_id, request_id)
    end_links(request_id, by=by)


def list_links(request_id: uuid.UUID, *, key: Key) -> list[ListedLink]:
    """The links that were made for a request, the newest first. Raises KeyMissingError."""
    wanted = (
        select(CaseGuest)
        .where(CaseGuest.request_id == request_id)
        .order_by(CaseGuest.expires_at.desc(), CaseGuest.id)
        .limit(MOST)
    )
    return [
        ListedLink(
            id=row.id,
            whom=opener_for(row, GUEST, key=key).text("whom", row.whom) or "",
            made_on=row.made_on,
            made_by=row.made_by,
            expires_at=row.expires_at,
            used_at=row.used_at,
            ended_at=row.ended_at,
            wrong=row.wrong,
        )
        for row in db.session.scalars(wanted)
    ]


def token_hash(token: str) -> str:
    """What is kept of a token: it has 256 bits, so a plain hash is enough (ASVS 6.5.2)."""
    return hashlib.sha256(token.encode()).hexdigest()


def together(token: str, code: str) -> str:
    """Token and code as the one passphrase that they are; `code` as it was typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return f"{token} {letters}"


def new_code() -> str:
    """Eight letters for the telephone."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def spoken(code: str) -> str:
    """A code as it is shown: in two parts."""
    return f"{code[:4]}-{code[4:]}"


def _row(
    request_id: uuid.UUID, token: str, code: str, half: PrivateKey, whom: str, by: Actor, now: dt.datetime
) -> CaseGuest:
    link_id = uuid.uuid4()
    sealer = sealer_for(GUEST, link_id)
    return CaseGuest(
        id=link_id,
        request_id=request_id,
        token_hash=token_hash(token),
        closed_half=lock_under(together(token, code), half.reveal(), GUEST, link_id.hex),
        made_on=now.astimezone(LONDON).date(),
        made_by=str(by),
        expires_at=now + dt.timedelta(days=LINK_DAYS),
        wrong=0,
        sealed_key=sealer.wrapped,
        whom=sealer.seal("whom", whom),
    )


def _send(email: str, path: str, link: CaseGuest) -> None:
    until = link.expires_at.astimezone(LONDON).date().isoformat()
    send(
        "case_answer_link",
        to=email,
        language=default_language(),
        parameters={"link": path, "until": until},
        dedupe=f"case_guest:{link.id.hex}",
    )
