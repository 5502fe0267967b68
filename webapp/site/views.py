"""The site's own pages: the static ones of PAGES, the tasks still to come, and the addresses that programs ask for."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

import structlog
from flask import Blueprint, render_template, request

from webapp.kit.clock import london_today
from webapp.kit.freshness import public_page
from webapp.partnership import overdue_numbers
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.places.queries import attributions
from webapp.publishing import queries as publishing
from webapp.publishing.kinds import KIND_BY_CODE
from webapp.site import answers, branding, discovery, easy_read, leaving, news, searching
from webapp.site.help_sections import filled_sections
from webapp.site.pages import FOOTER_PAGES, LAST_REVIEWED, OFTEN_TYPED, PAGES, KnownPage, StaticPage
from webapp.site.rules import similar_paths
from webapp.site.tasks import TASKS
from webapp.venues import directory

LOG = structlog.get_logger()
NEW_AT_MOST = 4
PRIORITIES_GUIDES = ("our-priorities", "what-the-yearly-study-found")
ABOUT_GUIDES = (
    "what-a-community-safety-partnership-is",
    "how-the-partnership-is-run",
    "how-the-work-is-paid-for",
)

bp = Blueprint("site", __name__)


def _home() -> dict[str, object]:
    return {
        "tasks": TASKS,
        "has_places": not directory.is_empty(),
        "priority_set": current_partnership().priorities_on(london_today()),
        "newest": _publications()[:NEW_AT_MOST],
        "new_reviews": news.list_new_reviews(NEW_AT_MOST),
        "guides": _guides(PRIORITIES_GUIDES),
        "kind_by_code": KIND_BY_CODE,
    }


def _about() -> dict[str, object]:
    return {"guides": _guides(ABOUT_GUIDES), "kind_by_code": KIND_BY_CODE}


def _help_now() -> dict[str, object]:
    partnership, today = current_partnership(), london_today()
    warn_of_overdue_numbers(today, len(overdue_numbers(partnership.support_numbers, today)))
    sections = filled_sections(partnership)
    contents = [{"href": f"#{filled.anchor}", "text": filled.section.title} for filled in sections]
    return {"today": today, "sections": sections, "contents": contents}


def _reviewed() -> dict[str, object]:
    return {"today": london_today(), "reviewed": LAST_REVIEWED}


def _cookies() -> dict[str, object]:
    return {"place_attributions": attributions()}


# What a page needs beyond its own words; a page that is not named here needs nothing.
NEEDS: Mapping[str, Callable[[], dict[str, object]]] = {
    "home": _home,
    "help_now": _help_now,
    "about": _about,
    "accessibility": _reviewed,
    "cookies": _cookies,
    "privacy": _reviewed,
}


def _show(page: StaticPage) -> Callable[[], str]:
    @public_page
    def show() -> str:
        easy_read_href = easy_read.easy_read_href(page.name)
        return render_template(page.template, page=page, easy_read_href=easy_read_href, **NEEDS.get(page.name, dict)())

    return show


for static_page in PAGES:
    bp.add_url_rule(static_page.path, static_page.name, _show(static_page))
bp.add_url_rule("/brand/<digest>.css", view_func=branding.brand_css)
bp.add_url_rule("/brand/<digest>/<name>", view_func=branding.brand_logo)
bp.add_url_rule("/search", view_func=searching.search)
bp.add_url_rule("/publications.atom", view_func=news.feed)
bp.record_once(lambda state: state.app.extensions.setdefault(answers.NAME, answers.Answers()))
leaving.register(bp)
easy_read.register(bp)
bp.add_url_rule("/sitemap.xml", view_func=discovery.sitemap)
bp.add_url_rule("/robots.txt", view_func=discovery.robots)
bp.add_url_rule("/favicon.ico", view_func=discovery.favicon)
bp.add_url_rule("/.well-known/security.txt", view_func=discovery.security_txt)
bp.add_url_rule("/healthz", view_func=discovery.healthz)
bp.add_url_rule("/readyz", view_func=discovery.readyz)


@bp.app_template_global()
def footer_pages() -> tuple[StaticPage, ...]:
    """The pages that every page's footer links to."""
    return FOOTER_PAGES


@bp.app_template_global()
def pages_like_this() -> list[StaticPage | KnownPage]:
    """The pages that a wrong address may mean; asked without the database, so that an error page can."""
    pages: tuple[StaticPage | KnownPage, ...] = (*PAGES, *OFTEN_TYPED)
    by_path = {page.path: page for page in pages}
    return [by_path[path] for path in similar_paths(request.path, list(by_path))]


def _publications() -> list[publishing.Listed]:
    return publishing.list_publications(language=reading_language(), default=default_language())


def _guides(slugs: tuple[str, ...]) -> list[publishing.Listed]:
    # A partnership need not have them: what is not published is not linked.
    return [found for found in _publications() if found.slug in slugs] if slugs else []


@lru_cache(maxsize=1)
def warn_of_overdue_numbers(_day: dt.date, count: int) -> None:
    """Raise the alarm about support numbers that somebody must check, once a day at most: the call is remembered."""
    if count:
        LOG.warning("support_numbers_overdue", count=count)
