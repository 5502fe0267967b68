"""A page of the list of places, ready to be drawn: where from, what was found, how each stands at this moment."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from webapp.kit.freshness import let_age_until
from webapp.kit.paging import ListPage
from webapp.kit.templating import Drawn
from webapp.partnership.current import current_partnership, reading_language
from webapp.places.queries import find_place, place_at, suggest
from webapp.places.rules import FoundPlace, looks_like_postcode
from webapp.venues import directory, wording
from webapp.venues.cards import Cards
from webapp.venues.directory import Answer
from webapp.venues.forms import Asked
from webapp.venues.maps import Map, map_for

BRIEF_CARDS = 5


@dataclass(frozen=True, kw_only=True)
class OpensNext:
    """A place that opens soon, in one line."""

    slug: str
    name: str
    opens: str
    distance: str | None


@dataclass(frozen=True, kw_only=True)
class NothingOpenShown:
    """What is said where nothing near is open."""

    nearest_open: Drawn | None
    opens_next: tuple[OpensNext, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything that the fragment of the results shows; `cards` and `nearest_open` are drawn."""

    heading: str
    total: int
    cards: Sequence[Drawn]
    map: Map | None = None
    nearest_open: Drawn | None = None
    nothing_open: NothingOpenShown | None = None
    # What the cards are, where something stands before them.
    rows_heading: str = ""
    place: FoundPlace | None = None
    unknown: bool = False
    is_postcode: bool = False
    suggestions: Sequence[Mapping[str, str]] = ()
    sample: bool = False
    is_empty: bool = False
    brief: bool = False
    less_href: str | None = None
    steps: Mapping[str, Any] | None = None
    next_page: int | None = None


@dataclass(frozen=True, kw_only=True)
class _From:
    """Where the list starts from, and where its links lead."""

    asked: Asked
    endpoint: str
    at: dt.datetime
    place: FoundPlace | None
    by_position: bool

    @property
    def is_unknown(self) -> bool:
        """Whether words were given that name no place that is known."""
        return bool(self.asked.near) and self.place is None

    def href(self, **changed: Any) -> str:
        """The address of the same list, but for what is changed."""
        return url_for(self.endpoint, **self.asked.in_address(**changed))


def find(
    asked: Asked, *, endpoint: str, at: dt.datetime, position: tuple[float, float] | None = None, brief: bool = False
) -> Found:
    """Look up what was asked, from a position that a browser sent or else from the words that somebody typed.

    A brief answer stands on another page: the nearest few, without the map.
    """
    place = place_at(*position) if position else (find_place(asked.near) if asked.near else None)
    start = _From(asked=asked, endpoint=endpoint, at=at, place=place, by_position=position is not None)
    question = asked.question((place.latitude, place.longitude) if place else None)
    answer = directory.find(question, now=at)
    let_age_until(answer.changes_at, now=at)
    if brief:
        found = _found(start, answer, None)
        before = found.nearest_open or (found.nothing_open and found.nothing_open.nearest_open)
        few = found.cards[: BRIEF_CARDS - 1 if before else BRIEF_CARDS]
        return replace(found, cards=few, brief=True, steps=None, next_page=None)
    return _found(start, answer, map_for(question, now=at))


def _found(start: _From, answer: Answer, place_map: Map | None) -> Found:
    asked, place, cards = start.asked, start.place, Cards(at=start.at)
    return Found(
        heading=_heading(start, answer),
        total=answer.total,
        cards=_cards(start, answer, cards, place_map),
        rows_heading=_rows_heading(start, answer),
        map=place_map,
        nearest_open=cards.before_list(answer.nearest_open) if answer.nearest_open else None,
        nothing_open=_nothing_open(answer, cards),
        place=place,
        unknown=start.is_unknown,
        is_postcode=start.is_unknown and looks_like_postcode(asked.near),
        suggestions=_suggestions(start),
        sample=answer.sample,
        is_empty=directory.is_empty(),
        less_href=start.href(access=frozenset(), town="", words="", within=None, page=1) if asked.more else None,
        **_ways_on(start, answer),
    )


def _cards(start: _From, answer: Answer, cards: Cards, place_map: Map | None) -> list[Drawn]:
    """The cards of the list; an open one that stands right before them already is not said twice."""
    before = answer.nothing_open.nearest_open if answer.nothing_open and answer.page == 1 else None
    rows = answer.rows
    if before and rows and rows[0].card.slug == before.card.slug:
        rows = rows[1:]
    # Where somebody is known to be, the first place is where to go, if they can walk in now.
    leads = start.place is not None and answer.page == 1 and answer.nothing_open is None
    return [
        cards.listed(
            row,
            place_map.card(row.card.slug) if place_map else {},
            first=leads and number == 0 and row.standing.is_open,
        )
        for number, row in enumerate(rows)
    ]


def _rows_heading(start: _From, answer: Answer) -> str:
    """What the cards are, where something is said before them."""
    if start.is_unknown and answer.nothing_open is None:
        return wording.count_words(answer.total, open_now=start.asked.open_now, nearest_first=False)
    if answer.open_now_dropped:
        return str(_("Places that are closed now"))
    if answer.nothing_open is not None:
        return str(_("Open now, further away") if start.asked.open_now else _("All places, the nearest first"))
    return str(_("All places, the nearest first"))


def _nothing_open(answer: Answer, cards: Cards) -> NothingOpenShown | None:
    # It is said once, and not again on each further page.
    if answer.nothing_open is None or answer.page > 1:
        return None
    nearest = answer.nothing_open.nearest_open
    return NothingOpenShown(
        nearest_open=cards.before_list(nearest) if nearest else None,
        opens_next=tuple(
            OpensNext(slug=row.card.slug, name=row.card.name, opens=cards.said(row).more, distance=cards.distance(row))
            for row in answer.nothing_open.opens_next
        ),
    )


def _suggestions(start: _From) -> list[dict[str, str]]:
    """Other places that the words could mean, each with the address that asks for it."""
    if start.by_position or not start.asked.near:
        return []
    names = start.place.others if start.place else suggest(start.asked.near)
    if start.place is None and not names:
        names = tuple(town.name.in_language(reading_language()).text for town in current_partnership().towns)
    return [{"text": name, "href": start.href(near=name, page=1)} for name in names]


def _ways_on(start: _From, answer: Answer) -> dict[str, Any]:
    """The other pages: as links, or, where a position must not stand in an address, as the number of the next."""
    if start.by_position:
        return {"next_page": answer.page + 1 if answer.page < answer.pages else None}
    if answer.pages <= 1:
        return {}
    listed = ListPage(rows=answer.rows, number=answer.page, total=answer.total)
    numbers = [
        {"ellipsis": True}
        if number is None
        else {"number": number, "href": start.href(page=number), "current": number == answer.page}
        for number in listed.shown_numbers
    ]
    steps = {
        "before": {"href": start.href(page=answer.page - 1)} if answer.page > 1 else None,
        "after": {"href": start.href(page=answer.page + 1)} if answer.page < answer.pages else None,
        "numbers": numbers,
    }
    return {"steps": steps}


def _heading(start: _From, answer: Answer) -> str:
    # A position is said as "you": the name of the nearest neighbourhood is a guess.
    place = start.place.label if start.place and not start.by_position else ""
    if start.is_unknown:
        return str(_("We could not find “%(words)s”", words=start.asked.near))
    if not answer.total:
        return str(_("No place on our list has all of that"))
    if answer.nothing_open is not None and answer.page == 1:
        return wording.nothing_open_words(place, located=start.place is not None)
    return wording.count_words(
        answer.total, open_now=start.asked.open_now, nearest_first=start.place is not None, place=place
    )
