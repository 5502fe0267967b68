"""Reads of figures: the list with what it can be filtered by, one figure, and the blocks that stand in other pages."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.figures.blocks import FigureBlock, block_of
from webapp.figures.models import FigureRecord, FigureSource
from webapp.figures.records import from_json
from webapp.figures.states import State
from webapp.kit.errors import NotFoundError
from webapp.partnership.figures import Area, Figure

LISTED_AT_MOST = 500
IS_PUBLIC = FigureRecord.state == State.PUBLISHED


@dataclass(frozen=True, kw_only=True)
class FigureList:
    """The figures that a filter leaves, and what else it could be set to."""

    figures: tuple[Figure, ...]
    areas: tuple[Area, ...]
    years: tuple[int, ...]


def list_figures(*, area: str | None = None, year: int | None = None) -> FigureList:
    """The figures about an area and a year, by subject; the choices are those of all figures."""
    known = _all()
    return FigureList(
        figures=tuple(figure for figure in known if _matches(figure, area, year)),
        areas=tuple({one.key: one for figure in known for one in figure.areas}.values()),
        years=tuple(sorted({year for figure in known for year in years_of(figure)}, reverse=True)),
    )


def get_figure(slug: str) -> Figure:
    """The figure at an address; raises NotFoundError."""
    content = db.session.scalar(select(FigureRecord.content).where(FigureRecord.slug == slug, IS_PUBLIC))
    if content is None:
        message = f"no figure {slug}"
        raise NotFoundError(message)
    return from_json(content)


def figure_blocks(slugs: Iterable[str], language: str) -> Mapping[str, FigureBlock]:
    """The blocks of those figures that exist and have one number to show, said in `language`; one query."""
    query = select(FigureRecord.content).where(FigureRecord.slug.in_(sorted(set(slugs))), IS_PUBLIC)
    figures = (from_json(content) for content in db.session.scalars(query.limit(LISTED_AT_MOST)))
    blocks = (block_of(figure, language) for figure in figures)
    return {block.slug: block for block in blocks if block is not None}


def list_figures_from(source: str, place: str | None = None) -> Sequence[Figure]:
    """The figures that come from a source, or from one place in it."""
    query = (
        select(FigureRecord.content)
        .join(FigureSource, FigureSource.figure_id == FigureRecord.id)
        .where(FigureSource.source == source, IS_PUBLIC)
        .order_by(FigureRecord.position, FigureSource.place)
        .limit(LISTED_AT_MOST)
    )
    if place is not None:
        query = query.where(FigureSource.place == place)
    found = (from_json(content) for content in db.session.scalars(query))
    return tuple({figure.slug: figure for figure in found}.values())


def list_public_addresses() -> list[tuple[str, dt.datetime]]:
    """Slug and moment of the last change of each figure: the sitemap's lines."""
    query = select(FigureRecord.slug, FigureRecord.updated_at).where(IS_PUBLIC).order_by(FigureRecord.slug)
    return [(row.slug, row.updated_at) for row in db.session.execute(query.limit(50_000))]


def years_of(figure: Figure) -> set[int]:
    """The calendar years that a figure is about, with those of its rows."""
    return {year for period in (figure.period, *map(figure.period_of, figure.rows)) for year in period.years}


def _all() -> Sequence[Figure]:
    query = select(FigureRecord.content).where(IS_PUBLIC).order_by(FigureRecord.position, FigureRecord.slug)
    query = query.limit(LISTED_AT_MOST)
    return tuple(from_json(content) for content in db.session.scalars(query))


def _matches(figure: Figure, area: str | None, year: int | None) -> bool:
    about_area = area is None or any(one.key == area for one in figure.areas)
    return about_area and (year is None or year in years_of(figure))
