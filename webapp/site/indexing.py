"""The site's own pages in the search index: each is drawn as a reader gets it, and its words are taken from there."""

import contextvars
import html
import re
from collections.abc import Iterator

from flask import current_app
from werkzeug.test import create_environ, run_wsgi_app

from webapp.kit.richtext import visible_text
from webapp.partnership.current import current_partnership
from webapp.search import services as index
from webapp.search.entries import SearchEntry
from webapp.site.discovery import LISTS
from webapp.site.pages import PAGES

SOURCE = "page"
KIND = "page"
# Where something is done comes before what is written about it.
WEIGHT = 1.5
# The way in to everything: whoever searches has passed it, and it has no words of its own.
NOT_FOUND_BY_WORDS = frozenset({"site.home"})
# Where a form begins is no list: it is found by all its words, as the site's own pages are.
LISTS_BY_HEADING = frozenset(LISTS) - {"survey.start", "case_review.information", "joining.start"}

# The marks of our own layout, templates/layouts/page.html.
_HEADING = re.compile(r'<h1 class="page-head__heading"[^>]*>(.*?)</h1>', re.DOTALL)
_LEAD = re.compile(r'<p class="page-head__lead"[^>]*>(.*?)</p>', re.DOTALL)
_BODY = re.compile(r'<div class="govuk-width-container main__body[^>]*>(.*)</main>', re.DOTALL)
# What is pressed and chosen says nothing of the page's subject.
_WITHIN_LINE = re.compile(r"</?(?:abbr|b|bdi|i|kbd|time)\b[^>]*>")
_CONTROLS = re.compile(r"<(button|search|nav|svg|script)\b.*?</\1>", re.DOTALL)


class UnreadablePageError(RuntimeError):
    """A page of our own that could not be drawn, or is not made with the page layout."""


def index_pages() -> int:
    """Put every static page, and each list of a slice, into the index; returns how many entries changed.

    Of the lists only heading and lead: what stands in them is found by itself.
    """
    return index.replace_source(SOURCE, list(_entries()))


def _entries() -> Iterator[SearchEntry]:
    paths = current_app.url_map.bind("localhost")
    whole = [page.endpoint for page in PAGES if page.endpoint not in NOT_FOUND_BY_WORDS]
    for endpoint in (*whole, *LISTS):
        for language in current_partnership().languages:
            yield _entry(paths.build(endpoint), language.code, with_body=endpoint not in LISTS_BY_HEADING)


def _entry(path: str, language: str, *, with_body: bool) -> SearchEntry:
    page = _drawn(path, language)
    heading, lead, body = (found[1] if (found := part.search(page)) else "" for part in (_HEADING, _LEAD, _BODY))
    if not heading:
        raise UnreadablePageError(f"{path} in {language} has no heading where the page layout puts it.")
    return SearchEntry(
        source=SOURCE,
        key=f"{path}/{language}",
        address=path,
        language=language,
        kind=KIND,
        title=html.unescape(visible_text(heading)),
        summary=visible_text(lead),
        body=visible_text(_WITHIN_LINE.sub("", _CONTROLS.sub("", body)), note_marks=False) if with_body else "",
        weight=WEIGHT,
    )


def _drawn(path: str, language: str) -> str:
    first = current_partnership().languages[0].code
    address = path if language == first else f"/{language}{path}"
    environ = create_environ(address, current_app.extensions["settings"].public_url)
    # In a context of its own: a request inside ours would share our language.
    body, status, _headers = contextvars.Context().run(run_wsgi_app, current_app.wsgi_app, environ)
    if not status.startswith("200"):
        raise UnreadablePageError(f"{path} in {language} answered {status}.")
    return b"".join(body).decode()
