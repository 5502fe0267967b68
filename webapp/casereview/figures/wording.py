"""The public words of the yearly figures: what each counts, by each version of the definitions."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One of the figures: the name of its column for good, what it is called, and what it counts."""

    key: str
    name: LazyString
    meaning: LazyString


# In the order of the Act (s.104(9)); the keys are published names of columns, so they do not change.
FOUR: tuple[Measure, ...] = (
    Measure(
        key="applications",
        name=_l("Applications made"),
        meaning=_l("How many times somebody asked us for a review. Each counts once, whatever became of it."),
    ),
    Measure(
        key="threshold_not_met",
        name=_l("Times the threshold was not met"),
        meaning=_l(
            "How many times we decided that the rules for a review were not met. "
            "If an appeal changed this later, it still counts here."
        ),
    ),
    Measure(
        key="reviews_carried_out",
        name=_l("Reviews carried out"),
        meaning=_l(
            "How many reviews were held. A review with more than one meeting counts once, on the day of the first."
        ),
    ),
    Measure(
        key="reviews_with_recommendations",
        name=_l("Reviews that led to recommendations"),
        meaning=_l("How many reviews asked one or more services to do something. Each review counts once."),
    ),
)
WITHDRAWN = Measure(
    key="withdrawn",
    name=_l("Withdrawn by the person who applied"),
    meaning=_l(
        "How many people took their application back. The law does not ask for this figure. "
        "We only give it if it is ten or more."
    ),
)
# How a year is counted: the version that a year was frozen by stays with it.
HOW_COUNTED: Mapping[str, tuple[LazyString, ...]] = {
    "1": (
        _l("A year runs from 1 April to 31 March."),
        _l(
            "We count each thing in the year in which it happened. "
            "Somebody may apply in March and have the review in May. "
            "Then the application is in one year and the review in the next."
        ),
        _l(
            "So the figures of one year do not have to add up. "
            "A review can also be held when the threshold was not met."
        ),
    ),
}
