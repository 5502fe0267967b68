"""The desk's pages of the yearly figures: count or enter a year, write what was learnt, and publish it by two."""

import uuid
from typing import Any

from flask import Blueprint, Response, flash, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import content_key, current_actor, officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.approvals import queries as approvals
from webapp.approvals.services import NotApprovedError
from webapp.approvals.wording import FAULTS as APPROVAL_FAULTS
from webapp.approvals.wording import STATUS_NAMES
from webapp.audit.actors import Actor
from webapp.casereview.desk.figures.forms import BeginForm, RefusalForm, WordsForm, form_for
from webapp.casereview.figures import queries, services
from webapp.casereview.figures.items import FAULTS, FIGURES, KIND_NAMES
from webapp.casereview.figures.queries import YearFigures
from webapp.casereview.figures.services import FiguresRefusedError
from webapp.casereview.figures.wording import FOUR, WITHDRAWN
from webapp.casereview.rules.counting import year_of
from webapp.casereview.rules.figures import FiguresKind, Year
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other

bp = Blueprint("case_figures", __name__, url_prefix="/case-reviews/figures")
for_cases = officers(Permission.CASES)
for_two = officers(Permission.CASES, Permission.APPROVE)
for_second = officers(Permission.APPROVE)
YEAR = "casereview/desk/figures-year.html"


@bp.errorhandler(FiguresRefusedError)
def say_why_refused(error: FiguresRefusedError) -> AnyResponse:
    """The answer to a button on a page that is no longer true."""
    flash(str(FAULTS[error.fault]))
    return _back()


@bp.errorhandler(NotApprovedError)
def say_why_not_approved(error: NotApprovedError) -> AnyResponse:
    """The answer where four eyes do not allow it, or where something changed meanwhile."""
    flash(str(APPROVAL_FAULTS[error.fault]))
    return _back()


@bp.get("")
@for_two
def years() -> str:
    """Every year that was begun, public or not, and what the running year stands at."""
    running = Year(begins_in=year_of(london_today()))
    return render_template(
        "casereview/desk/figures.html",
        **_shared(),
        listed=queries.list_all(),
        running=running,
        now_counted=queries.count_year(running.begins_in),
    )


@bp.route("/begin", methods=["GET", "POST"])
@for_cases
def begin() -> Response:
    """Begin a year, or a correction of one."""
    form, today = BeginForm(), london_today()
    form.offer(last=year_of(today) - 1)
    context = _shared(below=True)
    if not form.validate_on_submit():
        return form_page(form, "casereview/desk/figures-begin.html", **context)
    try:
        figures_id = services.begin(int(form.year.data), FiguresKind(form.kind.data), by=current_actor(), today=today)
    except FiguresRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, "casereview/desk/figures-begin.html", **context)
    return see_other(".year", figures_id=figures_id)


@bp.route("/<uuid:figures_id>", methods=["GET", "POST"])
@for_two
def year(figures_id: uuid.UUID) -> AnyResponse:
    """One year: its figures, what is written about it, and who decides."""
    found = queries.get_figures(figures_id)
    form = form_for(found)
    if request.method == "GET" or not signed_in_officer().may(Permission.CASES) or not form.validate_on_submit():
        return form_page(form, YEAR, **_year(found))
    return _save(found, form)


@bp.post("/<uuid:figures_id>/ask")
@for_cases
def ask(figures_id: uuid.UUID) -> AnyResponse:
    """Freeze the figures and ask for a second person."""
    services.ask(figures_id, by=current_actor(), at=utc_now())
    flash(_("A second person is asked. The figures are public when they have agreed."), "success")
    return see_other(".year", figures_id=figures_id)


@bp.post("/<uuid:figures_id>/publish")
@for_second
def publish(figures_id: uuid.UUID) -> AnyResponse:
    """Agree to exactly what the page showed."""
    seen = request.form.get("seen", "")[:64]
    services.publish(figures_id, seen, by=current_actor(), today=london_today(), at=utc_now())
    flash(_("You have agreed. The figures are public and frozen."), "success")
    return see_other(".year", figures_id=figures_id)


@bp.route("/<uuid:figures_id>/refuse", methods=["GET", "POST"])
@for_second
def refuse(figures_id: uuid.UUID) -> Response:
    """Say no, with the reason."""
    found, form = queries.get_figures(figures_id), RefusalForm()
    if not form.validate_on_submit():
        context = _shared(below=True) | {"figures": found}
        return form_page(form, "casereview/desk/figures-refuse.html", **context)
    services.refuse(figures_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("The figures are not published. Who asked can read why."), "success")
    return see_other(".year", figures_id=figures_id)


@bp.post("/<uuid:figures_id>/withdraw")
@for_cases
def withdraw(figures_id: uuid.UUID) -> AnyResponse:
    """Take the question back."""
    services.withdraw(figures_id, by=current_actor(), at=utc_now())
    flash(_("The request is withdrawn. You can change the figures again."), "success")
    return see_other(".year", figures_id=figures_id)


@bp.post("/<uuid:figures_id>/discard")
@for_cases
def discard(figures_id: uuid.UUID) -> AnyResponse:
    """Throw away what was not published."""
    services.discard(figures_id, by=current_actor())
    flash(_("The figures are thrown away. Nothing of them was public."), "success")
    return see_other(".years")


def _save(found: YearFigures, form: WordsForm) -> AnyResponse:
    try:
        services.save(found.id, form.written(), seen=form.seen, by=current_actor())
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.form_errors = [_("Somebody else changed this in the meantime. Look at it, then send what still fits.")]
        return form_page(form, YEAR, **_year(queries.get_figures(found.id)))
    flash(_("Saved."), "success")
    return see_other(".year", figures_id=found.id)


def _year(found: YearFigures) -> dict[str, Any]:
    waiting = services.waiting(found.id)
    requests = approvals.list_requests((FIGURES, found.id), key=content_key())
    people = [*found.makers, *(each.asked.decided_by or each.asked.asked_by for each in requests)]
    return _shared(below=True) | {
        "figures": found,
        "waiting": waiting,
        "may_decide": waiting is not None and waiting.may_be_approved_by(str(current_actor()), now=utc_now()),
        "is_still_true": found.is_public or services.is_still_true(found.id),
        "fingerprint": services.fingerprint_of(found.id),
        "requests": requests,
        "names": _names(people),
    }


def _names(actors: list[str]) -> dict[str, str]:
    ids = {actor: Actor.parse(actor).officer_id for actor in actors}
    known = accounts.names_of(sorted({each for each in ids.values() if each is not None}))
    return {
        actor: known.get(officer_id, str(_("A former officer"))) if officer_id else str(_("The site itself"))
        for actor, officer_id in ids.items()
    }


def _shared(*, below: bool = False) -> dict[str, Any]:
    officer = signed_in_officer()
    may_cases = officer.may(Permission.CASES)
    crumbs = [{"text": _("Case reviews"), "href": url_for("desk.case_reviews.cases")}] if may_cases else []
    if below:
        crumbs.append({"text": _("Yearly figures"), "href": url_for("desk.case_figures.years")})
    return {
        "four": FOUR,
        "withdrawn": WITHDRAWN,
        "kind_names": KIND_NAMES,
        "request_names": STATUS_NAMES,
        "may_cases": may_cases,
        "may_approve": officer.may(Permission.APPROVE),
        "crumbs": crumbs,
    }


def _back() -> AnyResponse:
    figures_id = (request.view_args or {}).get("figures_id")
    return see_other(".years") if figures_id is None else see_other(".year", figures_id=figures_id)
