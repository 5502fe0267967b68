"""What the content commands find: pages that not everybody can read, links that lead nowhere, pages due for a check."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app

from webapp.figures import queries as figures
from webapp.kit.accessibility import Checked, Finding, Rank, check_page
from webapp.kit.richtext import figures_placed_in
from webapp.partnership.current import current_partnership, default_language
from webapp.publishing import registers
from webapp.site.discovery import public_pages
from webapp.site.walking import Reference, Visited, Walk, fragment_of, is_outside
from webapp.topics import queries as topics

if TYPE_CHECKING:
    from webapp.config import Settings

DUE_WITHIN = dt.timedelta(days=30)
# The same text as on a document's pages once more, for printing.
SAME_AGAIN = "/whole"


@dataclass(frozen=True, kw_only=True)
class CheckedPage:
    """A public page with what was found on it."""

    address: str
    checked: Checked


@dataclass(frozen=True, kw_only=True)
class BrokenLink:
    """A link that leads nowhere: the page that it stands on, the address as written, and what is wrong."""

    page: str
    address: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LinkReport:
    """The links that lead nowhere, and the addresses of other sites with the first page that names each."""

    broken: tuple[BrokenLink, ...]
    outside: dict[str, str]
    checked: int


@dataclass(frozen=True, kw_only=True)
class DuePage:
    """A page that somebody must check again by a day."""

    address: str
    title: str
    review_by: dt.date

    def line(self, today: dt.date) -> str:
        """What the command prints."""
        days = (self.review_by - today).days
        when = f"overdue by {-days} days" if days < 0 else f"due in {days} days"
        return f"{self.review_by.isoformat()} {when}: {self.address} ({self.title})"


def checked_pages(languages: Sequence[str], *, under: str = "") -> Iterator[CheckedPage]:
    """Every public page in these languages, each checked once; with `under` only those whose path begins so."""
    unknown = _unknown_figures()
    for visited in _walked(_walk(), languages, under):
        if visited.status >= HTTPStatus.BAD_REQUEST:
            message = f"It answers {visited.status}: a reader gets nothing here."
            failure = Finding(code="page-fails", rank=Rank.ERROR, place="the page", message=message)
            yield CheckedPage(address=visited.address, checked=Checked(findings=(failure,), reading_age=None))
        elif visited.is_page and not visited.address.endswith(SAME_AGAIN):
            checked = check_page(visited.html)
            findings = (*checked.findings, *unknown.get(visited.address, ()))
            yield CheckedPage(address=visited.address, checked=replace(checked, findings=findings))


def check_links(languages: Sequence[str], *, under: str = "") -> LinkReport:
    """Every link of every public page in these languages: where it leads within the site, and what leads out.

    With `under` only the links on pages whose path begins so.
    """
    walk = _walk()
    broken: dict[tuple[str, str], BrokenLink] = {}
    outside: dict[str, str] = {}
    checked = 0
    for visited in _walked(walk, languages, under):
        for reference in (*visited.references, *_redirect(visited)):
            checked += 1
            if walk.path_of(reference.page, reference.address) is not None:
                if reason := _why_broken(walk, reference):
                    key = (reference.page, reference.address)
                    broken[key] = BrokenLink(page=reference.page, address=reference.address, reason=reason)
            elif is_outside(reference.address):
                outside.setdefault(reference.address, reference.page)
    return LinkReport(broken=tuple(broken.values()), outside=dict(sorted(outside.items())), checked=checked)


def due_pages(today: dt.date) -> list[DuePage]:
    """The publications and topics whose review is overdue or falls within the next thirty days, the oldest first."""
    language, until = default_language(), today + DUE_WITHIN
    due = [
        DuePage(address=f"/publications/{one.slug}", title=one.title, review_by=one.review_by)
        for one in registers.list_due(until=until, language=language)
    ]
    due += [
        DuePage(address=f"/topics/{topic.slug}", title=topic.title, review_by=topic.facts.review_by)
        for topic in topics.list_topics(language=language, default=language)
        if topic.facts.review_by is not None and topic.facts.review_by <= until
    ]
    return sorted(due, key=lambda page: (page.review_by, page.address))


def _walk() -> Walk:
    settings: Settings = current_app.extensions["settings"]
    return Walk(current_app, public_url=settings.public_url)


def _walked(walk: Walk, languages: Sequence[str], under: str) -> Iterator[Visited]:
    begins = tuple(f"{_prefix(code)}{under}" for code in languages)
    starts = [f"{_prefix(code)}{path}" for code in languages for path, _ in public_pages() if path.startswith(under)]

    def follow(path: str) -> bool:
        # A filtered list shows what the whole list shows.
        return "?" not in path and path.startswith(begins) and _language_of(path) in languages

    return walk.from_addresses(starts, follow=follow)


def _prefix(code: str) -> str:
    return "" if code == default_language() else f"/{code}"


def _language_of(path: str) -> str:
    code = path.split("/")[1]
    offered = {language.code for language in current_partnership().languages[1:]}
    return code if code in offered else default_language()


def _unknown_figures() -> dict[str, list[Finding]]:
    """Places for figures that show nothing, by the address of the page."""
    language = default_language()
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    texts = [*registers.list_texts_with_figures(), *topics.list_texts_with_figures()]
    placed = {slug for text in texts for slug in figures_placed_in(text.html)}
    known = figures.figure_blocks(placed, language)
    for text in texts:
        for slug in figures_placed_in(text.html):
            if slug not in known:
                message = f"No figure {slug} can be shown here: take its name from its address, or link to its page."
                finding = Finding(code="figure-unknown", rank=Rank.ERROR, place="the text", message=message)
                found[f"{_prefix(text.language)}{text.address}"].append(finding)
    return found


def _redirect(visited: Visited) -> list[Reference]:
    if visited.location is None:
        return []
    return [Reference(page=visited.address, element="redirect", address=visited.location)]


def _why_broken(walk: Walk, reference: Reference) -> str | None:
    target = walk.visit(walk.path_of(reference.page, reference.address) or "/")
    if target.status >= HTTPStatus.BAD_REQUEST:
        return f"answers {target.status}"
    anchor = fragment_of(reference.address)
    # A redirect takes the reader's fragment along; a file has none.
    if anchor and target.is_page and anchor not in target.ids:
        return f"the page has no place named {anchor}"
    return None
