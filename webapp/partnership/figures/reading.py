"""Reads content/figures: register.toml and the files of figures beside it."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from webapp.partnership.entries import Entry
from webapp.partnership.errors import PartnershipError
from webapp.partnership.facts import read_citation
from webapp.partnership.figures.cells import read_bound, read_column, read_polarity, read_row, read_value
from webapp.partnership.figures.checks import check_figure, check_names
from webapp.partnership.figures.model import Chart, Column, Figure, Headline, Kind, Row, Statement, ValueType
from webapp.partnership.figures.periods import read_period
from webapp.partnership.figures.register import Register, read_register
from webapp.partnership.loading import check_citation

if TYPE_CHECKING:
    from webapp.partnership.model import Partnership

REGISTER = "register.toml"


def read_figures(partnership: "Partnership") -> tuple[Figure, ...]:
    """The figures of a partnership, by subject and then as the files have them; none where the folder has no figures.

    Raises PartnershipError for a figure that cannot be used, or that cites a source or a place that does not exist.
    """
    folder = partnership.folder / "content" / "figures"
    if not folder.is_dir():
        return ()
    languages = tuple(language.code for language in partnership.languages)
    register = read_words(partnership)
    found: list[Figure] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name != REGISTER:
            found.extend(_read_file(_open(path, languages), register))
    for figure in found:
        for citation in figure.citations():
            check_citation(partnership, citation, f'content/figures "{figure.slug}"')
    check_names(found)
    return tuple(sorted(found, key=lambda figure: figure.subject.position))


def read_words(partnership: "Partnership") -> Register:
    """The subjects, areas and units that figures name; none where the folder has no figures."""
    path = partnership.folder / "content" / "figures" / REGISTER
    if not path.parent.is_dir():
        return Register(subjects={}, areas={}, units={}, reuse=None)
    words = _open(path, tuple(language.code for language in partnership.languages))
    register = read_register(words)
    words.close()
    return register


def _open(path: Path, languages: tuple[str, ...]) -> Entry:
    place = f"content/figures/{path.name}"
    try:
        # Decimal keeps a number as it is printed: 100.00 stays 100.00.
        values = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        message = f"{place}: the file is missing; add it with the subjects, areas and units of the figures."
        raise PartnershipError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{place}: this is not valid TOML ({error}); correct it there."
        raise PartnershipError(message) from None
    return Entry(values, place, languages)


def _read_file(entry: Entry, register: Register) -> tuple[Figure, ...]:
    figures = entry.each("figure", lambda each: _read_figure(each, register), named_by="slug")
    entry.close()
    return figures


def _read_figure(entry: Entry, register: Register) -> Figure:
    kind = _kind(entry)
    figure = Figure(
        slug=entry.code("slug"),
        kind=kind,
        subject=register.subject(entry),
        areas=register.areas_of(entry),
        title=entry.text("title"),
        lead=entry.text("lead"),
        period=entry.one("period", read_period),
        citation=entry.one("citation", read_citation),
        columns=(),
        rows=(),
        statements=entry.each("statement", _read_statement),
        headline=entry.one_or_none("headline", _read_headline),
        chart=entry.one_or_none("chart", _read_chart),
        reading=entry.texts("reading"),
        doubts=entry.texts("doubts"),
        breaks=entry.texts("breaks"),
        reuse=entry.text_or_none("reuse") or register.reuse,
    )
    filled = _with_number(figure, entry, register) if kind is Kind.NUMBER else _with_table(figure, entry, register)
    check_figure(filled, entry)
    return filled


def _kind(entry: Entry) -> Kind:
    if entry.has("statement"):
        return Kind.STATEMENT
    return Kind.NUMBER if entry.has("value") else Kind.TABLE


def _with_table(figure: Figure, entry: Entry, register: Register) -> Figure:
    columns = entry.each("column", lambda each: read_column(each, register))
    return replace(figure, columns=columns, rows=entry.each("row", lambda each: read_row(each, columns)))


def _with_number(figure: Figure, entry: Entry, register: Register) -> Figure:
    """A figure of one value is a table of one cell: its area and its unit."""
    type_ = entry.choice("type", ValueType, ValueType.WHOLE)
    unit = register.unit(entry)
    if unit is None:
        raise entry.error('the key "unit" is missing; add it with a unit of register.toml.')
    column = Column(
        key="value",
        name=unit.name,
        type=type_,
        unit=unit,
        change=entry.flag("change"),
        polarity=read_polarity(entry),
    )
    row = Row(
        key=figure.areas[0].key,
        label=figure.areas[0].name,
        values={"value": read_value(entry, "value", type_)},
        total=False,
        bound=read_bound(entry),
        period=None,
        citation=None,
        note=None,
    )
    headline = Headline(row=row.key, column=column.key, label=figure.title)
    return replace(figure, columns=(column,), rows=(row,), headline=headline)


def _read_statement(entry: Entry) -> Statement:
    return Statement(text=entry.text("text"), citation=entry.one("citation", read_citation))


def _read_headline(entry: Entry) -> Headline:
    return Headline(row=entry.code("row"), column=entry.code("column"), label=entry.text("label"))


def _read_chart(entry: Entry) -> Chart:
    return Chart(columns=entry.codes("columns"))
