"""The card of a place in a list: what it is, how far away, and how it stands at this moment; and whom to call."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from flask import render_template
from flask_babel import get_locale

from webapp.kit.fragments import kept_fragment
from webapp.kit.templating import Drawn, drawn_html
from webapp.partnership import NumberGroup, SupportNumber
from webapp.partnership.current import current_partnership
from webapp.venues import directory, wording
from webapp.venues.directory import Card, Row
from webapp.venues.rules import FILTERED_BY
from webapp.venues.schemes import SCHEME_BY_CODE
from webapp.venues.wording import Said, distance_words, standing_words

# Stands for how the place stands, while the rest of its card is kept; no name can hold it, since names are escaped.
SEAM = drawn_html("<!-- now -->")


def way_href(latitude: float, longitude: float) -> str:
    """The way to a place on OpenStreetMap, from wherever somebody is: a plain link that asks nobody until pressed."""
    return f"https://www.openstreetmap.org/directions?to={latitude:.5f}%2C{longitude:.5f}"


def help_numbers() -> tuple[SupportNumber, ...]:
    """The emergency number, and the first helpline that everybody can call day and night."""
    partnership = current_partnership()
    emergency = [one for one in partnership.numbers_in(NumberGroup.DANGER_NOW) if one.public_number and one.emergency]
    talking = [one for one in partnership.numbers_in(NumberGroup.TALK_NOW) if one.public_number and one.open_24_hours]
    # One that is for some people only is better than none.
    talking.sort(key=lambda one: (one.audience is not None, one.state != "ok"))
    return (*emergency[:1], *talking[:1])


@dataclass(frozen=True, kw_only=True)
class Cards:
    """Draws the cards of one page, at one moment, in the language of the request.

    What the clock does not change is drawn once and kept for everybody; a list is then put together.
    """

    at: dt.datetime
    stamp: str = field(default_factory=directory.stamp)
    locale: str = field(default_factory=lambda: str(get_locale()))

    def listed(self, row: Row, attributes: Mapping[str, object], *, first: bool = False) -> Drawn:
        """A place in the list; the first, where to go now, can be called and found from its card."""
        return self._drawn(row, f"venue-{row.card.slug}", attributes, first=first)

    def before_list(self, row: Row) -> Drawn:
        """The nearest that is open, before the list of all."""
        return self._drawn(row, "venue-first", {}, first=True)

    def beside(self, row: Row) -> Drawn:
        """A place near another one."""
        return self._drawn(row, f"venue-{row.card.slug}", {}, first=False)

    def said(self, row: Row) -> Said:
        """How a place stands, in words."""
        return standing_words(row.standing, at=self.at, locale=self.locale)

    def distance(self, row: Row) -> str | None:
        """How far away a place is, in words."""
        return None if row.metres is None else distance_words(row.metres, locale=self.locale)

    def _drawn(self, row: Row, element: str, attributes: Mapping[str, object], *, first: bool) -> Drawn:
        card = row.card
        key = ("venue-card", card.id, self.stamp, element, first, bool(attributes))
        draw = partial(_draw_card, card, element=element, first=first, attributes=attributes)
        before, after = kept_fragment(key, draw).split(SEAM)
        said, distance = self.said(row), self.distance(row)
        now = kept_fragment(("venue-now", said, distance), partial(_draw_now, said, distance))
        return before + now + after


def _draw_card(card: Card, *, element: str, first: bool, attributes: Mapping[str, object]) -> str:
    return render_template(
        "venues/_card.html",
        card=card,
        element=element,
        first=first,
        attributes=attributes,
        way_href=way_href(card.latitude, card.longitude),
        now=SEAM,
        say=wording,
        schemes=SCHEME_BY_CODE,
        filtered_by=FILTERED_BY,
    )


def _draw_now(said: Said, distance: str | None) -> str:
    return render_template("venues/_now.html", said=said, distance=distance)
