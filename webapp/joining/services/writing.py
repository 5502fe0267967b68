"""That letters were made, in the audit: how many, and not their words."""

import datetime as dt

from webapp.audit.actors import Actor
from webapp.audit.services import record
from webapp.kit.transaction import transaction
from webapp.venues.items import VENUE


@transaction
def note_letters(number: int, *, by: Actor, at: dt.datetime) -> None:
    """Write down that an officer made so many letters."""
    record("join_letters.made", by=by, kind=VENUE, key="letters", changes={"letters": (None, number)}, at=at)
