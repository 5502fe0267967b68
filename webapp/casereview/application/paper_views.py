"""The blank application as a file to print, drawn from the page of the same questions."""

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import (
    check_views,  # noqa: F401 - it registers on `bp`
    printing,
)
from webapp.casereview.application.views import PREFIX, bp
from webapp.casereview.letters.papers import paper
from webapp.documents.answers import file_answer
from webapp.documents.kept import kept_pdf
from webapp.documents.services import NoPdfError
from webapp.partnership.current import current_partnership, reading_language


@bp.get(f"{PREFIX}/form.pdf")
def blank_form_file() -> AnyResponse:
    """The questions of the application on paper; where no file can be made, the page that prints them."""
    heading = _("Ask for an ASB Case Review: form to print")
    words = current_partnership().case_review
    drawn = paper(
        "casereview/papers/blank-form.html", reading_language(), pages=printing.pages(), words=words, heading=heading
    )
    try:
        return file_answer(kept_pdf(drawn), "form.pdf")
    except NoPdfError:
        return redirect(url_for("case_review.blank_form"), 303)


__all__ = ["blank_form_file", "bp"]
