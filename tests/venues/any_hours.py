"""Hours of every shape, for what must hold of any hours."""

import datetime as dt

from hypothesis import strategies as st

from webapp.venues.hours import MINUTES_A_DAY, ExceptionalDays, HoursKind, OnBankHolidays, OpeningHours, Span


def spans() -> st.SearchStrategy[tuple[Span, ...]]:
    """The openings of a day, in order and apart; the last may run past midnight."""

    def build(edges: list[int], past: int) -> tuple[Span, ...]:
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        if pairs and past:
            opens = pairs[-1][0]
            pairs[-1] = (opens, min(MINUTES_A_DAY + past, opens + MINUTES_A_DAY))
        return tuple(Span(*pair) for pair in pairs)

    edges = st.lists(st.integers(0, MINUTES_A_DAY - 1), max_size=6, unique=True).map(sorted)
    return st.builds(build, edges, st.sampled_from((0, 0, 30, 90, 120, 600)))


@st.composite
def any_hours(draw) -> OpeningHours:
    kind = draw(st.sampled_from(HoursKind))
    rule = draw(st.sampled_from(OnBankHolidays))
    days, first = draw(st.integers(0, 6)), dt.date(2026, 1, 1) + dt.timedelta(days=draw(st.integers(0, 900)))
    exception = ExceptionalDays(first=first, last=first + dt.timedelta(days=days), spans=draw(spans()))
    return OpeningHours(
        kind=kind,
        week=tuple(draw(spans()) for _ in range(7)) if kind is HoursKind.WEEKLY else ((),) * 7,
        exceptions=(exception,) if draw(st.booleans()) else (),
        on_bank_holidays=rule,
        bank_holiday_spans=draw(spans().filter(bool)) if rule is OnBankHolidays.OWN_HOURS else (),
    )
