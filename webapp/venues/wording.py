"""How places are talked about: what they are, what they offer, how far they are, and whether they are open."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.units import format_unit
from flask_babel import LazyString, format_date, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.spoken_times import clock
from webapp.venues.hours import LONDON, MINUTES_A_DAY, Openness, Standing
from webapp.venues.rules import Audience, Feature, VenueKind

KINDS: Mapping[VenueKind, LazyString] = {
    VenueKind.LIBRARY: _l("Library"),
    VenueKind.CAFE: _l("Café"),
    VenueKind.SHOP: _l("Shop"),
    VenueKind.SUPERMARKET: _l("Supermarket"),
    VenueKind.PHARMACY: _l("Pharmacy"),
    VenueKind.PUB: _l("Pub or bar"),
    VenueKind.CLUB: _l("Nightclub"),
    VenueKind.RESTAURANT: _l("Restaurant"),
    VenueKind.HOTEL: _l("Hotel"),
    VenueKind.COMMUNITY_CENTRE: _l("Community centre"),
    VenueKind.COUNCIL_OFFICE: _l("Council office"),
    VenueKind.FAITH: _l("Place of worship"),
    VenueKind.HEALTH: _l("Health centre"),
    VenueKind.LEISURE: _l("Leisure centre"),
    VenueKind.MUSEUM: _l("Museum or gallery"),
    VenueKind.TRANSPORT: _l("Station or travel office"),
    VenueKind.EDUCATION: _l("School, college or university"),
    VenueKind.OTHER: _l("Other place"),
}
FEATURES: Mapping[Feature, LazyString] = {
    Feature.STEP_FREE: _l("Way in without steps"),
    Feature.ACCESSIBLE_TOILET: _l("Accessible toilet"),
    Feature.HEARING_LOOP: _l("Hearing loop"),
    Feature.QUIET_SPACE: _l("Quiet space"),
    Feature.SIGN_LANGUAGE: _l("Staff who use sign language"),
    Feature.SEAT: _l("A seat"),
    Feature.TOILET: _l("Toilet"),
    Feature.TELEPHONE: _l("A telephone that you can use"),
    Feature.CHARGER: _l("A phone charger"),
    Feature.WIFI: _l("Free Wi-Fi"),
    Feature.WATER: _l("Drinking water"),
}
AUDIENCES: Mapping[Audience, LazyString] = {
    Audience.ANYONE: _l("Anyone can ask for help here."),
    Audience.CARD_HOLDERS: _l("This place helps people who carry a card of the scheme."),
    Audience.UNKNOWN: _l("We do not know whether this place helps everybody. Ask the staff."),
}

# Enough for every hour of a week in every language.
KEPT_WORDS = 4096
# People here count the way in miles; whoever reads another language has learnt kilometres.
LANGUAGES_WITH_MILES = frozenset({"en", "cy"})
METRES_IN_A_MILE = 1609.344
METRES_IN_A_KILOMETRE = 1000
# Nearer than this no figure is honest: a position is rounded to some 70 metres.
BESIDE_METRES = 100
A_WEEK = 7
# A place that closes after midnight closes "at 2am"; nobody thinks of that as another day.
NIGHT_ENDS = dt.time(8)


@dataclass(frozen=True)
class Said:
    """How a place stands: in two or three words, what follows from it, and the look of the tag that says so."""

    words: str
    more: str
    variant: str
    icon: str


def standing_words(standing: Standing, *, at: dt.datetime, locale: str | None = None) -> Said:
    """Whether somebody can walk in at the moment `at`, and until when or from when.

    `locale` is that of the request, for those who say many.
    """
    return _standing(standing, at.astimezone(LONDON).date(), locale or str(get_locale()))


@lru_cache(maxsize=KEPT_WORDS)
def _standing(standing: Standing, today: dt.date, _locale: str) -> Said:
    if standing.openness is Openness.OPEN:
        return Said(_("Open now"), _until_words(standing.until, today), "open", "check")
    if standing.openness is Openness.CLOSES_SOON:
        return Said(_("Closes soon"), _until_words(standing.until, today), "soon", "clock")
    if standing.openness is Openness.CLOSED:
        return Said(_("Closed now"), _opens_words(standing.next_opens, today), "quiet", "minus")
    if standing.openness is Openness.BY_APPOINTMENT:
        return Said(_("By appointment"), _("call before you go"), "quiet", "phone")
    return Said(_("Hours not known"), _("call before you go if you can"), "quiet", "info")


def _until_words(until: dt.datetime | None, today: dt.date) -> str:
    if until is None:
        return str(_("day and night"))
    time = clock(until.time())
    days = (until.date() - today).days
    if days == 0 or (days == 1 and until.time() < NIGHT_ENDS):
        return str(_("until %(time)s", time=time))
    if days == 1:
        return str(_("until %(time)s tomorrow", time=time))
    return str(_("until %(time)s on %(day)s", time=time, day=_day_words(until.date(), days)))


def _opens_words(opens: dt.datetime | None, today: dt.date) -> str:
    if opens is None:
        return str(_("we do not know when it opens next"))
    time = clock(opens.time())
    days = (opens.date() - today).days
    if days == 0:
        return str(_("opens at %(time)s", time=time))
    if days == 1:
        return str(_("opens tomorrow at %(time)s", time=time))
    return str(_("opens on %(day)s at %(time)s", day=_day_words(opens.date(), days), time=time))


def _day_words(day: dt.date, days: int) -> str:
    # Seven days on, the name of the day would be taken for today.
    return str(format_date(day, "EEEE" if days < A_WEEK else "EEEE d MMMM"))


def distance_words(metres: float, *, locale: str | None = None) -> str:
    """How far away something is, as the crow flies: "0.3 miles", where people think in kilometres "450 metres".

    `locale` is that of the request, for those who say many.
    """
    known = locale or str(get_locale())
    if metres < BESIDE_METRES:
        return _beside(known)
    return _distance(*_measured(metres, in_miles=known.partition("_")[0] in LANGUAGES_WITH_MILES), known)


@lru_cache
def _beside(_locale: str) -> str:
    return str(_("very near"))


def _measured(metres: float, *, in_miles: bool) -> tuple[str, str]:
    """The number to say and its unit."""
    if in_miles:
        return _rounded(metres / METRES_IN_A_MILE), "length-mile"
    if metres < METRES_IN_A_KILOMETRE - 25:
        return str(round(metres / 50) * 50), "length-meter"
    return _rounded(metres / METRES_IN_A_KILOMETRE), "length-kilometer"


def _rounded(number: float) -> str:
    """Two figures are enough: 0.3, 2.4, 12."""
    places = Decimal("0.1") if number < 10 else Decimal(1)
    return str(Decimal(number).quantize(places, ROUND_HALF_UP).normalize())


@lru_cache(maxsize=KEPT_WORDS)
def _distance(number: str, unit: str, locale: str) -> str:
    return format_unit(Decimal(number), unit, locale=locale)


def under_18s_words(until: int | None) -> str | None:
    """Until when people under 18 may be inside; None where nobody told."""
    if until is None:
        return None
    if until >= MINUTES_A_DAY:
        return str(_("People under 18 can come in at any time."))
    if until == 0:
        return str(_("People under 18 cannot come in."))
    return str(_("People under 18 can come in until %(time)s.", time=clock(dt.time(until // 60, until % 60))))


def help_is_free_words(*, free: bool | None) -> str | None:
    """Whether help needs a ticket or an ID at the door; None where nobody told."""
    if free is None:
        return None
    if free:
        return str(_("You need no ticket, no money and no ID to get help."))
    return str(_("Staff at the door may ask for a ticket or an ID. Say that you need help."))


def nothing_open_words(place: str, *, located: bool) -> str:
    """The heading of a list in which nothing near is open, or nothing at all of what was asked for."""
    if place:
        return str(_("Nothing near %(place)s is open now", place=place))
    return str(_("Nothing near you is open now") if located else _("None of these places is open now"))


def count_words(count: int, *, open_now: bool, nearest_first: bool, place: str = "") -> str:
    """How many places a list holds, and how it is ordered: its heading, which is read out when it changes."""
    if place:
        return _from_place_words(count, place) if not open_now else _open_from_place_words(count, place)
    if nearest_first and open_now:
        return str(ngettext("%(num)s place open now near you", "%(num)s places open now, the nearest first", count))
    if nearest_first:
        return str(ngettext("%(num)s place near you", "%(num)s places, the nearest first", count))
    if open_now:
        return str(ngettext("%(num)s place open now", "%(num)s places open now", count))
    return str(ngettext("%(num)s place", "%(num)s places", count))


def _from_place_words(count: int, place: str) -> str:
    return str(
        ngettext("%(num)s place near %(place)s", "%(num)s places, nearest to %(place)s first", count, place=place)
    )


def _open_from_place_words(count: int, place: str) -> str:
    return str(
        ngettext(
            "%(num)s place open now near %(place)s",
            "%(num)s places open now, nearest to %(place)s first",
            count,
            place=place,
        )
    )


def alcohol_led_words() -> str:
    """That most people come to drink."""
    return str(_("Most people come here to drink alcohol. Staff help you whether you drink or not."))
