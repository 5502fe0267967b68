"""The form field for the time that a figure is about."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from webapp.kit.forms.answers import Words
from webapp.partnership.current import current_partnership
from webapp.partnership.desk_fields import PartsField
from webapp.partnership.figures import Period, PeriodKind
from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy.dates import PartDate
from webapp.partnership.text import Text, Wording
from webapp.partnership.written_dates import (
    financial_year_text,
    part_date_text,
    read_financial_year,
    read_part_date_words,
)

KIND_NAMES: dict[PeriodKind, Words] = {
    PeriodKind.MONTH: _l("One month"),
    PeriodKind.MONTHS: _l("From one month to another"),
    PeriodKind.YEAR: _l("One calendar year"),
    PeriodKind.FINANCIAL_YEAR: _l("One financial year, April to March"),
    PeriodKind.FINANCIAL_YEARS: _l("From one financial year to another"),
    PeriodKind.UNTIL_REPORT: _l("From a month until the day of the document"),
    PeriodKind.AS_REPORTED: _l("Not given: the day of the document"),
    PeriodKind.AS_REPORTED_IN_YEAR: _l("Not given: the year of the document"),
    PeriodKind.IN_WORDS: _l("Only words can tell it"),
}
FINANCIAL = {PeriodKind.FINANCIAL_YEAR, PeriodKind.FINANCIAL_YEARS}
SINGLE = {PeriodKind.MONTH, PeriodKind.YEAR, PeriodKind.FINANCIAL_YEAR}
PRECISIONS = {
    PeriodKind.MONTH: DatePrecision.MONTH,
    PeriodKind.MONTHS: DatePrecision.MONTH,
    PeriodKind.YEAR: DatePrecision.YEAR,
    PeriodKind.AS_REPORTED_IN_YEAR: DatePrecision.YEAR,
}
EXAMPLES = "October 2025, 2025, 2024/25, 3 October 2025"


class PeriodField(PartsField):
    """A period: how it is told, and from when to when; `data` is a Period, or None."""

    @property
    def names(self) -> Sequence[str]:
        """The boxes."""
        return ("kind", "starts", "ends", "so_far", *self._word_boxes())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered; a list always sends something."""
        return not any(words for name, words in self.typed.items() if name != "so_far")

    def show(self, value: Period) -> dict[str, str]:
        """The period as it is typed."""
        starts, ends = (_written(day, value.kind) for day in (value.starts, value.ends))
        shown = {"kind": value.kind.value, "starts": starts, "ends": "" if value.kind in SINGLE else ends}
        if value.so_far:
            shown["so_far"] = "yes"
        for wording in value.words.wordings if value.words else ():
            shown[f"words-{wording.language}"] = wording.text
        return shown

    def read(self) -> Any:
        """The period."""
        kind = next((each for each in PeriodKind if each.value == self.typed.get("kind")), None)
        if kind is None:
            raise self._refused("kind", gettext("Choose how the period is told"))
        starts, _ = self._span(kind, "starts")
        _, ends = self._span(kind, "starts" if kind in SINGLE or not self.typed.get("ends") else "ends")
        if ends < starts:
            raise self._refused("ends", gettext("Give an end that is not before the beginning"))
        if kind is PeriodKind.FINANCIAL_YEARS and (ends.year - starts.year) < 2:
            raise self._refused("ends", gettext("Give a later financial year, or choose one financial year"))
        so_far = self.typed.get("so_far") == "yes"
        return Period(kind=kind, starts=starts, ends=ends, so_far=so_far, words=self._words(kind))

    def _span(self, kind: PeriodKind, name: str) -> tuple[dt.date, dt.date]:
        typed = self.typed.get(name, "")
        try:
            if kind in FINANCIAL:
                begins = read_financial_year(typed)
                return dt.date(begins, 4, 1), dt.date(begins + 1, 3, 31)
            read = read_part_date_words(typed)
        except ValueError:
            raise self._refused(name, gettext("Write it like one of these: %(examples)s", examples=EXAMPLES)) from None
        return self._whole(kind, read, name)

    def _whole(self, kind: PeriodKind, read: PartDate, name: str) -> tuple[dt.date, dt.date]:
        """A month must be given as a month and a year as a year; elsewhere any date will do."""
        wanted = PRECISIONS.get(kind)
        if wanted is DatePrecision.MONTH and read.precision is not wanted:
            raise self._refused(name, gettext("Give a month and a year, like %(example)s", example="October 2025"))
        if wanted is DatePrecision.YEAR and read.precision is not wanted:
            raise self._refused(name, gettext("Give a year, like %(example)s", example="2025"))
        return read.first, read.last

    def _words(self, kind: PeriodKind) -> Text | None:
        typed = [(name.removeprefix("words-"), self.typed.get(name, "")) for name in self._word_boxes()]
        if kind is not PeriodKind.IN_WORDS:
            return None
        if not typed[0][1]:
            raise self._refused(self._word_boxes()[0], gettext("Write the words that tell the period"))
        return Text(tuple(Wording(words, code) for code, words in typed if words))

    def _refused(self, name: str, sentence: str) -> ValidationError:
        self.wrong = name
        return ValidationError(sentence)

    def _word_boxes(self) -> list[str]:
        return [f"words-{language.code}" for language in current_partnership().languages]

    def parts(self) -> list[dict[str, Any]]:
        """How it is told, the two ends, and the words."""
        kinds = [{"value": kind.value, "text": name} for kind, name in KIND_NAMES.items()]
        ended = [{"value": "", "text": gettext("Yes")}, {"value": "yes", "text": gettext("No, it runs still")}]
        narrow = {"classes": "govuk-input--width-20"}
        kinds.insert(0, {"value": "", "text": gettext("Choose")})
        boxes = [
            self.part("kind", gettext("How it is told"), drawn_by="select", items=kinds),
            self.part("starts", gettext("When, or from when"), hint=EXAMPLES, **narrow),
            self.part("ends", gettext("Until when, if it is longer"), **narrow),
            self.part("so_far", gettext("Had it ended when the document was written?"), drawn_by="select", items=ended),
        ]
        for language in current_partnership().languages:
            label = gettext("If only words can tell it: %(language)s", language=language.name)
            spoken = {"lang": language.code, "dir": language.direction}
            boxes.append(self.part(f"words-{language.code}", label, attributes=spoken))
        return boxes


def _written(day: dt.date, kind: PeriodKind) -> str:
    if kind in FINANCIAL:
        # The last day of a financial year stands in the calendar year after its beginning.
        return financial_year_text(day.year if day.month > 3 else day.year - 1)
    return part_date_text(PartDate(day, PRECISIONS.get(kind, DatePrecision.DAY)))
