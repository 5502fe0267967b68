"""A figure as a block in another page: the number, what it is, for when, where it comes from, and its doubt."""

from dataclasses import dataclass

from webapp.figures.addresses import figure_address, source_address
from webapp.figures.wording import citation_words, period_words, value_words
from webapp.kit.request_language import in_language
from webapp.partnership import Text, Wording
from webapp.partnership.current import current_partnership
from webapp.partnership.figures import Figure


@dataclass(frozen=True, kw_only=True)
class FigureBlock:
    """What a block shows; `href` is the figure's own page, `csv_href` its file, `source_href` the place in the source.

    The addresses have no language in front. Words keep their language, because a translation may be missing.
    """

    slug: str
    number: str
    label: Wording
    period: str
    source: str
    note: Wording | None
    href: str
    csv_href: str
    source_href: str | None


def block_of(figure: Figure, language: str) -> FigureBlock | None:
    """The block of a figure in `language`, or None where no single value of it can stand alone."""
    headline = figure.headline
    if headline is None:
        return None
    row, column = figure.row(headline.row), figure.column(headline.column)
    citation = figure.citation_of(row)
    with in_language(language):
        return FigureBlock(
            slug=figure.slug,
            number=value_words(row.values[column.key], column, language, row.bound),
            label=headline.label.in_language(language),
            period=period_words(figure.period_of(row), language),
            source=citation_words(current_partnership(), citation, language),
            note=_first(figure.doubts, language),
            href=figure_address(figure.slug),
            csv_href=f"{figure_address(figure.slug)}.csv",
            source_href=source_address(citation),
        )


def _first(texts: tuple[Text, ...], language: str) -> Wording | None:
    return texts[0].in_language(language) if texts else None
