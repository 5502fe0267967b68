"""Reads for analysts: the answers in codes as a stream, the sums by any of their keys, and the areas they lie in.

Nothing here was typed by anybody, and nothing here may be shown to the public: numbers are as they are.
"""

import hashlib
import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, literal_column, select, type_coerce

from webapp.database import db
from webapp.places.models import Cell
from webapp.survey.codes import Level, ResponseState
from webapp.survey.models import EqualityCount, Rollup, SurveyArea, SurveyEdition, SurveyResponse
from webapp.survey.rules import KINDS

READ_AT_ONCE = 10_000
MOST_EDITIONS = 200
AREA_COLUMNS: Mapping[str, Any] = {
    Level.TOWN: SurveyArea.town,
    Level.LOCALITY: SurveyArea.locality,
    Level.WARD: SurveyArea.ward,
    Level.CELL: SurveyArea.cell,
}
KEY_COLUMNS: Mapping[str, Any] = {"month": Rollup.month, "edition": Rollup.edition_id, **AREA_COLUMNS}
# As the index ix_survey_rollup_told has it, in so many words: of a parameter SQLite cannot tell that it is this one.
TOLD_QUESTIONS = frozenset({"", KINDS})
IS_ALL_THEMES = Rollup.theme == literal_column("''")
IS_TOLD_QUESTION = Rollup.question.in_([literal_column("''"), literal_column(f"'{KINDS}'")])


@dataclass(frozen=True, kw_only=True)
class KnownArea:
    """An area that answers are counted in; what is not known of it is empty."""

    id: str
    town: str
    locality: str
    ward: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class CodedAnswer:
    """A counted answer: its keys as 32 figures, its month, and its codes as they are written."""

    edition: str
    month: str
    area: str
    codes: str


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Which sums are wanted: of which questions and themes, by which keys, and of which keys alone.

    `keys`: "month", "edition" and levels of areas. `only`: for a key the values that are wanted. `themes` and
    `questions`: exactly these; `themes` none: every one.
    """

    questions: Collection[str] = ("",)
    themes: Collection[str] | None = ("",)
    # "" is who answered the question; none: every one.
    options: Collection[str] | None = None
    keys: tuple[str, ...] = ()
    only: Mapping[str, Collection[str]] = field(default_factory=dict)
    since: str = ""
    until: str = ""


def list_editions() -> dict[str, str]:
    """The name in addresses of each survey, by its id's 32 figures; those that are gone from the site as well."""
    wanted = select(SurveyEdition.id, SurveyEdition.slug).order_by(SurveyEdition.slug).limit(MOST_EDITIONS)
    return {row.id.hex: row.slug for row in db.session.execute(wanted)}


def list_samples() -> frozenset[str]:
    """The surveys whose answers are made up: the site was tried out with them."""
    return frozenset(each.hex for each in db.session.scalars(select(SurveyEdition.id).where(SurveyEdition.sample)))


def list_counted(edition: str = "") -> tuple[str, ...] | None:
    """The surveys that a view of one, or else of all, counts; None for every one, so that no sum need be asked for it.

    A trial's answers are nobody's: they never stand among real ones, and are seen where it is chosen by itself.
    """
    if edition:
        return (edition,)
    if not list_samples():
        return None
    real = select(SurveyEdition.id).where(SurveyEdition.sample.is_(False)).order_by(SurveyEdition.id)
    return tuple(each.hex for each in db.session.scalars(real))


def list_areas() -> list[KnownArea]:
    """Every area that an answer was ever in."""
    rows = db.session.execute(
        select(SurveyArea.id, SurveyArea.town, SurveyArea.locality, SurveyArea.ward, SurveyArea.cell).order_by(
            SurveyArea.id
        )
    )
    return [
        KnownArea(id=row.id.hex, town=row.town, locality=row.locality, ward=row.ward, cell=row.cell) for row in rows
    ]


def count_by_month() -> dict[tuple[str, str], int]:
    """How many answers stand in the sums, by survey (32 figures) and month."""
    found = sums_by(Sums(keys=("edition", "month")))
    return {(edition, month): number for (edition, month, *_), number in found.items()}


def stamp() -> tuple[str, int]:
    """A short name for what is counted now, and how many answers that is: another name, other answers.

    Answers that change places within one month and survey, as many in as out, leave it as it was; what is built from
    it is built anew each night for that.
    """
    counts = count_by_month()
    written = ";".join(f"{edition}/{month}={counts[edition, month]}" for edition, month in sorted(counts))
    return hashlib.sha256(written.encode()).hexdigest()[:16], sum(counts.values())


def stream_answers() -> Iterator[CodedAnswer]:
    """Every counted answer, in the order of random keys, as they stood at one moment.

    The session is begun anew for that, and ended behind the last one.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    wanted = select(
        # As the driver gives them: a million keys would be made objects of, and thrown away.
        type_coerce(SurveyResponse.edition_id, String),
        SurveyResponse.month,
        type_coerce(SurveyResponse.area_id, String),
        SurveyResponse.codes,
    ).where(SurveyResponse.state == ResponseState.COUNTED)
    plain = _Plain()
    for edition, month, area, codes in db.session.execute(wanted.execution_options(yield_per=READ_AT_ONCE)):
        yield CodedAnswer(edition=plain[edition], month=month, area=plain[area], codes=codes)
    db.session.rollback()


class _Plain(dict[Any, str]):
    """A key as the driver gives it (text on SQLite, an object on PostgreSQL) as 32 figures, each worked out once."""

    def __missing__(self, key: Any) -> str:
        plain = key.hex if isinstance(key, uuid.UUID) else str(key).replace("-", "")
        self[key] = plain
        return plain


def sums_by(wanted: Sums) -> dict[tuple[str, ...], int]:
    """The sums by (the wanted keys ..., theme, question, option); without those that are 0."""
    chosen = [KEY_COLUMNS[key] for key in wanted.keys]
    found = db.session.execute(_grouped(wanted, chosen))
    places = [place for place, key in enumerate(wanted.keys) if key == "edition"]
    return {_plain_key(row, places): int(row[-1]) for row in found if row[-1]}


def _plain_key(row: Any, editions: list[int]) -> tuple[str, ...]:
    key = list(row[:-1])
    for place in editions:
        key[place] = key[place].hex
    return tuple(key)


def _grouped(wanted: Sums, chosen: list[Any]) -> Select[Any]:
    by = (*chosen, Rollup.theme, Rollup.question, Rollup.option)
    query = select(*by, func.sum(Rollup.count)).group_by(*by)
    if AREA_COLUMNS.keys() & {*wanted.keys, *wanted.only}:
        query = query.join(SurveyArea, SurveyArea.id == Rollup.area_id)
    return query.where(*_conditions(wanted))


def _conditions(wanted: Sums) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Rollup.question.in_(sorted(wanted.questions))]
    editions = wanted.only.get("edition")
    if set(wanted.themes or ("all",)) == {""} and set(wanted.questions) <= TOLD_QUESTIONS:
        found += [IS_ALL_THEMES, IS_TOLD_QUESTION]
    else:
        # Every survey is named: the index that is left begins with it.
        editions = list_editions() if editions is None else editions
        if wanted.themes is not None:
            found.append(Rollup.theme.in_(sorted(wanted.themes)))
    if editions is not None:
        found.append(Rollup.edition_id.in_([uuid.UUID(each) for each in editions]))
    if wanted.options is not None:
        found.append(Rollup.option.in_(sorted(wanted.options)))
    if wanted.since:
        found.append(Rollup.month >= wanted.since)
    if wanted.until:
        found.append(Rollup.month <= wanted.until)
    found += [KEY_COLUMNS[key].in_(sorted(values)) for key, values in wanted.only.items() if key != "edition"]
    return found


def equality_sums(editions: Collection[str] | None = None) -> dict[str, dict[str, int]]:
    """What people said of themselves, by question and option ("" is who answered it); of these surveys (32 figures)."""
    wanted = select(EqualityCount.question, EqualityCount.option, func.sum(EqualityCount.count).label("number"))
    if editions is not None:
        wanted = wanted.where(EqualityCount.edition_id.in_([uuid.UUID(each) for each in editions]))
    found: dict[str, dict[str, int]] = {}
    for row in db.session.execute(wanted.group_by(EqualityCount.question, EqualityCount.option)):
        found.setdefault(row.question, {})[row.option] = int(row.number)
    return found


def cells_within() -> dict[str, tuple[str, ...]]:
    """For each merged cell the cells where people live that are counted under its name."""
    found: dict[str, list[str]] = {}
    wanted = select(Cell.code, Cell.merged).where(Cell.addresses > 0).order_by(Cell.merged, Cell.code)
    for row in db.session.execute(wanted):
        found.setdefault(row.merged, []).append(row.code)
    return {merged: tuple(codes) for merged, codes in found.items()}


__all__ = [
    "CodedAnswer",
    "KnownArea",
    "Sums",
    "cells_within",
    "count_by_month",
    "equality_sums",
    "list_areas",
    "list_counted",
    "list_editions",
    "list_samples",
    "stamp",
    "stream_answers",
    "sums_by",
]
