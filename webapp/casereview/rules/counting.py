"""The four figures that the relevant bodies publish at least every twelve months (2014 Act, s.104(9) and (10)); pure.

They count different things, each on the day on which it happened: a case applied for in March and reviewed in May
stands in two years, and a review may be held where the threshold was not met. So they never add up to one another.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add

from webapp.casereview.rules.codes import AppealResult, Basis, Decision, Detail, EventKind, Outcome
from webapp.casereview.rules.events import effective
from webapp.casereview.rules.standings import BASES, Event

APRIL = 4
# After these a case can be reviewed anew, and that review counts as another one.
BEGINS_ANEW = frozenset({EventKind.APPEAL_DECIDED, EventKind.POLICING_BODY_DECIDED})
# Decided that the threshold is not met: also where what happened is no anti-social behaviour at all.
NOT_MET = frozenset(decision.value for decision, basis in BASES.items() if basis is Basis.NOT_MET)
IN_FAVOUR = frozenset({AppealResult.UPHELD.value, AppealResult.PARTLY.value})


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The four figures of a period, and beside them how many applications were withdrawn."""

    applications: int = 0
    not_met: int = 0
    reviews: int = 0
    with_recommendations: int = 0
    withdrawn: int = 0

    @property
    def all(self) -> tuple[int, int, int, int, int]:
        """The figures in the order of the Act, then our own."""
        return self.applications, self.not_met, self.reviews, self.with_recommendations, self.withdrawn


def four_figures(cases: Iterable[Sequence[Event]], year_from: dt.date, year_to: dt.date) -> Figures:
    """The figures of a period, its first and last day included; events that were undone count nowhere.

    Applications: each once, whatever became of it. Not met: each time it was decided so, also where an appeal changed
    it later. Reviews: each once, on the day of its first meeting. With recommendations: each review once, on the day
    on which the first was made. Withdrawn: each case once, on the first day on which somebody withdrew it.
    """
    counts = (0, 0, 0, 0, 0)
    for events in cases:
        found = _days_of_a_case(effective(events))
        within = tuple(sum(year_from <= day <= year_to for day in days) for days in found)
        counts = tuple(map(add, counts, within))
    return Figures(
        applications=counts[0],
        not_met=counts[1],
        reviews=counts[2],
        with_recommendations=counts[3],
        withdrawn=counts[4],
    )


def year_of(day: dt.date) -> int:
    """The year in which the financial year of a day begins: 2026 for 1 April 2026 to 31 March 2027."""
    return day.year if day.month >= APRIL else day.year - 1


def first_and_last(year: int) -> tuple[dt.date, dt.date]:
    """The first and last day of the financial year that begins in `year`."""
    return dt.date(year, APRIL, 1), dt.date(year + 1, APRIL, 1) - dt.timedelta(days=1)


def year_called(year: int) -> str:
    """How people write it: 2026/27."""
    return f"{year}/{(year + 1) % 100:02d}"


def _days_of_a_case(events: Sequence[Event]) -> tuple[list[dt.date], ...]:
    """The days on which each of the figures gains one, for one case."""
    applied = [event.happened_on for event in events if event.kind is EventKind.APPLIED][:1]
    not_met = [event.happened_on for event in events if _is_not_met(event)]
    withdrawn = [event.happened_on for event in events if _is_withdrawal(event)][:1]
    held, recommended = _days_of_reviews(events)
    return applied, not_met, held, recommended, withdrawn


def _days_of_reviews(events: Sequence[Event]) -> tuple[list[dt.date], list[dt.date]]:
    held: list[dt.date] = []
    recommended: list[dt.date] = []
    is_held = is_recommended = False
    for event in events:
        if _begins_anew(event):
            is_held = is_recommended = False
        elif event.kind is EventKind.REVIEW_HELD and not is_held:
            is_held = True
            held.append(event.happened_on)
        elif _is_recommendation(event) and is_held and not is_recommended:
            is_recommended = True
            recommended.append(event.happened_on)
    return held, recommended


def _begins_anew(event: Event) -> bool:
    if event.kind in BEGINS_ANEW:
        return event.codes.get(Detail.RESULT) in IN_FAVOUR
    return event.kind is EventKind.REOPENED


def _is_not_met(event: Event) -> bool:
    return event.kind is EventKind.THRESHOLD_DECIDED and event.codes.get(Detail.DECISION) in NOT_MET


def _is_withdrawal(event: Event) -> bool:
    by_decision = event.kind is EventKind.THRESHOLD_DECIDED
    return event.kind is EventKind.WITHDRAWN or (by_decision and event.codes.get(Detail.DECISION) == Decision.WITHDRAWN)


def _is_recommendation(event: Event) -> bool:
    """Recommendations written down one by one, or an outcome that says that there are some."""
    by_outcome = event.codes.get(Detail.OUTCOME) == Outcome.RECOMMENDATIONS_MADE
    return event.kind is EventKind.RECOMMENDATIONS_MADE or (event.kind is EventKind.OUTCOME_DECIDED and by_outcome)
