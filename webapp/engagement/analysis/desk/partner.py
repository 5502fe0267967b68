"""What partners published and is imported."""

from flask import render_template

from webapp.engagement.analysis import queries
from webapp.engagement.analysis.desk import bp, for_analysts
from webapp.engagement.analysis.desk.frame import shared


@bp.get("/partner")
@for_analysts
def partner() -> str:
    """Every period that is there, with its source and licence, and how another one is brought in."""
    return render_template(
        "engagement/desk/partner.html",
        **shared("partner"),
        police=queries.list_police(),
        populations=queries.list_populations(),
    )
