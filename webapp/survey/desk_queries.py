"""Reads for the desk: answers in codes, what waits to be read, flags, requests for contact, and what was held."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import PAGE_SIZE, ListPage, page_number
from webapp.partnership.records import from_record
from webapp.partnership.surveys import Survey
from webapp.survey.codes import Channel, ExcludedBecause, Moderation, ResponseState
from webapp.survey.models import WORDS_WAIT, ResponseTag, SurveyArea, SurveyEdition, SurveyResponse
from webapp.survey.rules import read_codes

MOST_EDITIONS = 200
MOST_TAGS = 40
# Different answers that are looked at for how often they came.
MOST_ALIKE = 10
# Rows of the table on the overview: months and editions.
MOST_MONTHS = 36


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where an answer is about, in codes; what is not known is empty."""

    town: str
    locality: str
    ward: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer without anything that was typed."""

    id: uuid.UUID
    edition_id: uuid.UUID
    month: str
    area: Area
    codes: Mapping[str, tuple[str, ...]]
    channel: Channel
    language: str
    state: ResponseState
    because: ExcludedBecause | None
    moderation: Moderation
    flagged: bool
    third_party: bool
    personal: tuple[str, ...]
    flood_id: uuid.UUID | None
    keep_until: dt.date | None
    has_words: bool
    is_gone: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which answers are asked for; empty means all."""

    edition_id: uuid.UUID | None = None
    state: ResponseState | None = None
    month: str = ""
    flood_id: uuid.UUID | None = None
    # Those with words that nobody has read, among those that count.
    waiting: bool = False


@dataclass(frozen=True, kw_only=True)
class MonthCount:
    """How many answers of a month and survey stand where."""

    edition_id: uuid.UUID
    month: str
    states: Mapping[ResponseState, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


@dataclass(frozen=True, kw_only=True)
class ListedEdition:
    """An edition, also one that is not on the site any more."""

    id: uuid.UUID
    slug: str
    title: str
    opens_on: dt.date
    closes_on: dt.date | None
    sample: bool
    removed: bool


def list_answers(filters: Filters, *, page: str | None = None, size: int = PAGE_SIZE) -> ListPage[Answer]:
    """A page of answers, the newest month first; within a month in no order that means anything."""
    conditions = _conditions(filters)
    total = db.session.scalar(select(func.count()).select_from(SurveyResponse).where(*conditions)) or 0
    number = page_number(page, total=total, size=size)
    # The keys first: what is sealed makes rows large, and an index has all that the order needs.
    keys = select(SurveyResponse.id).where(*conditions).order_by(*_order(filters))
    page_of_keys = list(db.session.scalars(keys.limit(size).offset((number - 1) * size)))
    rows = db.session.execute(_with_area().where(SurveyResponse.id.in_(page_of_keys)).order_by(*_order(filters)))
    return ListPage(rows=[_answer(row) for row in rows], number=number, total=total, size=size)


def get_answer(response_id: uuid.UUID) -> Answer:
    """One answer, nothing of it opened. Raises NotFoundError."""
    row = db.session.execute(_with_area().where(SurveyResponse.id == response_id)).one_or_none()
    if row is None:
        raise NotFoundError
    return _answer(row)


def get_row(response_id: uuid.UUID) -> SurveyResponse:
    """The row itself, for what opens it. Raises NotFoundError."""
    row = db.session.get(SurveyResponse, response_id)
    if row is None:
        raise NotFoundError
    return row


def count_by_state() -> dict[ResponseState, int]:
    """How many answers stand in each state."""
    wanted = select(SurveyResponse.state, func.count()).group_by(SurveyResponse.state).order_by(SurveyResponse.state)
    return {ResponseState(state): count for state, count in db.session.execute(wanted)}


def count_exclusions() -> dict[ExcludedBecause, int]:
    """How many answers were taken out of the counts, by the reason."""
    excluded = select(SurveyResponse.id).where(SurveyResponse.state == ResponseState.EXCLUDED)
    wanted = (
        select(SurveyResponse.state_reason, func.count())
        .where(SurveyResponse.id.in_(excluded))
        .group_by(SurveyResponse.state_reason)
        .order_by(SurveyResponse.state_reason)
    )
    return {ExcludedBecause(reason): count for reason, count in db.session.execute(wanted) if reason}


def count_waiting() -> int:
    """How many answers have words that nobody has read."""
    conditions = _conditions(Filters(waiting=True))
    return db.session.scalar(select(func.count()).select_from(SurveyResponse).where(*conditions)) or 0


def count_by_month() -> list[MonthCount]:
    """How many answers came in each month to each survey, the newest month first; five years of them at most."""
    # In the order of an index, so that nothing has to be sorted but the sums.
    key = SurveyResponse.edition_id, SurveyResponse.month, SurveyResponse.state
    found: dict[tuple[str, uuid.UUID], dict[ResponseState, int]] = {}
    for edition_id, month, state, count in db.session.execute(select(*key, func.count()).group_by(*key).order_by(*key)):
        found.setdefault((month, edition_id), {})[ResponseState(state)] = count
    rows = [MonthCount(edition_id=edition, month=month, states=states) for (month, edition), states in found.items()]
    return sorted(rows, key=lambda row: (row.month, row.edition_id.hex), reverse=True)


def list_months() -> list[str]:
    """The months that answers came in, the newest first."""
    wanted = select(SurveyResponse.month).distinct().order_by(SurveyResponse.month.desc()).limit(MOST_MONTHS)
    return list(db.session.scalars(wanted))


def list_editions() -> list[ListedEdition]:
    """Every edition, the newest first, also those that the public does not see."""
    wanted = select(SurveyEdition).order_by(SurveyEdition.opens_on.desc(), SurveyEdition.slug).limit(MOST_EDITIONS)
    return [_edition(row) for row in db.session.scalars(wanted)]


def list_with_words(flood_id: uuid.UUID, *, most: int) -> list[uuid.UUID]:
    """A few answers of those that were held together and have words; keys are random, so any will do."""
    wanted = (
        select(SurveyResponse.id)
        .where(
            SurveyResponse.flood_id == flood_id,
            SurveyResponse.moderation != Moderation.NOTHING_TO_READ,
            SurveyResponse.sealed_key.is_not(None),
        )
        .order_by(SurveyResponse.id)
        .limit(most)
    )
    return list(db.session.scalars(wanted))


def count_kinds(flood_id: uuid.UUID) -> dict[tuple[str, ...], int]:
    """How often the same kinds were chosen together in what was held, the most frequent first: a program repeats."""
    count = func.count().label("count")
    wanted = (
        select(SurveyResponse.codes, count)
        .where(SurveyResponse.flood_id == flood_id)
        .group_by(SurveyResponse.codes)
        .order_by(count.desc(), SurveyResponse.codes)
        .limit(MOST_ALIKE)
    )
    found: dict[tuple[str, ...], int] = {}
    for codes, number in db.session.execute(wanted):
        kinds = read_codes(codes).get("kinds", ())
        found[kinds] = found.get(kinds, 0) + number
    return found


def tags_of(response_id: uuid.UUID) -> tuple[str, ...]:
    """The themes that a moderator saw in the words."""
    wanted = (
        select(ResponseTag.tag).where(ResponseTag.response_id == response_id).order_by(ResponseTag.tag).limit(MOST_TAGS)
    )
    return tuple(db.session.scalars(wanted))


def count_tags(*, edition_id: uuid.UUID | None = None) -> dict[str, int]:
    """How many counted answers have each theme, for officers alone."""
    wanted = (
        select(ResponseTag.tag, func.count())
        .join(SurveyResponse, SurveyResponse.id == ResponseTag.response_id)
        .where(SurveyResponse.state == ResponseState.COUNTED)
        .group_by(ResponseTag.tag)
        .order_by(func.count().desc(), ResponseTag.tag)
        .limit(MOST_TAGS)
    )
    if edition_id is not None:
        wanted = wanted.where(SurveyResponse.edition_id == edition_id)
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def _with_area() -> Select[SurveyResponse, SurveyArea]:
    return select(SurveyResponse, SurveyArea).join(SurveyArea, SurveyArea.id == SurveyResponse.area_id)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.edition_id is not None:
        conditions.append(SurveyResponse.edition_id == filters.edition_id)
    if filters.state is not None:
        conditions.append(SurveyResponse.state == filters.state)
    if filters.month:
        conditions.append(SurveyResponse.month == filters.month)
    if filters.flood_id is not None:
        conditions.append(SurveyResponse.flood_id == filters.flood_id)
    if filters.waiting:
        conditions += [
            WORDS_WAIT,
            SurveyResponse.state == ResponseState.COUNTED,
            SurveyResponse.sealed_key.is_not(None),
        ]
    return conditions


def _order(filters: Filters) -> tuple[Any, ...]:
    if filters.waiting:
        # Those that may need help first, then the oldest.
        return SurveyResponse.flagged.desc(), SurveyResponse.month, SurveyResponse.id
    return SurveyResponse.month.desc(), SurveyResponse.id


def _answer(row: Row[SurveyResponse, SurveyArea]) -> Answer:
    response, area = row
    return Answer(
        id=response.id,
        edition_id=response.edition_id,
        month=response.month,
        area=Area(town=area.town, locality=area.locality, ward=area.ward),
        codes=read_codes(response.codes),
        channel=Channel(response.channel),
        language=response.language,
        state=ResponseState(response.state),
        because=ExcludedBecause(response.state_reason) if response.state_reason else None,
        moderation=Moderation(response.moderation),
        flagged=response.flagged,
        third_party=response.third_party,
        personal=tuple(response.personal.split()),
        flood_id=response.flood_id,
        keep_until=response.keep_until,
        has_words=response.moderation != Moderation.NOTHING_TO_READ,
        is_gone=response.sealed_key is None,
        version=response.version,
    )


def _edition(row: SurveyEdition) -> ListedEdition:
    return ListedEdition(
        id=row.id,
        slug=row.slug,
        title=str(from_record(Survey, row.content).title),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        sample=row.sample,
        removed=row.removed_at is not None,
    )
