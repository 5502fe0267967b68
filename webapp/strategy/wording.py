"""How dates, states, measures and sources of the strategy are said, in the language of the request."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from flask import url_for
from flask_babel import LazyString, format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.figures.wording import find_source, period_words, place_words
from webapp.figures.wording import value_words as figure_value_words
from webapp.partnership import Text
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Column, Polarity, ValueType
from webapp.partnership.sources import DatePrecision
from webapp.partnership.strategy import InitiativeStage, Measure, Observation, PartDate
from webapp.strategy.rules import (
    ConsultationState,
    Direction,
    RunState,
    StrategyState,
    is_good,
    is_met,
    newest_change,
    share,
    wanted,
)

__all__ = [
    "CONSULTATION_STATES",
    "INITIATIVE_STAGES",
    "RUN_STATES",
    "STRATEGY_STATES",
    "WENT",
    "days_words",
    "document_links",
    "months_words",
    "part_date_words",
    "polarity_words",
    "seen",
    "seen_value",
    "source_link",
    "span_words",
    "target_words",
    "wanted",
]

MONTH = "LLLL y"
FORMATS = {DatePrecision.DAY: "d MMMM y", DatePrecision.MONTH: MONTH, DatePrecision.YEAR: "y"}


@dataclass(frozen=True)
class Label:
    """A state in one or two words, and the variant of the tag that shows it."""

    words: LazyString
    variant: str | None


STRATEGY_STATES: Mapping[StrategyState, Label] = {
    StrategyState.IN_FORCE: Label(_l("In force"), "open"),
    StrategyState.TO_BEGIN: Label(_l("Agreed, not begun"), "soon"),
    StrategyState.BEING_WRITTEN: Label(_l("Being written"), "soon"),
    StrategyState.PLANNED: Label(_l("Planned"), None),
    StrategyState.ENDED: Label(_l("Ended"), "quiet"),
    StrategyState.REPLACED: Label(_l("Replaced"), "quiet"),
}
RUN_STATES: Mapping[RunState, Label] = {
    RunState.COMING: Label(_l("Coming"), "soon"),
    RunState.RUNNING: Label(_l("Running"), "open"),
    RunState.OVER: Label(_l("Over"), "quiet"),
}
INITIATIVE_STAGES: Mapping[InitiativeStage, Label] = {
    InitiativeStage.RUNNING: Label(_l("Going on"), "open"),
    InitiativeStage.PILOT: Label(_l("Being tried out"), "soon"),
    InitiativeStage.DONE: Label(_l("Done"), "quiet"),
}
CONSULTATION_STATES: Mapping[ConsultationState, Label] = {
    ConsultationState.COMING: Label(_l("Not open yet"), "soon"),
    ConsultationState.OPEN: Label(_l("Open"), "open"),
    ConsultationState.CLOSED: Label(_l("Closed"), "quiet"),
    ConsultationState.ANSWERED: Label(_l("Closed, with what changed"), "quiet"),
}


WENT: Mapping[Direction, LazyString] = {
    Direction.UP: _l("It went up."),
    Direction.DOWN: _l("It went down."),
    Direction.SAME: _l("It stayed the same."),
}


class Counted(Protocol):
    """What must be known of a measure to say one of its values."""

    @property
    def key(self) -> str:
        """What it is called in addresses."""

    @property
    def name(self) -> Text:
        """What it is called."""

    @property
    def type(self) -> ValueType:
        """What kind of number its values are."""

    @property
    def unit(self) -> Text | None:
        """What follows the number."""

    @property
    def change(self) -> bool:
        """Whether its values are differences."""


@dataclass(frozen=True)
class SourceLink:
    """Where a fact comes from: the address of the place, the place in words, the document, and both in one line."""

    href: str | None
    place: str
    document: str
    whole: str


@dataclass(frozen=True)
class SeenValue:
    """A value of a measure in a period, in words."""

    period: str
    value: str
    citation: Citation


@dataclass(frozen=True)
class Seen:
    """What was observed of a measure: its values, which way it went, and whether that is good."""

    values: tuple[SeenValue, ...]
    went: Direction | None
    good: bool | None
    met: bool | None


def source_link(citation: Citation) -> SourceLink:
    """The way from a fact to the place that it comes from; a free citation is words without a way."""
    if citation.words is not None:
        return SourceLink(href=None, place=citation.words, document=citation.words, whole=citation.words)
    partnership, language = current_partnership(), reading_language()
    source = find_source(partnership, citation)
    document = source.title.in_language(language).text if source else citation.source
    place = place_words(partnership, citation, language) if citation.where else str(_("the document"))
    comma = partnership.citation_words.comma.in_language(language).text
    return SourceLink(
        href=url_for("publishing.source", key=citation.source, where=citation.where),
        place=place,
        document=document,
        whole=f"{document}{comma} {place}" if citation.where else document,
    )


def document_links(citations: Iterable[Citation]) -> list[SourceLink]:
    """The documents that several facts come from, each once."""
    documents = dict.fromkeys(Citation(source=one.source, where=None, words=one.words) for one in citations)
    return [source_link(document) for document in documents]


def part_date_words(date: PartDate) -> str:
    """A date as exactly as it is known."""
    return str(format_date(date.first, FORMATS[date.precision]))


def span_words(starts: PartDate | None, ends: PartDate | None) -> str | None:
    """From when to when, as far as anybody has said."""
    if starts is None:
        return None if ends is None else str(_("until %(date)s", date=part_date_words(ends)))
    if ends is None:
        return str(_("since %(date)s", date=part_date_words(starts)))
    last = part_date_words(ends)
    if starts == ends:
        return last
    return str(_("%(first)s to %(last)s", first=_without_what_follows(starts, ends), last=last))


def _without_what_follows(starts: PartDate, ends: PartDate) -> str:
    """The first date of two, without the month and the year that the second one says as well."""
    same_year = starts.first.year == ends.first.year and starts.precision is ends.precision
    if not same_year or starts.precision is DatePrecision.YEAR:
        return part_date_words(starts)
    if starts.precision is DatePrecision.MONTH:
        return str(format_date(starts.first, "LLLL"))
    return str(format_date(starts.first, "d" if starts.first.month == ends.first.month else "d MMMM"))


def months_words(starts: dt.date, ends: dt.date | None) -> str:
    """The months between which priorities hold."""
    first = format_date(starts, MONTH)
    if ends is None:
        return str(_("Since %(date)s", date=first))
    return str(_("%(first)s to %(last)s", first=first, last=format_date(ends, MONTH)))


def days_words(opens: dt.date, closes: dt.date) -> str:
    """The days between which something is open."""
    words = span_words(PartDate(opens, DatePrecision.DAY), PartDate(closes, DatePrecision.DAY))
    return words or ""


def polarity_words(polarity: Polarity | None) -> str:
    """Which way is the good one."""
    if polarity is None:
        return str(_("Neither way is better by itself."))
    return str(_("More is better.") if polarity is Polarity.UP_IS_GOOD else _("Less is better."))


def seen(measure: Measure) -> Seen:
    """What was observed of a measure, the oldest first."""
    values = [_value(observation) for observation in measure.observations]
    went = newest_change(values, are_changes=measure.change)
    return Seen(
        values=tuple(seen_value(measure, observation) for observation in measure.observations),
        went=went,
        good=None if went is None else is_good(measure.polarity, went),
        met=is_met(measure.polarity, _aimed_at(measure), values[-1]) if values else None,
    )


def target_words(measure: Measure) -> str | None:
    """The target, where there is one."""
    target = _aimed_at(measure)
    return None if target is None else _number(measure, target)


def _aimed_at(measure: Measure) -> Decimal | None:
    """What the newest period aimed at, else what the measure aims at."""
    newest = measure.observations[-1].target if measure.observations else None
    return measure.target if newest is None else newest


def _value(observation: Observation) -> Decimal:
    if observation.value is not None:
        return observation.value
    return share(observation.numerator or 0, observation.denominator or 0)


def seen_value(measure: Counted, observation: Observation) -> SeenValue:
    """One value of a measure, in words."""
    words = _number(measure, _value(observation))
    if observation.numerator is not None:
        part, whole = observation.numerator, observation.denominator
        words = _("%(share)s (%(part)s of %(whole)s)", share=words, part=part, whole=whole)
    return SeenValue(
        period=period_words(observation.period, reading_language()),
        value=words,
        citation=observation.citation,
    )


def _number(measure: Counted, value: Decimal) -> str:
    language = reading_language()
    column = Column(
        key=measure.key, name=measure.name, type=measure.type, unit=None, change=measure.change, polarity=None
    )
    number = figure_value_words(_shortened(value), column, language)
    return number if measure.unit is None else f"{number} {measure.unit.in_language(language).text}"


def _shortened(value: Decimal) -> Decimal:
    """Without the noughts that the database adds after the point."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
