"""What the API answers: a frozen dataclass for each shape; a member that is there keeps its name and meaning; pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from webapp.engagement.opendata.schemas import Says

Slug = Annotated[str, Says("Its name in addresses.", "2026q2")]
Area = Annotated[str, Says("The code of the area: whole, town:CODE or ward:CODE.", "town:poole")]
Period = Annotated[str, Says("A quarter, or the first and the last quarter.", "2025Q3-2026Q2")]
Address = Annotated[str, Says("The address of it here.", "https://example.org/api/v1/releases/2026q2")]
Page = Annotated[str, Says("The page for people to read.", "https://example.org/what-you-told-us")]
Count = Annotated[
    int | None,
    Says("Rounded to 5. null: fewer than 10, or hidden so that nobody can be worked out.", 45),
]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why there is no answer (RFC 9457)."""

    type: Annotated[str, Says("The kind of problem.", "about:blank")]
    title: Annotated[str, Says("The kind of problem in words.", "Not found")]
    status: Annotated[int, Says("The status of the answer.", 404)]
    detail: Annotated[str, Says("What is wrong here and what to do.", "There is no release 2020q1.")]


@dataclass(frozen=True, kw_only=True)
class Links:
    """The pages beside this one."""

    self: Annotated[str, Says("This page.")]
    next: Annotated[str | None, Says("The next page; null on the last one.")]
    prev: Annotated[str | None, Says("The page before; null on the first one.")]


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release of what residents told us; it is frozen."""

    slug: Slug
    newest_quarter: Annotated[str, Says("The newest quarter in it.", "2026Q2")]
    published_on: Annotated[dt.date | None, Says("The day on which it became public.", "2026-10-05")]
    is_current: Annotated[bool, Says("Whether it is the one to use now.", example=True)]
    corrects: Annotated[str | None, Says("The release that it puts right.")]
    replaced_by: Annotated[str | None, Says("The release that puts it right: use that one.")]
    rules: Annotated[str, Says("The version of the rules that protect people.", "1")]
    content_hash: Annotated[str, Says("What stands for its content: the same content, the same hash.")]
    href: Address
    page: Page


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of a release: which areas, periods and options it has figures for."""

    code: Annotated[str, Says("Its code in the parameter table.", "kinds")]
    title: Annotated[str, Says("What it counts.", "Kinds of problem")]
    areas: tuple[Area, ...]
    periods: tuple[Period, ...]
    options: Annotated[tuple[str, ...], Says("The codes of the answers.")]
    figures: Annotated[int, Says("How many figures it has.", 420)]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One of the plain findings of a release."""

    code: Annotated[str, Says("What sort of finding it is.", "most_named")]
    words: Annotated[str, Says("The finding in a sentence or two.")]


@dataclass(frozen=True, kw_only=True)
class ReleaseList:
    """Every public release, the newest first."""

    releases: tuple[Release, ...]


@dataclass(frozen=True, kw_only=True)
class ReleaseFull:
    """One release with its tables and findings."""

    release: Release
    respondents: Count
    held_share: Annotated[int, Says("Percent of answers left out as a suspected flood of false ones.", 0)]
    is_sample: Annotated[bool, Says("Whether answers in it are made up, to try the site with.", example=False)]
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure; `query` is the name that it has wherever it is shown."""

    query: Annotated[str, Says("The name of the figure in every paper of ours.", "R-2026q2-kinds-town:poole")]
    table: Annotated[str, Says("The code of its table.", "kinds")]
    area: Area
    area_name: Annotated[str, Says("The name of the area.", "Poole")]
    period: Period
    option: Annotated[str, Says("The code of the answer; respondents for everybody who answered.", "noise")]
    option_name: Annotated[str, Says("The answer in words.", "Noise")]
    count: Count
    share: Annotated[int | None, Says("Percent of respondents, from the rounded counts; null with a null.", 20)]


@dataclass(frozen=True, kw_only=True)
class FigurePage:
    """A page of figures."""

    release: Annotated[str, Says("The name of the release.", "2026q2")]
    total: Annotated[int, Says("How many figures fit in all.", 420)]
    page: Annotated[int, Says("Which page this is.", 1)]
    pages: Annotated[int, Says("How many pages there are.", 5)]
    links: Links
    figures: tuple[Figure, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeCount:
    """A figure that a theme stands on; always one of a release."""

    kind: Annotated[str, Says("The kind of problem, by its code.", "noise")]
    area: Area
    period: Period
    count: Count
    respondents: Count


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that somebody does about a theme."""

    owner: Annotated[str, Says("Which service does it.", "BCP Council")]
    status: Annotated[str, Says("planned, under_way, done or stopped.", "under_way")]
    words: Annotated[str, Says("What is done.")]
    outcome: Annotated[str | None, Says("What came of it.")]
    evidence: Annotated[str | None, Says("Where it can be checked.")]
    next_on: Annotated[dt.date | None, Says("When there is more to tell.", "2027-01-31")]
    news_on: Annotated[dt.date, Says("When there was last news.", "2026-11-02")]
    is_late: Annotated[bool, Says("Whether there has been no news for too long.", example=False)]


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme: what people said, and its state."""

    slug: Annotated[str, Says("Its name in addresses.", "noise-in-the-town-centre")]
    title: Annotated[str, Says("What people said.", "Noise in the town centre")]
    kinds: Annotated[tuple[str, ...], Says("The codes of the kinds of problem.")]
    area: Area
    state: Annotated[str, Says("heard, doing, done or cannot.", "doing")]
    is_late: Annotated[bool, Says("Whether an action of it has had no news for too long.", example=False)]
    changed_on: Annotated[dt.date, Says("When it last changed.", "2026-11-02")]
    is_sample: Annotated[bool, Says("Whether it is made up, to try the site with.", example=False)]
    href: Address
    page: Page


@dataclass(frozen=True, kw_only=True)
class ThemePage:
    """A page of themes."""

    total: Annotated[int, Says("How many themes fit in all.", 12)]
    page: Annotated[int, Says("Which page this is.", 1)]
    pages: Annotated[int, Says("How many pages there are.", 1)]
    links: Links
    themes: tuple[Theme, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeFull:
    """One theme with what was done."""

    theme: Theme
    release: Annotated[str | None, Says("The release whose figures it stands on.", "2026q2")]
    said: Annotated[str, Says("What people said, in a few sentences.")]
    reason: Annotated[str | None, Says("Why nothing is done, where that is so.")]
    coming: Annotated[str | None, Says("What comes next.")]
    counts: tuple[ThemeCount, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, kw_only=True)
class File:
    """A dataset in one format."""

    format: Annotated[str, Says("The format in short.", "CSV")]
    media_type: Annotated[str, Says("The format for programs.", "text/csv")]
    href: Annotated[str, Says("Where to get it.", "https://example.org/data/you-said-we-did.csv")]
    bytes: Annotated[int | None, Says("How large it is; null where it grows as it is sent.", 20480)]


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """Something that can be downloaded."""

    name: Annotated[str, Says("Its name, which does not change.", "you-said-we-did")]
    version: Annotated[str, Says("The version of its columns.", "1")]
    title: Annotated[str, Says("What it is called.")]
    words: Annotated[str, Says("What it counts.")]
    publisher: Annotated[str, Says("Who made the figures.")]
    licence: Annotated[str, Says("What you may do with it: the licence's name.")]
    licence_href: Annotated[str | None, Says("Where the licence can be read.")]
    period: Annotated[str | None, Says("The time that it is about, in words.")]
    updated_on: Annotated[dt.date | None, Says("When it last changed.", "2026-11-02")]
    is_sample: Annotated[bool, Says("Whether something in it is made up, to try the site with.", example=False)]
    page: Page
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class DatasetList:
    """Every dataset."""

    datasets: tuple[Dataset, ...]


@dataclass(frozen=True, kw_only=True)
class ListedArea:
    """An area that figures are given for."""

    code: Area
    level: Annotated[str, Says("whole, town or small.", "town")]
    name: Annotated[str, Says("What it is called.", "Poole")]
    parent: Annotated[str | None, Says("The code of the area that it is part of.", "whole")]


@dataclass(frozen=True, kw_only=True)
class AreaList:
    """The areas, the whole first."""

    areas: tuple[ListedArea, ...]


@dataclass(frozen=True, kw_only=True)
class ListedKind:
    """A kind of problem that people can name."""

    code: Annotated[str, Says("Its code, which does not change.", "noise")]
    name: Annotated[str, Says("What it is called.", "Noise")]
    towns_only: Annotated[bool, Says("Whether it is never given for less than a town.", example=False)]


@dataclass(frozen=True, kw_only=True)
class KindList:
    """The kinds of problem."""

    kinds: tuple[ListedKind, ...]
