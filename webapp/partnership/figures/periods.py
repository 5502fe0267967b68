"""The time that a figure is about: a month, a financial year, "as reported in 2022"."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webapp.partnership.entries import Entry
from webapp.partnership.text import Text


class PeriodKind(StrEnum):
    """How a period is told; financial years run from April to March."""

    MONTH = "month"
    MONTHS = "months"
    YEAR = "year"
    FINANCIAL_YEAR = "financial_year"
    # From one financial year to another: a comparison or a series.
    FINANCIAL_YEARS = "financial_years"
    # From a month until the document was written, which gives no end.
    UNTIL_REPORT = "until_report"
    # The document gives no period; `ends` is its own date.
    AS_REPORTED = "as_reported"
    # As `as_reported`, for a document of which only the year is known.
    AS_REPORTED_IN_YEAR = "as_reported_in_year"
    # A period that only words can tell.
    IN_WORDS = "in_words"


@dataclass(frozen=True, kw_only=True)
class Period:
    """A time with its first and last day; `so_far` says that it had not ended when the source was written."""

    kind: PeriodKind
    starts: dt.date
    ends: dt.date
    so_far: bool
    words: Text | None

    @property
    def years(self) -> range:
        """The calendar years that it touches."""
        return range(self.starts.year, self.ends.year + 1)

    @property
    def is_stated(self) -> bool:
        """Whether the source says the first and the last day."""
        return not self.so_far and self.kind not in {
            PeriodKind.UNTIL_REPORT,
            PeriodKind.AS_REPORTED,
            PeriodKind.AS_REPORTED_IN_YEAR,
            PeriodKind.IN_WORDS,
        }


def read_period(entry: Entry) -> Period:
    """A period: kind = "months", starts = 2021-01-01, ends = 2021-08-31."""
    kind = entry.choice("kind", PeriodKind)
    period = Period(
        kind=kind,
        starts=entry.date("starts"),
        ends=entry.date("ends"),
        so_far=entry.flag("so_far"),
        words=entry.text_or_none("words"),
    )
    _check(period, entry)
    return period


def _check(period: Period, entry: Entry) -> None:
    if period.ends < period.starts:
        raise entry.error('"ends" is before "starts"; change one of the two dates.')
    if (period.kind is PeriodKind.IN_WORDS) is not (period.words is not None):
        raise entry.error('"words" go with kind = "in_words" and with no other; add them or remove them.')
    if period.kind in {PeriodKind.FINANCIAL_YEAR, PeriodKind.FINANCIAL_YEARS} and not _is_financial(period):
        raise entry.error("a financial year runs from 1 April to 31 March; correct the two dates.")
    if period.kind is PeriodKind.MONTH and not _is_month(period):
        raise entry.error('a month runs from its first to its last day; correct the two dates or use "months".')


def _is_financial(period: Period) -> bool:
    begins, ends = (period.starts.month, period.starts.day) == (4, 1), (period.ends.month, period.ends.day) == (3, 31)
    years = period.ends.year - period.starts.year
    return begins and ends and (years == 1 if period.kind is PeriodKind.FINANCIAL_YEAR else years > 1)


def _is_month(period: Period) -> bool:
    month = (period.starts.year, period.starts.month) == (period.ends.year, period.ends.month)
    return month and period.starts.day == 1 and (period.ends + dt.timedelta(days=1)).day == 1
