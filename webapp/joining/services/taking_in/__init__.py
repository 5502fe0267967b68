"""An officer reads an application and takes its places in: as new places, or as ones that are on the list already."""

from webapp.joining.services.taking_in.contacts import confirm_contact, end_contact, is_at_same_place
from webapp.joining.services.taking_in.entering import take_in
from webapp.joining.services.taking_in.likeness import Likeness, content_of, likeness_of
from webapp.joining.services.taking_in.opened import (
    OpenedApplication,
    OpenedPremises,
    contact_rows,
    opened_premises,
    read,
)
from webapp.joining.services.taking_in.refusals import refuse, refuse_all

__all__ = [
    "Likeness",
    "OpenedApplication",
    "OpenedPremises",
    "confirm_contact",
    "contact_rows",
    "content_of",
    "end_contact",
    "is_at_same_place",
    "likeness_of",
    "opened_premises",
    "read",
    "refuse",
    "refuse_all",
    "take_in",
]
