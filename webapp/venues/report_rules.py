"""What becomes of a report about a place: what comes first, when it is due, how long it is kept; pure.

The words are never shown to the place that they are about: nothing here leads there, and the place's own pages cannot
read this table.
"""

import datetime as dt

from webapp.venues.rules import Problem, ReportState

# A list that sends people to a closed door is mended within a week.
DEAL_WITHIN = dt.timedelta(days=7)
# A doubt keeps a report at the end of the queue for as long: then it stands by its date like any other.
DOUBT_ENDS_AFTER = dt.timedelta(days=3)
# From this score on (webapp/kit/forms/sending.py) a report looks like a program's.
DOUBTFUL_FROM = 2
# Officers are told of an alarm while it is as new as this; after that the queue goes on showing it first.
TELL_WITHIN = dt.timedelta(days=7)
# Waiting at once: more than this is a flood, and must not fill the disk.
MOST_WAITING = 2_000
KEPT_AFTER: dict[ReportState, dt.timedelta] = {
    ReportState.DEALT_WITH: dt.timedelta(days=365),
    ReportState.NOT_REAL: dt.timedelta(days=30),
}


def is_alarm(problem: Problem) -> bool:
    """Whether somebody was frightened by who works at the place: it may be the next person's danger too."""
    return problem is Problem.FRIGHTENED_ME


def comes_first(problem: Problem, *, doubtful: bool) -> bool:
    """Whether it goes to the top. What looks like a program's does not: a flood would bury who was frightened."""
    return is_alarm(problem) and not doubtful


def is_doubtful(suspicion: int) -> bool:
    """Whether a report comes after the others. It is never refused for it."""
    return suspicion >= DOUBTFUL_FROM


def due_on(problem: Problem, *, received_on: dt.date) -> dt.date:
    """The day by which it is dealt with: an alarm on the day itself."""
    return received_on if is_alarm(problem) else received_on + DEAL_WITHIN


def queue_date(problem: Problem, *, received_on: dt.date, doubtful: bool) -> dt.date | None:
    """The date that stands in the queue; what looks like a program's has none, and so comes last."""
    return None if doubtful else due_on(problem, received_on=received_on)


def doubt_is_over(received_on: dt.date, *, today: dt.date) -> bool:
    """Whether a doubtful report now gets its date: nothing is left lying for a doubt."""
    return today >= received_on + DOUBT_ENDS_AFTER


def keep_until(state: ReportState, *, closed_on: dt.date) -> dt.date | None:
    """The last day on which a report is kept; an open one is kept until it is closed."""
    kept = KEPT_AFTER.get(state)
    return None if kept is None else closed_on + kept
