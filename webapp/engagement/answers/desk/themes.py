"""Themes: begun from the figures of a release, written, and published by two people."""

import uuid
from typing import Any

from flask import Response, flash, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.approvals import queries as approvals
from webapp.edits.slugs import slug_for
from webapp.engagement.answers import desk_queries as queries
from webapp.engagement.answers import services
from webapp.engagement.answers.desk import bp, for_analysts, for_second, for_two
from webapp.engagement.answers.desk.forms import BeginForm, RefusalForm, ThemeForm
from webapp.engagement.answers.desk.frame import crumb, names_of, shared, step
from webapp.engagement.answers.desk_queries import DeskTheme
from webapp.engagement.answers.items import FAULTS, THEME
from webapp.engagement.answers.refusing import RefusedError
from webapp.engagement.releases.queries import Release, current_release, find_release
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page, see_other

PAGE = "engagement/desk/theme.html"
BEGIN = "engagement/desk/theme-begin.html"


@bp.get("/themes")
@for_two
def themes() -> str:
    """Every theme, public or not, and the news that waits to be read."""
    today = london_today()
    return render_template(
        "engagement/desk/themes.html",
        **shared() | {"crumbs": []},
        listed=queries.list_themes(today=today),
        notes=queries.list_waiting_notes(today=today),
        has_release=current_release() is not None,
    )


@bp.route("/themes/begin", methods=["GET", "POST"])
@for_analysts
def begin() -> AnyResponse:
    """Begin a theme from figures of a public release: the newest one, or the one that the address names."""
    asked = request.args.get("release", "")
    release = find_release(asked) if asked else current_release()
    if release is None:
        flash(_("There are no public figures yet. A theme begins from figures that were published."))
        return see_other("desk.answers.themes")
    form = BeginForm(area=request.args.get("area"), kinds=request.args.getlist("kind"))
    form.offer(release.content)
    context = shared() | {"release": release}
    if not form.validate_on_submit():
        return form_page(form, BEGIN, **context)
    try:
        theme_id = _begin(form, release)
    except RefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, BEGIN, **context)
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.route("/themes/<uuid:theme_id>", methods=["GET", "POST"])
@for_two
def theme(theme_id: uuid.UUID) -> AnyResponse:
    """One theme: its figures, words, actions and news, and who decides."""
    found = queries.get_theme(theme_id, today=london_today())
    form = _form(found)
    if request.method == "GET" or not signed_in_officer().may(Permission.ANALYSE):
        return form_page(form, PAGE, **_theme(found))
    return step(
        form,
        PAGE,
        _theme(found),
        lambda: services.save(theme_id, form.words(), seen=form.seen, by=current_actor(), at=utc_now()),
        done=_("Saved. The public sees it when a second person has agreed."),
        then=lambda: see_other("desk.answers.theme", theme_id=theme_id),
    )


@bp.post("/themes/<uuid:theme_id>/ask")
@for_analysts
def ask(theme_id: uuid.UUID) -> AnyResponse:
    """Ask for a second person."""
    services.ask(theme_id, by=current_actor(), at=utc_now())
    flash(_("A second person is asked. It is public when they have agreed."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.post("/themes/<uuid:theme_id>/publish")
@for_second
def publish(theme_id: uuid.UUID) -> AnyResponse:
    """Agree to exactly what the page showed."""
    seen = request.form.get("seen", "")[:64]
    services.publish(theme_id, seen, by=current_actor(), today=london_today(), at=utc_now())
    flash(_("You have agreed. It is public, and it stays."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.route("/themes/<uuid:theme_id>/refuse", methods=["GET", "POST"])
@for_second
def refuse(theme_id: uuid.UUID) -> Response:
    """Say no, with the reason."""
    found, form = queries.get_theme(theme_id, today=london_today()), RefusalForm()
    if not form.validate_on_submit():
        back = crumb(str(found.draft.title), "theme", theme_id=theme_id)
        return form_page(form, "engagement/desk/theme-refuse.html", **shared(back), theme=found)
    services.refuse(theme_id, reason=form.reason.data, by=current_actor(), at=utc_now())
    flash(_("It is not published. Who asked can read why."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.post("/themes/<uuid:theme_id>/withdraw")
@for_analysts
def withdraw(theme_id: uuid.UUID) -> AnyResponse:
    """Take the question back."""
    services.withdraw(theme_id, by=current_actor(), at=utc_now())
    flash(_("The request is withdrawn. You can change the theme again."), "success")
    return see_other("desk.answers.theme", theme_id=theme_id)


@bp.post("/themes/<uuid:theme_id>/discard")
@for_analysts
def discard(theme_id: uuid.UUID) -> AnyResponse:
    """Throw away what was never public."""
    services.discard(theme_id, by=current_actor(), at=utc_now())
    flash(_("It is thrown away. Nothing of it was public."), "success")
    return see_other("desk.answers.themes")


def _begin(form: BeginForm, release: Release) -> uuid.UUID:
    words = form.words
    return services.begin(
        slug_for("", str(words.title), asked=True),
        words,
        release=release.slug,
        area=form.chosen_area,
        kinds=form.kinds.data,
        by=current_actor(),
        at=utc_now(),
    )


def _form(found: DeskTheme) -> ThemeForm:
    draft = found.draft
    return ThemeForm(
        version=str(found.version),
        title=draft.title,
        said=draft.said,
        state=draft.state.value,
        why=draft.why,
        coming=draft.coming,
    )


def _theme(found: DeskTheme) -> dict[str, Any]:
    waiting = services.waiting(found.id)
    requests = approvals.list_requests((THEME, found.id), key=content_key())
    people = [*found.makers, *(each.asked.decided_by or each.asked.asked_by for each in requests)]
    return shared() | {
        "theme": found,
        "notes": queries.list_waiting_notes(found.id, today=london_today()),
        "waiting": waiting,
        "may_decide": waiting is not None and waiting.may_be_approved_by(str(current_actor()), now=utc_now()),
        "fingerprint": services.fingerprint_of(found.id),
        "requests": requests,
        "names": names_of(people),
    }
