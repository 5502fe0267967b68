"""The tasks that people come for, and the pages that stand in for a journey until it exists."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.partnership import NumberGroup


@dataclass(frozen=True, kw_only=True)
class Task:
    """A card of the home page: what to do, in one line, and where it leads."""

    endpoint: str
    icon: str
    title: LazyString
    text: LazyString


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that can be done today: words, then a page of this site, a number of a group, or an agency's site."""

    words: LazyString
    endpoint: str | None = None
    link: LazyString | None = None
    numbers: NumberGroup | None = None
    agency: str | None = None


@dataclass(frozen=True, kw_only=True)
class ComingPage:
    """A page that says what it will do and what to do meanwhile; `guides` are slugs of publications that explain."""

    name: str
    path: str
    title: LazyString
    lead: LazyString
    will_do: tuple[LazyString, ...]
    meanwhile: tuple[Step, ...]
    guides: tuple[str, ...] = ()

    @property
    def endpoint(self) -> str:
        """The name for `url_for`."""
        return f"site.{self.name}"


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
        endpoint="site.join",
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

COMING: tuple[ComingPage, ...] = (
    ComingPage(
        name="join",
        path="/join",
        title=_l("Join a scheme"),
        lead=_l("For businesses and public places that want to be a Safe Place, sign the Unity Promise, or both."),
        will_do=(
            _l("take one form for both schemes, and for several premises at once"),
            _l("show you at each point what has been done and what comes next"),
            _l("give you the poster and the staff card to print, and remind you when it is time to renew"),
        ),
        meanwhile=(
            Step(words=_l("Tell us that you want to join."), endpoint="site.contact", link=_l("Contact us")),
            Step(words=_l("Choose a person at your place who will lead on it, and somebody who stands in for them.")),
            Step(
                words=_l(
                    "Write down your opening hours, and what a visitor can use: "
                    "a seat, a telephone, a quiet room, a toilet."
                )
            ),
            Step(words=_l("Think about when your staff could be trained.")),
        ),
        guides=("safe-places-explained", "unity-promise-explained"),
    ),
)
