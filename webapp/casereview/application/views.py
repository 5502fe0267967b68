"""The case review in public: the page that explains it, the blank form to print, and the application's journey."""

from collections.abc import Mapping

from flask import Blueprint, Request, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import printing, steps
from webapp.casereview.application.journey import CASE_REVIEW, begun, is_trial
from webapp.casereview.application.promises import promises
from webapp.casereview.application.readiness import NotReady, not_ready
from webapp.casereview.rules.codes import Channel
from webapp.documents.services import why_not
from webapp.journeys import register_journey
from webapp.journeys.files import register_files
from webapp.kit.clock import london_today
from webapp.kit.freshness import keep_nowhere, public_page
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.publishing.queries import list_publications

PREFIX = "/asb-case-review"
GUIDES = ("asb-case-review-explained",)

bp = Blueprint("case_review", __name__)
application_bp = Blueprint("case_application", __name__)


@bp.get(PREFIX)
@public_page
def information() -> str:
    """What a case review is, who may ask for one and what happens; the same for everybody, without a form."""
    partnership, today = current_partnership(), london_today()
    return render_template(
        "casereview/information.html",
        procedure=partnership.procedure_on(today),
        promises=promises(),
        words=partnership.case_review,
        not_ready=application_is_closed(),
        guides=list_publications(language=reading_language(), default=default_language(), slugs=GUIDES),
    )


@bp.get(f"{PREFIX}/form")
@public_page
def blank_form() -> str:
    """The questions of the application on paper, made from the same forms."""
    words = current_partnership().case_review
    return render_template("casereview/blank-form.html", pages=printing.pages(), words=words, can_pdf=not why_not())


@bp.get("/back")
def way_back() -> AnyResponse:
    """Where a reminder leads: its address tells whoever else reads the mail nothing of what is written here."""
    return redirect(url_for("case_tracker.come_back"), 303)


@application_bp.get(f"{PREFIX}/apply")
def start() -> AnyResponse | str:
    """What it is like, how to leave quickly, and five words before the first answer."""
    keep_nowhere()
    if application_is_closed():
        return redirect(url_for("case_review.information"), 303)
    return render_template("casereview/start.html", is_trial=is_trial(), pages=len(printing.pages()))


def begin(_request: Request) -> Mapping[str, str] | AnyResponse:
    """What a draft begins with; the page that says why where no application is taken."""
    if application_is_closed():
        return redirect(url_for("case_review.information"), 303)
    return begun(Channel.WEB)


def application_is_closed() -> NotReady | None:
    """Why no application is taken, or None."""
    return not_ready(current_partnership(), current_app.extensions["settings"])


MOUNT = register_journey(application_bp, CASE_REVIEW, f"{PREFIX}/apply", begin=begin)
register_files(application_bp, MOUNT, f"{PREFIX}/apply", slug=steps.EVIDENCE)
