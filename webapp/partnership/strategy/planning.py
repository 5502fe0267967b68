"""Reads plan.toml: what was promised under each priority, and how it is measured."""

from decimal import Decimal

from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation
from webapp.partnership.figures import Polarity, ValueType
from webapp.partnership.figures.periods import read_period
from webapp.partnership.strategy.model import (
    Commitment,
    Measure,
    MeasureKind,
    Observation,
    PriorityPlan,
    Visibility,
)


def read_plans(entry: Entry) -> tuple[PriorityPlan, ...]:
    """The whole of plan.toml."""
    return entry.each("plan", _read_plan, named_by="priority")


def _read_plan(entry: Entry) -> PriorityPlan:
    source = entry.one("citation", read_citation)
    return PriorityPlan(
        priority=entry.words("priority"),
        commitments=entry.each("commitment", lambda each: _read_commitment(each, source)),
        measures=entry.each("measure", lambda each: _read_measure(each, source)),
    )


def _read_commitment(entry: Entry, source: Citation) -> Commitment:
    return Commitment(key=entry.code("key"), text=entry.text("text"), citation=_citation(entry, source))


def _read_measure(entry: Entry, source: Citation) -> Measure:
    cited = _citation(entry, source)
    return Measure(
        key=entry.code("key"),
        kind=entry.choice("kind", MeasureKind, MeasureKind.KPI),
        name=entry.text("name"),
        type=entry.choice("type", ValueType, ValueType.WHOLE),
        unit=entry.text_or_none("unit"),
        change=entry.flag("change"),
        polarity=entry.choice("polarity", Polarity) if entry.has("polarity") else None,
        target=_number(entry, "target"),
        every_months=entry.whole_number("every_months", 1) if entry.has("every_months") else None,
        note=entry.text_or_none("note"),
        citation=cited,
        observations=entry.each("observation", lambda each: _read_observation(each, cited)),
    )


def _read_observation(entry: Entry, source: Citation) -> Observation:
    found = Observation(
        period=entry.one("period", read_period),
        value=_number(entry, "value"),
        numerator=_count(entry, "numerator"),
        denominator=_count(entry, "denominator"),
        agency=entry.code_or_none("agency"),
        visibility=entry.choice("visibility", Visibility, Visibility.PUBLISHED),
        citation=_citation(entry, source),
    )
    if (found.numerator is None) is not (found.denominator is None):
        raise entry.error('"numerator" and "denominator" go together; give both or neither.')
    if found.value is None and found.numerator is None:
        raise entry.error('there is no "value"; give it, or "numerator" and "denominator".')
    if found.denominator == 0 or (found.numerator or 0) > (found.denominator or 0):
        raise entry.error('"numerator" is a part of "denominator"; correct the two numbers.')
    return found


def _citation(entry: Entry, source: Citation) -> Citation:
    return entry.one_or_none("citation", read_citation) or source


def _number(entry: Entry, key: str) -> Decimal | None:
    if not entry.has(key):
        return None
    value = entry.values[key]
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise entry.error(f'"{key}" cannot be used; give it a number as the source prints it.')
    return Decimal(value)


def _count(entry: Entry, key: str) -> int | None:
    value = _number(entry, key)
    if value is not None and (value < 0 or value != value.to_integral_value()):
        raise entry.error(f'"{key}" is {value}; give it a whole number from 0 up.')
    return None if value is None else int(value)
