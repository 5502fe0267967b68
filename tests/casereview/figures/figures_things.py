"""Three years of made-up cases, and the four figures in SQL that knows nothing of rules/counting.py."""

import datetime as dt
import json
import random
import uuid

from sqlalchemy import text

from webapp.casereview.cases.models import CaseEvent, CaseReview
from webapp.casereview.rules.codes import (
    AppealResult,
    Attendance,
    CaseKind,
    Channel,
    Decision,
    Detail,
    EventKind,
    Outcome,
)
from webapp.casereview.rules.events import fold, may_follow, may_undo
from webapp.casereview.rules.standings import Event
from webapp.database import db
from webapp.kit.transaction import transaction

FIRST, LAST = dt.date(2022, 12, 1), dt.date(2026, 3, 31)
# What moves a case on comes more often than what stands beside it.
SELDOM = {
    EventKind.NOTE,
    EventKind.LEAD_NAMED,
    EventKind.INFORMATION_REQUESTED,
    EventKind.INFORMATION_RECEIVED,
    EventKind.PAUSED,
    EventKind.ADDED_TO,
    EventKind.WITHDRAWN,
    EventKind.RESPONDED_TO,
    EventKind.ACTION_DONE,
}
AGAINST = {EventKind.APPEALED, EventKind.POLICING_BODY_ASKED, EventKind.CLOSED}
USUAL = [Decision.MET_MANDATORY, Decision.MET_DISCRETIONARY, Decision.NOT_MET] * 3
CODES = {
    EventKind.THRESHOLD_DECIDED: (Detail.DECISION, [*Decision, *USUAL]),
    EventKind.ATTENDANCE_ANSWERED: (Detail.ATTENDANCE, list(Attendance)),
    EventKind.OUTCOME_DECIDED: (Detail.OUTCOME, list(Outcome)),
    EventKind.APPEAL_DECIDED: (Detail.RESULT, list(AppealResult)),
    EventKind.POLICING_BODY_DECIDED: (Detail.RESULT, list(AppealResult)),
}


def a_history(chance: random.Random) -> list[Event]:
    """What happened in a case, as the desk lets it happen, with steps that were taken back."""
    day = FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days))
    events = [_event(EventKind.APPLIED, day, 1)]
    for number in range(2, chance.randrange(4, 30)):
        if number > 3 and chance.random() < 0.06:
            undone = chance.choice(events)
            if may_undo(events, undone.id, policing_body_stage=True):
                events.append(_event(EventKind.UNDONE, day, number, undoes=undone.id))
                continue
        may = sorted(may_follow(fold(events), policing_body_stage=True))
        weights = [1 if kind in SELDOM else 4 if kind in AGAINST else 25 for kind in may]
        (kind,) = chance.choices(may, weights)
        day += dt.timedelta(days=chance.randrange(15))
        codes = {}
        if kind in CODES:
            name, choices = CODES[kind]
            codes = {name.value: chance.choice(choices).value}
        events.append(_event(kind, day, number, codes=codes))
    return events


def _event(kind: EventKind, day: dt.date, number: int, **more: object) -> Event:
    written = dt.datetime(2027, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=number)
    return Event(id=str(uuid.uuid4()), kind=kind, happened_on=day, recorded_at=written, **more)


@transaction
def keep(histories: list[list[Event]]) -> None:
    """Write the cases down as they would stand in a database that is years old."""
    for events in histories:
        case_id = uuid.uuid4()
        case = CaseReview(
            id=case_id,
            reference=f"MADE-UP-{case_id.hex}",
            kind=CaseKind.MYSELF,
            channel=Channel.WEB,
            language="en",
            procedure="2014-10-20",
            state=fold(events).state,
            applied_on=events[0].happened_on,
            started_on=events[0].happened_on,
        )
        db.session.add(case)
        db.session.flush()
        db.session.add_all(_row(case_id, place, event) for place, event in enumerate(events, start=1))
    db.session.flush()


def _row(case_id: uuid.UUID, number: int, event: Event) -> CaseEvent:
    return CaseEvent(
        id=uuid.UUID(event.id),
        case_id=case_id,
        number=number,
        kind=event.kind,
        happened_on=event.happened_on,
        recorded_at=event.recorded_at,
        by="cli:made-up",
        undoes=uuid.UUID(event.undoes) if event.undoes else None,
        codes=json.dumps(event.codes),
    )


# Each event that stands, with how many times the case had begun anew before it. No line of this is shared with Python.
STANDING = """
WITH standing AS (
  SELECT e.case_id, e.kind, e.codes, e.happened_on, e.recorded_at,
    ROW_NUMBER() OVER (PARTITION BY e.case_id ORDER BY e.happened_on, e.recorded_at) AS place,
    SUM(CASE WHEN e.kind = 'reopened'
      OR (e.kind IN ('appeal_decided', 'policing_body_decided')
        AND (e.codes LIKE '%"result": "upheld"%' OR e.codes LIKE '%"result": "partly"%'))
      THEN 1 ELSE 0 END) OVER (PARTITION BY e.case_id ORDER BY e.happened_on, e.recorded_at) AS round
  FROM case_event e
  WHERE e.kind <> 'undone'
    AND NOT EXISTS (SELECT 1 FROM case_event u WHERE u.kind = 'undone' AND u.undoes = e.id)
), held AS (
  SELECT case_id, round, MIN(place) AS place, MIN(happened_on) AS day FROM standing
  WHERE kind = 'review_held' GROUP BY case_id, round
)
"""
COUNTS = {
    "applications": "SELECT case_id, MIN(happened_on) AS day FROM standing WHERE kind = 'applied' GROUP BY case_id",
    "not_met": """SELECT case_id, happened_on AS day FROM standing WHERE kind = 'threshold_decided'
        AND (codes LIKE '%"decision": "not_met"%' OR codes LIKE '%"decision": "not_asb"%')""",
    "reviews": "SELECT case_id, day FROM held",
    "with_recommendations": """SELECT s.case_id, MIN(s.happened_on) AS day FROM standing s
        JOIN held h ON h.case_id = s.case_id AND h.round = s.round AND s.place > h.place
        WHERE s.kind = 'recommendations_made'
          OR (s.kind = 'outcome_decided' AND s.codes LIKE '%"outcome": "recommendations_made"%')
        GROUP BY s.case_id, s.round""",
    "withdrawn": """SELECT case_id, MIN(happened_on) AS day FROM standing WHERE kind = 'withdrawn'
        OR (kind = 'threshold_decided' AND codes LIKE '%"decision": "withdrawn"%') GROUP BY case_id""",
}


def in_sql(first: dt.date, last: dt.date) -> dict[str, int]:
    """The figures of a period, counted by the database alone."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    between = "CAST(:first AS DATE) AND CAST(:last AS DATE)" if _is_postgresql() else ":first AND :last"
    return {
        name: db.session.execute(
            text(f"{STANDING} SELECT COUNT(*) FROM ({query}) AS found WHERE day BETWEEN {between}"),  # noqa: S608
            days,
        ).scalar_one()
        for name, query in COUNTS.items()
    }


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
