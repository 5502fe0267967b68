"""One-time links by e-mail: asked for by anybody, sent to who is known, used once by one browser.

Whoever types an address is told the same, known or not: the public pages only write down that somebody asked, and the
worker, which alone can look, does the rest. Opening a link's page uses nothing; what opens nothing is answered alike.
"""

import datetime as dt
import hashlib
import re
import secrets
import uuid
from dataclasses import dataclass, field

from sqlalchemy import delete, func, or_, select, update

from webapp.audit.actors import PUBLIC, SYSTEM
from webapp.audit.services import record
from webapp.database import db
from webapp.joining import items
from webapp.joining.models import JoinContact, JoinLink, JoinLinkAsk
from webapp.joining.rules import LINK_LIFE, MOST_LINKS_AN_HOUR, VISIT_LIFE
from webapp.joining.services.sealed import index_of_email, open_contact
from webapp.kit.jobs import enqueue
from webapp.kit.transaction import transaction
from webapp.notices.services import send
from webapp.sealing.boxes import SealBrokenError
from webapp.sealing.fenced import each_alone
from webapp.sealing.models import Purpose
from webapp.sealing.services import ErasedError, opener_for, sealer_for

ASK = "join_link_ask"
SEND_JOB = "joining.send_links"
PATH = "/join/mine"
TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# A flood of asks from thousands of places delays nobody for longer than some minutes.
AT_ONCE = 1000
# The index of a contact without an address, or whom nobody can open: it is not looked at again, and is nobody's.
NO_MAILBOX = b""
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A browser that has used a link: the mailbox whose places it may look after."""

    link_id: uuid.UUID
    email_index: bytes = field(repr=False)
    ends_at: dt.datetime
    # What shows the worker that a request came by this visit, and not by who could only write into the table.
    proof: str = field(repr=False)


@transaction
def ask(email: str, *, language: str, now: dt.datetime) -> None:
    """Note that somebody wants a link; nothing here knows whether the address is anybody's."""
    row_id = uuid.uuid4()
    sealer = sealer_for(ASK, row_id, keys=(Purpose.DELIVERY,))
    db.session.add(
        JoinLinkAsk(
            id=row_id,
            language=language,
            asked_at=now,
            sealed_key=sealer.wrapped,
            email=sealer.seal("email", email.strip()),
        )
    )
    db.session.flush()
    enqueue(SEND_JOB)


def send_waiting(*, now: dt.datetime) -> int:
    """Send the links that were asked for, each in a transaction of its own; returns how many left."""
    wanted = select(JoinLinkAsk.id).order_by(JoinLinkAsk.asked_at, JoinLinkAsk.id).limit(AT_ONCE)
    return each_alone(db.session.scalars(wanted).all(), lambda each: _send_one(each, now=now))


@transaction
def use(token: str, *, now: dt.datetime) -> str | None:
    """Use a link up, and give the secret of the visit that begins; None for whatever opens nothing.

    Of two uses at the same moment one wins: a single statement both looks and takes.
    """
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    taken = (
        update(JoinLink)
        .where(
            JoinLink.token_hash == _hash(token),
            JoinLink.used_at.is_(None),
            JoinLink.ended_at.is_(None),
            JoinLink.expires_at > now,
        )
        .values(used_at=now, visit_hash=_hash(proof_of(secret)), visit_ends_at=now + VISIT_LIFE, **_shown(token))
        .returning(JoinLink.id)
        .execution_options(synchronize_session=False)
    )
    link_id = db.session.scalar(taken)
    act = "join_link.refused" if link_id is None else "join_link.used"
    record(act, by=PUBLIC, kind=items.LINK, key="" if link_id is None else link_id.hex, at=now)
    return None if link_id is None else secret


def find_visit(secret: str, *, now: dt.datetime) -> Visit | None:
    """The visit of a browser's secret while it lasts."""
    if not secret:
        return None
    proof = proof_of(secret)
    wanted = select(JoinLink).where(
        JoinLink.visit_hash == _hash(proof), JoinLink.visit_ends_at > now, JoinLink.ended_at.is_(None)
    )
    row = db.session.scalar(wanted.execution_options(populate_existing=True))
    if row is None or row.visit_ends_at is None:
        return None
    return Visit(link_id=row.id, email_index=row.email_index, ends_at=row.visit_ends_at, proof=proof)


def proof_of(secret: str) -> str:
    """What a visit shows of itself: the database keeps only its hash, so who reads the table can show none."""
    return _hash(secret)


def is_proved(proof: str | None, premises_id: uuid.UUID) -> bool:
    """Whether somebody who looks after this place had the visit that `proof` is of; it may be over by now."""
    if not proof:
        return False
    wanted = (
        select(JoinContact.id)
        .join(JoinLink, JoinLink.email_index == JoinContact.email_index)
        .where(JoinLink.visit_hash == _hash(proof), JoinLink.used_at.is_not(None))
        .where(JoinContact.premises_id == premises_id)
        .where(JoinContact.confirmed_on.is_not(None), JoinContact.ended_on.is_(None))
    )
    return db.session.scalar(wanted.limit(1)) is not None


@transaction
def end_visit(visit: Visit, *, now: dt.datetime) -> None:
    """Leave: the browser's secret opens nothing any more. Safe to repeat."""
    # What it was stays: the worker may still have to see that a request came by it.
    ended = update(JoinLink).where(JoinLink.id == visit.link_id, JoinLink.ended_at.is_(None)).values(ended_at=now)
    db.session.execute(ended.execution_options(synchronize_session=False))
    record("join_link.left", by=PUBLIC, kind=items.LINK, key=visit.link_id.hex, at=now)


@transaction
def forget(*, now: dt.datetime) -> int:
    """Remove links and visits that are over, and what was asked an hour ago and could not be looked at."""
    is_over = JoinLink.expires_at <= now - HOUR
    visit_is_over = or_(JoinLink.visit_ends_at.is_(None), JoinLink.visit_ends_at <= now)
    links = db.session.scalars(delete(JoinLink).where(is_over, visit_is_over).returning(JoinLink.id)).all()
    asks = db.session.scalars(
        delete(JoinLinkAsk).where(JoinLinkAsk.asked_at <= now - 24 * HOUR).returning(JoinLinkAsk.id)
    ).all()
    return len(links) + len(asks)


@transaction
def index_contact(contact_id: uuid.UUID) -> bool:
    """Give a contact that came by the public tier its index; whether it had none."""
    row = db.session.get(JoinContact, contact_id, with_for_update=True, populate_existing=True)
    if row is None or row.email_index is not None or row.sealed_key is None:
        return False
    try:
        row.email_index = index_of_email(open_contact(row).email) or NO_MAILBOX
    except (ErasedError, SealBrokenError, ValueError):
        row.email_index = NO_MAILBOX
    return row.email_index != NO_MAILBOX


def index_contacts() -> int:
    """The same for all; returns how many."""
    wanted = select(JoinContact.id).where(JoinContact.email_index.is_(None), JoinContact.ended_on.is_(None))
    found = db.session.scalars(wanted.order_by(JoinContact.id).limit(AT_ONCE)).all()
    return each_alone(found, index_contact)


@transaction
def _send_one(ask_id: uuid.UUID, *, now: dt.datetime) -> bool:
    row = db.session.get(JoinLinkAsk, ask_id, with_for_update=True, populate_existing=True)
    if row is None:
        return False
    try:
        email = opener_for(row, ASK).text("email", row.email) or ""
    except (ErasedError, SealBrokenError, ValueError):
        # Nobody will ever open it: it is forgotten with the others.
        email = ""
    language = row.language
    db.session.delete(row)
    db.session.flush()
    index = index_of_email(email)
    if index is None or not _is_known(index) or _had_enough(index, now):
        return False
    _make(index, email, language, now=now)
    return True


def _make(index: bytes, email: str, language: str, *, now: dt.datetime) -> None:
    """Make a link, which ends those before it: only the newest opens anything."""
    earlier = update(JoinLink).where(
        JoinLink.email_index == index, JoinLink.used_at.is_(None), JoinLink.ended_at.is_(None)
    )
    db.session.execute(earlier.values(ended_at=now).execution_options(synchronize_session=False))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = JoinLink(id=uuid.uuid4(), email_index=index, token_hash=_hash(token), expires_at=now + LINK_LIFE)
    db.session.add(row)
    db.session.flush()
    send("join_link", to=email, language=language, parameters={"link": f"{PATH}/{token}"}, dedupe=row.id.hex)
    record("join_link.sent", by=SYSTEM, kind=items.LINK, key=row.id.hex, at=now)


def _is_known(index: bytes) -> bool:
    wanted = select(JoinContact.id).where(JoinContact.email_index == index, JoinContact.ended_on.is_(None))
    # Locked: of two workers with two asks of one mailbox, the second one sees the first one's link and ends it.
    return db.session.scalar(wanted.order_by(JoinContact.id).limit(1).with_for_update()) is not None


def _had_enough(index: bytes, now: dt.datetime) -> bool:
    """Whether a mailbox was sent so many links lately that one more is only a nuisance."""
    lately = JoinLink.expires_at > now + LINK_LIFE - HOUR
    made = select(func.count()).select_from(JoinLink).where(JoinLink.email_index == index, lately)
    return (db.session.scalar(made) or 0) >= MOST_LINKS_AN_HOUR


def _shown(token: str) -> dict[str, str]:
    """What a trigger of PostgreSQL compares, so that nobody uses up a link whose token they do not know."""
    if db.engine.dialect.name != "postgresql":
        return {}
    # Whatever is no token is nobody's, and may be what no column holds.
    return {"token": token if TOKEN.fullmatch(token) else ""}


def _hash(secret: str) -> str:
    """What is kept of a token: it has 256 bits, so a plain hash is enough (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()
