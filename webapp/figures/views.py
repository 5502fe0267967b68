"""Public pages of the figures: the list, one figure with its table and chart, its CSV file and its metadata."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from webapp.figures import queries
from webapp.figures.addresses import source_address
from webapp.figures.blocks import FigureBlock, block_of
from webapp.figures.downloads import csv_text, csvw_metadata
from webapp.figures.sheets import Reader, chart_of, sheet_of
from webapp.figures.wording import citation_words, find_source, period_words, place_words, polarity_words
from webapp.kit.freshness import public_page
from webapp.partnership import Text
from webapp.partnership.current import current_partnership, reading_language
from webapp.partnership.facts import Citation
from webapp.partnership.figures import Figure, Subject

if TYPE_CHECKING:
    from webapp.config import Settings

bp = Blueprint("figures", __name__)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The figures of one subject: those with a table or a chart, and the single numbers."""

    subject: Subject
    tables: tuple[Figure, ...]
    blocks: tuple[FigureBlock, ...]


@dataclass(frozen=True, kw_only=True)
class CitedPlace:
    """A place that a figure comes from: the whole citation, and the place in the source alone."""

    words: str
    place: str
    publisher: str | None
    href: str | None


@bp.get("/figures")
@public_page
def figures() -> str:
    """All figures by subject, filtered by area and year; an unknown filter value finds nothing, politely."""
    area, words = request.args.get("area", ""), request.args.get("year", "")
    year = int(words) if words.isascii() and words.isdigit() and len(words) == len("2026") else None
    found = queries.list_figures(area=area or None, year=year)
    groups = _groups(found.figures)
    return render_template(
        "figures/figures.html",
        groups=groups,
        contents=[{"text": _say(group.subject.name), "href": f"#{group.subject.key}"} for group in groups],
        count=len(found.figures),
        filters=_filters(found, area, year),
        filtered=bool(area or year),
        period_words=lambda figure: period_words(figure.period, reading_language()),
    )


@bp.get("/figures/<slug>")
@public_page
def figure(slug: str) -> str:
    """One figure: its table, its chart where there is one, how to read it, what is doubtful, and its source."""
    shown, language = queries.get_figure(slug), reading_language()
    reader = Reader(
        partnership=current_partnership(),
        language=language,
        say=_say,
        root=request.script_root,
    )
    return render_template(
        "figures/figure.html",
        figure=shown,
        block=block_of(shown, language),
        sheet=sheet_of(shown, reader),
        bars=chart_of(shown, language),
        period=period_words(shown.period, language),
        cited=[_cited(citation, language) for citation in shown.citations()],
        cited_by_statement=[_cited(statement.citation, language) for statement in shown.statements],
        good_ways=[(column.name, polarity_words(column.polarity)) for column in shown.columns if column.polarity],
        other_kept=language != shown.title.in_language(language).language,
    )


@bp.get("/figures/<slug>.csv")
@public_page
def figure_csv(slug: str) -> Response:
    """The figure as CSV: codes and numbers are the same in all languages, words are in the language of the address."""
    shown = queries.get_figure(slug)
    response = Response(csv_text(shown, reading_language()), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}.csv")
    metadata = url_for("figures.figure_metadata", slug=slug)
    response.headers.set("Link", f'<{metadata}>; rel="describedby"; type="application/csvm+json"')
    return response


@bp.get("/figures/<slug>.csv-metadata.json")
@public_page
def figure_metadata(slug: str) -> Response:
    """What the columns of the CSV file mean, where it comes from, and what is doubtful about it (CSVW)."""
    settings: Settings = current_app.extensions["settings"]
    root = f"{settings.public_url}{request.script_root}"
    metadata = csvw_metadata(queries.get_figure(slug), current_partnership(), reading_language(), root)
    return Response(json.dumps(metadata, ensure_ascii=False, indent=1) + "\n", mimetype="application/csvm+json")


def _say(words: Text) -> str:
    """A text as pages say it: with its language where that is not the page's."""
    said: str = current_app.jinja_env.filters["text"](words)
    return said


def _groups(found: Sequence[Figure]) -> list[Group]:
    subjects = sorted({figure.subject.key: figure.subject for figure in found}.values(), key=lambda each: each.position)
    groups: list[Group] = []
    for subject in subjects:
        members = [figure for figure in found if figure.subject.key == subject.key]
        numbers = [figure for figure in members if figure.is_single]
        groups.append(
            Group(
                subject=subject,
                tables=tuple(figure for figure in members if not figure.is_single),
                blocks=tuple(block for each in numbers if (block := block_of(each, reading_language()))),
            )
        )
    return groups


def _filters(found: queries.FigureList, area: str, year: int | None) -> list[dict[str, object]]:
    """The choices of each filter as links that keep the other filter."""

    def link(text: object, *, to_area: str, to_year: int | None, current: bool) -> dict[str, object]:
        href = url_for("figures.figures", area=to_area or None, year=to_year)
        return {"text": text, "href": href, "current": current}

    areas = [link(_("All areas"), to_area="", to_year=year, current=not area)]
    areas += [link(each.name, to_area=each.key, to_year=year, current=each.key == area) for each in found.areas]
    years = [link(_("All years"), to_area=area, to_year=None, current=year is None)]
    years += [link(str(each), to_area=area, to_year=each, current=each == year) for each in found.years]
    return [{"name": _("Area"), "links": areas}, {"name": _("Year"), "links": years}]


def _cited(citation: Citation, language: str) -> CitedPlace:
    partnership = current_partnership()
    source = find_source(partnership, citation)
    return CitedPlace(
        words=citation_words(partnership, citation, language),
        place=place_words(partnership, citation, language),
        publisher=source.publisher if source else None,
        href=source_address(citation, request.script_root),
    )
