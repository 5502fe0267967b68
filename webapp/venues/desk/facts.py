"""A place's details in words: for its page, for the second person, and for what differs between two versions."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale
from flask_babel import format_date
from flask_babel import gettext as _

from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership, default_language, reading_language
from webapp.venues import desk_wording as say
from webapp.venues.hours import ExceptionalDays, HoursKind, OpeningHours
from webapp.venues.hours_wording import bank_holiday_words, spans_words, timetable
from webapp.venues.records import VenueContent
from webapp.venues.rules import Feature
from webapp.venues.wording import FEATURES, KINDS, help_is_free_words, under_18s_words

DAY = "d MMMM yyyy"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A question and what stands there; `part` is the form that changes it."""

    part: str
    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """A fact that differs between two versions."""

    label: str
    before: str
    after: str


def facts_of(content: VenueContent) -> list[Fact]:
    """Everything that is kept of a place, in the order of its page."""
    pairs = {
        "place": _place(content),
        "hours": _hours(content.hours),
        "visit": _visit(content),
        "access": _access(content),
    }
    return [
        Fact(part=part, label=str(label), words=str(words or ""))
        for part, several in pairs.items()
        for label, words in several
    ]


def changes_between(before: VenueContent | None, after: VenueContent) -> list[Change]:
    """What a version changed; nothing where there is none before it."""
    if before is None:
        return []
    old = {fact.label: fact.words for fact in facts_of(before)}
    new = {fact.label: fact.words for fact in facts_of(after)}
    labels = [*new, *(label for label in old if label not in new)]
    pairs = ((label, old.get(label, ""), new.get(label, "")) for label in labels)
    return [Change(label=label, before=was, after=now) for label, was, now in pairs if was != now]


def _place(content: VenueContent) -> list[tuple[str, str | None]]:
    partnership, language = current_partnership(), reading_language()
    towns = {town.code: town.name.in_language(language).text for town in partnership.towns}
    localities = {one.code: one.name for one in partnership.localities}
    wards = {ward.code: ward.name for ward in partnership.wards}
    return [
        (_("Name of the place"), content.name),
        (_("What it is"), str(KINDS[content.kind])),
        (_("Address"), content.address),
        (_("Postcode"), content.postcode),
        (_("Town"), towns.get(content.town, content.town)),
        (_("Neighbourhood"), localities.get(content.locality, content.locality)),
        (_("Ward"), wards.get(content.ward, content.ward)),
        (_("Position"), f"{content.latitude}, {content.longitude}"),
        (_("Number of the property (UPRN)"), content.uprn),
    ]


def _hours(hours: OpeningHours) -> list[tuple[str, str | None]]:
    shown = timetable(hours, today=london_today(), holidays=frozenset())
    weekly = "\n".join(f"{row.day}: {row.words}" for row in shown.week)
    # All of them: the public's table leaves out what is long over or far away.
    others = "\n".join(_other_days(days) for days in hours.exceptions)
    return [
        (_("Opening hours"), weekly if hours.kind is HoursKind.WEEKLY else str(say.HOURS_KINDS[hours.kind])),
        (_("Bank holidays"), bank_holiday_words(hours)),
        (_("Other hours on some days"), others),
    ]


def _other_days(days: ExceptionalDays) -> str:
    first, last = format_date(days.first, DAY), format_date(days.last, DAY)
    when = first if first == last else _("%(first)s to %(last)s", first=first, last=last)
    return f"{when}: {spans_words(days.spans)}" + (f" ({days.note})" if days.note else "")


def _visit(content: VenueContent) -> list[tuple[str, str | None]]:
    names = Locale.parse(default_language()).languages
    return [
        (_("Telephone for the public"), content.telephone),
        (_("Website"), content.website),
        (_("For visitors, in plain words"), content.note),
        (_("Languages that staff speak, besides English"), ", ".join(names.get(c, c) for c in content.languages)),
    ]


def _access(content: VenueContent) -> list[tuple[str, str | None]]:
    return [
        (_("It has"), _features(content.has)),
        (_("It does not have"), _features(content.lacks)),
        (_("Who can ask for help here?"), str(say.AUDIENCE_CHOICES[content.audience])),
        (_("People under 18"), under_18s_words(content.under_18s_until)),
        (_("Ticket, money or ID"), help_is_free_words(free=content.help_is_free)),
        (_("It is mainly a place to drink alcohol"), _("Yes") if content.alcohol_led else _("No")),
    ]


def _features(features: Iterable[Feature]) -> str:
    known = set(features)
    return ", ".join(str(FEATURES[feature]) for feature in Feature if feature in known)
