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
        endpoint="site.asb_case_review",
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

IN_DANGER = Step(
    words=_l("If you or somebody else is in danger, call the emergency services."), numbers=NumberGroup.DANGER_NOW
)
SOMEBODY_TO_TALK_TO = Step(
    words=_l("If you want to talk to somebody, see the helplines. Many are free and open day and night."),
    endpoint="site.help_now",
    link=_l("Get help now"),
)
POLICE_NOT_URGENT = Step(
    words=_l("To report a crime that is over, or to ask the police something, call them."),
    numbers=NumberGroup.NOT_URGENT,
)
ASK_US = Step(
    words=_l("If you have a question, or cannot do this by yourself, ask us."),
    endpoint="site.contact",
    link=_l("Contact us"),
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
    ComingPage(
        name="asb_case_review",
        path="/asb-case-review",
        title=_l("ASB Case Review"),
        lead=_l(
            "If you have reported anti-social behaviour several times and it has not stopped, you can ask the "
            "organisations to look at your case together. It used to be called the Community Trigger."
        ),
        will_do=(
            _l("explain who can ask, and go through your own reports with you"),
            _l("let you ask for a review step by step, stop, and come back on another day or another device"),
            _l("show you what happens next, and by which date"),
            _l("take requests for somebody else, for a group of neighbours and for a business"),
        ),
        meanwhile=(
            IN_DANGER,
            Step(
                words=_l(
                    "You have this right today. The council takes requests: look for “case review” on its website, "
                    "or ask it by telephone or letter."
                ),
                agency="council",
            ),
            Step(
                words=_l(
                    "Do not wait for this page. Reports count for a limited time: as a rule you report within one "
                    "month of what happened, and ask for the review within six months of the report."
                ),
            ),
            Step(
                words=_l(
                    "Keep a record of each incident and each report: the day, whom you told, "
                    "and the number that they gave you."
                ),
                endpoint="site.incident_diary",
                link=_l("Incident diary to print"),
            ),
            ASK_US,
        ),
        guides=("asb-case-review-explained",),
    ),
)
