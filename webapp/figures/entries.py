"""A figure as the search index takes it, once for each language that it is written in."""

from flask_babel import gettext as _

from webapp.figures.addresses import figure_address
from webapp.figures.wording import period_words, value_words
from webapp.kit.request_language import in_language
from webapp.partnership import Text
from webapp.partnership.figures import Figure, Row
from webapp.search.entries import SearchEntry

SOURCE = "figure"


def search_entries(figure: Figure) -> tuple[SearchEntry, ...]:
    """The entries of a figure."""
    return tuple(_entry(figure, wording.language) for wording in figure.title.wordings)


def _entry(figure: Figure, language: str) -> SearchEntry:
    with in_language(language):
        lines = [figure.subject.name, *(area.name for area in figure.areas), *figure.reading, *figure.doubts]
        lines += [*figure.breaks, *(statement.text for statement in figure.statements)]
        words = [_in(line, language) for line in lines]
        keywords = _("Figures")
        body = [period_words(figure.period, language), *words, *(_line(figure, row, language) for row in figure.rows)]
    return SearchEntry(
        source=SOURCE,
        key=f"{figure.slug}/{language}",
        address=figure_address(figure.slug),
        language=language,
        kind="figure",
        title=_in(figure.title, language),
        summary=_in(figure.lead, language),
        body="\n\n".join(body),
        year=figure.period.ends.year,
        tags=tuple(area.key for area in figure.areas),
        keywords=keywords,
    )


def _line(figure: Figure, row: Row, language: str) -> str:
    cells = (
        f"{_in(column.name, language)} {value_words(row.values[column.key], column, language, row.bound)}"
        for column in figure.columns
    )
    return f"{_in(row.label, language)}: {', '.join(cells)}"


def _in(words: Text, language: str) -> str:
    return words.in_language(language).text
