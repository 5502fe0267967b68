"""What the audit calls the analysts' acts and things."""

from flask_babel import lazy_gettext as _l

from webapp.work.wording import register_acts

# Subjects of audit rows.
PARTNER_FIGURES = "partner_figures"
TOLD = "told"

register_acts(
    {
        "partner_figures.imported": _l("Imported figures of a partner"),
        "partner_figures.removed": _l("Took figures of a partner away"),
        "told.exported": _l("Took counts of the survey as a file"),
    }
)
