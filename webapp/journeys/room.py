"""Room for drafts: how many a journey keeps, how fast one neighbourhood may begin them, and which go first."""

import datetime as dt
import secrets
import time

from flask import current_app, request
from sqlalchemy import delete, func, select

from webapp.database import db
from webapp.journeys.models import Draft
from webapp.kit.buckets import Buckets

# More than anybody begins. Each journey has its own room: what fills one does not keep anybody from another.
MOST_DRAFTS = 50_000
# Whoever opened a form and answered one page of it, without five words, comes back the same day or not at all.
SHORT_HOURS, SHORT_PAGES = 24, 2
# Where a journey's room is full, such drafts go first; nobody loses one that they used in the last hours.
IN_USE_HOURS = 2
DROPPED_AT_ONCE = 100
# More than a library's visitors begin at once; a program would fill the room of everybody.
BEGINNINGS = 120
SECONDS_FOR_ONE = 20
BUCKETS = "journey_begin_buckets"


class TooMuchError(Exception):
    """More was typed than anybody types, or there are more drafts than anybody begins."""


def require_turn(channel: str) -> None:
    """Slow down a neighbourhood of the net that begins one draft after the other. Raises TooMuchError.

    Officers write for people who rang up or wrote, one after the other. Nothing of the address is kept.
    """
    if channel != "web":
        return
    found: Buckets = current_app.extensions.setdefault(BUCKETS, Buckets(size=BEGINNINGS, seconds=SECONDS_FOR_ONE))
    if found.take(request.remote_addr, secrets.token_hex(), now=time.monotonic()):
        raise TooMuchError


def require_room(journey: str, now: dt.datetime) -> None:
    """Room for one more draft of a journey: where there is none, the oldest of those that are hardly begun go.

    Inside @transaction. Raises TooMuchError where every draft is in use.
    """
    some = select(Draft.id).where(Draft.journey == journey).limit(MOST_DRAFTS).subquery()
    if (db.session.scalar(select(func.count()).select_from(some)) or 0) < MOST_DRAFTS:
        return
    unused = Draft.expires_at <= now + dt.timedelta(hours=SHORT_HOURS - IN_USE_HOURS)
    oldest = (
        select(Draft.id)
        .where(Draft.journey == journey, Draft.locator.is_(None), unused)
        .order_by(Draft.expires_at, Draft.id)
        .limit(DROPPED_AT_ONCE)
    )
    if not db.session.scalars(delete(Draft).where(Draft.id.in_(oldest)).returning(Draft.id)).all():
        raise TooMuchError
