"""Dates and periods as officers write them: "October 2025", "2024/25", "3 October 2025", "3/10/2025"."""

import datetime as dt
import re

from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy.dates import PartDate

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORTEST_NAME = 3
YEAR = re.compile(r"(?P<year>\d{4})")
MONTH = re.compile(r"(?:(?P<month>\d{1,2})[/. -]|(?P<name>[a-z]+) )(?P<year>\d{4})|(?P<iso>\d{4})-(?P<of>\d{2})")
DAY = re.compile(
    r"(?P<day>\d{1,2})(?:[/. -](?P<month>\d{1,2})[/. -]| (?P<name>[a-z]+) )(?P<year>\d{4})"
    r"|(?P<iso>\d{4})-(?P<of>\d{2})-(?P<on>\d{2})"
)
FINANCIAL = re.compile(r"(?P<year>\d{4})(?:[/-](?P<end>\d{2}|\d{4}))?")
FIRST_YEAR, LAST_YEAR = 1800, 2199


def read_part_date_words(words: str) -> PartDate:
    """The date that is written as a year, a month or a day; ValueError for anything else."""
    typed = " ".join(words.casefold().replace(",", " ").split())
    if found := YEAR.fullmatch(typed):
        return PartDate(_day(int(found["year"]), 1, 1), DatePrecision.YEAR)
    if found := MONTH.fullmatch(typed):
        year, month = int(found["year"] or found["iso"]), found["of"] or found["month"] or found["name"]
        return PartDate(_day(year, _month(month), 1), DatePrecision.MONTH)
    if found := DAY.fullmatch(typed):
        year, month = int(found["year"] or found["iso"]), found["of"] or found["month"] or found["name"]
        return PartDate(_day(year, _month(month), int(found["on"] or found["day"])), DatePrecision.DAY)
    raise ValueError(words)


def part_date_text(date: PartDate) -> str:
    """The date as `read_part_date_words` reads it, and as people like to see it."""
    year = f"{date.first.year:04}"
    if date.precision is DatePrecision.YEAR:
        return year
    month = f"{MONTHS[date.first.month - 1].capitalize()} {year}"
    return month if date.precision is DatePrecision.MONTH else f"{date.first.day} {month}"


def read_financial_year(words: str) -> int:
    """The year in which a financial year begins: 2024 for 2024/25; ValueError for anything else."""
    found = FINANCIAL.fullmatch("".join(words.split()))
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        raise ValueError(words)
    begins, end = int(found["year"]), found["end"]
    if end is not None and int(end[-2:]) != (begins + 1) % 100:
        raise ValueError(words)
    return begins


def financial_year_text(begins: int) -> str:
    """A financial year as people write it."""
    return f"{begins}/{(begins + 1) % 100:02}"


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    if len(written) >= SHORTEST_NAME:
        for number, name in enumerate(MONTHS, start=1):
            if name.startswith(written) or written == "sept" == name[:4]:
                return number
    raise ValueError(written)


def _day(year: int, month: int, day: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return dt.date(year, month, day)
