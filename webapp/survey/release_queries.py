"""Reads for releases: the sums over surveys by the place as it is known, and how many answers are held. Desk only."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.database import db
from webapp.survey.codes import OUTSIDE, ResponseState
from webapp.survey.models import Rollup, SurveyArea, SurveyEdition, SurveyResponse

READ_AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class Surveyed:
    """A survey that has counted answers; `sample`: the site is being tried out, so nobody real gave them."""

    id: uuid.UUID
    opens_on: dt.date
    sample: bool


@dataclass(frozen=True)
class PlacedSum:
    """How many people of a month and place chose an option; option "": how many answered the question."""

    month: str
    town: str
    locality: str
    ward: str
    question: str
    option: str
    count: int


def list_surveyed() -> tuple[Surveyed, ...]:
    """The surveys that have counted answers, the first one first."""
    has_sums = select(Rollup.edition_id).where(Rollup.theme == "", Rollup.question == "", Rollup.count > 0)
    wanted = (
        select(SurveyEdition.id, SurveyEdition.opens_on, SurveyEdition.sample)
        .where(SurveyEdition.id.in_(has_sums))
        .order_by(SurveyEdition.opens_on, SurveyEdition.id)
    )
    return tuple(Surveyed(id=row.id, opens_on=row.opens_on, sample=row.sample) for row in db.session.execute(wanted))


def first_month(editions: Collection[uuid.UUID]) -> str | None:
    """The first month that has a counted answer in these surveys."""
    wanted = select(func.min(Rollup.month)).where(
        Rollup.edition_id.in_(editions), Rollup.theme == "", Rollup.question == "", Rollup.count > 0
    )
    return db.session.scalar(wanted)


def placed_sums(
    editions: Collection[uuid.UUID], *, questions: Collection[str], months: Sequence[str]
) -> Iterator[PlacedSum]:
    """The sums of these surveys, questions and months by place, in order, without those that are 0.

    Answers about a place that the partnership does not look after are left out.
    """
    keys = (Rollup.month, SurveyArea.town, SurveyArea.locality, SurveyArea.ward, Rollup.question, Rollup.option)
    wanted = (
        select(*keys, func.sum(Rollup.count).label("number"))
        .join(SurveyArea, SurveyArea.id == Rollup.area_id)
        .where(
            Rollup.edition_id.in_(editions),
            Rollup.theme == "",
            Rollup.question.in_(questions),
            Rollup.month.in_(months),
            Rollup.count > 0,
            SurveyArea.town != OUTSIDE,
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    for row in db.session.execute(wanted.execution_options(yield_per=READ_AT_ONCE)):
        yield PlacedSum(row.month, row.town, row.locality, row.ward, row.question, row.option, int(row.number))


def count_states(editions: Collection[uuid.UUID], *, months: Sequence[str]) -> dict[ResponseState, int]:
    """How many stored answers of these surveys and months are counted, held and excluded."""
    wanted = (
        select(SurveyResponse.state, func.count())
        .where(SurveyResponse.edition_id.in_(editions), SurveyResponse.month.in_(months))
        .group_by(SurveyResponse.state)
    )
    found = {ResponseState(state): count for state, count in db.session.execute(wanted)}
    return {state: found.get(state, 0) for state in ResponseState}
