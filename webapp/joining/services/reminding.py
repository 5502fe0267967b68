"""What the worker tells businesses: that their membership stands somewhere new, and that its date comes near.

It compares what is with what was told, so it does not matter by which page a membership was moved, or whether a run was
missed: each step is told once for its date, and of several reminders that were missed only the latest.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import exists, select

from webapp.database import db
from webapp.joining import queries
from webapp.joining.codes import RequestKind, RequestState, Step
from webapp.joining.models import JoinContact, JoinPremises, JoinRequest, JoinTold
from webapp.joining.rules import REMINDERS, STEP_OF, reminder_on
from webapp.joining.services.announcing import CONTACT, MINE, in_a_letter
from webapp.joining.services.sealed import open_contact
from webapp.joining.services.telling import tell
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import SealBrokenError
from webapp.sealing.fenced import each_alone
from webapp.sealing.services import ErasedError
from webapp.venues import queries as venues
from webapp.venues.hours import day_of
from webapp.venues.models import Membership, Venue
from webapp.venues.queries import KeptMembership, KeptVenue
from webapp.venues.rules import GRACE, MembershipState

AT_ONCE = 200
# What may come about more than once, and is told each time: a place that is back on the list was off it before.
EACH_TIME = frozenset({MembershipState.TRAINING_BOOKED, MembershipState.ACTIVE, MembershipState.SUSPENDED})
# What everybody is told who applied for a place; the rest is for those whom an officer has talked to.
ON_THE_WAY = frozenset({Step.SCREENING, Step.TRAINING_BOOKED, Step.TRAINED, Step.AUDITED})
# Days after which a step is old news: who is let in to an old membership is not told its whole history.
NEWS_FOR = dt.timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class _News:
    """A step, the day that it is about, and which time it was where a step may come again."""

    step: Step
    about_on: dt.date
    occasion: str = ""


def tell_news(*, today: dt.date) -> int:
    """Tell of memberships that stand somewhere new; returns how many messages were written. Safe to repeat."""
    stands = each_alone(_with_contacts(today), lambda each: _tell(each, _step_of(each), today))
    renewed = each_alone(
        _renewed(today), lambda each: _tell(each[0], _News(step=Step.RENEWED, about_on=each[1]), today)
    )
    return stands + renewed


def remind(*, today: dt.date) -> int:
    """Remind of dates that come near or have passed; returns how many messages were written. Safe to repeat."""
    return each_alone(_near(today), lambda each: _tell(each, _reminder_of(each, today), today))


def _step_of(kept: KeptMembership) -> _News | None:
    step, moved_at = STEP_OF.get(kept.state), kept.moved_at if kept.state in EACH_TIME else None
    on = _since(kept) if moved_at is None else day_of(moved_at)
    if step is None or on is None:
        return None
    return _News(step=step, about_on=on, occasion="" if moved_at is None else moved_at.isoformat())


def _since(kept: KeptMembership) -> dt.date | None:
    """The day from which a membership stands where it does, as far as its facts tell."""
    facts = kept.facts
    days: Mapping[MembershipState, dt.date | None] = {
        MembershipState.SCREENING: facts.applied_on,
        MembershipState.TRAINING_BOOKED: facts.applied_on,
        MembershipState.TRAINED: facts.trained_on,
        MembershipState.AUDITED: facts.audited_on,
        MembershipState.ACTIVE: kept.listed_from,
        MembershipState.SUSPENDED: kept.listed_from,
    }
    return days.get(kept.state, kept.ended_on)


def _reminder_of(kept: KeptMembership, today: dt.date) -> _News | None:
    if kept.check_due_on is None:
        return None
    step = reminder_on(kept.check_due_on, today)
    return None if step is None else _News(step=step, about_on=kept.check_due_on)


@transaction
def _tell(kept: KeptMembership, news: _News | None, today: dt.date) -> int:
    """Tell those who stand for a place and were not told yet; from the list on, whom an officer has confirmed."""
    if news is None:
        return 0
    venue, told = venues.get_by_id(kept.venue_id), 0
    for contact in _untold(kept, news):
        try:
            email = open_contact(contact).email
        except (ErasedError, SealBrokenError):
            continue
        if email:
            given = parameters_of(news.step, venue, kept)
            tell(contact, to=email, subject_id=kept.id, today=today, parameters=given, **asdict(news))
            told += 1
    return told


def parameters_of(step: Step, venue: KeptVenue, kept: KeptMembership) -> dict[str, str]:
    """What the text of a step needs; the name of a place that was taken in is public or about to be."""
    given = {"place": in_a_letter(venue.content.name)}
    due = kept.check_due_on
    if step in {Step.WITHDRAWN, Step.CLOSED}:
        return {**given, "contact": CONTACT}
    if step is Step.LISTED:
        return {**given, "link": f"/venues/{venue.slug}"}
    if step in {each for each, _ in REMINDERS} and due is not None:
        return {**given, "due_on": due.isoformat(), "hidden_on": (due + GRACE).isoformat(), "mine": MINE}
    return given


def _untold(kept: KeptMembership, news: _News) -> list[JoinContact]:
    was_told = exists().where(
        JoinTold.contact_id == JoinContact.id,
        JoinTold.subject_id == kept.id,
        JoinTold.step == news.step,
        JoinTold.about_on == news.about_on,
        JoinTold.occasion == news.occasion,
    )
    wanted = (
        select(JoinContact)
        .join(JoinPremises, JoinPremises.id == JoinContact.premises_id)
        .where(JoinPremises.venue_id == kept.venue_id, JoinContact.ended_on.is_(None), ~was_told)
    )
    if news.step not in ON_THE_WAY:
        # Anybody may write an application "for" a place that is on the list: they hear nothing of it by that.
        wanted = wanted.where(JoinContact.confirmed_on.is_not(None))
    return list(db.session.scalars(wanted.order_by(JoinContact.id).limit(AT_ONCE)))


def _with_contacts(today: dt.date) -> Iterator[KeptMembership]:
    """Memberships of places that came by an application, of which something may be new."""
    has_people = exists().where(JoinPremises.venue_id == Membership.venue_id)
    lately = today - NEWS_FOR
    is_new = (
        (Membership.applied_on >= lately)
        | (Membership.trained_on >= lately)
        | (Membership.audited_on >= lately)
        | (Membership.listed_from >= lately)
        | (Membership.ended_on >= lately)
        | (Membership.moved_at >= dt.datetime.combine(lately, dt.time(), dt.UTC))
        | Membership.state.in_((MembershipState.SCREENING, MembershipState.TRAINING_BOOKED, MembershipState.SUSPENDED))
    )
    wanted = select(Membership.id).where(has_people, is_new)
    for membership_id in list(db.session.scalars(wanted.order_by(Membership.id))):
        yield venues.get_membership(_fresh(membership_id))


def _near(today: dt.date) -> Iterator[KeptMembership]:
    """Listed memberships whose date is near or past, of places that are not off the site.

    Who has sent a renewal is not asked for one while it waits for us.
    """
    first = REMINDERS[0][1]
    wanted = (
        select(Membership.id)
        .join(Venue, Venue.id == Membership.venue_id)
        .where(
            Membership.state == MembershipState.ACTIVE,
            Membership.check_due_on <= today - first,
            Venue.removed_at.is_(None),
            ~queries.renewal_waits(),
            exists().where(JoinPremises.venue_id == Membership.venue_id),
        )
        .order_by(Membership.id)
    )
    for membership_id in list(db.session.scalars(wanted)):
        yield venues.get_membership(_fresh(membership_id))


def _renewed(today: dt.date) -> Iterator[tuple[KeptMembership, dt.date]]:
    """Listed memberships whose renewal was accepted lately, with the day."""
    wanted = select(JoinRequest.membership_id, JoinRequest.decided_on).where(
        JoinRequest.kind == RequestKind.RENEWAL,
        JoinRequest.state == RequestState.DONE,
        JoinRequest.decided_on >= today - NEWS_FOR,
    )
    for membership_id, decided_on in list(db.session.execute(wanted.order_by(JoinRequest.id))):
        if membership_id is not None and decided_on is not None:
            kept = venues.get_membership(_fresh(membership_id))
            if kept.state is MembershipState.ACTIVE:
                yield kept, decided_on


def _fresh(membership_id: uuid.UUID) -> uuid.UUID:
    """The id, with nothing remembered of its row from a transaction before."""
    db.session.expire_all()
    return membership_id
