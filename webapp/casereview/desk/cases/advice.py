"""What the engine says of each report, with its reason: it stands beside an officer's decision and decides nothing."""

from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.casereview.cases.reports import reports_of
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.cases.writing import procedure_of
from webapp.casereview.desk.cases.facts import days_of
from webapp.casereview.desk.wording import VERDICTS, WHYS
from webapp.casereview.rules.added import KeptReport
from webapp.casereview.rules.codes import CaseKind, Verdict
from webapp.casereview.rules.records import Incident
from webapp.casereview.rules.threshold import Advice, advise, perhaps_same
from webapp.partnership.procedures import ProcedureVersion

VARIANTS = {Verdict.COUNTS: "open", Verdict.CANNOT_TELL: "soon"}


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A report with what the engine says of it, in words."""

    number: int
    kept: KeptReport
    # It counts: whoever decides against it says why.
    counts: bool
    verdict: str
    variant: str
    why: str
    in_time_when_started: bool

    @property
    def incident(self) -> Incident:
        """The report as it stands now."""
        return self.kept.incident


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """All reports, what they point to, and the procedure that the case is judged under."""

    advice: Advice
    procedure: ProcedureVersion
    rows: tuple[Judged, ...]
    # Numbers of reports that may be about one incident; nobody has said so.
    pairs: tuple[tuple[int, int], ...]

    @property
    def counting(self) -> dict[str, str]:
        """The reports that count, for whoever decides against them: number, and its words."""
        found = (row for row in self.rows if row.counts)
        return {
            str(row.number): str(_("Report %(number)s: %(days)s", number=row.number, days=days_of(row.incident)))
            for row in found
        }


def advice_of(opened: OpenedCase) -> Threshold:
    """What the reports of a case point to on the day of its application, under its own version of the procedure.

    Reports that came later, or were put right, count as they stand now.
    """
    listed, procedure = opened.listed, procedure_of(opened.listed)
    kept = reports_of(opened.application, opened.events)
    reports = [each.report for each in kept]
    is_group = listed.kind is CaseKind.COMMUNITY
    found = advise(reports, listed.applied_on, procedure, listed.started_on, is_group=is_group)
    rows = tuple(
        Judged(
            number=finding.index + 1,
            kept=kept[finding.index],
            counts=finding.verdict is Verdict.COUNTS,
            verdict=str(VERDICTS[finding.verdict]),
            variant=VARIANTS.get(finding.verdict, "quiet"),
            why=str(WHYS[finding.why]) % {"days": finding.days},
            in_time_when_started=finding.in_time_when_started,
        )
        for finding in found.findings
    )
    pairs = tuple((first + 1, second + 1) for first, second in perhaps_same(reports))
    return Threshold(advice=found, procedure=procedure, rows=rows, pairs=pairs)
