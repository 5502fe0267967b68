"""How many memberships stand where: now, month by month, and what the public is told of them."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import delete, select

from webapp.database import db
from webapp.joining.models import JoinFigure
from webapp.kit.transaction import transaction
from webapp.venues.life_cycle import Stage, stage_of
from webapp.venues.models import Membership, Venue

AT_A_TIME = 1_000
MOST_MONTHS = 120


@dataclass(frozen=True, kw_only=True)
class Count:
    """The memberships of a scheme in a town at one stage; `signed`: of these, who has signed."""

    month: dt.date
    scheme: str
    town: str
    stage: Stage
    number: int
    signed: int


def count_now(*, today: dt.date) -> list[Count]:
    """Where the memberships of real places stand today; examples and places that were removed count nowhere."""
    numbers: Counter[tuple[str, str, Stage]] = Counter()
    signed: Counter[tuple[str, str, Stage]] = Counter()
    wanted = (
        select(Membership.scheme, Venue.town, Membership.state, Membership.check_due_on, Membership.signed_on)
        .join(Venue, Venue.id == Membership.venue_id)
        .where(Venue.removed_at.is_(None), Venue.sample.is_(False))
    )
    for scheme, town, state, check_due_on, signed_on in db.session.execute(
        wanted.execution_options(yield_per=AT_A_TIME)
    ):
        place = (scheme, town, stage_of(state, check_due_on, today))
        numbers[place] += 1
        signed[place] += signed_on is not None
    month = today.replace(day=1)
    return [
        Count(month=month, scheme=scheme, town=town, stage=stage, number=number, signed=signed[scheme, town, stage])
        for (scheme, town, stage), number in sorted(numbers.items())
    ]


@transaction
def keep_month(*, today: dt.date) -> int:
    """Keep how things stand as the figures of this month, in place of what was counted in it before."""
    counts = count_now(today=today)
    db.session.execute(delete(JoinFigure).where(JoinFigure.month == today.replace(day=1)))
    for each in counts:
        db.session.add(
            JoinFigure(
                month=each.month,
                scheme=each.scheme,
                town=each.town,
                stage=each.stage,
                number=each.number,
                signed=each.signed,
            )
        )
    db.session.flush()
    return len(counts)


def list_months(*, scheme: str = "") -> list[Count]:
    """The figures of every month, the latest first; the current month is the latest that was counted."""
    wanted = select(JoinFigure)
    if scheme:
        wanted = wanted.where(JoinFigure.scheme == scheme)
    order = (JoinFigure.month.desc(), JoinFigure.scheme, JoinFigure.town, JoinFigure.stage)
    months = len(Stage) * MOST_MONTHS
    return [
        Count(
            month=row.month,
            scheme=row.scheme,
            town=row.town,
            stage=Stage(row.stage),
            number=row.number,
            signed=row.signed,
        )
        for row in db.session.scalars(wanted.order_by(*order).limit(months))
    ]
