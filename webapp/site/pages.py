"""PAGES: the register of static pages. A page is one line here and one template; footer and sitemap follow."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# The day on which the accessibility statement and the privacy notice were last gone through, line by line.
LAST_REVIEWED = dt.date(2026, 11, 21)


@dataclass(frozen=True, kw_only=True)
class StaticPage:
    """A page at `path`: endpoint `site.<name>`, template `site/<name>.html` with - for _."""

    name: str
    path: str
    title: LazyString
    in_footer: bool = False

    @property
    def endpoint(self) -> str:
        """The name for `url_for`."""
        return f"site.{self.name}"

    @property
    def template(self) -> str:
        """The template's file."""
        return f"site/{self.name.replace('_', '-')}.html"


PAGES: tuple[StaticPage, ...] = (
    StaticPage(name="home", path="/", title=_l("Home")),
    StaticPage(name="help_now", path="/help-now", title=_l("Get help now")),
    StaticPage(name="report_asb", path="/report-asb", title=_l("Report anti-social behaviour")),
    StaticPage(name="incident_diary", path="/report-asb/diary", title=_l("Incident diary")),
    StaticPage(name="about", path="/about", title=_l("About us"), in_footer=True),
    StaticPage(name="contact", path="/contact", title=_l("Contact us"), in_footer=True),
    StaticPage(name="accessibility", path="/accessibility", title=_l("Accessibility statement"), in_footer=True),
    StaticPage(name="privacy", path="/privacy", title=_l("Privacy notice"), in_footer=True),
    StaticPage(name="cookies", path="/cookies", title=_l("Cookies and notices"), in_footer=True),
    StaticPage(
        name="data_complaint",
        path="/data-complaint",
        title=_l("Complain about how we use your data"),
        in_footer=True,
    ),
)
FOOTER_PAGES = tuple(page for page in PAGES if page.in_footer)


@dataclass(frozen=True, kw_only=True)
class KnownPage:
    """A page of another slice that people type the address of."""

    path: str
    endpoint: str
    title: LazyString


OFTEN_TYPED: tuple[KnownPage, ...] = (
    KnownPage(path="/safe-places", endpoint="venues.safe_places", title=_l("Safe Places")),
    KnownPage(path="/unity-promise", endpoint="venues.unity_promise", title=_l("Unity Promise")),
    KnownPage(path="/join", endpoint="joining.start", title=_l("Join a scheme")),
    KnownPage(path="/venues", endpoint="venues.venues", title=_l("Find a place near you")),
    KnownPage(path="/asb-case-review", endpoint="case_review.information", title=_l("ASB Case Review")),
    KnownPage(path="/asb-survey", endpoint="survey.start", title=_l("Tell us what worries you")),
    KnownPage(path="/what-you-told-us", endpoint="releases.current", title=_l("What people told us")),
    KnownPage(path="/you-said-we-did", endpoint="answers.themes", title=_l("You said, we did")),
    KnownPage(path="/data", endpoint="open_data.data", title=_l("Open data")),
)
