"""Reads of the survey: what the services ask before they write, and the sums as they stand."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import bindparam, func, select

from webapp.database import db
from webapp.kit.fixed_queries import FixedQuery
from webapp.survey.codes import Level, ResponseState
from webapp.survey.models import (
    WORDS_WAIT,
    ContactRequest,
    EqualityCount,
    Rollup,
    SurveyArea,
    SurveyResponse,
)
from webapp.survey.rollups import Counts, Key
from webapp.survey.rules import read_codes

READ_AT_ONCE = 1000
# A row has a method called count.
SUM = Rollup.count.label("number")
ASK_AREA = FixedQuery(select(SurveyArea.id).where(SurveyArea.id == bindparam("area_id", type_=SurveyArea.id.type)))
WAITING = (
    select(SurveyResponse.id)
    .where(WORDS_WAIT)
    .order_by(SurveyResponse.id)
    .limit(1)
    .offset(bindparam("most", type_=Rollup.count.type))
)
ASK_WAITING = FixedQuery(WAITING)
COLUMNS = {
    Level.TOWN: SurveyArea.town,
    Level.LOCALITY: SurveyArea.locality,
    Level.WARD: SurveyArea.ward,
    Level.CELL: SurveyArea.cell,
}


def knows_area(area_id: uuid.UUID) -> bool:
    """Whether an area is stored, by an act that is committed."""
    return bool(ASK_AREA.rows(area_id=area_id))


def is_waiting_full(most: int) -> bool:
    """Whether more than `most` words wait to be read."""
    return bool(ASK_WAITING.rows(most=most))


def list_months(edition_id: uuid.UUID | None = None, *, since: str = "") -> list[tuple[uuid.UUID, str]]:
    """The surveys and months that have answers or sums."""
    pairs: set[tuple[uuid.UUID, str]] = set()
    for edition, month in ((SurveyResponse.edition_id, SurveyResponse.month), (Rollup.edition_id, Rollup.month)):
        wanted = select(edition, month).where(month >= since).distinct()
        if edition_id is not None:
            wanted = wanted.where(edition == edition_id)
        pairs.update((row[0], row[1]) for row in db.session.execute(wanted))
    return sorted(pairs)


def counted_answers(edition_id: uuid.UUID, month: str) -> Iterator[Counts]:
    """Every answer of a month that stands in the counts, a thousand at a time."""
    wanted = select(SurveyResponse.area_id, SurveyResponse.codes).where(
        SurveyResponse.edition_id == edition_id,
        SurveyResponse.month == month,
        SurveyResponse.state == ResponseState.COUNTED,
    )
    for row in db.session.execute(wanted.execution_options(yield_per=READ_AT_ONCE)):
        yield Counts(edition_id=edition_id, month=month, area_id=row.area_id, codes=read_codes(row.codes))


def sums_of(edition_id: uuid.UUID, month: str) -> dict[Key, int]:
    """The sums of a month as `rollups.deltas` names them, without those that are 0."""
    wanted = select(Rollup.area_id, Rollup.theme, Rollup.question, Rollup.option, SUM).where(
        Rollup.edition_id == edition_id, Rollup.month == month, Rollup.count != 0
    )
    return {
        (edition_id.hex, month, row.area_id.hex, row.theme, row.question, row.option): row.number
        for row in db.session.execute(wanted.execution_options(yield_per=READ_AT_ONCE))
    }


def count_answers(edition_id: uuid.UUID) -> dict[ResponseState, int]:
    """How many answers of a survey are counted, held and excluded."""
    wanted = (
        select(SurveyResponse.state, func.count())
        .where(SurveyResponse.edition_id == edition_id)
        .group_by(SurveyResponse.state)
    )
    found = {ResponseState(state): count for state, count in db.session.execute(wanted)}
    return {state: found.get(state, 0) for state in ResponseState}


def totals(
    edition_id: uuid.UUID,
    *,
    question: str = "",
    theme: str = "",
    level: Level = Level.AREA,
    months: Sequence[str] | None = None,
) -> dict[tuple[str, str], int]:
    """The sums of one question by (area code, option), "" for how many answered it; for officers, never for the public.

    Without a question: how many answers there are. The whole area has the code "".
    """
    column = COLUMNS.get(level)
    wanted = select(*(() if column is None else (column,)), Rollup.option, func.sum(Rollup.count).label("total"))
    wanted = wanted.where(Rollup.edition_id == edition_id, Rollup.theme == theme, Rollup.question == question)
    if column is not None:
        wanted = wanted.join(SurveyArea, SurveyArea.id == Rollup.area_id).group_by(column)
    if months is not None:
        wanted = wanted.where(Rollup.month.in_(months))
    rows = db.session.execute(wanted.group_by(Rollup.option))
    return {("" if column is None else row[0], row.option): int(row.total) for row in rows if row.total}


def equality_totals(edition_id: uuid.UUID) -> dict[tuple[str, str], int]:
    """What people said of themselves, by (question, option), "" for how many answered the question."""
    wanted = select(EqualityCount.question, EqualityCount.option, EqualityCount.count.label("number")).where(
        EqualityCount.edition_id == edition_id
    )
    return {(row.question, row.option): row.number for row in db.session.execute(wanted)}


def outdated_words(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Answers whose words and place are kept long enough."""
    wanted = (
        select(SurveyResponse.id)
        .where(SurveyResponse.keep_until < today)
        .order_by(SurveyResponse.keep_until, SurveyResponse.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def outdated_answers(before: str, *, most: int) -> list[uuid.UUID]:
    """Answers of months before `before`, whose words are gone."""
    wanted = (
        select(SurveyResponse.id)
        .where(SurveyResponse.month < before, SurveyResponse.keep_until.is_(None))
        .order_by(SurveyResponse.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def outdated_contacts(today: dt.date, *, most: int) -> list[uuid.UUID]:
    """Closed requests whose time is over."""
    wanted = (
        select(ContactRequest.id)
        .where(ContactRequest.keep_until < today)
        .order_by(ContactRequest.keep_until, ContactRequest.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))
