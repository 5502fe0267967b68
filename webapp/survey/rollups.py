"""The sums that everything shown of the survey is read from; changed only here, in the act that changes an answer.

Rows are always touched in the order of their keys, so that two acts on PostgreSQL never wait for each other in turn.
The statements go to the driver as they stand: an answer touches some hundred rows, and most of SQLAlchemy's own work
would be done for each (performance row 5).
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.database import db
from webapp.kit.transaction import require_transaction
from webapp.survey.rules import Codes, keys_of

# edition, month, area, theme, question, option
Key = tuple[str, str, str, str, str, str]
COLUMNS = ("edition_id", "month", "area_id", "theme", "question", "option")


@dataclass(frozen=True, kw_only=True)
class Counts:
    """An answer as it is counted."""

    edition_id: uuid.UUID
    month: str
    area_id: uuid.UUID
    codes: Codes


@dataclass(frozen=True, kw_only=True)
class EqualityAnswers:
    """What somebody said of themselves: an option for each question that was answered."""

    edition_id: uuid.UUID
    equality: Mapping[str, str]


class NotCountedError(RuntimeError):
    """An answer was to be taken out of sums that do not hold it; nothing was changed."""


def add(answers: Iterable[Counts]) -> None:
    """Count answers. Inside @transaction only."""
    require_transaction("rollups.add")
    sums = deltas(answers)
    _many(_UPSERT, [(*key, sums[key]) for key in sorted(sums)])


def take_out(answers: Iterable[Counts]) -> None:
    """Count answers no more; the sum stays as 0 where nobody is left. Inside @transaction only.

    Raises NotCountedError where a sum is not there: the recount has to look at that, and nobody writes on.
    """
    require_transaction("rollups.take_out")
    sums = deltas(answers)
    changed = _many(_LESS, [(sums[key], *key, sums[key]) for key in sorted(sums)])
    if changed != len(sums):
        raise NotCountedError


def add_equality(answers: Iterable[EqualityAnswers]) -> None:
    """Count what people said of themselves: sums alone, with no month and no area. Inside @transaction only."""
    require_transaction("rollups.add_equality")
    sums: Counter[tuple[str, str, str]] = Counter()
    for each in answers:
        edition = _id(each.edition_id)
        sums.update({(edition, question, of) for question, option in each.equality.items() for of in ("", option)})
    _many(_UPSERT_EQUALITY, [(*key, sums[key]) for key in sorted(sums)])


def deltas(answers: Iterable[Counts]) -> Counter[Key]:
    """What answers add to the sums, by key."""
    sums: Counter[Key] = Counter()
    for each in answers:
        edition, area = _id(each.edition_id), _id(each.area_id)
        sums.update((edition, each.month, area, *key) for key in keys_of(each.codes))
    return sums


def _id(key: uuid.UUID) -> str:
    # SQLite holds the 32 figures as text; PostgreSQL reads them as a uuid.
    return key.hex


def _many(statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    if not rows:
        return 0
    connection = db.session.connection()
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    return connection.exec_driver_sql(statement.replace("?", mark), list(rows)).rowcount


_UPSERT = (
    "INSERT INTO survey_rollup (edition_id, month, area_id, theme, question, option, count)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (edition_id, month, area_id, theme, question, option)"
    " DO UPDATE SET count = survey_rollup.count + excluded.count"
)
_LESS = (
    "UPDATE survey_rollup SET count = count - ?"
    " WHERE edition_id = ? AND month = ? AND area_id = ? AND theme = ? AND question = ? AND option = ? AND count >= ?"
)
_UPSERT_EQUALITY = (
    "INSERT INTO survey_equality (edition_id, question, option, count) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (edition_id, question, option) DO UPDATE SET count = survey_equality.count + excluded.count"
)
