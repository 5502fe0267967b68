"""What can be chosen in an application: codes that are stored for good, and the words for them (domain 1.6)."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.codes import Attendance, Authority, CaseKind, ContactWay

Options = Mapping[str, Any]

KINDS: Options = {
    CaseKind.MYSELF: _l("For me, or for the people I live with"),
    CaseKind.SOMEONE_ELSE: _l("For somebody else"),
    CaseKind.COMMUNITY: _l("For a group, such as neighbours"),
    CaseKind.BUSINESS: _l("For a business or a shop"),
}
STANDINGS: Options = {
    "family": _l("I am family"),
    "friend": _l("I am a friend or neighbour"),
    "worker": _l("I am their support worker"),
    "councillor": _l("I am their councillor or MP"),
    "other": _l("Something else"),
}
AUTHORITIES: Options = {
    Authority.GIVEN: _l("Yes, they have agreed"),
    Authority.NOT_YET: _l("I have not asked them yet"),
    Authority.CANNOT_BE_GIVEN: _l("They cannot decide this for themselves"),
    Authority.PARENT: _l("They are my child, and under 18"),
}
WAYS: Options = {
    ContactWay.EMAIL: _l("Email"),
    ContactWay.TELEPHONE: _l("Phone call"),
    ContactWay.TEXT: _l("Text message"),
    ContactWay.POST: _l("Letter"),
    ContactWay.SUPPORTER: _l("Through somebody who supports me"),
    ContactWay.TRACKER: _l("Only on this website, with my five words"),
}
TENURES: Options = {
    "own": _l("Own it"),
    "private": _l("Rent it from a private landlord"),
    "council": _l("Rent it from the council"),
    "association": _l("Rent it from a housing association"),
    "other": _l("Something else"),
}
RELATIONS: Options = {
    "neighbour": _l("A neighbour"),
    "known": _l("Somebody else who is known"),
    "partner": _l("A partner"),
    "ex": _l("An ex-partner"),
    "relative": _l("A relative"),
    "stranger": _l("A stranger, or nobody knows who"),
}
HARM: Options = {
    "sleep": _l("Bad sleep"),
    "health": _l("Illness"),
    "fear": _l("Fear"),
    "home": _l("Staying in, or keeping away from home"),
    "children": _l("Harm to children"),
    "work": _l("Trouble at work or school"),
    "money": _l("Money lost"),
    "moving": _l("Moving home, or thinking of it"),
}
OFTEN: Options = {
    "day": _l("Every day, or nearly"),
    "week": _l("Every week"),
    "month": _l("Every month"),
    "less": _l("Less often"),
    "once": _l("It happened once"),
}
STILL: Options = {
    "yes": _l("Yes"),
    "stopped": _l("No, it has stopped"),
    "unsure": _l("I am not sure"),
}
AFFECTED: Options = {
    "children": _l("Children"),
    "household": _l("Others in the home"),
    "neighbours": _l("Neighbours"),
    "work": _l("People at a shop or at work"),
    "others": _l("Others"),
}
AIMED: Options = {
    "hate_race": _l("Race, or where somebody is from"),
    "hate_religion": _l("Religion"),
    "hate_orientation": _l("Who somebody is attracted to"),
    "hate_disability": _l("Disability"),
    "hate_transgender": _l("Being transgender"),
    "hate_other": _l("Something else about a person"),
}
VULNERABILITY: Options = {
    "alone": _l("Lives alone"),
    "illness": _l("Is ill or disabled"),
    "mental_health": _l("Has a mental health problem"),
    "age": _l("Is a child or an older person"),
    "carer": _l("Cares for somebody"),
    "pregnant": _l("Is pregnant or has a baby"),
    "before": _l("Was harmed by somebody before"),
    "language": _l("Finds English hard"),
}
RISK: Options = {
    "threats": _l("Threats"),
    "weapons": _l("A weapon"),
    "violence": _l("Somebody was hurt"),
    "followed": _l("Being followed or watched"),
    "worse": _l("It gets worse"),
    "child": _l("A child is at risk"),
    "despair": _l("Somebody feels that they cannot go on"),
}
# A choice that says "nothing of this": it is not stored.
NONE = "none"
ATTEND: Options = {
    Attendance.IN_PERSON: _l("Yes, in the room"),
    Attendance.ONLINE: _l("Yes, online"),
    Attendance.SUPPORTER: _l("Somebody speaks for me"),
    Attendance.WRITTEN: _l("I write it down instead"),
    Attendance.DECLINED: _l("No"),
    "later": _l("I will say later"),
}
CONSENT: Options = {
    "yes": _l("Yes"),
    "unsure": _l("I am not sure yet"),
    "no": _l("No"),
}
COME_BACK: Options = {
    "own": _l("With five words of my own"),
    "supporter": _l("My supporter keeps the five words for me"),
    "contact": _l("Telephone or write to me. I want no page online"),
}
# Whose report it is in a group: that of who fills in the form.
APPLICANT = "applicant"
# An agency of a report that is none of the partnership's, and nobody yet.
OTHER, NOBODY = "other", "nobody"


def words(options: Options, code: str) -> str:
    """The words of a code; a code that was given up since stands for itself."""
    return str(options.get(code, code))


def listed(options: Options, codes: Iterable[str]) -> str:
    """The words of several codes, one after another."""
    return ", ".join(words(options, code) for code in codes)
