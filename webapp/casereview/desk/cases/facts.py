"""What an event says in its codes, in words: a decision and its grounds, a day, a way, an agency."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from webapp.casereview.application.rough_dates import rough_words
from webapp.casereview.cases.opening import OpenedEvent
from webapp.casereview.desk import wording as say
from webapp.casereview.desk.people import wording as people
from webapp.casereview.rules.codes import Detail
from webapp.casereview.rules.desk_codes import More
from webapp.casereview.rules.records import Incident
from webapp.casereview.rules.wishes import NOTE_OF
from webapp.kit.templating import LONDON_DATE

Words = Callable[[str], str]


def facts_of(
    event: OpenedEvent, agencies: Mapping[str, str], officer: Callable[[Any], str], people: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Names and words of what stands in the codes of an event; what has no words here is left out."""
    person: Words = lambda key: people.get(key, "")  # noqa: E731 - one line of a table
    known = [(More.PERSON, _("Person"), person), *_told(agencies, officer)]
    found = [(label, words(event.codes[name])) for name, label, words in known if event.codes.get(name)]
    return [(str(label), words) for label, words in found if words]


def days_of(incident: Incident) -> str:
    """When something of the application happened, in words."""
    return day_words(incident.happened_from, incident.happened_to, approximately=incident.approximately)


def told_days(incident: Incident) -> str:
    """When it was told, as exact as it is known."""
    return day_words(incident.told_on, incident.told_to, approximately=incident.told_approximately)


def day_words(first: dt.date | None, last: dt.date | None, *, approximately: bool) -> str:
    """A day, or days from one to another, in words."""
    if first is None and last is None:
        return str(_("Day not known"))
    if first is None or last is None or first == last:
        day = _day(first or last)
        return str(_("About %(day)s", day=day)) if approximately else day
    if approximately:
        return rough_words(first, last) or str(
            _("Some time between %(first)s and %(last)s", first=_day(first), last=_day(last))
        )
    return str(_("%(first)s to %(last)s", first=_day(first), last=_day(last)))


def _told(agencies: Mapping[str, str], officer: Callable[[Any], str]) -> list[tuple[str, Any, Words]]:
    each: Words = lambda keys: ", ".join(agencies.get(key, key) for key in keys.split())  # noqa: E731 - one line of a table
    return [
        (Detail.DECISION, _("Decision"), _one(say.DECISIONS)),
        (Detail.GROUNDS, _("Looked at"), _several(say.GROUNDS)),
        (More.ADVISED, _("What the reports said that day"), _one(say.INDICATES)),
        (Detail.OUTCOME, _("Outcome"), _one(say.OUTCOMES)),
        (Detail.ATTENDANCE, _("Answer"), _one(say.ATTENDANCES)),
        (Detail.PLAN, _("The plan"), _one(say.PLANS)),
        (Detail.PAUSE, _("Because"), _one(say.PAUSES)),
        (Detail.APPEAL, _("About"), _one(say.APPEAL_GROUNDS)),
        (Detail.RESULT, _("Result"), _one(say.APPEAL_RESULTS)),
        (NOTE_OF, _("What"), _one(people.NOTES)),
        (Detail.WAY, _("How"), _one({**say.WAYS, **people.ASKED, **people.HANDED_OVER})),
        ("proof", _("What showed who it was"), _one(people.PROOFS)),
        ("told", _("Was the address told that was safe before?"), _one(people.TOLD)),
        (Detail.AGENCY, _("Agency"), each),
        (More.ABOUT, _("About"), _one(say.ABOUTS)),
        (More.MEETING_ON, _("Day of the meeting"), _written_day),
        (More.MEETING_HOW, _("How people meet"), _one(say.MEETING_HOWS)),
        (More.INVITED, _("Agencies"), each),
        (More.FELL, _("Reports found not to qualify"), lambda numbers: numbers.replace(".", ", ")),
        (More.RESPONSE, _("Answer"), _one(say.RESPONSES)),
        (More.OFFICER, _("Officer"), officer),
    ]


def _one(words: Mapping[Any, Any]) -> Words:
    return lambda code: str(next((text for each, text in words.items() if each == code), ""))


def _several(words: Mapping[Any, Any]) -> Words:
    one = _one(words)
    return lambda codes: ", ".join(one(code) for code in codes.split())


def _written_day(text: str) -> str:
    try:
        return _day(dt.date.fromisoformat(text))
    except ValueError:
        return ""


def _day(day: dt.date | None) -> str:
    return str(format_date(day, LONDON_DATE))


__all__ = ["day_words", "days_of", "facts_of", "told_days"]
