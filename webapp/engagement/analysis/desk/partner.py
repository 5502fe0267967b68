"""What partners published and is imported."""

from flask import render_template
from flask_babel import gettext as _

from webapp.engagement.analysis import queries
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import shared
from webapp.engagement.analysis.placing import WARD
from webapp.survey.questions import EQUALITY_CODES, QUESTIONS


@bp.get("/partner")
@for_analysts
def partner() -> str:
    """Every period that is there, with its source and licence, and how another one is brought in."""
    return render_template(
        "engagement/desk/partner.html",
        **shared("partner"),
        police=queries.list_police(),
        populations=queries.list_populations(),
        about={WARD: _("Wards"), **{code: QUESTIONS[code].text for code in EQUALITY_CODES}},
    )
