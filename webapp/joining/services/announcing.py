"""What officers decide or change is told to the people of a place in the same transaction: each mailbox once.

What follows from where a membership stands is told by the worker (`reminding`), whichever page it was moved on.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.database import db
from webapp.joining.codes import Step
from webapp.joining.models import JoinContact, JoinTold
from webapp.joining.services.sealed import open_contact
from webapp.joining.services.telling import tell
from webapp.notices.rules import CONTROL
from webapp.sealing.boxes import SealBrokenError
from webapp.sealing.services import ErasedError

# Where they ask for their link, where a business applies, and where anybody writes to the partnership.
MINE, APPLY, CONTACT = "/join/mine", "/join", "/contact"
LONGEST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class News:
    """What is told; `subject_id` says what it is about, and `occasion` which time it was where there may be several."""

    step: Step
    subject_id: uuid.UUID
    parameters: Mapping[str, str] = field(repr=False)
    occasion: str = ""


def announce(news: News, to: Sequence[JoinContact], *, today: dt.date) -> int:
    """Tell those of `to`, in the caller's transaction; returns how many mailboxes.

    Nothing of it may be words that a business typed where somebody is told whose address nobody has checked. Raises
    KeyMissingError where this process holds no key for addresses.
    """
    told: set[str] = set()
    for contact, email in _with_addresses(to):
        if email.casefold() in told:
            continue
        told.add(email.casefold())
        tell(
            contact,
            news.step,
            to=email,
            subject_id=news.subject_id,
            about_on=today,
            occasion=news.occasion,
            today=today,
            parameters=news.parameters,
        )
    return len(told)


def refusal(link: str, to_them: str) -> dict[str, str]:
    """What every notice of a refusal says: an officer's words for the business, and the ways on."""
    return {"words": in_a_letter(to_them)[:LONGEST_WORDS], "link": link, "contact": CONTACT}


def in_a_letter(words: str) -> str:
    """Somebody's words without the signs that no letter may hold: a name of a list may have any."""
    return CONTROL.sub(" ", "\n".join(words.splitlines())).strip()


def people_of(premises: Sequence[uuid.UUID]) -> list[JoinContact]:
    """Everybody who stands for one of these places, confirmed or not."""
    wanted = select(JoinContact).where(JoinContact.premises_id.in_(premises), JoinContact.ended_on.is_(None))
    return list(db.session.scalars(wanted.order_by(JoinContact.premises_id, JoinContact.id)))


def confirmed_of(premises_id: uuid.UUID) -> list[JoinContact]:
    """Those who stand for a place and whom an officer has talked to."""
    return [each for each in people_of([premises_id]) if each.confirmed_on is not None]


def applicants_of(application_id: uuid.UUID) -> list[JoinContact]:
    """Those who have the receipt of an application: nobody has checked any other address in it."""
    wanted = (
        select(JoinContact)
        .join(JoinTold, JoinTold.contact_id == JoinContact.id)
        .where(JoinTold.subject_id == application_id, JoinTold.step == Step.RECEIVED, JoinContact.ended_on.is_(None))
    )
    return list(db.session.scalars(wanted.order_by(JoinContact.id)))


def _with_addresses(contacts: Sequence[JoinContact]) -> Iterator[tuple[JoinContact, str]]:
    for contact in contacts:
        try:
            email = open_contact(contact).email
        except (ErasedError, SealBrokenError):
            continue
        if email:
            yield contact, email
