"""Reports of a case as they are sealed, and all of them as they stand now: sent, added later, put right."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, Protocol

from webapp.casereview.rules.added import Addition, KeptReport, joined
from webapp.casereview.rules.records import AddedReport, Application, Incident

DAYS = ("happened_from", "happened_to", "told_on", "told_to")


class WithReports(Protocol):
    """What of an opened event matters here."""

    @property
    def id(self) -> Any:
        """Which event."""

    @property
    def happened_on(self) -> dt.date:
        """The day on which it was added."""

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""

    @property
    def reports(self) -> tuple[AddedReport, ...]:
        """What was added."""


def reports_of(application: Application, events: Iterable[WithReports]) -> tuple[KeptReport, ...]:
    """All reports of an opened case, in the order in which they came; what was taken back is left out."""
    additions = [
        Addition(id=each.id.hex, added_on=each.happened_on, reports=each.reports)
        for each in events
        if each.reports and not each.is_undone
    ]
    return joined(application.incidents, additions)


def written_reports(reports: Sequence[AddedReport]) -> str | None:
    """Reports as they are sealed; None where there are none."""
    return json.dumps([asdict(each) for each in reports], default=_written) if reports else None


def read_reports(text: str | None) -> tuple[AddedReport, ...]:
    """What `written_reports` wrote."""
    return tuple(_added(given) for given in json.loads(text or "[]"))


def read_incident(given: Mapping[str, Any]) -> Incident:
    """One incident as it was sealed; what a later version of the form no longer asks is left out."""
    known = {each.name: given[each.name] for each in fields(Incident) if each.name in given}
    for name in DAYS:
        known[name] = dt.date.fromisoformat(known[name]) if known.get(name) else None
    return Incident(**known)


def _added(given: Mapping[str, Any]) -> AddedReport:
    more = {each.name: given[each.name] for each in fields(AddedReport) if each.name in given}
    return AddedReport(**{**more, "incident": read_incident(given["incident"])})


def _written(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    message = f"{type(value).__name__} is nothing that a report holds."
    raise TypeError(message)
