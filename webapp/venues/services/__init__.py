"""What can be done with places: one verb a use case, each in one transaction with its line in the audit."""

from webapp.venues.services.bulk import Incoming, IncomingMembership, TakenIn, take_in
from webapp.venues.services.changes import VenueRefusedError, clear_run_out
from webapp.venues.services.checks import record_check
from webapp.venues.services.keeping import VENUES, create, remove, remove_samples, save
from webapp.venues.services.memberships import move_membership, put_membership
from webapp.venues.services.showing import (
    Waiting,
    ask_to_show_again,
    fingerprint_of,
    hide,
    list_waiting,
    refuse_to_show,
    show_again,
)

__all__ = [
    "VENUES",
    "Incoming",
    "IncomingMembership",
    "TakenIn",
    "VenueRefusedError",
    "Waiting",
    "ask_to_show_again",
    "clear_run_out",
    "create",
    "fingerprint_of",
    "hide",
    "list_waiting",
    "move_membership",
    "put_membership",
    "record_check",
    "refuse_to_show",
    "remove",
    "remove_samples",
    "save",
    "show_again",
    "take_in",
]
