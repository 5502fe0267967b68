"""Reports of one incident: it counts once, however many agencies were told; pure.

It asks, it never decides: three incidents on one day are three.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from webapp.casereview.rules.codes import Verdict, Why


class Told(Protocol):
    """What of a report says which incident it is about."""

    @property
    def incident_from(self) -> dt.date | None:
        """The first day, or the only one."""

    @property
    def incident_to(self) -> dt.date | None:
        """The last day."""

    @property
    def agency(self) -> str:
        """To whom it was told."""

    @property
    def same_as(self) -> int | None:
        """The place in the list of a report of the same incident."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the engine says of one report; `days` belong to `why`.

    `in_time_when_started` marks one that is too old by now and was not when the person began the form: a ground for
    discretion, for nobody should lose a report by sending the form in pieces.
    """

    index: int
    verdict: Verdict
    why: Why
    days: int | None = None
    in_time_when_started: bool = False


def perhaps_same(reports: Sequence[Told]) -> tuple[tuple[int, int], ...]:
    """Pairs that may be one incident told twice: the same days, another agency, and nobody has said so yet."""
    incidents = incidents_of(reports)
    return tuple(
        (first, second)
        for second, report in enumerate(reports)
        for first in range(second)
        if report.incident_from is not None
        and _days_of(report) == _days_of(reports[first])
        and report.agency != reports[first].agency
        and incidents[first] != incidents[second]
    )


def incidents_of(reports: Sequence[Told]) -> list[int]:
    """The incident that each report is about, named by its first report; a link that leads nowhere is no link."""
    names = list(range(len(reports)))

    def name_of(index: int) -> int:
        while names[index] != index:
            index = names[index]
        return index

    for index, report in enumerate(reports):
        if report.same_as is not None and 0 <= report.same_as < len(reports):
            first, second = sorted((name_of(index), name_of(report.same_as)))
            names[second] = first
    return [name_of(index) for index in range(len(reports))]


def once_each(findings: Sequence[Finding], incidents: Sequence[int]) -> list[Finding]:
    """Of the reports of one incident, the first that counts does; what remains of it is the same incident."""
    counted = {
        incident: finding.index
        for finding, incident in _backwards(findings, incidents)
        if finding.verdict is Verdict.COUNTS
    }
    return [
        Finding(index=finding.index, verdict=Verdict.SAME_INCIDENT, why=Why.SAME_INCIDENT)
        if counted.get(incident, finding.index) != finding.index
        else finding
        for finding, incident in zip(findings, incidents, strict=True)
    ]


def _backwards(findings: Sequence[Finding], incidents: Sequence[int]) -> Iterator[tuple[Finding, int]]:
    return zip(reversed(findings), reversed(incidents), strict=True)


def _days_of(report: Told) -> tuple[dt.date | None, dt.date | None]:
    return report.incident_from, report.incident_to or report.incident_from
