"""The words of the desk for what the rules of venues hold as codes."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.venues.desk_queries import Due, OffSite
from webapp.venues.hours import HoursKind, OnBankHolidays
from webapp.venues.rules import (
    Audience,
    CheckedBy,
    CheckResult,
    HiddenBecause,
    Listing,
    MembershipState,
    ReportState,
)

STATES: Mapping[MembershipState, LazyString] = {
    MembershipState.ENQUIRY: _l("Has asked about it"),
    MembershipState.APPLIED: _l("Has applied"),
    MembershipState.SCREENING: _l("Is being looked at"),
    MembershipState.TRAINING_BOOKED: _l("Training is booked"),
    MembershipState.TRAINED: _l("Trained"),
    MembershipState.AUDITED: _l("Audited"),
    MembershipState.ACTIVE: _l("Member"),
    MembershipState.SUSPENDED: _l("Suspended"),
    MembershipState.LAPSED: _l("Lapsed"),
    MembershipState.WITHDRAWN: _l("Withdrew"),
    MembershipState.CLOSED: _l("Closed down"),
}
# What stands on the button that leads to a state.
MOVE_WORDS: Mapping[MembershipState, LazyString] = {
    MembershipState.ENQUIRY: _l("It has asked about it"),
    MembershipState.APPLIED: _l("It has applied"),
    MembershipState.SCREENING: _l("Begin to look at it"),
    MembershipState.TRAINING_BOOKED: _l("Training is booked"),
    MembershipState.TRAINED: _l("Staff are trained"),
    MembershipState.AUDITED: _l("It was audited"),
    MembershipState.ACTIVE: _l("Make it a member"),
    MembershipState.SUSPENDED: _l("Suspend it"),
    MembershipState.LAPSED: _l("It has lapsed"),
    MembershipState.WITHDRAWN: _l("It withdrew"),
    MembershipState.CLOSED: _l("It has closed down"),
}
LISTINGS: Mapping[Listing, LazyString] = {
    Listing.LISTED: _l("Listed"),
    Listing.DUE: _l("Listed, check due"),
    Listing.OVERDUE: _l("Listed, check overdue"),
    Listing.HIDDEN: _l("Hidden: check too late"),
    Listing.NOT_LISTED: _l("Not listed"),
}
LISTING_LOOKS: Mapping[Listing, str] = {
    Listing.LISTED: "open",
    Listing.DUE: "soon",
    Listing.OVERDUE: "danger",
    Listing.HIDDEN: "danger",
    Listing.NOT_LISTED: "quiet",
}
HIDDEN_BECAUSE: Mapping[HiddenBecause, LazyString] = {
    HiddenBecause.REPORT: _l("Somebody reported it"),
    HiddenBecause.SAFETY: _l("It may not be safe"),
    HiddenBecause.CLOSED_FOR_NOW: _l("It is closed for now"),
    HiddenBecause.WRONG_DETAILS: _l("What we say of it is wrong"),
    HiddenBecause.OTHER: _l("Another reason"),
}
CHECKED_BY: Mapping[CheckedBy, LazyString] = {
    CheckedBy.VISIT: _l("Visit"),
    CheckedBy.TELEPHONE: _l("Telephone"),
    CheckedBy.EMAIL: _l("E-mail"),
    CheckedBy.TEST_VISIT: _l("Test visit: somebody asked for help as a visitor would"),
}
CHECK_RESULTS: Mapping[CheckResult, LazyString] = {
    CheckResult.AS_LISTED: _l("As listed"),
    CheckResult.CHANGED: _l("Changed"),
    CheckResult.NOT_FIT: _l("Not fit"),
    CheckResult.COULD_NOT_CHECK: _l("Could not be checked"),
}
REPORT_STATES: Mapping[ReportState, LazyString] = {
    ReportState.NEW: _l("New"),
    ReportState.DEALT_WITH: _l("Dealt with"),
    ReportState.NOT_REAL: _l("Not a real report: advertising or a program"),
}
DUE_WORDS: Mapping[Due, LazyString] = {
    Due.SOON: _l("Due within 30 days"),
    Due.OVERDUE: _l("Overdue, still shown"),
    Due.TIMED_OUT: _l("Hidden: check too late"),
}
OFF_SITE: Mapping[OffSite, LazyString] = {
    OffSite.HIDDEN: _l("Hidden by an officer"),
    OffSite.REMOVED: _l("Removed for good"),
}
HOURS_KINDS: Mapping[HoursKind, LazyString] = {
    HoursKind.WEEKLY: _l("Hours for each day of the week"),
    HoursKind.BY_APPOINTMENT: _l("By appointment"),
    HoursKind.UNKNOWN: _l("Nobody has told us"),
}
BANK_HOLIDAYS: Mapping[OnBankHolidays, LazyString] = {
    OnBankHolidays.AS_USUAL: _l("Open as usual"),
    OnBankHolidays.CLOSED: _l("Closed"),
    OnBankHolidays.OWN_HOURS: _l("Other hours"),
    OnBankHolidays.UNKNOWN: _l("Nobody has told us"),
}
AUDIENCE_CHOICES: Mapping[Audience, LazyString] = {
    Audience.ANYONE: _l("Anyone"),
    Audience.CARD_HOLDERS: _l("People who carry a card of the scheme"),
    Audience.UNKNOWN: _l("Nobody has told us"),
}
