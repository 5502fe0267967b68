"""The words for changes, spans and reasons on the analysts' pages."""

import math

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.engagement.analysis.board import By, Compared, Per, Span
from webapp.engagement.analysis.queries import PoliceCounts
from webapp.engagement.analysis.spots import Against, Missing
from webapp.engagement.analysis.tables import Measure
from webapp.engagement.statistics import Change, NoSpots, NoTrend, RateChange, Standing, Trend
from webapp.survey.desk_wording import month_name

BY_NAMES: dict[By, LazyString] = {By.KIND: _l("Kinds of problem"), By.AREA: _l("Areas")}
SPAN_NAMES: dict[Span, LazyString] = {Span.YEAR: _l("12 months"), Span.QUARTER: _l("One quarter")}
PER_NAMES: dict[Per, LazyString] = {
    Per.PERSON: _l("The share of those who answered"),
    Per.COUNT: _l("The number of people"),
}
MEASURE_NAMES: dict[Measure, LazyString] = {
    Measure.RESPONDENTS: _l("People who answered"),
    Measure.ANSWERS: _l("Ticks: somebody who ticked three counts three times"),
}
SHARE_NAMES: dict[str, LazyString] = {
    "": _l("No"),
    "row": _l("Of the row"),
    "column": _l("Of the column"),
    "all": _l("Of all"),
}
NO_TREND: dict[NoTrend, LazyString] = {
    NoTrend.FEW_QUARTERS: _l("Too few quarters"),
    NoTrend.FEW_ANSWERS: _l("Too few answers"),
}
NO_SPOTS: dict[NoSpots, LazyString] = {
    NoSpots.FEW_AREAS: _l("There are too few areas: fewer than 30 leave too little to compare with."),
    NoSpots.FEW_ANSWERS: _l("There are too few answers: with fewer than 20 for each area on average, chance decides."),
    NoSpots.ALL_ALIKE: _l("All areas are alike."),
}
MISSING: dict[Missing, LazyString] = {
    Missing.SHAPES: _l("The boundaries of the wards are not imported, so nobody knows which lie beside which."),
    Missing.CELLS: _l("The cells are not made yet: whoever runs the site loads the postcodes."),
    Missing.POPULATION: _l("No population by ward is imported to hold the numbers against."),
}
AGAINST_NAMES: dict[Against, LazyString] = {
    Against.ANSWERS: _l("Everybody who answered there"),
    Against.NOTHING: _l("Nothing: the number of people"),
    Against.PEOPLE: _l("Everybody who lives there (wards)"),
}
GAP = _l("%(publisher)s is missing for: %(months)s. A difference between these and other months may be nothing else.")
STANDINGS: dict[Standing, LazyString] = {
    Standing.OVER: _l("More than their part"),
    Standing.UNDER: _l("Less than their part"),
    Standing.UNCLEAR: _l("No clear difference"),
}


def compared_words(compared: Compared) -> str:
    """What may be said of a period beside the same a year before."""
    if compared.is_broken:
        return str(_("Not comparable: another survey began in between"))
    return change_words(compared.change)


def change_words(change: RateChange | None) -> str:
    """Up, down, or no clear change, each with the range that the answers allow."""
    if change is None:
        return str(_("Not asked then"))
    low, high = _percent(change.interval.low), _percent(change.interval.high)
    if change.change is Change.UNCLEAR:
        return str(_("No clear change (between %(low)s and %(high)s)", low=low, high=high))
    if change.ratio is None:
        return str(_("Up from nobody"))
    values = {"by": _percent(change.ratio), "low": low, "high": high}
    if change.change is Change.UP:
        return str(_("Up: %(by)s (between %(low)s and %(high)s)", **values))
    return str(_("Down: %(by)s (between %(low)s and %(high)s)", **values))


def trend_words(trend: Trend) -> str:
    """The yearly change of single quarters, or why nothing can be said."""
    if trend.why_not is not None or trend.change_per_year is None or trend.interval is None:
        return str(NO_TREND[trend.why_not]) if trend.why_not else ""
    low, high = _percent(1 + trend.interval.low), _percent(1 + trend.interval.high)
    if trend.change is Change.UNCLEAR:
        return str(_("No clear trend (between %(low)s and %(high)s a year)", low=low, high=high))
    by = _percent(1 + trend.change_per_year)
    return str(_("%(by)s a year (between %(low)s and %(high)s)", by=by, low=low, high=high))


def gaps_words(counts: PoliceCounts) -> tuple[str, ...]:
    """Which forces have not all of the months that are shown: a sentence for each."""
    return tuple(
        str(GAP) % {"publisher": publisher, "months": ", ".join(map(month_name, months))}
        for publisher, months in counts.missing.items()
    )


def _percent(ratio: float) -> str:
    """A ratio as a change: 1.25 is +25%."""
    if math.isinf(ratio):
        return str(_("without end"))
    return f"{round(100 * (ratio - 1)):+d}%".replace("-", "\N{MINUS SIGN}")
