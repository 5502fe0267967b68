"""What can be chosen in the form that a business fills in, in the words that it reads."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.joining.codes import Offer
from webapp.kit.forms import Choice
from webapp.venues.commitments import CommitmentState
from webapp.venues.hours import HoursKind, OnBankHolidays
from webapp.venues.schemes import SchemeCode

YES, NO = "yes", "no"
YES_OR_NO = (Choice(YES, _l("Yes")), Choice(NO, _l("No")))
OFFERS: Mapping[Offer, LazyString] = {
    Offer.SEAT: _l("A seat"),
    Offer.TELEPHONE: _l("A telephone that they can use"),
    Offer.QUIET_ROOM: _l("A quiet room"),
    Offer.CHARGER: _l("A phone charger"),
    Offer.TOILET: _l("A toilet"),
}
STATES: Mapping[CommitmentState, LazyString] = {
    CommitmentState.IN_PLACE: _l("In place"),
    CommitmentState.PLANNED: _l("Planned"),
    CommitmentState.NOT_YET: _l("Not yet"),
}
HOURS_KINDS: Mapping[HoursKind, LazyString] = {
    HoursKind.WEEKLY: _l("We have hours for each day of the week"),
    HoursKind.BY_APPOINTMENT: _l("Only by appointment"),
    HoursKind.UNKNOWN: _l("I do not know them yet"),
}
BANK_HOLIDAYS: Mapping[OnBankHolidays, LazyString] = {
    OnBankHolidays.AS_USUAL: _l("The same as on other days"),
    OnBankHolidays.CLOSED: _l("Closed"),
    OnBankHolidays.OWN_HOURS: _l("Other hours"),
    OnBankHolidays.UNKNOWN: _l("I do not know yet"),
}
SCHEME_ASKS: Mapping[SchemeCode, LazyString] = {
    SchemeCode.SAFE_PLACE: _l("Somebody who needs help can come in, wait inside, and have somebody called."),
    SchemeCode.UNITY_PROMISE: _l("Seven promises that make a place safer, above all for women and girls."),
}


def choices(options: Mapping[Any, Any], **more: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The options as choices; `more` are options of a Choice for one code: `planned={"reveals": "by"}`."""
    return tuple(
        Choice(str(code), words, **more.get(str(code).replace("-", "_"), {})) for code, words in options.items()
    )
