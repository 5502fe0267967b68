"""Where a place is on the map once an officer has accepted another address of it."""

from dataclasses import replace

from webapp.joining.codes import Placing
from webapp.joining.services.refusing import Fault, JoinRefusedError
from webapp.venues.importing.faults import Remark, Wrong
from webapp.venues.importing.placing import place
from webapp.venues.records import VenueContent

REFUSED = {Placing.UNKNOWN: Fault.NOT_PLACED, Placing.FAR: Fault.TOO_FAR}


def placed(now: VenueContent, after: VenueContent) -> tuple[Placing, VenueContent]:
    """What becomes of the position of a place that is changed from `now` to `after`, and the content with it.

    Another postcode is another door: town, neighbourhood and ward are found anew for it, as at the desk, and a number
    of the property would be that of the old one.
    """
    if after.postcode == now.postcode:
        return (Placing.SAME if after.address == now.address else Placing.STAYS), after
    found = place(None, after.postcode)
    if found.position is None:
        is_far = any(fault.wrong is Wrong.FAR_AWAY for fault in found.faults)
        return (Placing.FAR if is_far else Placing.UNKNOWN), after
    latitude, longitude = found.position
    is_outside = any(noted.remark is Remark.JUST_OUTSIDE for noted in found.remarks)
    moved = replace(after, latitude=latitude, longitude=longitude, town="", locality="", ward="", uprn="")
    return (Placing.OUTSIDE if is_outside else Placing.MOVES), moved


def placed_or_refused(now: VenueContent, after: VenueContent) -> VenueContent:
    """The content at its position. Raises JoinRefusedError where its new postcode cannot be placed."""
    placing, content = placed(now, after)
    if placing in REFUSED:
        raise JoinRefusedError(REFUSED[placing])
    return content
