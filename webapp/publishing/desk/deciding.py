"""Submit, send back, approve, publish, archive, withdraw: each a button of the document's page, or a page that asks."""

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor, recent_sign_in_required
from webapp.kit.forms import form_page, see_other
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts, lifecycle
from webapp.publishing.desk.frame import approvers, bp, crumbs, deciders, editors, publishers
from webapp.publishing.desk_forms import ReasonForm, ReviewForm, ScheduleForm, WithdrawForm
from webapp.publishing.lifecycle import title_of
from webapp.publishing.rules import PublishingRefusedError, london_moment


@bp.post("/<slug>/draft")
@editors
def start_draft(slug: str) -> Response:
    """Start a new version of what is public."""
    drafts.start_draft(slug, by=current_actor())
    flash(_("The new draft is a copy of what is public. The public page stays as it is."), "success")
    return _to(slug)


@bp.route("/<slug>/discard", methods=["GET", "POST"])
@editors
def discard(slug: str) -> Response | str:
    """Ask, then throw the draft away."""
    _publication, draft = queries.get_draft(slug)
    if request.method == "POST":
        is_gone = drafts.discard(slug, by=current_actor())
        flash(_("The draft is discarded."), "success")
        return see_other("desk.publishing.publications") if is_gone else _to(slug)
    return render_template(
        "publishing/desk/sure.html",
        question=_("Discard this draft?"),
        text=_("Its texts and files are deleted. What is public stays as it is."),
        submit=_("Discard draft"),
        cancel=url_for("desk.publishing.publication", slug=slug),
        crumbs=crumbs(slug, title_of(draft)),
    )


@bp.post("/<slug>/submit")
@editors
def submit(slug: str) -> Response:
    """Hand the draft to whoever looks at it next."""
    lifecycle.submit(slug, by=current_actor())
    flash(_("The draft is submitted."), "success")
    return _to(slug)


@bp.route("/<slug>/send-back", methods=["GET", "POST"])
@deciders
def send_back(slug: str) -> Response:
    """Make a draft of it again."""
    _publication, draft = queries.get_draft(slug)
    form = ReasonForm()
    if not form.validate_on_submit():
        return form_page(form, "publishing/desk/send-back.html", slug=slug, crumbs=crumbs(slug, title_of(draft)))
    lifecycle.send_back(slug, by=current_actor(), reason=form.reason.data)
    flash(_("The draft can be changed again."), "success")
    return _to(slug)


@bp.post("/<slug>/approve")
@approvers
@recent_sign_in_required
def approve(slug: str) -> Response:
    """Approve what was read."""
    lifecycle.approve(slug, seen=request.form.get("seen", ""), by=current_actor())
    flash(_("You have approved the draft. It can be published now."), "success")
    return _to(slug)


@bp.post("/<slug>/publish")
@deciders
@recent_sign_in_required
def publish(slug: str) -> Response:
    """Show the draft to the public now."""
    lifecycle.publish_draft(slug, seen=request.form.get("seen", ""), by=current_actor())
    flash(_("The document is published."), "success")
    return _to(slug)


@bp.route("/<slug>/schedule", methods=["GET", "POST"])
@deciders
def schedule(slug: str) -> Response:
    """Set a time for publishing."""
    _publication, draft = queries.get_draft(slug)
    form = ScheduleForm(seen=draft.submitted_hash or "")
    if not form.validate_on_submit():
        return form_page(form, "publishing/desk/schedule.html", slug=slug, crumbs=crumbs(slug, title_of(draft)))
    moment = london_moment(form.day.data, form.time.data)
    lifecycle.schedule(slug, seen=form.seen.data, publish_at=moment, by=current_actor())
    flash(_("The time is set. The draft is published by itself then."), "success")
    return _to(slug)


@bp.post("/<slug>/unschedule")
@deciders
def unschedule(slug: str) -> Response:
    """Take the time back."""
    lifecycle.unschedule(slug, by=current_actor())
    flash(_("The time is taken back."), "success")
    return _to(slug)


@bp.post("/<slug>/archive")
@publishers
def archive(slug: str) -> Response:
    """Keep the document for the record only."""
    lifecycle.archive(slug, by=current_actor())
    flash(_("The document is in the archive. It can still be read, and says that it is old."), "success")
    return _to(slug)


@bp.post("/<slug>/restore")
@publishers
def restore(slug: str) -> Response:
    """Take the document out of the archive."""
    lifecycle.restore(slug, by=current_actor())
    flash(_("The document is published again."), "success")
    return _to(slug)


@bp.route("/<slug>/withdraw", methods=["GET", "POST"])
@publishers
@recent_sign_in_required
def withdraw(slug: str) -> Response:
    """Take the document away for good."""
    publication = queries.get_publication(slug)
    form = WithdrawForm()
    if not form.validate_on_submit():
        shown = queries.public_of(publication)
        if shown is None:
            message = "This was never published. Discard the draft instead."
            raise PublishingRefusedError(message)
        return form_page(form, "publishing/desk/withdraw.html", slug=slug, crumbs=crumbs(slug, title_of(shown)))
    lifecycle.withdraw(slug, words=form.words.data, by=current_actor())
    flash(_("The document is withdrawn."), "success")
    return _to(slug)


@bp.route("/<slug>/read-again", methods=["GET", "POST"])
@publishers
def confirm(slug: str) -> Response:
    """Say that the document is right, and by when it is to be read next."""
    publication = queries.get_publication(slug)
    form = ReviewForm()
    if not form.validate_on_submit():
        return form_page(
            form, "publishing/desk/read-again.html", slug=slug, publication=publication, crumbs=crumbs(slug, slug)
        )
    lifecycle.confirm(slug, review_by=form.review_by.data, by=current_actor())
    flash(_("Saved. It comes into the queue again four weeks before that day."), "success")
    return _to(slug)


def _to(slug: str) -> Response:
    return see_other("desk.publishing.publication", slug=slug)
