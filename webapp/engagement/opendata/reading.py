"""What the API answers to each operation, read from the slices' own queries; `root` stands in front of addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from webapp.engagement.answers import queries as answers
from webapp.engagement.answers.queries import Action, PublicTheme
from webapp.engagement.answers.released import ThemeCount
from webapp.engagement.answers.rules import ThemeState
from webapp.engagement.areas import Level, area_name, areas_of
from webapp.engagement.opendata import shapes
from webapp.engagement.opendata.catalogue import list_datasets
from webapp.engagement.opendata.figures import figure_of, rows_of
from webapp.engagement.opendata.names import PEOPLE_NAME, area_code, public_area
from webapp.engagement.opendata.operations import RELEASE, VERSION
from webapp.engagement.opendata.rows import evidence_address, owner_name
from webapp.engagement.releases import queries as releases
from webapp.engagement.releases.content import Table
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.sheets import Row, Sheet
from webapp.engagement.releases.wording import finding_words, question_words
from webapp.kit.errors import NotFoundError
from webapp.kit.paging import count_pages
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.text import Text

T = TypeVar("T")
Asked = Mapping[str, str]


class NothingHereError(NotFoundError):
    """Nothing of that name; the sentence says what there is."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A page of a list: its rows and what stands around them."""

    rows: Sequence[Any]
    total: int
    page: int
    pages: int
    links: shapes.Links


def list_releases(_asked: Asked, root: str) -> shapes.ReleaseList:
    """Every public release, the newest first."""
    return shapes.ReleaseList(releases=tuple(_release(each, root) for each in releases.list_releases()))


def get_release(asked: Asked, root: str) -> shapes.ReleaseFull:
    """One release. Raises NothingHereError."""
    found = _find_release(asked["slug"])
    content = found.content
    worded = ((each.code, finding_words(each.code, each.values)) for each in content.findings)
    return shapes.ReleaseFull(
        release=_release(found, root),
        respondents=content.respondents,
        held_share=content.held_share,
        is_sample=content.sample,
        findings=tuple(shapes.Finding(code=code, words=words) for code, words in worded if words),
        tables=tuple(_table(each) for each in content.tables),
    )


def list_figures(asked: Asked, root: str) -> shapes.FigurePage:
    """The figures of a release that a filter leaves, a page of them. Raises NothingHereError."""
    found = _find_release(asked["slug"])
    rows = [each for each in rows_of(found) if _fits(*each, asked)]
    part = _part(rows, asked, f"{root}/api/{VERSION}/releases/{found.slug}/figures")
    return shapes.FigurePage(
        release=found.slug,
        total=part.total,
        page=part.page,
        pages=part.pages,
        links=part.links,
        figures=tuple(figure_of(found, *each) for each in part.rows),
    )


def list_themes(asked: Asked, root: str) -> shapes.ThemePage:
    """The themes that a filter leaves, a page of them. Raises NothingHereError."""
    area = area_code(asked["area"]) if "area" in asked else None
    state = ThemeState(asked["state"]) if "state" in asked else None
    found = answers.list_public_themes(area=area, kind=asked.get("kind"), state=state)
    part = _part(found, asked, f"{root}/api/{VERSION}/themes")
    return shapes.ThemePage(
        total=part.total,
        page=part.page,
        pages=part.pages,
        links=part.links,
        themes=tuple(_theme(each, root) for each in part.rows),
    )


def get_theme(asked: Asked, root: str) -> shapes.ThemeFull:
    """One theme. Raises NothingHereError."""
    try:
        found = answers.get_public_theme(asked["slug"])
    except NotFoundError:
        raise NothingHereError(f"There is no theme {asked['slug'][:80]!r}. See {root}/api/{VERSION}/themes") from None
    return shapes.ThemeFull(
        theme=_theme(found, root),
        release=found.release_slug,
        said=_said(found.said),
        reason=_said_or_none(found.why),
        coming=_said_or_none(found.coming),
        counts=tuple(_count(found, each) for each in found.counts),
        actions=tuple(_action(each, root) for each in found.actions),
    )


def list_all_datasets(_asked: Asked, root: str) -> shapes.DatasetList:
    """Everything that can be downloaded."""
    return shapes.DatasetList(datasets=tuple(list_datasets(root)))


def list_areas(_asked: Asked, _root: str) -> shapes.AreaList:
    """The areas of the partnership, the whole first."""
    found = areas_of(current_partnership())
    return shapes.AreaList(
        areas=tuple(
            shapes.ListedArea(
                code=public_area(each.code),
                level=LEVELS[each.level],
                name=area_name(each.code, reading_language()),
                parent=None if each.level is Level.WHOLE else public_area(each.parent or ""),
            )
            for each in found
        )
    )


def list_kinds(_asked: Asked, _root: str) -> shapes.KindList:
    """The kinds of problem that people can name."""
    language = reading_language()
    return shapes.KindList(
        kinds=tuple(
            shapes.ListedKind(code=each.code, name=each.label.in_language(language).text, towns_only=each.wide_only)
            for each in current_partnership().asb.types
        )
    )


LEVELS: Mapping[Level, str] = {Level.WHOLE: "whole", Level.TOWN: "town", Level.SMALL: "small"}
READERS: Mapping[str, Callable[[Asked, str], object]] = {
    "releases": list_releases,
    "release": get_release,
    "figures": list_figures,
    "themes": list_themes,
    "theme": get_theme,
    "datasets": list_all_datasets,
    "areas": list_areas,
    "kinds": list_kinds,
}


def _find_release(slug: str) -> Release:
    # A name that no release can have is not looked for: its number could be larger than a database counts.
    found = None if RELEASE.fault(slug) else releases.find_release(slug)
    if found is None:
        known = ", ".join(each.slug for each in releases.list_releases()) or "none yet"
        raise NothingHereError(f"There is no release {slug[:80]!r}. There are: {known}.")
    return found


def _release(found: Release, root: str) -> shapes.Release:
    return shapes.Release(
        slug=found.slug,
        newest_quarter=found.newest,
        published_on=found.published_on,
        is_current=found.is_current,
        corrects=found.corrects,
        replaced_by=found.replaced_by,
        rules=found.rules,
        content_hash=found.content_hash,
        href=f"{root}/api/{VERSION}/releases/{found.slug}",
        page=f"{root}/what-you-told-us/{found.slug}",
    )


def _table(table: Table) -> shapes.Table:
    return shapes.Table(
        code=table.code,
        title=question_words(table.code),
        areas=tuple(public_area(each) for each in table.areas),
        periods=table.periods,
        options=tuple(each or PEOPLE_NAME for each in table.options),
        figures=len(table.cells),
    )


def _theme(found: PublicTheme, root: str) -> shapes.Theme:
    return shapes.Theme(
        slug=found.slug,
        title=_said(found.title),
        kinds=found.kinds,
        area=public_area(found.area),
        state=found.state,
        is_late=found.is_late,
        changed_on=found.changed_on,
        is_sample=found.sample,
        href=f"{root}/api/{VERSION}/themes/{found.slug}",
        page=f"{root}/you-said-we-did/{found.slug}",
    )


def _count(theme: PublicTheme, found: ThemeCount) -> shapes.ThemeCount:
    return shapes.ThemeCount(
        kind=found.kind,
        area=public_area(theme.area),
        period=found.period,
        count=found.count,
        respondents=found.people,
    )


def _action(found: Action, root: str) -> shapes.Action:
    return shapes.Action(
        owner=owner_name(found.owner),
        status=found.status,
        words=_said(found.words),
        outcome=_said_or_none(found.outcome),
        evidence=evidence_address(found.evidence_url, root),
        next_on=found.next_on,
        news_on=found.news_on,
        is_late=found.is_late,
    )


def _said(words: Text) -> str:
    return words.in_language(reading_language()).text


def _said_or_none(words: Text | None) -> str | None:
    return None if words is None else _said(words)


def _fits(sheet: Sheet, row: Row, asked: Asked) -> bool:
    figure = {
        "table": sheet.code,
        "area": public_area(row.area),
        "period": row.period.key,
        "option": row.option or PEOPLE_NAME,
    }
    return all(asked.get(name, value) == value for name, value in figure.items())


def _part(rows: Sequence[T], asked: Asked, address: str) -> _Part:
    page, size = int(asked["page"]), int(asked["per_page"])
    pages = count_pages(len(rows), size)
    if page > pages:
        raise NothingHereError(f"There is no page {page}: the last one is {pages}.")
    return _Part(
        rows=rows[(page - 1) * size : page * size],
        total=len(rows),
        page=page,
        pages=pages,
        links=shapes.Links(
            self=_linked(address, asked, page),
            next=_linked(address, asked, page + 1) if page < pages else None,
            prev=_linked(address, asked, page - 1) if page > 1 else None,
        ),
    )


def _linked(address: str, asked: Asked, page: int) -> str:
    """The address of a page of the same list, with all that was asked."""
    kept = {name: value for name, value in sorted(asked.items()) if name not in {"slug", "page"}}
    return f"{address}?{urlencode({**kept, 'page': page})}"
