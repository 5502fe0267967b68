"""The search page: everything public in one list. What is typed is kept nowhere: not in a log, a table or an answer."""

from collections.abc import Mapping

from flask import Response, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.htmx import render_page_or_fragment
from webapp.kit.templating import drawn_html
from webapp.partnership.current import default_language, language_of, reading_language
from webapp.publishing.kinds import KINDS
from webapp.search import queries
from webapp.search.asking import LONGEST_QUERY
from webapp.search.entries import Hit, SearchResults
from webapp.search.words import clean
from webapp.site.answers import Answer, Question, kept_answers, mended_words
from webapp.venues.directory import Card, card_of
from webapp.venues.entries import SOURCE as VENUE_SOURCE

LONGEST_SHOWN = 200
# What a hit is called, by the kind that its slice gave it.
KIND_NAMES: Mapping[str, LazyString] = {
    **{kind.code: kind.name for kind in KINDS},
    "figure": _l("Figures"),
    "topic": _l("Advice"),
    "strategy": _l("Strategy document"),
    "strategy_register": _l("About a strategy"),
    "initiative": _l("What we do"),
    "priority": _l("Priority"),
    "campaign": _l("Campaign"),
    "consultation": _l("Consultation"),
    "meeting": _l("Meeting"),
    "event": _l("Event"),
    "venue": _l("Place"),
    "survey": _l("Survey"),
    "theme": _l("You said, we did"),
    "page": _l("Page of this site"),
}


def search() -> Response:
    """The results for `q`, narrowed by `kind` and `year`; a page without a question explains itself."""
    asked = request.args.get("q", "")
    kind, year = request.args.get("kind", ""), _number(request.args.get("year", ""))
    page = _number(request.args.get("page", "")) or 1
    question = Question(q=clean(asked)[:LONGEST_QUERY], language=reading_language(), kind=kind, year=year, page=page)
    answer = kept_answers().get(question, lambda: _find(question)) if asked.strip() else None
    return render_page_or_fragment(
        "site/search.html",
        "site/_search_results.html",
        asked=asked[:LONGEST_SHOWN],
        answer=answer,
        suggestion=answer.suggestion(question.q) if answer else None,
        pages=_pages(answer, question) if answer else {},
    )


def _find(question: Question) -> Answer:
    results = queries.search(
        question.q,
        language=question.language,
        default_language=default_language(),
        kind=question.kind or None,
        year=question.year,
        page=question.page,
    )
    places = {hit.address: _place_of(hit) for hit in results.hits if hit.source == VENUE_SOURCE}
    hits = render_template(
        "site/_search_hits.html",
        # The clock may have hidden a place since it was put into the index: its check ran out at midnight.
        hits=[hit for hit in results.hits if places.get(hit.address, hit) is not None],
        examples=any(place.sample for place in places.values() if place is not None),
        kind_names=KIND_NAMES,
        language_of=language_of,
        root=request.script_root,
    )
    filters = render_template(
        "site/_search_filters.html",
        kind=question.kind,
        year=question.year,
        kind_choices=_kind_choices(results, question.kind),
        year_choices=_year_choices(results, question.year),
    )
    return Answer(
        hits=drawn_html(hits),
        filters=drawn_html(filters),
        total=results.total,
        total_is_more=results.total_is_more,
        page=results.page,
        pages=results.pages,
        mended=mended_words(question.q, results.suggestion),
        instead=results.instead,
    )


def _place_of(hit: Hit) -> Card | None:
    """The place that a hit is, while the public sees it."""
    return card_of(hit.address.rpartition("/")[2])


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


def _pages(answer: Answer, question: Question) -> dict[str, str | None]:
    def address(page: int) -> str:
        return url_for(
            "site.search",
            q=question.q,
            kind=question.kind or None,
            year=question.year,
            page=page if page > 1 else None,
        )

    return {
        "before": address(answer.page - 1) if answer.page > 1 else None,
        "after": address(answer.page + 1) if answer.page < answer.pages else None,
    }


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) <= len("9999") else None
