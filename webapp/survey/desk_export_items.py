"""What waits for a second person before it leaves the site, and what timelines call it."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# The subject of work items, approvals and audit rows, the sealed records' name, and the act that is approved.
EXPORT = "survey_export"
EXPORT_KIND = "survey.export"
# Whoever is the second person for other things is it for this.
APPROVE = "approve"
# What a notice to the second person calls it.
A_FILE = _l("a file")

register_kinds(
    ItemKind(
        code=EXPORT_KIND,
        label=_l("Words or contacts that are to leave the site"),
        permission=APPROVE,
        endpoint="desk.survey.export",
        argument="export_id",
    )
)
register_acts(
    {
        "survey.imported": _l("Took in a file of answers"),
        "survey.exported": _l("Took a file of answers in codes"),
        "survey_export.asked": _l("Asked to take words or contacts out of the site"),
        "survey_export.read": _l("Read why something is to leave the site"),
        "survey_export.taken": _l("Took words or contacts out of the site"),
        "survey_export.forgotten": _l("Forgot what was taken out of the site long ago"),
    }
)
