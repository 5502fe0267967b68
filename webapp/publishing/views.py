"""Public pages of the publications: the list, a document page by page or whole, its tables and its files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any, TypedDict

from flask import Blueprint, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp.figures.placing import with_figures
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.fragments import kept_fragment
from webapp.kit.freshness import keep_nowhere, public_page
from webapp.kit.htmx import render_page_or_fragment
from webapp.kit.richtext import plain_text
from webapp.kit.spreadsheets import spreadsheet_safe
from webapp.partnership import SupportNumber
from webapp.partnership.current import current_partnership, default_language, language_of, reading_language
from webapp.publishing import easy_reads, queries, registers
from webapp.publishing.kinds import KIND_BY_CODE, KINDS
from webapp.publishing.rules import State, is_overdue

bp = Blueprint("publishing", __name__)

# Deeper headings would make the list longer than some of the pages.
DEEPEST_LISTED = 3
LONGEST_ASKED = 200


@bp.errorhandler(NotFoundError)
def withdrawn_or_not_found(_error: NotFoundError) -> AnyResponse:
    """A withdrawn document leaves a page that says so at each of its addresses; else nothing is here."""
    slug = (request.view_args or {}).get("slug")
    tombstone = registers.find_tombstone(slug) if slug else None
    if tombstone is None:
        return make_response(current_app.handle_user_exception(NotFound()))
    page = render_template("publishing/withdrawn.html", tombstone=tombstone)
    return make_response(page, HTTPStatus.GONE)


@bp.get("/publications")
@public_page
def publications() -> Response:
    """All published documents, filtered by kind, year, priority and words; an unknown value finds nothing, politely."""
    filters = _filters()
    if filters["asked"]:
        # What people type is kept by no cache.
        keep_nowhere()
    return render_page_or_fragment(
        "publishing/publications.html",
        "publishing/_publication_results.html",
        **filters,
        **_found(**filters),
        **_choices(filters["priority"]),
        kind_by_code=KIND_BY_CODE,
    )


class Filters(TypedDict):
    """What the list is filtered by, as the address says it."""

    kind: str
    year: int | None
    priority: str
    asked: str


def _filters() -> Filters:
    given = request.args
    return Filters(
        kind=given.get("kind", ""),
        year=_year(given.get("year", "")),
        priority=given.get("priority", ""),
        asked=given.get("q", "").strip()[:LONGEST_ASKED],
    )


def _found(*, kind: str, year: int | None, priority: str, asked: str) -> dict[str, Any]:
    languages = {"language": reading_language(), "default": default_language()}
    sought = queries.find_slugs(asked, **languages) if asked else None
    found = queries.list_publications(
        **languages,
        kind=kind or None,
        year=year,
        priority=priority or None,
        slugs=sought.slugs if sought else None,
    )
    return {"sought": sought, "found": found}


def _choices(priority: str) -> dict[str, Any]:
    kinds, years = queries.list_kinds_and_years()
    return {
        "priority_choices": _priority_choices(queries.list_priorities(), priority),
        "kind_choices": _kind_choices(kinds),
        "year_choices": _year_choices(years),
    }


@bp.get("/publications/<slug>")
@bp.get("/publications/<slug>/<page>")
@public_page
def publication(slug: str, page: str | None = None) -> str | AnyResponse:
    """One page of a document, the first where none is named, with the contents list and the way on."""
    head, shown = queries.get_page(slug, page, language=reading_language(), default=default_language())
    if head.sensitive:
        keep_nowhere()
    if page is not None and shown.position == 0:
        # The first page has one address, so that links and caches meet.
        return redirect(url_for("publishing.publication", slug=slug), 301)
    # A version never changes, so all of the document's own part is drawn once.
    parts = {
        name: kept_fragment((head.id, shown.slug, name), partial(draw, head, shown)) for name, draw in PARTS.items()
    }
    return render_template(
        "publishing/publication.html",
        head=head,
        page=shown,
        written_in=language_of(head.language),
        **parts,
    )


def _way_back(head: queries.RenditionHead, page: queries.ReadPage) -> str:
    return render_template("publishing/_way_back.html", head=head, inside=page.position > 0)


def _about(head: queries.RenditionHead, page: queries.ReadPage) -> str:
    if page.position:
        return ""
    return render_template(
        "publishing/_about_document.html",
        head=head,
        kind=KIND_BY_CODE[head.kind],
        is_overdue=_is_overdue(head),
        written_in=language_of(head.language),
    )


def _document(head: queries.RenditionHead, page: queries.ReadPage) -> str:
    contents = contents_of(head, page.position)
    place, last = page.position, len(head.contents) - 1
    return render_template(
        "publishing/_document.html",
        head=head,
        page=_filled([page])[0],
        contents=contents,
        before=contents[place - 1] if place else None,
        after=contents[place + 1] if place < last else None,
        helplines=_helplines(head),
        today=london_today(),
        files=() if place else head.files,
        written_in=language_of(head.language),
    )


@bp.get("/publications/<slug>/easy-read")
@public_page
def easy_read(slug: str) -> str:
    """The Easy Read rendition: one idea and one picture a row."""
    found = easy_reads.get_easy_read(slug, language=reading_language(), default=default_language())
    if found.sensitive:
        keep_nowhere()
    partnership = current_partnership()
    return render_template(
        "publishing/easy-read.html",
        found=found,
        numbers={row.number: partnership.support_number(row.number) for row in found.rows if row.number},
        written_in=language_of(found.language),
    )


def _filled(pages: Sequence[queries.ReadPage]) -> list[queries.ReadPage]:
    texts = with_figures(*(page.html for page in pages))
    return [replace(page, html=text) for page, text in zip(pages, texts, strict=True)]


PARTS = {"way_back": _way_back, "about": _about, "document": _document}


@bp.get("/publications/<slug>/whole")
@public_page
def whole_publication(slug: str) -> str:
    """The whole document on one page, for printing and for finding words."""
    head = _head(slug)
    return render_template(
        "publishing/whole.html",
        head=head,
        kind=KIND_BY_CODE[head.kind],
        pages=_filled(queries.list_pages(head.id)),
        helplines=_helplines(head),
        is_overdue=_is_overdue(head),
        today=london_today(),
        written_in=language_of(head.language),
    )


@bp.get("/publications/<slug>/tables/<int:number>.<language>.csv")
@public_page
def table(slug: str, number: int, language: str) -> Response:
    """A table of a document as CSV (UTF-8 with a byte order mark, so that spreadsheets read the letters right)."""
    head = queries.get_rendition(slug, language=language, default=default_language())
    if head.language != language:
        message = f"no table in {language}"
        raise NotFoundError(message)
    rows = queries.get_table_rows(head.id, number)
    text = io.StringIO()
    csv.writer(text).writerows([[spreadsheet_safe(plain_text(cell)) for cell in row] for row in rows])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}-table-{number}.{language}.csv")
    return response


@bp.get("/publications/<slug>/files/<name>")
@public_page
def attachment(slug: str, name: str) -> Response:
    """A file of the public version, always as a download."""
    head = _head(slug)
    media_type, content = queries.get_attachment(head.version_id, name)
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _head(slug: str) -> queries.RenditionHead:
    head = queries.get_rendition(slug, language=reading_language(), default=default_language())
    if head.sensitive:
        keep_nowhere()
    return head


def _is_overdue(head: queries.RenditionHead) -> bool:
    # What is kept for the record is not checked any more.
    return head.state == State.PUBLISHED and is_overdue(head.review_by, london_today())


def _helplines(head: queries.RenditionHead) -> list[SupportNumber]:
    partnership = current_partnership()
    return [partnership.support_number(key) for key in head.helplines]


@bp.get("/publications/sources/<key>")
@bp.get("/publications/sources/<key>/<where>")
@public_page
def source(key: str, where: str | None = None) -> str | AnyResponse:
    """Lead to the paragraph that a fact comes from: into the document where it is on this site, else say where it is.

    The document on this site is the publication whose slug is the source's key.
    """
    cited = next((known for known in current_partnership().sources if known.key == key), None)
    if cited is None or (where is not None and not cited.has_place(where)):
        raise NotFoundError
    head = queries.find_rendition(key, language=reading_language(), default=default_language())
    if head is not None:
        return redirect(_address_in(head, where), 302)
    return render_template("publishing/source.html", source=cited, where=where, named_place=cited.section(where or ""))


def _address_in(head: queries.RenditionHead, where: str | None) -> str:
    place = queries.find_place(head, where) if where else None
    if place is None:
        return url_for("publishing.publication", slug=head.slug)
    page = None if place.page == head.contents[0]["slug"] else place.page
    return url_for("publishing.publication", slug=head.slug, page=page, _anchor=place.anchor)


def contents_of(head: queries.RenditionHead, current: int) -> list[dict[str, Any]]:
    """The pages of a document, under the current one its headings; of a document of one page just the headings."""
    first = url_for("publishing.publication", slug=head.slug)
    pages = [
        {
            "text": page["title"],
            "href": f"{first}/{page['slug']}" if position else first,
            "current": position == current,
            "children": _headings(page) if position == current else [],
        }
        for position, page in enumerate(head.contents)
    ]
    return pages if len(pages) > 1 else _headings(head.contents[0])


def _headings(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": text, "href": f"#{anchor}"} for level, text, anchor in page["headings"] if level <= DEEPEST_LISTED]


def _kind_choices(codes: list[str]) -> list[dict[str, object]]:
    known = [{"value": kind.code, "text": kind.plural} for kind in KINDS if kind.code in codes]
    return [{"value": "", "text": _("All kinds")}, *known]


def _priority_choices(keys: list[str], chosen: str) -> list[dict[str, object]]:
    """The priorities that some document belongs to, the newest set first, each with the time it is of."""
    choices: list[dict[str, object]] = [
        {
            "value": f"{one.key}:{priority.code}",
            "text": f"{priority.name.in_language(reading_language()).text} ({one.key})",
        }
        for one in sorted(current_partnership().priority_sets, key=lambda one: one.starts, reverse=True)
        for priority in one.priorities
        if f"{one.key}:{priority.code}" in {*keys, chosen}
    ]
    return [{"value": "", "text": _("All priorities")}, *choices]


def _year_choices(years: list[int]) -> list[dict[str, object]]:
    return [{"value": "", "text": _("All years")}, *({"value": str(year), "text": str(year)} for year in years)]


def _year(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) == len("2026") else None
