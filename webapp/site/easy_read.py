"""Easy Read of key pages: `/help-now/easy-read`, `/asb-case-review/easy-read`, where the partnership has one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request

from webapp.kit.errors import NotFoundError
from webapp.kit.freshness import public_page
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.partnership.easy_read import EasyReadText, read_easy_read_pages

NAME = "easy_read_pages"


@dataclass(frozen=True, kw_only=True)
class EasyReadPage:
    """A page that has an Easy Read version: of this slice or of another."""

    name: str
    path: str
    # The page that it was made from.
    endpoint: str

    @property
    def own_endpoint(self) -> str:
        """The name of the Easy Read version for `url_for`."""
        return f"site.{self.name}_easy_read"


# The pages that somebody who reads Easy Read needs first.
EASY_READ_PAGES = (
    EasyReadPage(name="help_now", path="/help-now", endpoint="site.help_now"),
    EasyReadPage(name="safe_places", path="/safe-places", endpoint="venues.safe_places"),
    EasyReadPage(name="case_review", path="/asb-case-review", endpoint="case_review.information"),
)
BY_NAME: Mapping[str, EasyReadPage] = {page.name: page for page in EASY_READ_PAGES}


def register(bp: Blueprint) -> None:
    """Add the pages, and read their texts as the app starts: a file that is wrong ends the start."""
    for page in EASY_READ_PAGES:
        bp.add_url_rule(f"{page.path}/easy-read", f"{page.name}_easy_read", _show(page))
    bp.add_app_template_global(easy_read_href, "easy_read_address")
    bp.record_once(
        lambda state: state.app.extensions.setdefault(NAME, read_easy_read_pages(state.app.extensions["partnership"])),
    )


def easy_read_href(name: str) -> str | None:
    """The address of the Easy Read version of the page `name` in the reader's language, where there is one."""
    page = BY_NAME.get(name)
    return f"{request.script_root}{page.path}/easy-read" if page and _texts(page) else None


def easy_read_endpoints() -> list[str]:
    """The endpoints of the Easy Read versions that there are."""
    return [page.own_endpoint for page in EASY_READ_PAGES if _texts(page)]


def _show(page: EasyReadPage) -> Callable[[], str]:
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


def _texts(page: EasyReadPage) -> Mapping[str, EasyReadText]:
    known: Mapping[str, Mapping[str, EasyReadText]] = current_app.extensions[NAME]
    return known.get(page.name.replace("_", "-"), {})
