"""The words for what agencies are asked and answer, which guests read as well as officers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.agency_codes import EntryKind

ENTRY_KINDS: dict[EntryKind, LazyString] = {
    EntryKind.INCIDENT: _l("Incident"),
    EntryKind.REPORT: _l("Report"),
    EntryKind.CONTACT: _l("Call, letter or message"),
    EntryKind.VISIT: _l("Visit or meeting"),
    EntryKind.WARNING: _l("Warning"),
    EntryKind.ENFORCEMENT: _l("Order, notice or court"),
    EntryKind.SUPPORT: _l("Help for the person"),
    EntryKind.REFERRAL: _l("Passed to somebody else"),
    EntryKind.DECISION: _l("Decision"),
    EntryKind.OTHER: _l("Something else"),
}
