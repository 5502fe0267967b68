"""The tables of joining; what the public sees of a member stands in `webapp.venues.models`."""

from webapp.joining.models.applications import JoinApplication, JoinContact, JoinPremises, JoinTold
from webapp.joining.models.figures import JoinFigure
from webapp.joining.models.keeping import JoinProposal, JoinRefresh, JoinRequest
from webapp.joining.models.links import JoinLink, JoinLinkAsk
from webapp.joining.models.proving import JoinBooking, JoinScreening, JoinTraining, JoinVisit

__all__ = [
    "JoinApplication",
    "JoinBooking",
    "JoinContact",
    "JoinFigure",
    "JoinLink",
    "JoinLinkAsk",
    "JoinPremises",
    "JoinProposal",
    "JoinRefresh",
    "JoinRequest",
    "JoinScreening",
    "JoinTold",
    "JoinTraining",
    "JoinVisit",
]
