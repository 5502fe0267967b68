"""Public pages of what people told us: the current release, earlier ones, their files, and every changed figure."""

import json
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.documents.services import NoPdfError
from webapp.engagement.periods import Period, following, quarter_of_day, year_to
from webapp.engagement.releases import choosing, downloads, files, queries, showing, wording
from webapp.engagement.releases.corrections import list_corrections, words_in
from webapp.engagement.releases.queries import Release
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import public_page
from webapp.kit.htmx import render_page_or_fragment, wants_fragment

if TYPE_CHECKING:
    from webapp.config import Settings

LONGEST_ASKED = 60
LONGEST_SLUG = len("2026q2-9999")
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# What is answered in a quarter can be public when that quarter and the next one are over.
PUBLIC_AFTER_QUARTERS = 2

bp = Blueprint("releases", __name__)


@bp.get("/what-you-told-us")
@public_page
def current() -> AnyResponse | str:
    """The newest release; before the first one, when and how there will be one."""
    found = queries.current_release()
    if found is None:
        quarter = following(quarter_of_day(london_today()), PUBLIC_AFTER_QUARTERS)
        return render_template("engagement/no-release.html", first_day=Period(quarter, quarter).first_day)
    return _page(found)


@bp.get("/what-you-told-us/<slug>")
@public_page
def release(slug: str) -> AnyResponse:
    """One release, for good; one that is not the current one says so."""
    return _page(_get(slug))


@bp.get("/what-you-told-us/<slug>/<table>.csv")
@public_page
def table_csv(slug: str, table: str) -> AnyResponse:
    """One table of a release: codes and numbers, the same in all languages."""
    found = _get(slug)
    code = downloads.table_named(found.content, table).code
    answer = _file(downloads.csv_of(found, code), "text/csv; charset=utf-8", f"{slug}-{table}.csv")
    metadata = url_for(".table_metadata", slug=slug, table=table)
    answer.headers.set("Link", f'<{metadata}>; rel="describedby"; type="application/csvm+json"')
    return answer


@bp.get("/what-you-told-us/<slug>/<table>.csv-metadata.json")
@public_page
def table_metadata(slug: str, table: str) -> AnyResponse:
    """What the columns of a table mean, and how it was counted (CSVW)."""
    found = _get(slug)
    settings: Settings = current_app.extensions["settings"]
    page = f"{settings.public_url}{request.script_root}/what-you-told-us/{slug}"
    metadata = downloads.metadata_of(found, downloads.table_named(found.content, table), page=page)
    return Response(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n", mimetype="application/csvm+json")


@bp.get("/what-you-told-us/<slug>/changed.csv")
@public_page
def changes_csv(slug: str) -> AnyResponse:
    """Every figure that a correction changed, before and after."""
    found = _get(slug)
    if not found.corrects:
        raise NotFoundError
    content = files.changes_bytes(found, queries.list_changes(found))
    return _file(content, "text/csv; charset=utf-8", f"{slug}-changed.csv")


@bp.get("/what-you-told-us/<slug>.json")
@public_page
def release_json(slug: str) -> AnyResponse:
    """The whole of a release for programs."""
    return _file(downloads.json_of(_get(slug)), "application/json", f"{slug}.json")


@bp.get("/what-you-told-us/<slug>.ods")
@public_page
def release_ods(slug: str) -> AnyResponse:
    """The whole of a release as a spreadsheet, in the language of the address."""
    return _file(downloads.ods_of(_get(slug)), ODS, f"{slug}.ods")


@bp.get("/what-you-told-us/<slug>.pdf")
@public_page
def release_pdf(slug: str) -> AnyResponse:
    """The whole of a release on paper; where no file can be made now, a page that says so."""
    found = _get(slug)
    try:
        return _file(downloads.pdf_of(found), "application/pdf", f"{slug}.pdf")
    except NoPdfError:
        page = render_template("engagement/no-pdf.html", release=found, period=_period(found))
        return Response(page, status=503)


@bp.get("/corrections")
@public_page
def corrections() -> str:
    """Every figure that was published and changed afterwards."""
    return render_template("engagement/corrections.html", corrections=list_corrections())


def _get(slug: str) -> Release:
    # Longer numbers than any release can have are no question for the database.
    if len(slug) > LONGEST_SLUG:
        raise NotFoundError
    return queries.get_release(slug)


def _page(found: Release) -> AnyResponse:
    content = found.content
    choice = choosing.choose(
        content,
        area=request.args.get("area", "")[:LONGEST_ASKED],
        kind=request.args.get("kind", "")[:LONGEST_ASKED],
    )
    context = {"release": found, "content": content, "choice": choice, "say": wording}
    return render_page_or_fragment(
        "engagement/what-you-told-us.html",
        "engagement/_told-results.html",
        **context,
        **showing.results_of(content, choice),
        **({} if wants_fragment() else _around(found)),
    )


def _around(found: Release) -> dict[str, Any]:
    content = found.content
    return {
        "period": _period(found),
        "here": url_for(".current") if found.is_current else url_for(".release", slug=found.slug),
        "correction_words": words_in(found.words) if found.corrects else None,
        "findings": showing.findings_of(content),
        "areas": choosing.areas_to_choose(content),
        "kinds": choosing.kinds_to_choose(content),
        "wide_only": [wording.kind_words(kind) for kind in content.wide_only],
        "breaks": [wording.break_words(each) for each in content.breaks],
        "downloads": downloads.downloads_of(found),
        "table_files": downloads.tables_of(found),
        "earlier": [
            (each, _period(each)) for each in queries.list_releases() if each.id != found.id and not each.is_current
        ],
    }


def _period(found: Release) -> str:
    return wording.period_words(year_to(found.newest).key)


def _file(content: bytes, media_type: str, name: str) -> Response:
    answer = Response(content, content_type=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
