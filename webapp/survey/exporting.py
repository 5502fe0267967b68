"""The answers in codes, as a file: no word, no place finer than a cell, no day, nothing about the person.

For officers who count, never for the public, who sees released figures alone. Each line is one answer, in no order that
tells when it came; that somebody took it is written down before the first line leaves.
"""

import csv
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import String, select, type_coerce

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.spreadsheets import BEGINNINGS, spreadsheet_safe
from webapp.kit.transaction import transaction
from webapp.survey.items import SURVEY
from webapp.survey.models import SurveyArea, SurveyEdition, SurveyResponse
from webapp.survey.paper_codes import BETWEEN
from webapp.survey.rules import read_codes
from webapp.survey.services import ASKED

MEDIA_TYPE = "text/csv"
# Spreadsheets read letters as UTF-8 only where the file begins so.
MARK = "\ufeff"
READ_AT_ONCE = 1000
# What is sent at once: a line at a time, the sending takes longer than the lines.
LINES_AT_ONCE = 200
ABOUT = ("survey", "month", "town", "locality", "ward", "cell", "channel", "language", "state", "excluded_because")
COLUMNS = (*ABOUT, *ASKED)
PLACE = (SurveyArea.town, SurveyArea.locality, SurveyArea.ward, SurveyArea.cell)
ANSWER = (
    # As the database hands them out: to make an id of each takes a quarter of the time.
    type_coerce(SurveyResponse.edition_id, String),
    type_coerce(SurveyResponse.area_id, String),
    SurveyResponse.month,
    SurveyResponse.channel,
    SurveyResponse.language,
    SurveyResponse.state,
    SurveyResponse.state_reason,
    SurveyResponse.codes,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which answers: of one survey or of all, and of which months ("" has no end)."""

    edition_id: uuid.UUID | None = None
    from_month: str = ""
    to_month: str = ""


def coded_file(wanted: Wanted, *, by: Actor) -> Iterator[str]:
    """The lines of the file, read while they are sent; the audit has it first."""
    _write_down(wanted, by=by)
    return csv_lines(COLUMNS, _rows(wanted))


def csv_lines(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180) that no spreadsheet runs: the names alone, then many lines at a time."""
    yield MARK + _written((names,))
    left = iter(rows)
    while part := list(islice(left, LINES_AT_ONCE)):
        yield _written(part)


def _written(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(map(_safe, rows))
    return text.getvalue()


def _safe(cells: Sequence[str]) -> Sequence[str]:
    # Nearly no line has such a cell: to look at the first signs at one go takes a fifth of the time.
    if BEGINNINGS.isdisjoint([cell[:1] for cell in cells]):
        return cells
    return [spreadsheet_safe(cell) for cell in cells]


@transaction
def _write_down(wanted: Wanted, *, by: Actor) -> None:
    months = {"from": (None, wanted.from_month), "to": (None, wanted.to_month)}
    record(
        "survey.exported", by=by, kind=SURVEY, key=wanted.edition_id.hex if wanted.edition_id else "", changes=months
    )


def _rows(wanted: Wanted) -> Iterator[list[str]]:
    """The answers as cells, read a thousand at a time, by their keys: those are random."""
    # Few surveys and places stand in many answers; those that come meanwhile are asked for when they are met.
    survey = cache(
        lambda key: db.session.execute(select(SurveyEdition.slug).where(SurveyEdition.id == _id(key))).scalar_one()
    )
    place = cache(lambda key: db.session.execute(select(*PLACE).where(SurveyArea.id == _id(key))).one())
    chosen = (
        select(type_coerce(SurveyResponse.id, String).label("id"), *ANSWER)
        .order_by(SurveyResponse.id)
        .limit(READ_AT_ONCE)
    )
    if wanted.edition_id is not None:
        chosen = chosen.where(SurveyResponse.edition_id == wanted.edition_id)
    if wanted.from_month:
        chosen = chosen.where(SurveyResponse.month >= wanted.from_month)
    if wanted.to_month:
        chosen = chosen.where(SurveyResponse.month <= wanted.to_month)
    # A part at a time: no read stays open while a slow line takes the file.
    rows: list[Any] = list(db.session.execute(chosen))
    while rows:
        last = _id(rows[-1].id)
        for _key, edition_id, area_id, month, channel, language, state, reason, codes in rows:
            about = (survey(edition_id), month, *place(area_id), channel, language, state, reason or "")
            yield [*about, *_coded(codes)]
        db.session.rollback()
        rows = list(db.session.execute(chosen.where(SurveyResponse.id > last)))


def _id(stored: object) -> uuid.UUID:
    return uuid.UUID(str(stored))


def _coded(written: str) -> list[str]:
    codes = read_codes(written)
    return [BETWEEN.join(codes.get(code, ())) for code in ASKED]
