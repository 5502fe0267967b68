"""Histories of cases, a line an event: "2026-03-04 threshold_decided decision=not_met"."""

import datetime as dt
import itertools
import uuid

from webapp.casereview.rules.codes import EventKind
from webapp.casereview.rules.standings import Event

NUMBERS = itertools.count(1)


def event(line: str, *, undoes: Event | None = None) -> Event:
    day, kind, *codes = line.split()
    number = next(NUMBERS)
    return Event(
        id=str(uuid.UUID(int=number)),
        kind=EventKind(kind),
        happened_on=dt.date.fromisoformat(day),
        # Written down in the order of the lines, long after the days themselves.
        recorded_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number),
        codes=dict(code.split("=") for code in codes),
        undoes=undoes.id if undoes else None,
    )


def history(lines: str) -> list[Event]:
    return [event(line) for line in lines.strip().splitlines() if line.strip()]


# From the first word to the end, as it should go.
WHOLE = """
2026-03-02 applied
2026-03-04 acknowledged way=email
2026-03-04 lead_named
2026-03-05 information_requested agency=police
2026-03-10 information_received agency=police
2026-03-12 threshold_decided decision=met_mandatory
2026-03-13 decision_told way=post
2026-03-16 review_scheduled
2026-03-16 attendance_offered
2026-03-18 attendance_answered attendance=online
2026-04-02 review_held
2026-04-02 recommendations_made agency=police
2026-04-08 plan_consulted
2026-04-09 outcome_decided outcome=recommendations_made
2026-04-10 outcome_told way=post
2026-04-20 responded_to agency=police
2026-06-01 action_done agency=police
2026-06-02 closed
"""
NOT_MET = """
2026-03-02 applied
2026-03-04 acknowledged
2026-03-12 threshold_decided decision=not_met
2026-03-13 decision_told
"""
# Stages on the way, each with what came before it.
BEGUN = "2026-03-02 applied\n2026-03-04 acknowledged\n"
MET = f"{BEGUN}2026-03-12 threshold_decided decision=met_mandatory\n2026-03-13 decision_told\n"
SCHEDULED = f"{MET}2026-03-16 review_scheduled\n"
OFFERED = f"{SCHEDULED}2026-03-16 attendance_offered\n"
HELD = f"{OFFERED}2026-03-18 attendance_answered attendance=online\n2026-04-02 review_held\n"
RECOMMENDED = f"{HELD}2026-04-02 recommendations_made agency=police\n"
