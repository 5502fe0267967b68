"""The list for when there is no signal: small enough for a phone to keep; all that the phone does is compare clocks.

Each place carries, by scheme, the minute from which it may no longer be shown, and its openings for two weeks as UTC
minutes; the phone knows nothing of time zones, bank holidays or checks. Words that come up again and again are said
once, in tables, in the language of the page.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any

from webapp.partnership.model import Partnership
from webapp.venues.directory import Card
from webapp.venues.hours import LONDON, HoursKind, Opening, OpeningHours, openings, spans_on
from webapp.venues.schemes import SCHEMES, SchemeCode
from webapp.venues.wording import AUDIENCES, FEATURES, KINDS

# The copy is good for 14 days from any moment of the day on which it was made.
DAYS = 15
# A list longer than this is not kept on phones: the page then has the help numbers alone.
MOST_PLACES = 2_000
FIELDS = (
    "slug", "name", "kind", "address", "postcode", "latitude", "longitude", "telephone", "note", "schemes", "has",
    "audience", "hours", "checked",
)  # fmt: skip
KIND_AT = {kind: index for index, kind in enumerate(KINDS)}
FEATURE_AT = {feature: index for index, feature in enumerate(FEATURES)}
AUDIENCE_AT = {audience: index for index, audience in enumerate(AUDIENCES)}
SCHEME_AT = {scheme.code: index for index, scheme in enumerate(SCHEMES)}
METRES_OFF = 5


def offline_list(cards: Iterable[Card], partnership: Partnership, *, today: dt.date) -> bytes:
    """The kept list as JSON, the same for a whole day while no place changes."""
    shown = tuple(cards)
    kept = shown if len(shown) <= MOST_PLACES else ()
    hours = _HoursTable(today, frozenset(holiday.date for holiday in partnership.holidays))
    record = {
        "sample": any(card.sample for card in kept),
        "too_long": len(kept) < len(shown),
        "kinds": [str(words) for words in KINDS.values()],
        "features": [str(words) for words in FEATURES.values()],
        "audiences": [str(words) for words in AUDIENCES.values()],
        "schemes": [str(scheme.member) for scheme in SCHEMES],
        "fields": FIELDS,
        "places": [_row(card, hours) for card in kept],
        "hours": hours.rows,
        "from": hours.first,
        "to": hours.last,
        "areas": areas(partnership),
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def areas(partnership: Partnership) -> list[tuple[str, float, float]]:
    """What somebody without a signal can say they are near: postcode districts and neighbourhoods.

    A district lies in the middle of its neighbourhoods: enough to say which places come first.
    """
    by_district: dict[str, list[tuple[float, float]]] = {}
    for place in partnership.localities:
        for district in place.postcode_districts:
            by_district.setdefault(district, []).append((place.latitude, place.longitude))
    districts = [(name, *_middle(points)) for name, points in by_district.items()]
    return districts + [
        (place.name, _shortened(place.latitude), _shortened(place.longitude)) for place in partnership.localities
    ]


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    latitudes, longitudes = zip(*points, strict=True)
    return _shortened(sum(latitudes) / len(points)), _shortened(sum(longitudes) / len(points))


def _shortened(degrees: float) -> float:
    return round(degrees, METRES_OFF)


def _row(card: Card, hours: "_HoursTable") -> list[Any]:
    return [
        card.slug,
        card.name,
        KIND_AT[card.kind],
        card.address,
        card.postcode,
        _shortened(card.latitude),
        _shortened(card.longitude),
        card.telephone,
        card.note,
        [(SCHEME_AT[SchemeCode(scheme.code)], _minute_after(scheme.show_until)) for scheme in card.schemes],
        sorted(FEATURE_AT[feature] for feature in card.has),
        AUDIENCE_AT[card.audience],
        hours.at(card.hours),
        card.last_checked.isoformat() if card.last_checked else "",
    ]


class _HoursTable:
    """The openings of the days ahead; places with the same hours share a row.

    A row: 1 where hours that nobody told mean "by appointment", else 0; when it is open; when nobody told. Both are
    minutes, each counted from the one before, the first from `first`: begins, ends, begins, ends.
    """

    def __init__(self, today: dt.date, holidays: frozenset[dt.date]) -> None:
        self.today = today
        self.holidays = holidays
        self.first = _minute(_midnight(today))
        self.last = _minute(_midnight(today + dt.timedelta(days=DAYS)))
        self.rows: list[tuple[int, list[int], list[int]]] = []
        self._known: dict[OpeningHours, int] = {}

    def at(self, hours: OpeningHours) -> int:
        """The number of the row of these hours."""
        if hours not in self._known:
            self._known[hours] = len(self.rows)
            by_appointment = int(hours.kind is HoursKind.BY_APPOINTMENT)
            self.rows.append((by_appointment, self._steps(self._open(hours)), self._steps(self._not_told(hours))))
        return self._known[hours]

    def _open(self, hours: OpeningHours) -> Iterable[Opening]:
        return openings(hours, start=self.today, days=DAYS, holidays=self.holidays)

    def _not_told(self, hours: OpeningHours) -> Iterator[Opening]:
        days = [self.today + dt.timedelta(days=number) for number in range(DAYS)]
        for not_told, run in groupby(days, key=lambda day: spans_on(hours, day, self.holidays) is None):
            if not_told:
                on = list(run)
                yield _midnight(on[0]), _midnight(on[-1] + dt.timedelta(days=1))

    def _steps(self, spans: Iterable[Opening]) -> list[int]:
        ends = [self.first, *(_minute(moment) for span in spans for moment in span)]
        return [after - before for before, after in pairwise(ends)]


def _minute_after(day: dt.date) -> int:
    return _minute(_midnight(day + dt.timedelta(days=1)))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)


def _minute(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // 60
