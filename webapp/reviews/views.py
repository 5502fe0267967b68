"""Public pages of the reviews: the library, a review, its documents, and the recommendations of all of them.

Nothing here is kept by a cache, and nothing is remembered of who reads: no session, no cookie.
"""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.htmx import render_page_or_fragment
from webapp.partnership import SupportNumber
from webapp.partnership.current import current_partnership, default_language, language_of, reading_language
from webapp.publishing.rules import reading_minutes
from webapp.reviews import library
from webapp.reviews import wording as say
from webapp.reviews.library import Asked
from webapp.reviews.rules import Standing, State, part_of

bp = Blueprint("reviews", __name__, url_prefix="/domestic-homicide-reviews")

# Whom somebody can talk to who reads about this: the partnership's numbers on these subjects, a few of each.
TOPICS = ("domestic-abuse", "suicide")
NUMBERS_OF_A_TOPIC = 2
LONGEST_ASKED = 60
FILTERS = ("agency", "theme", "level", "standing")


@bp.get("")
def reviews() -> str:
    """The library; without a review it says what will be here."""
    return render_template(
        "reviews/library.html",
        reviews=library.list_reviews(),
        running=library.count_running(),
        **_frame(),
    )


@bp.get("/recommendations")
def recommendations() -> Response:
    """The recommendations of all published reviews, and how far each is."""
    asked = Asked(**{name: request.args.get(name, "")[:LONGEST_ASKED] for name in FILTERS})
    found = library.find_recommendations(asked, today=london_today())
    return render_page_or_fragment(
        "reviews/recommendations.html",
        "reviews/_recommendation_results.html",
        asked=asked,
        found=found,
        agencies=_agency_names(),
        choices=_choices(),
        **_frame(),
    )


@bp.get("/<slug>")
def review(slug: str) -> str | tuple[str, int]:
    """A review: what is in it and who can help, before any of it is opened."""
    found = library.get_review(slug)
    if found.is_gone:
        return _notice(found)
    return render_template(
        "reviews/review.html",
        review=found,
        title=say.title_of(found.number, found.published_on.year),
        documents=_documents(found),
        minutes=reading_minutes,
        counts=library.count_standings(found.id, today=london_today()),
        language_of=language_of,
        **_frame(),
    )


@bp.get("/<slug>/<document>")
@bp.get("/<slug>/<document>/<part>")
def document(slug: str, document: str, part: str | None = None) -> str | tuple[str, int] | AnyResponse:
    """A document of a review, one page of it."""
    found = library.get_review(slug)
    if found.is_gone:
        return _notice(found)
    position = _position(part)
    if part is not None and position == 0:
        # The first page has one address.
        return redirect(url_for(".document", slug=slug, document=document), 301)
    read = library.get_page(found.id, document, position, language=reading_language(), default=default_language())
    contents = _contents(slug, document, read)
    return render_template(
        "reviews/document.html",
        review=found,
        title=say.title_of(found.number, found.published_on.year),
        read=read,
        contents=contents if len(contents) > 1 else [],
        before=contents[position - 1] if position else None,
        after=contents[position + 1] if position + 1 < len(contents) else None,
        written_in=language_of(read.document.language),
        **_frame(),
    )


def _contents(slug: str, document: str, read: library.ReadDocument) -> list[dict[str, Any]]:
    """The pages of a document: links by number, with their titles as words only."""
    return [
        {
            "text": title,
            "href": url_for(".document", slug=slug, document=document, part=part_of(place) if place else None),
            "current": place == read.page.position,
            "children": [],
        }
        for place, title in enumerate(read.titles)
    ]


def _notice(found: library.PublishedReview) -> tuple[str, int]:
    title = say.title_of(found.number, found.published_on.year)
    page = render_template("reviews/gone.html", title=title, replaced=found.state == State.SUPERSEDED, **_frame())
    return page, HTTPStatus.GONE


def _frame() -> dict[str, Any]:
    """What each of these pages needs."""
    return {
        "label": say.LABELS[current_partnership().review_label],
        "helplines": _helplines(),
        "today": london_today(),
        "say": say,
    }


def _helplines() -> list[SupportNumber]:
    partnership = current_partnership()
    numbers = (number for topic in TOPICS for number in partnership.numbers_on(topic)[:NUMBERS_OF_A_TOPIC])
    return list(dict.fromkeys(numbers))


def _documents(found: library.PublishedReview) -> list[library.ListedDocument]:
    return library.list_documents(found.id, language=reading_language(), default=default_language())


def _position(part: str | None) -> int:
    """The place of a page, which its address numbers from 1."""
    if part is None:
        return 0
    number = part.removeprefix("part-")
    if not (number.isascii() and number.isdigit() and len(number) < len("1000")) or part_of(int(number) - 1) != part:
        raise NotFoundError
    return int(number) - 1


def _agency_names() -> dict[str, Any]:
    return {agency.key: agency.name for agency in current_partnership().agencies}


def _choices() -> dict[str, list[dict[str, object]]]:
    offered, names = library.list_choices(), _agency_names()
    language = reading_language()
    return {
        "agency": [
            {"value": "", "text": _("All organisations")},
            *(
                {"value": key, "text": names[key].in_language(language).text if key in names else key}
                for key in offered.agencies
            ),
        ],
        "theme": [
            {"value": "", "text": _("All subjects")},
            *({"value": theme.value, "text": say.THEME_NAMES[theme]} for theme in offered.themes),
        ],
        "level": [
            {"value": "", "text": _("All levels")},
            *({"value": level.value, "text": say.LEVEL_NAMES[level]} for level in offered.levels),
        ],
        "standing": [
            {"value": "", "text": _("All")},
            *({"value": each.value, "text": say.STANDING_NAMES[each]} for each in Standing),
        ],
    }
