"""A question to the directory and its answer: which places, in which order, and what to say where nothing is open."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from flask import has_request_context, request
from numpy.typing import NDArray

from webapp.kit.paging import PAGE_SIZE
from webapp.partnership.current import reading_language
from webapp.places.rules import distance_metres
from webapp.venues.directory.cards import Card
from webapp.venues.directory.columns import SCHEME_CODES, Columns, Floats, nearness_of
from webapp.venues.directory.memory import current
from webapp.venues.directory.timetable import NEVER, Mask
from webapp.venues.hours import Standing
from webapp.venues.rules import Feature

# "Near" where nobody says how far they would go: half an hour on foot.
NEAR_METRES = 2_000.0
OPENS_NEXT = 3
SEARCH = "venue_search"

Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What somebody asks; without anything it is the whole list. `page` counts from 1."""

    near: tuple[float, float] | None = None
    within_metres: float | None = None
    town: str = ""
    scheme: str = ""
    open_now: bool = False
    access: frozenset[Feature] = frozenset()
    words: str = ""
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Row:
    """A place of the answer: how it stands at the moment, and how far it is where that is known."""

    card: Card
    standing: Standing
    metres: float | None = None


@dataclass(frozen=True, kw_only=True)
class NothingOpen:
    """What to say where nothing near is open: the nearest that is, at any distance, and what opens next."""

    nearest_open: Row | None
    opens_next: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A page of what was found.

    `nearest_open`: where from is known and the first row is not open, the nearest that is goes before the list; of
    another kind than was asked for only where nothing of that kind is there at all.
    `open_now_dropped`: only open places were asked for and none is open, so the rows are all that match otherwise.
    `changes_at`: when the answer will be another one by the clock. The counts are of the whole directory.
    """

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    sample: bool
    changes_at: dt.datetime
    nothing_open: NothingOpen | None = None
    nearest_open: Row | None = None
    open_now_dropped: bool = False
    counts_by_scheme: Mapping[str, int] = field(default_factory=dict)
    counts_by_town: Mapping[str, int] = field(default_factory=dict)


def find(question: Question, *, now: dt.datetime) -> Answer:
    """A page of the places that a question asks for.

    In the order of their distance where that is known, else by name.
    """
    search = _search(question, now)
    wanted = np.flatnonzero(search.shown)
    pages = max(1, -(-len(wanted) // PAGE_SIZE))
    page = min(max(1, question.page), pages)
    rows = search.rows(search.ordered(wanted, page * PAGE_SIZE)[(page - 1) * PAGE_SIZE :])
    nothing_open = search.nothing_open()
    nearest = None if nothing_open or page > 1 else search.nearest_open(rows)
    extra = (*((nothing_open.nearest_open, *nothing_open.opens_next) if nothing_open else ()), nearest)
    return Answer(
        rows=rows,
        total=len(wanted),
        page=page,
        pages=pages,
        sample=any(row.card.sample for row in (*rows, *extra) if row is not None),
        changes_at=search.columns.timetable.next_change(now),
        nothing_open=nothing_open,
        nearest_open=nearest,
        open_now_dropped=search.open_now_dropped,
        counts_by_scheme={code: search.columns.counts[code].total for code in SCHEME_CODES},
        counts_by_town=search.columns.counts[""].by_town,
    )


def found(question: Question, *, now: dt.datetime) -> Numbers:
    """The places in `every(now)` of all that a question asks for, on any page."""
    return np.flatnonzero(_search(question, now).shown)


def beside(card: Card, *, now: dt.datetime, most: int = 3) -> tuple[Row, ...]:
    """The places nearest to one, without itself."""
    search = _Search(Question(near=(card.latitude, card.longitude)), now)
    others = np.array([each is not card and each.id != card.id for each in search.columns.cards], dtype=np.bool_)
    return search.rows(search.ordered(np.flatnonzero(others), most))


def _search(question: Question, now: dt.datetime) -> "_Search":
    """The same for the list and the map of one page."""
    if not has_request_context():
        return _Search(question, now)
    kept: _Search | None = request.environ.get(SEARCH)
    if kept is None or (kept.question, kept.now) != (question, now) or kept.columns is not current(now):
        kept = request.environ[SEARCH] = _Search(question, now)
    return kept


class _Search:
    """A question as masks over all places: those that match, those that are open, those that are near."""

    def __init__(self, question: Question, now: dt.datetime) -> None:
        self.question, self.now = question, now
        self.columns: Columns = current(now)
        self.nearness: Floats | None = self.columns.nearness(*question.near) if question.near else None
        # Those of the kind that was asked for, wherever they are; and those of them that are not too far.
        self.fitting = self._fitting()
        self.matching = self.fitting & self._within(question.within_metres)
        asks_of_hours = question.open_now or question.near is not None
        self.open: Mask = self.columns.open_at(now) if asks_of_hours else np.zeros_like(self.matching)
        open_ones = self.matching & self.open
        self.open_now_dropped = question.open_now and not open_ones.any()
        self.shown = open_ones if question.open_now and not self.open_now_dropped else self.matching

    def ordered(self, wanted: Numbers, most: int) -> Numbers:
        """The first of these places, no more than `most`; those at one distance by name."""
        if self.nearness is None:
            return wanted[:most]
        ways = self.nearness[wanted]
        if len(wanted) > most:
            last = np.partition(ways, most - 1)[most - 1]
            nearest = ways <= last
            wanted, ways = wanted[nearest], ways[nearest]
        return wanted[np.lexsort((wanted, ways))][:most]

    def rows(self, numbers: Sequence[int] | Numbers) -> tuple[Row, ...]:
        return tuple(self._row(int(number)) for number in numbers)

    def nothing_open(self) -> NothingOpen | None:
        """What product description, section 2 asks for where nothing near is open; None where something is.

        And None where no place is as somebody wants it, at any hour: that is another thing to say.
        """
        near = self.matching & self._within(self.question.within_metres or NEAR_METRES)
        is_asked = self.question.open_now or self.question.near is not None
        if not is_asked or not self.fitting.any() or (near & self.open).any():
            return None
        return NothingOpen(nearest_open=self._nearest_open_at_all(), opens_next=self._opens_next(near))

    def nearest_open(self, rows: Sequence[Row]) -> Row | None:
        if self.question.near is None or (rows and rows[0].standing.is_open):
            return None
        if not rows:
            return self._nearest_open_at_all()
        open_ones = self.ordered(np.flatnonzero(self.matching & self.open), 1)
        return self._row(int(open_ones[0])) if len(open_ones) else None

    def _fitting(self) -> Mask:
        question, columns = self.question, self.columns
        fitting: Mask = columns.with_features(question.access)
        if question.scheme:
            fitting &= columns.in_scheme(question.scheme)
        if question.town:
            fitting &= columns.in_town(question.town)
        if question.words.strip():
            fitting &= columns.texts.having(question.words, reading_language())
        return fitting

    def _within(self, metres: float | None) -> Mask:
        if self.nearness is None or metres is None:
            return np.ones(len(self.columns.cards), dtype=np.bool_)
        near: Mask = self.nearness <= nearness_of(metres)
        return near

    def _nearest_open_at_all(self) -> Row | None:
        """At any distance, in any town, whatever words were asked for.

        What somebody needs to get in comes before the scheme, and a place that they may not get into before none.
        """
        usable = self.open & self.columns.with_features(self.question.access)
        in_scheme = usable & self.columns.in_scheme(self.question.scheme) if self.question.scheme else usable
        ways = self._ways_from_here()
        for candidates in (in_scheme, usable, self.open):
            numbers = np.flatnonzero(candidates)
            if len(numbers):
                return self._row(int(numbers[np.argmin(ways[numbers])]))
        return None

    def _ways_from_here(self) -> Floats:
        """How near each place is: to where somebody is, else to the middle of what they asked for."""
        if self.nearness is not None:
            return self.nearness
        points = self.columns.table["point"]
        asked = points[self.matching] if self.matching.any() else points
        middle = asked.mean(axis=0)
        ways: Floats = ((points - middle) ** 2).sum(axis=1)
        return ways

    def _opens_next(self, near: Mask) -> tuple[Row, ...]:
        for candidates in (near, self.matching):
            numbers = np.flatnonzero(candidates & ~self.open)
            opens = self._opens(numbers)
            will = opens != NEVER
            if will.any():
                ways = self._ways_from_here()[numbers]
                order = np.lexsort((numbers, ways, opens))
                return self.rows(numbers[order][: min(OPENS_NEXT, int(will.sum()))])
        return ()

    def _opens(self, numbers: Numbers) -> Numbers:
        hours = self.columns.table["hours"][numbers]
        owners = np.zeros(len(self.columns.timetable.each), dtype=np.bool_)
        owners[hours] = True
        return self.columns.timetable.next_openings(self.now, owners, OPENS_NEXT)[hours]

    def _row(self, number: int) -> Row:
        columns, near = self.columns, self.question.near
        card = columns.cards[number]
        timeline = columns.timetable.timeline(int(columns.table["hours"][number]), columns.day)
        metres = distance_metres(*near, card.latitude, card.longitude) if near else None
        return Row(card=card, standing=timeline.standing(self.now), metres=metres)
