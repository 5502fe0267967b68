"""What a release says otherwise than the one before it: for the second person, who has to ask why."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.engagement.areas import WHOLE
from webapp.engagement.releases.content import PEOPLE, Content
from webapp.engagement.releases.wording import answer_words, period_words, place_words, question_words

# So many of them are shown; the number of all is told.
MOST_SHOWN = 50
Address = tuple[str, str, str, str]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A figure that both give and that is not the same, in words; None is hidden."""

    table: str
    answer: str
    place: str
    period: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A kind of problem in the whole area: the newest year of the one before, and of this one."""

    kind: str
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Differences:
    """All that differs between two releases; `shown` is cut, `number` is not."""

    number: int
    newly_hidden: int
    newly_shown: int
    shown: tuple[Difference, ...]
    moved: tuple[Moved, ...]


def differences(before: Content, after: Content) -> Differences:
    """What both give and is not the same, and how the kinds of problem moved from the one newest year to the other."""
    was, now = _figures(before), _figures(after)
    changed = [(address, was[address], count) for address, count in now.items() if was.get(address, count) != count]
    return Differences(
        number=len(changed),
        newly_hidden=sum(count is None for _address, _was, count in changed),
        newly_shown=sum(then is None for _address, then, _count in changed),
        shown=tuple(_said(*each) for each in changed[:MOST_SHOWN]),
        moved=tuple(_moved(before, after)),
    )


def _figures(content: Content) -> dict[Address, int | None]:
    return {
        (table.code, cell.area, cell.period, cell.option): cell.count
        for table in content.tables
        for cell in table.cells
    }


def _said(address: Address, before: int | None, after: int | None) -> Difference:
    table, area, period, option = address
    return Difference(
        table=question_words(table),
        answer="" if option == PEOPLE else answer_words(table, option),
        place=place_words(area),
        period=period_words(period),
        before=before,
        after=after,
    )


def _moved(before: Content, after: Content) -> Iterator[Moved]:
    was, now = before.kinds, after.kinds
    for option in (PEOPLE, *now.options):
        yield Moved(
            kind="" if option == PEOPLE else answer_words(now.code, option),
            before=was.count(WHOLE, was.newest, option),
            after=now.count(WHOLE, now.newest, option),
        )
