"""What a page shows of somebody's place: where each membership stands, the dates, and what can be done now."""

import datetime as dt
import uuid
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.joining import queries
from webapp.joining.codes import PremisesState, RequestKind, RequestState
from webapp.joining.mine.wording import LOOKS, NEXT, OFF_SITE, STAGES
from webapp.joining.queries import ListedRequest, MyMembership, MyPremises
from webapp.venues.life_cycle import OVER, Stage
from webapp.venues.schemes import SCHEME_BY_CODE, Scheme


@dataclass(frozen=True, kw_only=True)
class ShownMembership:
    """A membership in words."""

    id: uuid.UUID
    scheme: Scheme
    stage: Stage
    words: LazyString
    look: str
    next: LazyString
    dates: tuple[tuple[LazyString, dt.date], ...]
    may_renew: bool
    may_leave: bool
    on_list: bool
    refreshed_on: dt.date | None
    # A renewal that an officer has still to look at.
    renewal_sent_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class ShownPlace:
    """A place in words; without `slug` nobody has taken it in yet."""

    id: uuid.UUID
    number: int
    name: str
    slug: str
    state: PremisesState
    schemes: tuple[Scheme, ...]
    memberships: tuple[ShownMembership, ...]
    may_look_after: bool

    @property
    def on_list(self) -> tuple[ShownMembership, ...]:
        """The memberships for which there is a window kit: none for people whom nobody has talked to yet."""
        return tuple(each for each in self.memberships if each.on_list and self.may_look_after)


def is_on_list(place: MyPremises, membership: MyMembership, *, today: dt.date) -> bool:
    """Whether the public finds the place by this membership today: it has a window kit, and its badge is not grey."""
    return membership.has_kit and place.venue is not None and place.venue.is_on_site(today)


def shown_place(place: MyPremises, *, today: dt.date) -> ShownPlace:
    """A place as its people see it."""
    is_there = place.venue is not None and place.venue.removed_at is None
    sent = queries.list_requests(kind=RequestKind.RENEWAL, state=RequestState.WAITING, premises=[place.id])
    return ShownPlace(
        id=place.id,
        number=place.number,
        name=place.venue.content.name if place.venue else "",
        slug=place.venue.slug if place.venue else "",
        state=place.state,
        schemes=tuple(SCHEME_BY_CODE[code] for code in place.schemes),
        memberships=tuple(_membership(place, each, sent, today) for each in place.memberships if is_there),
        may_look_after=place.may_look_after and is_there,
    )


def _membership(place: MyPremises, mine: MyMembership, sent: list[ListedRequest], today: dt.date) -> ShownMembership:
    kept, on_list = mine.kept, is_on_list(place, mine, today=today)
    # An officer took the whole place off the site: the membership alone would say that it is there.
    is_off = mine.has_kit and not on_list
    waits = next((each.received_on for each in sent if each.membership_id == kept.id), None)
    return ShownMembership(
        id=kept.id,
        scheme=SCHEME_BY_CODE[kept.scheme],
        stage=mine.stage,
        words=OFF_SITE if is_off else STAGES[mine.stage],
        look="danger" if is_off else LOOKS.get(mine.stage, "quiet"),
        next=NEXT[Stage.SUSPENDED] if is_off else NEXT[mine.stage],
        dates=_dates(mine),
        may_renew=place.may_look_after and mine.may_renew and waits is None,
        may_leave=place.may_look_after and mine.stage not in OVER,
        on_list=on_list,
        refreshed_on=queries.last_refresh(kept.id).last_on,
        renewal_sent_on=waits,
    )


def _dates(mine: MyMembership) -> tuple[tuple[LazyString, dt.date], ...]:
    kept = mine.kept
    found = (
        (_l("Staff trained"), kept.facts.trained_on),
        (_l("Audited"), kept.facts.audited_on),
        (_l("On the list since"), kept.listed_from),
        (_l("Last checked"), kept.checked_on),
        (_l("Renew by"), kept.check_due_on if mine.stage not in OVER else None),
        (_l("Ended on"), kept.ended_on),
    )
    return tuple((words, day) for words, day in found if day is not None)
