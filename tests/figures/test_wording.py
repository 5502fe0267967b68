"""How numbers, periods and sources are said."""

import datetime as dt
from decimal import Decimal

import pytest

from tests.figures.conftest import words
from webapp.figures.wording import citation_words, period_words, polarity_words, value_words
from webapp.kit.request_language import in_language
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Bound, Column, Period, PeriodKind, Polarity, ValueType

SPACE, PLUS, MINUS = "\u00a0", "+", "\u2212"


def column(type_: ValueType, *, change: bool = False) -> Column:
    return Column(key="value", name=words("Value"), type=type_, unit=None, change=change, polarity=None)


def period(kind: PeriodKind, starts: str, ends: str, **changes) -> Period:
    parts = {"so_far": False, "words": None, **changes}
    return Period(kind=kind, starts=dt.date.fromisoformat(starts), ends=dt.date.fromisoformat(ends), **parts)


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "type_", "change", "said"),
        [
            ("1247", ValueType.WHOLE, False, "1,247"),
            ("15.05", ValueType.DECIMAL, False, "15.05"),
            ("12.4", ValueType.DECIMAL, False, "12.4"),
            ("100.00", ValueType.PERCENT, False, "100.00%"),
            ("22", ValueType.PERCENT, False, "22%"),
            ("-13", ValueType.PERCENT, True, f"{MINUS}13%"),
            ("14", ValueType.PERCENT, True, f"{PLUS}14%"),
            ("416", ValueType.WHOLE, True, f"{PLUS}416"),
            ("0", ValueType.WHOLE, True, "0"),
            ("100000", ValueType.POUNDS, False, "£100,000"),
        ],
    )
    def test_a_number_keeps_the_decimal_places_that_are_printed(self, app_context, value, type_, change, said):
        assert value_words(Decimal(value), column(type_, change=change), "en") == said

    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "62.66%"), ("pl", "62,66%"), ("ar", "62.66%")],
    )
    def test_a_number_is_written_as_the_language_writes_it(self, app_context, language, said):
        with in_language(language):
            bare = value_words(Decimal("62.66"), column(ValueType.PERCENT), language).replace("\u200e", "")
        assert bare.replace(SPACE, "") == said

    @pytest.mark.parametrize(
        ("bound", "said"),
        [
            (None, "400"),
            (Bound.OVER, "over 400"),
            (Bound.JUST_OVER, "just over 400"),
            (Bound.NEARLY, "nearly 400"),
            (Bound.ABOUT, "about 400"),
        ],
    )
    def test_what_the_source_says_of_its_rounding_is_said(self, app_context, bound, said):
        assert value_words(Decimal(400), column(ValueType.WHOLE), "en", bound) == said

    def test_a_value_that_the_source_does_not_give_is_never_a_nought(self, app_context):
        assert value_words(None, column(ValueType.WHOLE), "en") == "not given"

    def test_words_are_said_in_the_language(self, app_context):
        assert value_words(words("falling", pl="spadek"), column(ValueType.WORDS), "pl") == "spadek"


class TestPeriods:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (period(PeriodKind.MONTH, "2025-10-01", "2025-10-31"), "October 2025"),
            (period(PeriodKind.MONTHS, "2021-01-01", "2021-08-31"), "January to August 2021"),
            (period(PeriodKind.MONTHS, "2020-08-01", "2021-07-31"), "August 2020 to July 2021"),
            (period(PeriodKind.YEAR, "2025-01-01", "2025-12-31"), "2025"),
            (period(PeriodKind.FINANCIAL_YEAR, "2024-04-01", "2025-03-31"), "2024/25"),
            (period(PeriodKind.FINANCIAL_YEAR, "1999-04-01", "2000-03-31"), "1999/00"),
            (period(PeriodKind.FINANCIAL_YEAR, "2025-04-01", "2026-03-31", so_far=True), "2025/26 so far"),
            (period(PeriodKind.FINANCIAL_YEARS, "2023-04-01", "2025-03-31"), "2023/24 to 2024/25"),
            (period(PeriodKind.FINANCIAL_YEARS, "2022-04-01", "2024-03-31"), "2022/23 to 2023/24"),
            (
                period(PeriodKind.UNTIL_REPORT, "2025-01-01", "2026-03-09"),
                "January 2025 until the report of 9 March 2026",
            ),
            (period(PeriodKind.AS_REPORTED, "2025-01-01", "2026-03-09"), "as reported on 9 March 2026"),
            (period(PeriodKind.AS_REPORTED_IN_YEAR, "2022-01-01", "2022-12-31"), "as reported in 2022"),
            (period(PeriodKind.IN_WORDS, "2022-01-01", "2022-12-31", words=words("some months")), "some months"),
        ],
    )
    def test_a_period_is_said_as_exactly_as_the_source_gives_it(self, app_context, given, said):
        assert period_words(given, "en") == said

    def test_every_kind_of_period_can_be_said(self, app_context):
        for kind in PeriodKind:
            said = words("in words") if kind is PeriodKind.IN_WORDS else None
            assert period_words(period(kind, "2024-04-01", "2025-03-31", words=said), "en")


class TestSources:
    def test_a_citation_names_title_date_and_place(self, app_context, bcp):
        cited = Citation(source="annual-report-2026", where="35")
        title = "Safer BCP annual report to the Health and Wellbeing Board"
        assert citation_words(bcp, cited, "en") == f"{title}, 9 March 2026, paragraph 35"

    def test_a_section_is_named_and_a_missing_date_left_out(self, app_context, bcp):
        cited = Citation(source="strategy-2022", where="foreword")
        assert citation_words(bcp, cited, "en") == "Community Safety Strategy 2022 to 2025, foreword"

    def test_a_source_that_was_taken_out_since_is_named_by_its_key(self, app_context, bcp):
        assert citation_words(bcp, Citation(source="gone-2020", where="3"), "en") == "gone-2020, paragraph 3"


@pytest.mark.parametrize("polarity", Polarity)
def test_the_good_way_is_said(app_context, polarity):
    assert ("more" in polarity_words(polarity)) is (polarity is Polarity.UP_IS_GOOD)
