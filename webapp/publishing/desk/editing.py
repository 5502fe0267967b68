"""The editor: a page's Markdown beside the file's own words, with a preview, the findings and the checks."""

import uuid
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.figures.placing import with_figures
from webapp.kit import richtext
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other
from webapp.kit.htmx import VARY, wants_fragment
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts
from webapp.publishing.desk.frame import bp, crumbs, editors
from webapp.publishing.desk_forms import NewPageForm, PageForm
from webapp.publishing.lifecycle import title_of
from webapp.publishing.models import Page, Publication, Rendition
from webapp.publishing.problems import check_page
from webapp.publishing.rendering import shown_tables
from webapp.publishing.rules import FindingState, Stage
from webapp.publishing.wording import labels_in


@bp.route("/<slug>/pages/<uuid:page_id>", methods=["GET", "POST"])
@editors
def page(slug: str, page_id: uuid.UUID) -> Response:
    """Edit a page; the button Preview, and a script while somebody types, draw what was typed and save nothing."""
    publication, draft = queries.get_draft(slug)
    text, row = queries.get_page(draft, page_id)
    form = PageForm(title=row.title, markdown=row.markdown, version=str(row.version))
    if request.method == "POST" and wants_fragment():
        return _preview(slug, text, row, form)
    if request.form.get("act") == "preview":
        form.validate()
        return form_page(form, "publishing/desk/page.html", **_context(publication, text, row, form))
    if not form.validate_on_submit():
        return form_page(form, "publishing/desk/page.html", **_context(publication, text, row, form))
    try:
        drafts.change_page(
            slug, page_id, title=form.title.data, markdown=form.markdown.data, seen=form.seen, by=current_actor()
        )
    except EditCollisionError as error:
        _draft_text, stored = queries.get_page(queries.get_draft(slug)[1], page_id)
        both = {"title": stored.title, "markdown": stored.markdown}
        return collision_page(form, stored=both, current=error.current, cancel=_address(slug, page_id))
    flash(_("The page is saved."), "success")
    return see_other("desk.publishing.page", slug=slug, page_id=page_id)


@bp.post("/<slug>/texts/<uuid:rendition_id>/pages")
@editors
def add_page(slug: str, rendition_id: uuid.UUID) -> Response:
    """Add an empty page to a text."""
    form = NewPageForm()
    if not form.validate_on_submit():
        flash(_("Give the new page a title."))
        return see_other("desk.publishing.text", slug=slug, rendition_id=rendition_id)
    page_id = drafts.add_page(slug, rendition_id, title=form.page_title.data, by=current_actor())
    return see_other("desk.publishing.page", slug=slug, page_id=page_id)


@bp.route("/<slug>/pages/<uuid:page_id>/remove", methods=["GET", "POST"])
@editors
def remove_page(slug: str, page_id: uuid.UUID) -> Response | str:
    """Ask, then remove a page."""
    _publication, draft = queries.get_draft(slug)
    text, row = queries.get_page(draft, page_id)
    if request.method == "POST":
        drafts.remove_page(slug, page_id, by=current_actor())
        flash(_("The page is removed."), "success")
        return see_other("desk.publishing.text", slug=slug, rendition_id=text.id)
    return render_template(
        "publishing/desk/sure.html",
        question=_("Remove this page?"),
        text=row.title,
        submit=_("Remove page"),
        cancel=_address(slug, page_id),
        crumbs=crumbs(slug, title_of(draft)),
    )


@bp.post("/<slug>/findings/<uuid:finding_id>")
@editors
def decide_finding(slug: str, finding_id: uuid.UUID) -> Response:
    """Say that a finding is all right as it is, or was mended, or open again."""
    state = request.form.get("state", "")
    if state not in list(FindingState):
        raise NotFoundError
    drafts.decide_finding(slug, finding_id, FindingState(state), by=current_actor())
    page_id = request.form.get("page", "")
    try:
        return see_other("desk.publishing.page", slug=slug, page_id=uuid.UUID(page_id), _anchor="findings")
    except ValueError:
        return see_other("desk.publishing.publication", slug=slug)


def _preview(slug: str, text: Rendition, row: Page, form: PageForm) -> Response:
    context = _drawn(slug, text, form.markdown.data or "")
    response = make_response(render_template("publishing/desk/_preview.html", text=text, row=row, **context))
    response.vary.update(VARY)
    return response


def _drawn(slug: str, text: Rendition, markdown: str) -> dict[str, Any]:
    prefix = drafts.link_prefix(text.language)
    drawn = richtext.render(
        markdown,
        tables=shown_tables(text, slug),
        labels=labels_in(text.language),
        # The editor has ids of its own.
        prefix="preview-",
        link_prefix=prefix,
    )
    return {"html": with_figures(drawn.html)[0], "checked": check_page(text, markdown, slug), "words": drawn.words}


def _context(publication: Publication, text: Rendition, row: Page, form: PageForm) -> dict[str, Any]:
    slug, draft = publication.slug, queries.draft_of(publication)
    findings = queries.list_findings(text.id)
    title = title_of(draft) if draft else text.title
    return {
        "publication": publication,
        "text": text,
        "row": row,
        "findings": findings,
        "marked": {finding.line for finding in findings},
        "lines": {number for number, words in text.source_lines if words},
        "source": text.source_lines,
        "is_submitted": draft is not None and draft.stage != Stage.DRAFT,
        "title": title,
        "crumbs": [
            *crumbs(slug, title),
            {"text": text.title, "href": url_for("desk.publishing.text", slug=slug, rendition_id=text.id)},
        ],
        **_drawn(slug, text, form.markdown.data or ""),
    }


def _address(slug: str, page_id: uuid.UUID) -> str:
    return url_for("desk.publishing.page", slug=slug, page_id=page_id)
