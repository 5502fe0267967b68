"""A release on paper: findings, what to know before a number is used, and the tables, as a page that becomes a PDF.

It is to be read, so it is short: the newest year of the whole area and its towns side by side, the whole over the
years, and for each ward what is not hidden. Everything is in the spreadsheet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from webapp.engagement.areas import Level, level_of
from webapp.engagement.periods import year_to
from webapp.engagement.releases.content import Content
from webapp.engagement.releases.queries import Release
from webapp.engagement.releases.sheets import Line, Row, Sheet, sheets_of
from webapp.engagement.releases.wording import (
    HIDDEN_NOTE,
    MARK,
    break_words,
    finding_words,
    percent_words,
    period_words,
    short_period_words,
)
from webapp.kit.request_language import in_language
from webapp.partnership.current import default_language, language_of


@dataclass(frozen=True, kw_only=True)
class PaperTable:
    """A table on paper: `rows` begin with their heading; `note` stands under it.

    `numbers` are the places of the columns that hold numbers.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A question with its tables."""

    heading: str
    tables: tuple[PaperTable, ...]


def paper_page(release: Release, language: str) -> str:
    """The page for paper, in one language; within a request of that language, or outside any."""
    content = release.content
    with in_language(language):
        return render_template(
            "engagement/release-paper.html",
            paper=language_of(language),
            heading=f"{_('What people told us')}: {period_words(year_to(release.newest).key)}",
            published=format_date(release.published_on, "d MMMM y"),
            findings=[words for each in content.findings if (words := finding_words(each.code, each.values))],
            remarks=_remarks(content),
            correction=release.words.get(language) or release.words.get(default_language(), ""),
            parts=[_part(sheet, content) for sheet in sheets_of(content, language)],
            fingerprint=release.content_hash,
        )


def _remarks(content: Content) -> list[str]:
    remarks = [
        _("These are the answers of people who chose to take part. They do not stand for everybody who lives here."),
        _("Every number is rounded up or down to a multiple of 5, and shares are made from rounded numbers."),
        str(HIDDEN_NOTE),
        *map(break_words, content.breaks),
    ]
    if content.held_share:
        share = percent_words(content.held_share)
        held = _("About %(share)s of the answers came in a flood, so they were held back and not counted.", share=share)
        remarks.append(held)
    if content.sample:
        remarks.insert(0, _("These answers are made up. They show what this page will look like."))
    return remarks


def _part(sheet: Sheet, content: Content) -> Part:
    return Part(heading=sheet.title, tables=tuple(_tables(sheet, year_to(content.newest).key)))


def _tables(sheet: Sheet, newest: str) -> Iterator[PaperTable]:
    lines = [line for line in sheet.lines if line.period.key == newest]
    wide = [line for line in lines if level_of(line.area) is not Level.SMALL]
    if not wide:
        return
    yield _side_by_side(sheet, wide)
    years = [line for line in sheet.lines if line.area == wide[0].area and line.period.is_year]
    if len(years) > 1:
        yield _over_years(sheet, years)
    if len(lines) > len(wide):
        yield _in_short(sheet, [line for line in lines if line not in wide])


def _side_by_side(sheet: Sheet, lines: Sequence[Line]) -> PaperTable:
    """The newest year: a column for each area."""
    rows = [(sheet.people, *(_number(line.people) for line in lines))]
    rows += [
        (answer, *(_with_share(line.answers[place]) for line in lines)) for place, answer in enumerate(sheet.headers)
    ]
    heads = (_("Answer"), *(line.place for line in lines))
    return PaperTable(caption=lines[0].months, heads=heads, rows=tuple(rows), numbers=_all_but_first(heads))


def _over_years(sheet: Sheet, lines: Sequence[Line]) -> PaperTable:
    """One area: a column for each year."""
    rows = [(sheet.people, *(_number(line.people) for line in lines))]
    rows += [(answer, *(_number(line.answers[place]) for line in lines)) for place, answer in enumerate(sheet.headers)]
    heads = (_("Answer"), *(short_period_words(line.period.key) for line in lines))
    return PaperTable(
        caption=f"{lines[0].place}: {_('year by year')}", heads=heads, rows=tuple(rows), numbers=_all_but_first(heads)
    )


def _in_short(sheet: Sheet, lines: Sequence[Line]) -> PaperTable:
    """The small areas: who answered, and every answer that is not hidden, the most frequent first."""
    rows = [(line.place, _number(line.people), _named(line)) for line in lines]
    return PaperTable(
        caption=lines[0].months,
        heads=(_("Area"), sheet.people, _("Answers that can be shown")),
        rows=tuple(rows),
        numbers=(1,),
        note=_("All other answers: fewer than 10, or hidden."),
    )


def _all_but_first(heads: Sequence[str]) -> tuple[int, ...]:
    return tuple(range(1, len(heads)))


def _named(line: Line) -> str:
    shown = [row for row in line.answers if row is not None and row.count is not None]
    shown.sort(key=lambda row: -(row.count or 0))
    return "; ".join(f"{row.answer} {_with_share(row)}" for row in shown)


def _number(row: Row | None) -> str:
    if row is None:
        return ""
    return MARK if row.count is None else format_decimal(row.count)


def _with_share(row: Row | None) -> str:
    if row is None or row.share is None:
        return _number(row)
    return f"{_number(row)} ({percent_words(row.share)})"
