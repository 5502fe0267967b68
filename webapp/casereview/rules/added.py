"""The reports of a case as they stand now: those of the application, those added later, and what was put right; pure.

Nothing is changed in what somebody sent. An addition is an event with its reports; undone, it is left out.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from webapp.casereview.rules.records import AddedReport, Incident
from webapp.casereview.rules.reporting import report_of
from webapp.casereview.rules.threshold import Report

HAPPENED = ("happened_from", "happened_to", "approximately")
TOLD = ("told_on", "told_to", "told_approximately")


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What was added on one day; `id` names it for good."""

    id: str
    added_on: dt.date
    reports: tuple[AddedReport, ...]


@dataclass(frozen=True, kw_only=True)
class KeptReport:
    """A report as it stands now; `key` is how a later correction names it."""

    key: str
    incident: Incident
    added_on: dt.date | None = None
    is_corrected: bool = False

    @property
    def report(self) -> Report:
        """As the engine of the threshold reads it."""
        return replace(report_of(self.incident), added_on=self.added_on)


def joined(sent: Sequence[Incident], additions: Sequence[Addition]) -> tuple[KeptReport, ...]:
    """All reports, those of the application first; places never move, so numbers stay what they were on any page."""
    kept = [KeptReport(key=str(number), incident=incident) for number, incident in enumerate(sent, start=1)]
    for addition in additions:
        _take_in(addition, kept)
    return tuple(kept)


def _take_in(addition: Addition, kept: list[KeptReport]) -> None:
    places = {each.key: place for place, each in enumerate(kept)}
    # Where each row of this addition comes to stand, for a row that says "the same as the first of these".
    rows: list[int] = []
    for number, added in enumerate(addition.reports, start=1):
        place = places.get(added.corrects, len(kept))
        is_new = place == len(kept)
        incident = replace(added.incident, same_as=_same_as(added, places, rows, place))
        if is_new:
            kept.append(KeptReport(key=f"{addition.id}-{number}", incident=incident, added_on=addition.added_on))
        else:
            old = kept[place]
            whole = incident if added.is_whole else _merged(old.incident, incident)
            kept[place] = KeptReport(key=old.key, incident=whole, added_on=addition.added_on, is_corrected=True)
        rows.append(place)


def _same_as(added: AddedReport, places: dict[str, int], rows: Sequence[int], place: int) -> int | None:
    if added.same in places:
        found: int | None = places[added.same]
    else:
        index = added.incident.same_as
        found = rows[index] if index is not None and 0 <= index < len(rows) else None
    return None if found == place else found


def _merged(old: Incident, new: Incident) -> Incident:
    """The old one with what was said anew: somebody who puts a date right does not tell all of it again."""
    given = {each.name: getattr(new, each.name) for each in fields(Incident)}
    dates = {"happened_from": HAPPENED, "told_on": TOLD}
    left = {name for first, names in dates.items() if given[first] is None for name in names}
    said = {
        name: value
        for name, value in given.items()
        if name not in left and (value not in {None, ""} or name in HAPPENED + TOLD)
    }
    return replace(old, **said)
