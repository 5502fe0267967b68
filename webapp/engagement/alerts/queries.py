"""Reads of mail alerts: by the hash of a token, by what is due; never an address."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from webapp.database import db
from webapp.engagement.alerts.models import MailAlert, MailAlertAsk, MailAlertItem
from webapp.engagement.alerts.rules import Choices, Often, State
from webapp.kit.errors import NotFoundError

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# A flood of asks delays nobody for longer than some minutes; what is left over comes a few minutes later.
AT_ONCE = 1000
MOST_ITEMS = 500


@dataclass(frozen=True, kw_only=True)
class Mine:
    """A subscription as whoever has its link sees it."""

    choices: Choices
    language: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to tell; `titles` by language, no kinds means all."""

    number: int
    source: str
    area: str
    kinds: tuple[str, ...]
    path: str
    titles: dict[str, str]
    on: dt.date


def hash_of(token: str) -> str:
    """What is kept of a token: it has 256 bits, so a plain hash is enough (ASVS 6.5.2)."""
    return hashlib.sha256(token.encode()).hexdigest()


def choices_of(row: MailAlert) -> Choices:
    """What a row's mailbox gets mail about."""
    return Choices(areas=tuple(row.areas), kinds=tuple(row.kinds), often=Often(row.often))


def get_mine(token: str) -> Mine:
    """The subscription of a link. Raises NotFoundError for what opens nothing, or nothing any more."""
    wanted = select(MailAlert).where(MailAlert.token_hash == hash_of(token), MailAlert.state == State.ON)
    row = db.session.scalar(wanted)
    if row is None:
        raise NotFoundError
    return Mine(choices=choices_of(row), language=row.language)


def newest_number() -> int:
    """The number of the newest item; 0 where there is none."""
    return db.session.scalar(select(func.max(MailAlertItem.number))) or 0


def known_keys(source: str, *, most: int = AT_ONCE) -> frozenset[str]:
    """The keys of a source that were taken in last."""
    wanted = select(MailAlertItem.key).where(MailAlertItem.source == source)
    return frozenset(db.session.scalars(wanted.order_by(MailAlertItem.number.desc()).limit(most)))


def list_items(*, after: int, most: int = MOST_ITEMS) -> list[Item]:
    """What became known after the item `after`, the oldest first."""
    wanted = select(MailAlertItem).where(MailAlertItem.number > after).order_by(MailAlertItem.number).limit(most)
    return [
        Item(
            number=row.number,
            source=row.source,
            area=row.area,
            kinds=tuple(row.kinds),
            path=row.path,
            titles=dict(row.titles),
            on=row.published_on,
        )
        for row in db.session.scalars(wanted)
    ]


def list_due(
    *, now: dt.datetime, newest: int, after: uuid.UUID | None = None, most: int = AT_ONCE
) -> Sequence[uuid.UUID]:
    """Subscriptions whose time has come, by their ids from the one after `after`; instant ones only with news."""
    has_news = or_(MailAlert.often != Often.INSTANT, MailAlert.told_up_to < newest)
    wanted = select(MailAlert.id).where(MailAlert.state == State.ON, MailAlert.next_due_at <= now, has_news)
    if after is not None:
        wanted = wanted.where(MailAlert.id > after)
    return db.session.scalars(wanted.order_by(MailAlert.id).limit(most)).all()


def list_asks(*, most: int = AT_ONCE) -> Sequence[uuid.UUID]:
    """What was asked for and not looked at yet, the oldest first."""
    wanted = select(MailAlertAsk.id).order_by(MailAlertAsk.asked_at, MailAlertAsk.id).limit(most)
    return db.session.scalars(wanted).all()


def list_over(*, now: dt.datetime, most: int = AT_ONCE) -> Sequence[uuid.UUID]:
    """Who left, and who did not confirm in time."""
    ran_out = (MailAlert.state == State.WAITING) & (MailAlert.confirm_until <= now)
    wanted = select(MailAlert.id).where(or_(MailAlert.state == State.LEFT, ran_out)).order_by(MailAlert.id).limit(most)
    return db.session.scalars(wanted).all()


def list_mailed(*, after: uuid.UUID | None, most: int = AT_ONCE) -> list[tuple[uuid.UUID, int]]:
    """Subscriptions that were sent mail, with how many, in the order of their ids, from the one after `after`."""
    wanted = select(MailAlert.id, MailAlert.mails).where(MailAlert.state == State.ON, MailAlert.mails > 0)
    if after is not None:
        wanted = wanted.where(MailAlert.id > after)
    return [(row.id, row.mails) for row in db.session.execute(wanted.order_by(MailAlert.id).limit(most))]


__all__ = [
    "AT_ONCE",
    "MOST_ITEMS",
    "TOKEN",
    "Item",
    "Mine",
    "choices_of",
    "get_mine",
    "hash_of",
    "known_keys",
    "list_asks",
    "list_due",
    "list_items",
    "list_mailed",
    "list_over",
    "newest_number",
]
