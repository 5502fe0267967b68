"""What the reports of an application point to; pure, advice only (2014 Act, s.104(4), (5) and (11)).

Nothing here refuses anybody: the engine says "mandatory" or "somebody has to decide", and why, report by report. The
decision is a named officer's act. Days are London days; a time of day decides nothing.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.casereview.rules.codes import Ground, Indicates, Verdict, Why
from webapp.casereview.rules.months import last_day
from webapp.casereview.rules.same_incident import Finding, incidents_of, once_each, perhaps_same
from webapp.casereview.rules.spans import Span, happened_within, told_within
from webapp.partnership.procedures import Aggregate, ProcedureVersion

# Whom somebody told is not known, or was somebody else than a service: what is no body of section 105 may still be
# one that the local procedure accepts, so an officer asks.
NOT_NAMED = frozenset({"", "other"})


@dataclass(frozen=True, kw_only=True)
class Report:
    """An incident, and when it was told to an agency.

    Two days of an incident mean that it went on from the one to the other; with `incident_approximately` that it
    happened on some day between them. `told_to` likewise. A single approximate day is read as a week either side of
    it. `same_as` is the place in the list of a report of the same incident; `person` is whose report it is, where
    several people apply together. What was added later and only happened, or was only told, after the application is
    judged on the day on which it was added (`added_on`): else adding would never help anybody.
    """

    incident_from: dt.date | None = None
    incident_to: dt.date | None = None
    incident_approximately: bool = False
    told_on: dt.date | None = None
    told_to: dt.date | None = None
    told_approximately: bool = False
    agency: str = ""
    same_as: int | None = None
    person: str = ""
    added_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What all reports together point to: how many count of how many needed, and the grounds to look at besides."""

    count: int
    needed: int
    findings: tuple[Finding, ...]
    indicates: Indicates
    grounds: tuple[Ground, ...]

    @property
    def cannot_tell(self) -> int:
        """How many might count if a date were known."""
        return sum(finding.verdict is Verdict.CANNOT_TELL for finding in self.findings)


def advise(
    reports: Sequence[Report],
    applied_on: dt.date,
    procedure: ProcedureVersion,
    started_on: dt.date | None = None,
    *,
    is_group: bool = False,
) -> Advice:
    """What the reports point to on the day of the application, each with its reason.

    One incident counts once, however many agencies were told. Fewer than the number of the procedure is never an
    answer by itself: the three grounds of s.104(5) are then what an officer looks at. In a group (`is_group`) whose
    reports are counted for one person, one of which nobody said whose it is cannot be counted for anybody.
    """
    needs_person = is_group and procedure.who_may_aggregate is Aggregate.ONE_PERSON
    findings = [_finding(index, report, applied_on, procedure) for index, report in enumerate(reports)]
    if started_on is not None and started_on < applied_on:
        findings = [
            _with_start(finding, reports[finding.index], started_on, procedure) if _is_late(finding) else finding
            for finding in findings
        ]
    findings = [_with_doubts(finding, reports[finding.index], needs_person=needs_person) for finding in findings]
    findings = once_each(findings, incidents_of(reports))
    count = _count(reports, findings, procedure.who_may_aggregate)
    is_enough = count >= procedure.threshold_number
    return Advice(
        count=count,
        needed=procedure.threshold_number,
        findings=tuple(findings),
        indicates=Indicates.MANDATORY if is_enough else Indicates.NEEDS_DECISION,
        grounds=() if is_enough else tuple(Ground),
    )


def send_by(reports: Sequence[Report], procedure: ProcedureVersion, today: dt.date) -> tuple[tuple[int, dt.date], ...]:
    """By which day to apply so that a report still counts, for each that can: the earliest reading of its dates.

    A report that came too late, or whose day has passed, is left out, and so is a second report of one incident.
    """
    can = [
        finding.index
        for finding in advise(reports, today, procedure).findings
        if finding.verdict in {Verdict.COUNTS, Verdict.CANNOT_TELL}
    ]
    days = {index: _last_day_to_send(reports[index], procedure, today) for index in can}
    return tuple((index, day) for index, day in days.items() if day is not None and day >= today)


def _last_day_to_send(report: Report, procedure: ProcedureVersion, today: dt.date) -> dt.date | None:
    happened, told = happened_within(report), told_within(report, today)
    if told is None or told.is_unknown:
        return None
    return _fresh_until(told.first if happened is None else max(told.first, happened.first), procedure)


def _fresh_until(told: dt.date, procedure: ProcedureVersion) -> dt.date:
    return last_day(told, procedure.application_window_months, first_day_counts=procedure.first_day_counts)


def _told_until(happened: dt.date, procedure: ProcedureVersion) -> dt.date:
    return last_day(happened, procedure.report_window_months, first_day_counts=procedure.first_day_counts)


def _finding(index: int, report: Report, applied_on: dt.date, procedure: ProcedureVersion) -> Finding:
    verdict, why, days = _judged(report, applied_on, procedure)
    return Finding(index=index, verdict=verdict, why=why, days=days)


def _with_doubts(finding: Finding, report: Report, *, needs_person: bool) -> Finding:
    """Where it is not known whom somebody told, or who of a group did, one that is in time is for an officer."""
    if finding.verdict is not Verdict.COUNTS:
        return finding
    if report.agency in NOT_NAMED:
        return replace(finding, verdict=Verdict.CANNOT_TELL, why=Why.WHOM_UNKNOWN)
    if needs_person and not report.person:
        return replace(finding, verdict=Verdict.CANNOT_TELL, why=Why.WHOSE_UNKNOWN)
    return finding


def _judged(report: Report, applied_on: dt.date, procedure: ProcedureVersion) -> tuple[Verdict, Why, int | None]:
    applied_on = _applied_for(report, applied_on)
    happened, told = happened_within(report), told_within(report, applied_on)
    if told is None:
        return Verdict.DOES_NOT_COUNT_YET, Why.NOT_TOLD, None
    if fault := _impossible(happened, told, applied_on):
        return fault
    if happened is None:
        return _without_incident(told, applied_on, procedure)
    return _by_dates(happened, told.after(happened.first).until(applied_on), applied_on, procedure)


def _applied_for(report: Report, applied_on: dt.date) -> dt.date:
    """The day on which somebody applied with this report: the first, or that of adding it where it is younger."""
    days = [day for day in (report.incident_from, report.incident_to, report.told_on, report.told_to) if day]
    if report.added_on is None or report.added_on <= applied_on or not any(day > applied_on for day in days):
        return applied_on
    return report.added_on


def _impossible(happened: Span | None, told: Span, applied_on: dt.date) -> tuple[Verdict, Why, int] | None:
    """Dates that contradict one another or the application, with how many days."""
    if happened is not None and happened.first > applied_on:
        return Verdict.CANNOT_TELL, Why.HAPPENED_AFTER_APPLYING, (happened.first - applied_on).days
    if told.first > applied_on:
        return Verdict.DOES_NOT_COUNT_YET, Why.TOLD_AFTER_APPLYING, (told.first - applied_on).days
    if happened is not None and told.last < happened.first:
        return Verdict.CANNOT_TELL, Why.TOLD_BEFORE, (happened.first - told.last).days
    return None


def _without_incident(told: Span, applied_on: dt.date, procedure: ProcedureVersion) -> tuple[Verdict, Why, int | None]:
    if not told.is_unknown and _fresh_until(told.last, procedure) < applied_on:
        return Verdict.DOES_NOT_COUNT_YET, Why.APPLIED_TOO_LATE, (applied_on - told.last).days
    return Verdict.CANNOT_TELL, Why.INCIDENT_UNKNOWN, None


def _by_dates(
    happened: Span, told: Span, applied_on: dt.date, procedure: ProcedureVersion
) -> tuple[Verdict, Why, int | None]:
    """Look at every day on which it can have been told: all in time, none, or some."""
    days = list(told.days_from(_oldest(applied_on, procedure)))
    fresh = [day for day in days if _fresh_until(day, procedure) >= applied_on]
    surely = [day for day in fresh if day <= _told_until(happened.at_worst(day), procedure)]
    maybe = [day for day in fresh if day <= _told_until(happened.at_best(day), procedure)]
    if len(surely) == told.length:
        return Verdict.COUNTS, _in_time(happened, told, applied_on, procedure), None
    if maybe:
        return Verdict.CANNOT_TELL, Why.TOLD_UNKNOWN if told.is_unknown else Why.TOO_APPROXIMATE, None
    return Verdict.DOES_NOT_COUNT_YET, *_too_late(happened, told, applied_on, procedure)


def _too_late(happened: Span, told: Span, applied_on: dt.date, procedure: ProcedureVersion) -> tuple[Why, int]:
    """Which line was crossed; neither alone where only another day would have kept each."""
    nearest = happened.at_best(told.first)
    if told.is_unknown:
        return Why.TOO_LONG_AGO, (applied_on - happened.last).days
    if told.first > _told_until(nearest, procedure):
        return Why.TOLD_TOO_LATE, (told.first - nearest).days
    if _fresh_until(told.last, procedure) < applied_on:
        return Why.APPLIED_TOO_LATE, (applied_on - told.last).days
    return Why.TOO_LONG_AGO, (applied_on - happened.last).days


def _in_time(happened: Span, told: Span, applied_on: dt.date, procedure: ProcedureVersion) -> Why:
    if told.is_sure and happened.is_sure:
        is_last = applied_on == _fresh_until(told.first, procedure)
        is_last = is_last or told.first == _told_until(happened.at_worst(told.first), procedure)
        # Where the first day counts already, there is no stricter reading to warn of.
        return Why.ON_THE_LAST_DAY if is_last and not procedure.first_day_counts else Why.IN_TIME
    return Why.IN_TIME_WHATEVER_THE_DAY


def _oldest(applied_on: dt.date, procedure: ProcedureVersion) -> dt.date:
    """A day before which nothing told can be fresh: years of unknown dates need not be walked through."""
    longest = dt.timedelta(days=31 * (procedure.application_window_months + 1))
    return applied_on - longest if applied_on - dt.date.min > longest else dt.date.min


def _is_late(finding: Finding) -> bool:
    return finding.why in {Why.APPLIED_TOO_LATE, Why.TOO_LONG_AGO, Why.TOO_APPROXIMATE, Why.TOLD_UNKNOWN}


def _with_start(finding: Finding, report: Report, started_on: dt.date, procedure: ProcedureVersion) -> Finding:
    verdict, _, _ = _judged(report, started_on, procedure)
    return replace(finding, in_time_when_started=verdict is Verdict.COUNTS)


def _count(reports: Sequence[Report], findings: Sequence[Finding], who: Aggregate) -> int:
    counting = [reports[finding.index].person for finding in findings if finding.verdict is Verdict.COUNTS]
    if who is Aggregate.COMMUNITY:
        return len(counting)
    return max(Counter(counting).values(), default=0)


__all__ = ["Advice", "Finding", "Report", "advise", "perhaps_same", "send_by"]
