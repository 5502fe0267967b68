"""The texts of a draft in each language and form, and the facts of the document."""

import datetime as dt
import uuid
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.kit.collision_pages import collision_page
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership
from webapp.publishing import draft_queries as queries
from webapp.publishing import drafts
from webapp.publishing.desk.frame import bp, crumbs, editors, first_language, language_choices
from webapp.publishing.desk_forms import ChangeTextForm, FactsForm, NewPageForm, NewTextForm
from webapp.publishing.drafts import Facts
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.publishing.lifecycle import title_of
from webapp.publishing.models import PublicationVersion
from webapp.publishing.rules import Form


@bp.route("/<slug>/facts", methods=["GET", "POST"])
@editors
def facts(slug: str) -> Response:
    """Kind, dates, publisher, helplines and priorities."""
    publication, draft = queries.get_draft(slug)
    form = FactsForm(**_started(draft), version=str(draft.version))
    _offer(form)
    if not form.validate_on_submit():
        way = crumbs(slug, title_of(draft))
        return form_page(form, "publishing/desk/facts.html", publication=publication, crumbs=way)
    try:
        drafts.change_facts(slug, _facts(form), seen=form.seen, by=current_actor())
    except EditCollisionError as error:
        stored = queries.get_draft(slug)[1].facts
        both = {name: _plain(stored.get(name)) for name in ("kind", "publisher", "document_date", "review_by")}
        way_out = url_for("desk.publishing.publication", slug=slug)
        return collision_page(form, stored=both, current=error.current, cancel=way_out)
    flash(_("The facts are saved."), "success")
    return see_other("desk.publishing.publication", slug=slug)


@bp.route("/<slug>/texts/new", methods=["GET", "POST"])
@editors
def add_text(slug: str) -> Response:
    """Begin a text in another language or form by hand."""
    publication, draft = queries.get_draft(slug)
    form = NewTextForm(language=first_language())
    form.language.choices = language_choices()
    if not form.validate_on_submit():
        way = crumbs(slug, title_of(draft))
        return form_page(form, "publishing/desk/add-text.html", publication=publication, crumbs=way)
    text_id = drafts.add_text(
        slug,
        language=form.language.data,
        form=Form(form.written_as.data),
        title=form.title.data,
        summary=form.in_short.data,
        by=current_actor(),
    )
    return see_other("desk.publishing.text", slug=slug, rendition_id=text_id)


@bp.route("/<slug>/texts/<uuid:rendition_id>", methods=["GET", "POST"])
@editors
def text(slug: str, rendition_id: uuid.UUID) -> Response:
    """A text: its title and summary, its pages or rows, its tables."""
    publication, draft = queries.get_draft(slug)
    row = queries.get_text(draft, rendition_id)
    form = ChangeTextForm(
        title=row.title,
        in_short=row.summary,
        awaiting_native_reader=row.awaiting_native_reader,
        is_behind=row.made_from_version != draft.number,
        version=str(row.version),
    )
    if not form.validate_on_submit():
        return form_page(
            form,
            "publishing/desk/text.html",
            publication=publication,
            text=row,
            page_form=NewPageForm(),
            language_name=_language_name(row.language),
            title=title_of(draft),
            crumbs=crumbs(slug, title_of(draft)),
            Form=Form,
        )
    return _save_text(slug, rendition_id, form)


def _save_text(slug: str, rendition_id: uuid.UUID, form: ChangeTextForm) -> Response:
    try:
        drafts.change_text(
            slug,
            rendition_id,
            title=form.title.data,
            summary=form.in_short.data,
            awaiting_native_reader=form.awaiting_native_reader.data,
            is_behind=form.is_behind.data,
            seen=form.seen,
            by=current_actor(),
        )
    except EditCollisionError as error:
        stored = queries.get_text(queries.get_draft(slug)[1], rendition_id)
        both = {"title": stored.title, "in_short": stored.summary}
        way_out = url_for("desk.publishing.text", slug=slug, rendition_id=rendition_id)
        return collision_page(form, stored=both, current=error.current, cancel=way_out)
    flash(_("The text is saved."), "success")
    return see_other("desk.publishing.text", slug=slug, rendition_id=rendition_id)


@bp.route("/<slug>/texts/<uuid:rendition_id>/remove", methods=["GET", "POST"])
@editors
def remove_text(slug: str, rendition_id: uuid.UUID) -> Response | str:
    """Ask, then remove a text."""
    _publication, draft = queries.get_draft(slug)
    row = queries.get_text(draft, rendition_id)
    if request.method == "POST":
        drafts.remove_text(slug, rendition_id, by=current_actor())
        flash(_("The text is removed."), "success")
        return see_other("desk.publishing.publication", slug=slug)
    return render_template(
        "publishing/desk/sure.html",
        question=_("Remove this text?"),
        text=f"{row.title} ({_language_name(row.language)})",
        submit=_("Remove text"),
        cancel=url_for("desk.publishing.text", slug=slug, rendition_id=rendition_id),
        crumbs=crumbs(slug, title_of(draft)),
    )


def _language_name(code: str) -> str:
    return next((each.name for each in current_partnership().languages if each.code == code), code)


def _offer(form: FactsForm) -> None:
    partnership = current_partnership()
    form.helplines.choices = [
        Choice(each.key, each.name.in_language(first_language()).text)
        for each in partnership.support_numbers
        if each.is_public
    ]
    form.priorities.choices = [
        Choice(f"{one.key}:{each.code}", f"{each.name.in_language(first_language()).text} ({one.key})")
        for one in sorted(partnership.priority_sets, key=lambda one: one.starts, reverse=True)
        for each in one.priorities
    ]


def _started(draft: PublicationVersion) -> dict[str, Any]:
    values = dict(draft.facts)
    for name in ("document_date", "review_by"):
        values[name] = dt.date.fromisoformat(values[name]) if values.get(name) else None
    return values


def _facts(form: FactsForm) -> Facts:
    return Facts(
        kind=form.kind.data,
        publisher=form.publisher.data or None,
        document_date=form.document_date.data,
        review_by=form.review_by.data,
        # A kind that is sensitive by itself is never kept by a device, whatever is ticked.
        sensitive=form.sensitive.data or KIND_BY_CODE[form.kind.data].sensitive,
        helplines=form.helplines.data,
        priorities=form.priorities.data,
    )


def _plain(value: object) -> str:
    return "" if value is None else str(value)
