"""Every published figure that changed afterwards: those of releases, and the yearly figures of case reviews."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from webapp.casereview.figures import queries as case_figures
from webapp.casereview.figures.queries import YearFigures
from webapp.casereview.figures.wording import FOUR, WITHDRAWN
from webapp.engagement.periods import year_to
from webapp.engagement.releases import queries
from webapp.engagement.releases.queries import Change
from webapp.engagement.releases.wording import answer_words, count_words, period_words, place_words, question_words
from webapp.figures.sheets import Cell, Line, Sheet
from webapp.partnership.current import default_language, language_of, reading_language

# A page can be read so far; a correction of a whole year may change thousands of figures.
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words that somebody wrote, with their language."""

    text: str
    language: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A correction that is public: of what, when and why; how many figures changed, and the first before and after.

    `file_href`: the file of all of them.
    """

    title: str
    href: str
    before_href: str | None
    on: dt.date
    words: Words | None
    number: int
    sheet: Sheet
    file_href: str | None = None


def list_corrections() -> list[Correction]:
    """All corrections, the newest first."""
    found = [*_of_releases(), *_of_case_figures()]
    return sorted(found, key=lambda each: each.on, reverse=True)


def words_in(written: Mapping[str, str]) -> Words | None:
    """What a correction says of itself: in the reader's language where it was written, else in the first one."""
    for code in (reading_language(), default_language(), *sorted(written)):
        if text := written.get(code):
            return Words(text=text, language=code, direction=language_of(code).direction)
    return None


def _of_releases() -> Iterator[Correction]:
    for each in queries.list_corrections(shown=SHOWN):
        release = each.release
        period = period_words(year_to(release.newest).key)
        yield Correction(
            title=_("What you told us: %(period)s", period=period),
            href=url_for("releases.release", slug=release.slug),
            before_href=url_for("releases.release", slug=release.corrects),
            on=release.published_on,
            words=words_in(release.words),
            number=each.number,
            sheet=_sheet([_change_line(change) for change in each.first]),
            file_href=url_for("releases.changes_csv", slug=release.slug) if each.number else None,
        )


def _change_line(change: Change) -> Line:
    answer = answer_words(change.table, change.option)
    where, when = place_words(change.area), period_words(change.period)
    label = " · ".join((question_words(change.table), answer, where, when))
    return _line(label, count_words(change.before), count_words(change.after))


def _of_case_figures() -> Iterator[Correction]:
    public = [each for each in case_figures.list_all() if each.is_public]
    for _year, group in itertools.groupby(public, key=lambda each: each.year.begins_in):
        # The newest comes first.
        for after, before in itertools.pairwise(group):
            if after.published_on is not None:
                yield _case_correction(before, after, after.published_on)


def _case_correction(before: YearFigures, after: YearFigures, on: dt.date) -> Correction:
    names = [*(measure.name for measure in FOUR), WITHDRAWN.name]
    counts = zip((*before.four, before.shown_withdrawn), (*after.four, after.shown_withdrawn), strict=True)
    lines = [
        _line(str(name), _given(was), _given(now)) for name, (was, now) in zip(names, counts, strict=True) if was != now
    ]
    written = language_of(default_language())
    words = Words(text=after.correction, language=written.code, direction=written.direction)
    return Correction(
        title=_("ASB Case Review figures: %(year)s", year=after.year.name),
        href=url_for("case_figures.figures"),
        before_href=None,
        on=on,
        words=words if after.correction else None,
        number=len(lines),
        sheet=_sheet(lines),
    )


def _sheet(lines: Sequence[Line]) -> Sheet:
    headers = (
        Cell(text=_("Figure")),
        Cell(text=_("Before"), is_number=True),
        Cell(text=_("Now"), is_number=True),
    )
    return Sheet(headers=headers, lines=tuple(lines))


def _line(label: str, before: str, after: str) -> Line:
    return Line(label=label, cells=(Cell(text=before, is_number=True), Cell(text=after, is_number=True)), total=False)


def _given(count: int | None) -> str:
    return str(_("Not given") if count is None else format_decimal(count))
