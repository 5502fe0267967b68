"""The bank holidays that stop the partnership's clocks and change opening hours."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from webapp.partnership.csv_rows import read_rows


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A bank holiday."""

    date: dt.date
    name: str


def read_holidays(path: Path) -> tuple[Holiday, ...]:
    """The rows of holidays.csv by date; none where there is no such file."""
    return tuple(sorted(read_rows(path, ("date", "name"), _holiday), key=lambda holiday: holiday.date))


def _holiday(row: dict[str, str]) -> Holiday:
    try:
        return Holiday(date=dt.date.fromisoformat(row["date"]), name=row["name"])
    except ValueError:
        raise ValueError(f'the date is "{row["date"]}"; write it like 2026-12-25.') from None
