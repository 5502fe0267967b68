"""The review procedures of a partnership, each valid from a day: the numbers that an ASB case review is judged by.

A case keeps the version that was valid on the day it was applied for (2014 Act, s.104(2), (4) and (11), Schedule 4).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.facts import Citation, read_citation

PLACE = "procedures.toml"
# s.104(4): local procedures may ask for fewer complaints than this, never for more (explanatory note 231).
MOST_REPORTS = 3


class Aggregate(StrEnum):
    """Whose reports are counted together."""

    ONE_PERSON = "one_person"
    COMMUNITY = "community"


class AppealRoute(StrEnum):
    """Who hears somebody who is not satisfied (Schedule 4, paragraph 3)."""

    PARTNERSHIP = "partnership"
    LOCAL_POLICING_BODY = "local_policing_body"


@dataclass(frozen=True, kw_only=True)
class ProcedureVersion:
    """One version of the review procedures; days are working days.

    `first_day_counts` reads a period as one that begins with the day itself, as s.104(11) words it: six months from
    4 March then end with 3 September, else with 4 September. `to_confirm` names the settings that the owner has not
    signed yet.
    """

    valid_from: dt.date
    threshold_number: int = MOST_REPORTS
    report_window_months: int = 1
    application_window_months: int = 6
    first_day_counts: bool = False
    who_may_aggregate: Aggregate = Aggregate.ONE_PERSON
    acknowledge_days: int = 3
    threshold_days: int = 10
    panel_days: int = 20
    outcome_days: int = 10
    appeal_window_days: int = 20
    appeal_days: int = 15
    appeal_routes: tuple[AppealRoute, ...] = (AppealRoute.PARTNERSHIP,)
    policing_body_stage: bool = False
    to_confirm: frozenset[str] = frozenset()
    citation: Citation | None = None

    @property
    def key(self) -> str:
        """What a case keeps of it: the day from which it is valid."""
        return self.valid_from.isoformat()

    def is_to_confirm(self, setting: str) -> bool:
        """Whether the owner still has to sign a setting, so that no page promises it without saying so."""
        return setting in self.to_confirm


# The day on which Part 6 of the Act came into force; general knowledge, and nothing is counted from it.
BEGINNING = dt.date(2014, 10, 20)
SETTINGS = frozenset(ProcedureVersion.__dataclass_fields__) - {"valid_from", "to_confirm", "citation"}
# What holds where a partnership has written nothing: the Act's own numbers, and our days, none of them signed.
UNWRITTEN = ProcedureVersion(valid_from=BEGINNING, to_confirm=SETTINGS)


def read_procedures(folder: Path, languages: tuple[str, ...]) -> tuple[ProcedureVersion, ...]:
    """The versions of procedures.toml, the oldest first; the Act's own numbers where there is no such file.

    Raises PartnershipError for a version that the Act does not allow or that cannot be used.
    """
    path = folder / PLACE
    if not path.is_file():
        return (UNWRITTEN,)
    entry = open_toml(path, PLACE, languages)
    versions = entry.each("version", _read_version, named_by="valid_from")
    entry.close()
    if not versions:
        raise entry.error("there is no [[version]]; add one, or remove the file to use the numbers of the Act.")
    return tuple(sorted(versions, key=lambda version: version.valid_from))


def procedure_on(versions: Sequence[ProcedureVersion], day: dt.date) -> ProcedureVersion:
    """The version that is valid on a day; the oldest one for a day before all of them."""
    valid = [version for version in versions if version.valid_from <= day]
    return valid[-1] if valid else versions[0]


def procedure_called(versions: Sequence[ProcedureVersion], key: str) -> ProcedureVersion:
    """The version that a case keeps as `key`.

    A version that somebody took out of the file since is replaced by the one valid on that day: a case is never
    without a procedure.
    """
    return procedure_on(versions, dt.date.fromisoformat(key))


def _read_version(entry: Entry) -> ProcedureVersion:
    version = ProcedureVersion(
        valid_from=entry.date("valid_from"),
        threshold_number=entry.whole_number("threshold_number", MOST_REPORTS),
        report_window_months=entry.whole_number("report_window_months", 1),
        application_window_months=entry.whole_number("application_window_months", 6),
        first_day_counts=entry.flag("first_day_counts"),
        who_may_aggregate=entry.choice("who_may_aggregate", Aggregate, Aggregate.ONE_PERSON),
        acknowledge_days=entry.whole_number("acknowledge_days", 3),
        threshold_days=entry.whole_number("threshold_days", 10),
        panel_days=entry.whole_number("panel_days", 20),
        outcome_days=entry.whole_number("outcome_days", 10),
        appeal_window_days=entry.whole_number("appeal_window_days", 20),
        appeal_days=entry.whole_number("appeal_days", 15),
        appeal_routes=_read_routes(entry),
        policing_body_stage=entry.flag("policing_body_stage"),
        to_confirm=frozenset(entry.codes("to_confirm")),
        citation=entry.one_or_none("citation", read_citation),
    )
    _check(version, entry)
    return version


def _read_routes(entry: Entry) -> tuple[AppealRoute, ...]:
    given = entry.codes("appeal_routes") or (AppealRoute.PARTNERSHIP,)
    unknown = [route for route in given if route not in set(AppealRoute)]
    if unknown:
        raise entry.error(f'"appeal_routes" has "{unknown[0]}"; use some of: {", ".join(AppealRoute)}.')
    return tuple(AppealRoute(route) for route in given)


def _check(version: ProcedureVersion, entry: Entry) -> None:
    if version.threshold_number > MOST_REPORTS:
        most = f"the Act lets no procedure ask for more than {MOST_REPORTS} reports (section 104(4))"
        raise entry.error(f'"threshold_number" is {version.threshold_number}; {most}.')
    unknown = sorted(version.to_confirm - SETTINGS)
    if unknown:
        raise entry.error(f'"to_confirm" names "{unknown[0]}"; use some of: {", ".join(sorted(SETTINGS))}.')
