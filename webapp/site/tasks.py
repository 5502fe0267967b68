"""The tasks that people come for."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Task:
    """A card of the home page: what to do, in one line, and where it leads."""

    endpoint: str
    icon: str
    title: LazyString
    text: LazyString


TASKS: tuple[Task, ...] = (
    Task(
        endpoint="venues.safe_places",
        icon="map-pin",
        title=_l("Find a Safe Place"),
        text=_l("Somewhere to go when you feel lost, frightened or unwell."),
    ),
    Task(
        endpoint="site.report_asb",
        icon="megaphone",
        title=_l("Report anti-social behaviour"),
        text=_l("Who deals with what, how to tell them and what to keep."),
    ),
    Task(
        endpoint="case_review.information",
        icon="scales",
        title=_l("Ask for an ASB Case Review"),
        text=_l("When you have reported a problem again and again and it goes on."),
    ),
    Task(
        endpoint="survey.start",
        icon="message",
        title=_l("Tell us what worries you"),
        text=_l("A short survey about anti-social behaviour where you live."),
    ),
    Task(
        endpoint="joining.start",
        icon="building",
        title=_l("Join a scheme"),
        text=_l("For businesses: become a Safe Place or sign the Unity Promise."),
    ),
    Task(
        endpoint="publishing.publications",
        icon="document",
        title=_l("Read our plans and reports"),
        text=_l("What we set out to do, and what we did."),
    ),
)
