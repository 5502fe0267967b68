"""The one view of a release's tables that every file is written from: each figure with its words, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from webapp.engagement.areas import areas_of
from webapp.engagement.disclosure import share
from webapp.engagement.periods import Period
from webapp.engagement.releases.content import KINDS, PEOPLE, Cell, Content, Table
from webapp.engagement.releases.wording import period_words
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.survey.questions import QUESTIONS


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure; `option` "" is how many people answered. `share` is of them, from rounded figures, or None."""

    area: str
    place: str
    period: Period
    months: str
    option: str
    answer: str
    count: int | None
    share: int | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """All figures of one area and period: of people, and of each answer; None for one that the release has not."""

    area: str
    place: str
    period: Period
    months: str
    people: Row | None
    answers: tuple[Row | None, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table in words; `headers` are the answers in their order, `people` what the base is called."""

    code: str
    title: str
    people: str
    options: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The figures as a wide table: a line for each area and period."""
        found: dict[tuple[str, str], dict[str, Row]] = {}
        for row in self.rows:
            found.setdefault((row.area, row.period.key), {})[row.option] = row
        return tuple(self._line(rows) for rows in found.values())

    def line(self, area: str, period: str) -> Line | None:
        """The line of an area and period, or None."""
        return next((each for each in self.lines if (each.area, each.period.key) == (area, period)), None)

    def _line(self, rows: dict[str, Row]) -> Line:
        first = next(iter(rows.values()))
        return Line(
            area=first.area,
            place=first.place,
            period=first.period,
            months=first.months,
            people=rows.get(PEOPLE),
            answers=tuple(rows.get(option) for option in self.options),
        )


def sheets_of(content: Content, language: str) -> tuple[Sheet, ...]:
    """The tables of a release in words of one language, in their order."""
    areas = {area.code: area.name.in_language(language).text for area in areas_of(current_partnership())}
    with in_language(language):
        return tuple(_sheet(table, areas, language) for table in content.tables)


def answer_name(table: str, option: str, language: str) -> str:
    """An answer of a table, by their codes, in a language that is forced already; "" is everybody who answered."""
    if option == PEOPLE:
        return str(_("People who answered"))
    return _answers(table.partition(":")[2] or table, language).get(option, option)


def _sheet(table: Table, areas: dict[str, str], language: str) -> Sheet:
    answers = _answers(table.question, language)
    people = _("People who answered")
    words = {PEOPLE: people, **{option: answers.get(option, option) for option in table.options}}
    return Sheet(
        code=table.code,
        title=str(QUESTIONS[table.question].text),
        people=people,
        options=table.options,
        headers=tuple(words[option] for option in table.options),
        rows=tuple(_rows(table, areas, words)),
    )


def _rows(table: Table, areas: dict[str, str], words: dict[str, str]) -> Iterator[Row]:
    periods = {key: Period.parse(key) for key in table.periods}
    months = {key: period_words(key) for key in table.periods}
    for cell in table.cells:
        yield Row(
            area=cell.area,
            # A ward of an older release may be known no more.
            place=areas.get(cell.area, cell.area.partition(":")[2]),
            period=periods[cell.period],
            months=months[cell.period],
            option=cell.option,
            answer=words.get(cell.option, cell.option),
            count=cell.count,
            share=_share(table, cell),
        )


def _share(table: Table, cell: Cell) -> int | None:
    base = table.count(cell.area, cell.period)
    return None if cell.option == PEOPLE or cell.count is None or not base else share(cell.count, base)


def _answers(question: str, language: str) -> dict[str, str]:
    if question == KINDS:
        return {each.code: each.label.in_language(language).text for each in current_partnership().asb.types}
    return {option.code: str(option.text) for option in QUESTIONS[question].fixed}
