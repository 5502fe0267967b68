"""Why a place cannot be kept, moved or shown as it is, in words for officers."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.venues.hours_records import HoursFault
from webapp.venues.records import ContentFault
from webapp.venues.rules import Missing, MoveFault

HOURS_FAULTS: Mapping[HoursFault, LazyString] = {
    HoursFault.NOT_READABLE: _l("The opening hours cannot be read."),
    HoursFault.NEVER_OPEN: _l("Give at least one day on which the place opens, or say that its hours are not known."),
    HoursFault.NOT_WEEKLY: _l("Say that the place has weekly hours, or take the hours of the week out."),
    HoursFault.BAD_SPAN: _l("A place must close after it opens, within 24 hours."),
    HoursFault.OVERLAP: _l("Two openings of one day overlap. Give each after the one before it."),
    HoursFault.TOO_MANY_SPANS: _l("A day can have six openings at most."),
    HoursFault.NO_HOLIDAY_HOURS: _l("Give hours for bank holidays where the place keeps its own, and only there."),
    HoursFault.ENDS_BEFORE_IT_BEGINS: _l("The last day of other hours is before the first."),
    HoursFault.TOO_LONG: _l("Other hours can hold for a year at most. Change the week instead."),
    HoursFault.EXCEPTIONS_OVERLAP: _l("Two entries of other hours speak of the same day."),
    HoursFault.TOO_MANY_EXCEPTIONS: _l("There can be 60 entries of other hours at most. Take out old ones."),
    HoursFault.NOTE_TOO_LONG: _l("Say in 200 characters at most why the hours are others."),
}
CONTENT_FAULTS: Mapping[ContentFault, LazyString] = {
    ContentFault.NO_NAME: _l("Give the name of the place."),
    ContentFault.NO_ADDRESS: _l("Give the address of the place."),
    ContentFault.TOO_LONG: _l("One of the answers is too long to be kept."),
    ContentFault.POSITION: _l("Latitude and longitude are not a position on the Earth."),
    ContentFault.UNKNOWN_TOWN: _l("This is not one of the partnership's towns."),
    ContentFault.WEBSITE: _l("Give the whole address of the website, like https://www.example.org."),
    ContentFault.LANGUAGES: _l("Give languages by their codes, like pl or pt-BR, and not more than 20."),
    ContentFault.UNDER_18S: _l("Give a time of the day until which under-18s may be inside."),
    ContentFault.HAS_AND_LACKS: _l("A place cannot have a thing and lack it. Choose one."),
}
MOVE_FAULTS: Mapping[MoveFault, LazyString] = {
    MoveFault.NOT_FROM_HERE: _l("The membership was moved in the meantime. Look at it again."),
    MoveFault.FACTS_MISSING: _l("The scheme asks for more before the place can be listed."),
    MoveFault.NO_REASON: _l("Say why."),
    MoveFault.SECOND_PERSON: _l("A second person has to agree before the public sees this place."),
    MoveFault.DATE_AHEAD: _l("This day is still to come."),
    MoveFault.KEEPS_A_LISTING: _l("The place is listed, and its listing rests on this. Suspend the membership first."),
    MoveFault.IN_SCHEME: _l("The place has a membership of this scheme already."),
    MoveFault.UNKNOWN_SCHEME: _l("There is no such scheme."),
    MoveFault.NOT_HIDDEN: _l("The public can see this place already."),
    MoveFault.CHECKLIST_OPEN: _l("Go through the checklist of the application first."),
    MoveFault.REMOVED: _l("This place was removed for good. Enter it anew."),
}
MISSING: Mapping[Missing, LazyString] = {
    Missing.TRAINING: _l("staff training that still counts"),
    Missing.CHAMPION: _l("a named champion or manager"),
    Missing.AUDIT: _l("an audit"),
}


def fault_words(fault: MoveFault, missing: Sequence[Missing] = ()) -> str:
    """The sentence for a refusal, with what is missing."""
    if not missing:
        return str(MOVE_FAULTS[fault])
    words = ", ".join(str(MISSING[each]) for each in missing)
    return str(_("%(fault)s Missing: %(missing)s.", fault=MOVE_FAULTS[fault], missing=words))
