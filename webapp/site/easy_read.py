"""Easy Read of the site's own pages: `/help-now/easy-read`, where the partnership has written one."""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, render_template, request

from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.partnership.easy_read import EasyReadText, read_easy_read_pages
from webapp.site.pages import PAGES, StaticPage

NAME = "easy_read_pages"
# The pages that somebody who reads Easy Read needs first.
EASY_READ_PAGES = tuple(page for page in PAGES if page.name == "help_now")


def register(bp: Blueprint) -> None:
    """Add the pages, and read their texts as the app starts: a file that is wrong ends the start."""
    for page in EASY_READ_PAGES:
        bp.add_url_rule(f"{page.path}/easy-read", f"{page.name}_easy_read", _show(page))
    bp.record_once(
        lambda state: state.app.extensions.setdefault(NAME, read_easy_read_pages(state.app.extensions["partnership"])),
    )


def easy_read_href(page: StaticPage) -> str | None:
    """The address of the Easy Read version of a page in the reader's language, where there is one."""
    return f"{request.script_root}{page.path}/easy-read" if _texts(page) else None


def easy_read_endpoints() -> list[str]:
    """The endpoints of the Easy Read versions that there are."""
    return [f"{page.endpoint}_easy_read" for page in EASY_READ_PAGES if _texts(page)]


def _show(page: StaticPage) -> Callable[[], str]:
    @public_page
    def show() -> str:
        texts = _texts(page)
        if not texts:
            message = f"no Easy Read of {page.name}"
            raise NotFoundError(message)
        partnership, wanted = current_partnership(), reading_language()
        code = wanted if wanted in texts else partnership.languages[0].code
        text = texts[code]
        return render_template(
            "site/easy-read.html",
            page=page,
            text=text,
            numbers={row.number: partnership.support_number(row.number) for row in text.rows if row.number},
            written_in=language_of(code),
            unchecked=code != partnership.languages[0].code,
        )

    return show


def _texts(page: StaticPage) -> Mapping[str, EasyReadText]:
    known: Mapping[str, Mapping[str, EasyReadText]] = current_app.extensions[NAME]
    return known.get(page.name.replace("_", "-"), {})
