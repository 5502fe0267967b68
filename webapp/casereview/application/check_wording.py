"""What the check of the rules says of a report, in words: advice, and never a no."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.casereview.rules.codes import Verdict, Why
from webapp.casereview.rules.threshold import Finding
from webapp.partnership.procedures import ProcedureVersion

VERDICTS = {
    Verdict.COUNTS: _l("This counts"),
    Verdict.DOES_NOT_COUNT_YET: _l("This does not count yet"),
    Verdict.CANNOT_TELL: _l("We cannot tell"),
    Verdict.SAME_INCIDENT: _l("This is the same incident"),
}
# No day to come changes these; a person can still decide otherwise.
NEVER = frozenset({Why.TOLD_TOO_LATE, Why.APPLIED_TOO_LATE, Why.TOO_LONG_AGO})
NOT_BY_THE_RULES = _l("By the rules this does not count")
WITHOUT_DAYS = {
    Why.IN_TIME: _l("You told a service in time, and it is not too long ago."),
    Why.IN_TIME_WHATEVER_THE_DAY: _l("You do not know each day, but it is in time all the same."),
    Why.ON_THE_LAST_DAY: _l("It is just in time. Send the form soon."),
    Why.TOO_LONG_AGO: _l("Whatever the day was, it is too long ago."),
    Why.HAPPENED_AFTER_APPLYING: _l("The day on which it happened is still to come."),
    Why.NOT_TOLD: _l("You have not told a service yet. Tell one now."),
    Why.INCIDENT_UNKNOWN: _l("We do not know when it happened."),
    Why.TOLD_UNKNOWN: _l("We do not know when you told them."),
    Why.WHOM_UNKNOWN: _l("It depends on who you told."),
    Why.WHOSE_UNKNOWN: _l("It depends on who of the group told them."),
    Why.TOO_APPROXIMATE: _l("It depends on the day, which you do not know."),
    Why.SAME_INCIDENT: _l("One incident counts once, even if you told two services."),
    Why.TOLD_AFTER_APPLYING: _l("The day on which you told them is still to come."),
}


def said_of(finding: Finding, procedure: ProcedureVersion) -> dict[str, Any]:
    """The verdict and its reason."""
    never = finding.verdict is Verdict.DOES_NOT_COUNT_YET and finding.why in NEVER
    verdict = NOT_BY_THE_RULES if never else VERDICTS[finding.verdict]
    return {"verdict": verdict, "why": why(finding, procedure), "counts": finding.verdict is Verdict.COUNTS}


def why(finding: Finding, procedure: ProcedureVersion) -> str:
    """The reason, with the days that go with it and the rule that they are held against."""
    days = finding.days or 0
    if finding.why is Why.TOLD_TOO_LATE:
        said = ngettext("You told them %(num)s day after it.", "You told them %(num)s days after it.", days)
        return f"{said} {_in_time(procedure)} {_('If it happens again, tell them soon.')}"
    if finding.why is Why.APPLIED_TOO_LATE:
        said = ngettext("You told them %(num)s day ago.", "You told them %(num)s days ago.", days)
        return f"{said} {_for_so_long(procedure)}"
    if finding.why is Why.TOO_LONG_AGO:
        return f"{WITHOUT_DAYS[finding.why]} {_for_so_long(procedure)}"
    if finding.why is Why.TOLD_BEFORE:
        return str(_("The day on which you told them is before it happened. Is one of the dates wrong?"))
    return str(WITHOUT_DAYS[finding.why])


def _in_time(procedure: ProcedureVersion) -> str:
    months = procedure.report_window_months
    return str(
        ngettext(
            "It counts if you tell a service within %(num)s month.",
            "It counts if you tell a service within %(num)s months.",
            months,
        )
    )


def _for_so_long(procedure: ProcedureVersion) -> str:
    months = procedure.application_window_months
    return str(ngettext("A report counts for %(num)s month.", "A report counts for %(num)s months.", months))
