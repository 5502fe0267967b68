"""The incidents of an application as the engine of the threshold reads them; pure."""

from webapp.casereview.rules.records import Incident
from webapp.casereview.rules.threshold import Report


def report_of(incident: Incident) -> Report:
    """One incident and the report of it."""
    return Report(
        incident_from=incident.happened_from,
        incident_to=incident.happened_to,
        incident_approximately=incident.approximately,
        told_on=incident.told_on,
        told_to=incident.told_to,
        told_approximately=incident.told_approximately,
        agency=incident.agency,
        same_as=incident.same_as,
        person=incident.person,
    )
