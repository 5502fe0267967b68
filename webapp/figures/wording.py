"""How numbers, periods and sources of figures are said, in the language of the request (or of `in_language`)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from babel.numbers import get_minus_sign_symbol, get_plus_sign_symbol
from flask_babel import format_date, format_decimal, format_percent, get_locale
from flask_babel import gettext as _

from webapp.partnership import Partnership
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Bound, Column, Period, PeriodKind, Polarity, Value, ValueType
from webapp.partnership.sources import DatePrecision, Source

MONTH = "LLLL"
MONTH_OF_YEAR = "LLLL y"
DAY = "d MMMM y"
DATE_FORMATS = {DatePrecision.DAY: DAY, DatePrecision.MONTH: MONTH_OF_YEAR, DatePrecision.YEAR: "y"}


def value_words(value: Value, column: Column, language: str, bound: Bound | None = None) -> str:
    """A value as people read it: "1,247", "+14%", "over 400"; the words of a cell that has words."""
    if value is None:
        return str(_("not given"))
    if not isinstance(value, Decimal):
        return value.in_language(language).text
    return bound_words(_number(value, column), bound)


def bound_words(number: str, bound: Bound | None) -> str:
    """The number with what the source says of its rounding."""
    if bound is None:
        return number
    words: dict[Bound, str] = {
        Bound.OVER: _("over %(number)s", number=number),
        Bound.JUST_OVER: _("just over %(number)s", number=number),
        Bound.NEARLY: _("nearly %(number)s", number=number),
        Bound.ABOUT: _("about %(number)s", number=number),
    }
    return words[bound]


def _number(value: Decimal, column: Column) -> str:
    sign = ""
    if value < 0:
        sign = get_minus_sign_symbol(get_locale()).replace("-", "\u2212")
    elif column.change and value > 0:
        sign = get_plus_sign_symbol(get_locale())
    return sign + _amount(abs(value), column)


def _amount(value: Decimal, column: Column) -> str:
    # As many decimal places as the source prints.
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    if column.type is ValueType.PERCENT:
        return str(format_percent(value / 100, f"{pattern}%"))
    if column.type is ValueType.POUNDS:
        return f"\u00a3{format_decimal(value, pattern)}"
    return str(format_decimal(value, pattern))


def period_words(period: Period, language: str) -> str:
    """The time that a figure is about: "October 2025", "2023/24 to 2024/25", "as reported in 2022"."""
    words = period.words.in_language(language).text if period.words else _SAID[period.kind](period)
    return str(_("%(period)s so far", period=words)) if period.so_far else words


def _from_to(first: str, last: str) -> str:
    return str(_("%(first)s to %(last)s", first=first, last=last))


def _months(period: Period) -> str:
    same_year = period.starts.year == period.ends.year
    return _from_to(_day(period.starts, MONTH if same_year else MONTH_OF_YEAR), _day(period.ends, MONTH_OF_YEAR))


def _financial_years(period: Period) -> str:
    return _from_to(financial_year(period.starts), financial_year(period.ends - dt.timedelta(days=365)))


def _until_report(period: Period) -> str:
    first, last = _day(period.starts, MONTH_OF_YEAR), _day(period.ends, DAY)
    return str(_("%(first)s until the report of %(last)s", first=first, last=last))


def _as_reported(period: Period) -> str:
    return str(_("as reported on %(date)s", date=_day(period.ends, DAY)))


def _as_reported_in_year(period: Period) -> str:
    return str(_("as reported in %(year)s", year=period.ends.year))


def _day(day: dt.date, form: str) -> str:
    return str(format_date(day, form))


_SAID: dict[PeriodKind, Callable[[Period], str]] = {
    PeriodKind.MONTH: lambda period: _day(period.starts, MONTH_OF_YEAR),
    PeriodKind.MONTHS: _months,
    PeriodKind.YEAR: lambda period: str(period.starts.year),
    PeriodKind.FINANCIAL_YEAR: lambda period: financial_year(period.starts),
    PeriodKind.FINANCIAL_YEARS: _financial_years,
    PeriodKind.UNTIL_REPORT: _until_report,
    PeriodKind.AS_REPORTED: _as_reported,
    PeriodKind.AS_REPORTED_IN_YEAR: _as_reported_in_year,
}


def financial_year(starts: dt.date) -> str:
    """The financial year that begins on `starts`: 2024/25."""
    return f"{starts.year}/{(starts.year + 1) % 100:02}"


def polarity_words(polarity: Polarity) -> str:
    """Which way is the good one."""
    return str(
        _("For this measure more is better.")
        if polarity is Polarity.UP_IS_GOOD
        else _("For this measure less is better.")
    )


def find_source(partnership: Partnership, citation: Citation) -> Source | None:
    """The source that is cited, unless the partnership has taken it out since the figure was loaded."""
    return next((source for source in partnership.sources if source.key == citation.source), None)


def source_date(source: Source) -> str | None:
    """The date of a source, as exactly as it is known."""
    return None if source.date is None else _day(source.date, DATE_FORMATS[source.date_precision])


def place_words(partnership: Partnership, citation: Citation, language: str) -> str:
    """Where in the source: "paragraph 35", "foreword"; of a free citation all that it says."""
    if citation.words is not None:
        return citation.words
    source, where = find_source(partnership, citation), citation.where or ""
    section = source.section(where) if source else None
    if section is not None:
        return section.name.in_language(language).text
    return partnership.citation_words.paragraph.in_language(language).text.format(number=where)


def citation_words(partnership: Partnership, citation: Citation, language: str) -> str:
    """The whole of a citation in one line: title, date and place."""
    if citation.words is not None:
        return citation.words
    source = find_source(partnership, citation)
    title = source.title.in_language(language).text if source else citation.source
    parts = [title, source_date(source) if source else None, place_words(partnership, citation, language)]
    comma = partnership.citation_words.comma.in_language(language).text
    return f"{comma} ".join(part for part in parts if part)
