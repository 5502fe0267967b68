"""The public list as a whole: what is listed at a moment, and its lines in each form."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from webapp.kit.installation import current_settings
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership, default_language
from webapp.places import queries as places
from webapp.venues import directory
from webapp.venues.directory import Card
from webapp.venues.downloads import columns, csv_lines, geojson, open_referral
from webapp.venues.downloads.facts import public_facts
from webapp.venues.downloads.frames import LICENCE, Form, ListFrame
from webapp.venues.schemes import SCHEMES

# The partnership's own licence, where its settings link to one under this key.
LICENCE_LINK = "data-licence"


@dataclass(frozen=True, kw_only=True)
class PublicList:
    """What is listed; `stamp` changes with every change of it."""

    frame: ListFrame
    cards: tuple[Card, ...]
    stamp: str


def public_list(now: dt.datetime) -> PublicList:
    """What is listed at a moment."""
    # Asked for first, so that it is never newer than the list.
    stamp = directory.stamp()
    cards = directory.every(now)
    return PublicList(frame=_frame(cards), cards=cards, stamp=stamp)


def lines_of(listed: PublicList, form: Form) -> Iterator[str]:
    """The file in that form, line by line."""
    return _WRITERS[form](listed)


def _csv(listed: PublicList) -> Iterator[str]:
    rows = (public_facts(card, listed.frame.root) for card in listed.cards)
    return csv_lines.csv_lines(rows, columns.PUBLIC_COLUMNS)


def _geojson(listed: PublicList) -> Iterator[str]:
    return geojson.geojson_lines((public_facts(card, listed.frame.root) for card in listed.cards), listed.frame)


def _open_referral(listed: PublicList) -> Iterator[str]:
    rows = ((card, public_facts(card, listed.frame.root)) for card in listed.cards)
    return open_referral.open_referral_lines(rows, listed.frame)


_WRITERS: Mapping[Form, Callable[[PublicList], Iterator[str]]] = {
    Form.CSV: _csv,
    Form.GEOJSON: _geojson,
    Form.OPEN_REFERRAL: _open_referral,
}


def _frame(cards: tuple[Card, ...]) -> ListFrame:
    partnership, language = current_partnership(), default_language()
    with in_language(language):
        members = {scheme.code.value: str(scheme.member) for scheme in SCHEMES}
    return ListFrame(
        name=f"{partnership.name}: {', '.join(members.values())}",
        publisher=partnership.name,
        description=partnership.full_name.in_language(language).text,
        area=partnership.profile.area.name.in_language(language).text,
        towns={town.code: town.name.in_language(language).text for town in partnership.towns},
        members=members,
        root=current_settings().public_url,
        attribution=(partnership.name, *places.attributions()),
        sample=any(card.sample for card in cards),
        total=len(cards),
        licence=partnership.link(LICENCE_LINK) or LICENCE,
    )
