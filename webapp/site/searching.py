"""The search page: everything public in one list. What was asked is kept nowhere: not in a cache, a log or a table."""

from collections.abc import Mapping

from flask import Response, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.htmx import render_page_or_fragment
from webapp.partnership.current import default_language, language_of, reading_language
from webapp.publishing.kinds import KINDS
from webapp.search import queries
from webapp.search.entries import SearchResults

LONGEST_SHOWN = 200
# What a hit is called, by the kind that its slice gave it.
KIND_NAMES: Mapping[str, LazyString] = {
    **{kind.code: kind.name for kind in KINDS},
    "figure": _l("Figures"),
    "topic": _l("Advice"),
    "strategy": _l("Strategy"),
    "initiative": _l("What we do"),
    "priority": _l("Priority"),
    "campaign": _l("Campaign"),
    "consultation": _l("Consultation"),
    "meeting": _l("Meeting"),
    "event": _l("Event"),
}


def search() -> Response:
    """The results for `q`, narrowed by `kind` and `year`; a page without a question explains itself."""
    asked = request.args.get("q", "")
    kind, year = request.args.get("kind", ""), _number(request.args.get("year", ""))
    results = queries.search(
        asked,
        language=reading_language(),
        default_language=default_language(),
        kind=kind or None,
        year=year,
        page=_number(request.args.get("page", "")) or 1,
    )
    return render_page_or_fragment(
        "site/search.html",
        "site/_search_results.html",
        asked=asked[:LONGEST_SHOWN],
        kind=kind,
        year=year,
        results=results,
        kind_names=KIND_NAMES,
        kind_choices=_kind_choices(results, kind),
        year_choices=_year_choices(results, year),
        pages=_pages(results, asked, kind, year),
        language_of=language_of,
        root=request.script_root,
    )


def _kind_choices(results: SearchResults, chosen: str) -> list[dict[str, object]]:
    codes = [code for code in KIND_NAMES if code in results.facets.kinds or code == chosen]
    counted = [{"value": code, "text": _counted(KIND_NAMES[code], results.facets.kinds.get(code, 0))} for code in codes]
    return [{"value": "", "text": _("Everything")}, *counted]


def _year_choices(results: SearchResults, chosen: int | None) -> list[dict[str, object]]:
    years = sorted({*results.facets.years, *([chosen] if chosen else [])}, reverse=True)
    counted = [{"value": str(year), "text": _counted(str(year), results.facets.years.get(year, 0))} for year in years]
    return [{"value": "", "text": _("All years")}, *counted]


def _counted(name: LazyString | str, count: int) -> str:
    return f"{name} ({count})"


def _pages(results: SearchResults, asked: str, kind: str, year: int | None) -> dict[str, str | None]:
    def address(page: int) -> str:
        return url_for("site.search", q=asked, kind=kind or None, year=year, page=page if page > 1 else None)

    return {
        "before": address(results.page - 1) if results.page > 1 else None,
        "after": address(results.page + 1) if results.page < results.pages else None,
    }


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) <= len("9999") else None
