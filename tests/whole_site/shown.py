"""Every page template with addresses that show it: what the browser and the validator look at."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask

from tests.whole_site.filled import (
    CONSULTATION,
    GONE_PLACE,
    LONG,
    OVER_SURVEY,
    PLACE,
    SENSITIVE,
    WITHDRAWN,
    WITHDRAWN_REVIEW,
)
from webapp.site.pages import PAGES

# A template in each of its states that look different; where one picture says it all there is one address.
ADDRESSES: dict[str, tuple[str, ...]] = {
    **{page.template: (page.path,) for page in PAGES},
    "venues/venues.html": ("/venues", "/venues?near=Boscombe", "/venues?near=xqzzvyw&access=hearing-loop"),
    "venues/safe-places.html": ("/safe-places",),
    "venues/unity-promise.html": ("/unity-promise",),
    "venues/venue.html": (f"/venues/{PLACE}", "/venues/made-up-hall"),
    "venues/report.html": (f"/venues/{PLACE}/report",),
    "venues/town-list.html": ("/venues/print/bournemouth",),
    "venues/mine.html": ("/venues/mine", f"/venues/mine?place={PLACE}&place={GONE_PLACE}&q=Poole"),
    "venues/gone.html": (f"/venues/{GONE_PLACE}",),
    "venues/offline.html": ("/offline",),
    "publishing/publications.html": ("/publications", "/publications?kind=strategy&year=1999"),
    "publishing/publication.html": (
        f"/publications/{LONG}",
        f"/publications/{LONG}/figures",
        f"/publications/{SENSITIVE}",
        "/publications/our-priorities",
    ),
    "publishing/easy-read.html": ("/publications/asb-case-review-explained/easy-read",),
    "site/easy-read.html": ("/help-now/easy-read", "/safe-places/easy-read", "/asb-case-review/easy-read"),
    "publishing/source.html": ("/publications/sources/annual-report-2026/summary",),
    "publishing/withdrawn.html": (f"/publications/{WITHDRAWN}",),
    "publishing/whole.html": (f"/publications/{LONG}/whole",),
    "site/not-found.html": ("/publication",),
    "site/search.html": ("/search", "/search?q=safe+places", "/search?q=xqzzv"),
    "figures/figures.html": ("/figures",),
    "figures/figure.html": ("/figures/marac-cases", "/figures/serious-violence-chart", "/figures/cctv-cameras"),
    "reviews/library.html": ("/domestic-homicide-reviews",),
    "reviews/review.html": ("/domestic-homicide-reviews/review-1",),
    "reviews/document.html": (
        "/domestic-homicide-reviews/review-1/overview-report",
        "/domestic-homicide-reviews/review-1/action-plan",
    ),
    "reviews/gone.html": (f"/domestic-homicide-reviews/{WITHDRAWN_REVIEW}",),
    "reviews/recommendations.html": (
        "/domestic-homicide-reviews/recommendations",
        "/domestic-homicide-reviews/recommendations?agency=police",
        "/domestic-homicide-reviews/recommendations?theme=housing",
    ),
    "enquiries/write-message.html": ("/contact/write",),
    "enquiries/write-complaint.html": ("/data-complaint/write",),
    "survey/start.html": ("/asb-survey",),
    "survey/closed.html": (f"/asb-survey/on/{OVER_SURVEY.slug}",),
    "survey/safety.html": ("/asb-survey/safety",),
    "survey/urgent.html": ("/asb-survey/a",),
    "survey/results.html": ("/asb-survey/results",),
    "survey/result.html": ("/asb-survey/results/concerns", f"/asb-survey/results/{OVER_SURVEY.slug}"),
    "survey/poster.html": ("/asb-survey/poster/concerns",),
    "survey/no-poster.html": (f"/asb-survey/poster/{OVER_SURVEY.slug}",),
    "engagement/what-you-told-us.html": (
        "/what-you-told-us",
        "/what-you-told-us?kind=noise",
        "/what-you-told-us/2026q1",
    ),
    "engagement/corrections.html": ("/corrections",),
    "engagement/you-said-we-did.html": ("/you-said-we-did", "/you-said-we-did?state=cannot&kind=noise"),
    "engagement/theme.html": ("/you-said-we-did/made-up-lights", "/you-said-we-did/made-up-done"),
    "engagement/alerts.html": ("/alerts",),
    "engagement/alerts-join.html": ("/alerts/join",),
    "engagement/alerts-asked.html": ("/alerts/asked",),
    "engagement/alerts-joined.html": ("/alerts/joined",),
    "engagement/alerts-confirm.html": ("/alerts/confirm/x",),
    "engagement/alerts-leave.html": ("/alerts/mine/x/leave",),
    "engagement/data.html": ("/data",),
    "engagement/data-api.html": ("/data/api",),
    "engagement/dataset.html": ("/data/you-said-we-did",),
    "casereview/information.html": ("/asb-case-review",),
    "casereview/blank-form.html": ("/asb-case-review/form",),
    "casereview/eligibility.html": ("/asb-case-review/check",),
    "casereview/answer/link.html": ("/asb-case-review/answer/made-up",),
    "casereview/answer/nothing.html": ("/asb-case-review/answer",),
    "casereview/answer/sent.html": ("/asb-case-review/answer/sent",),
    "casereview/figures.html": ("/asb-case-review/figures",),
    "casereview/start.html": ("/asb-case-review/apply",),
    "casereview/question.html": ("/asb-case-review/apply/a",),
    "joining/start.html": ("/join",),
    "joining/question.html": ("/join/a",),
    "joining/mine/ask.html": ("/join/mine",),
    "joining/mine/asked.html": ("/join/mine/asked",),
    "joining/mine/link.html": ("/join/mine/made-up",),
    "casereview/tracker/return.html": ("/asb-case-review/return",),
    "topics/topics.html": ("/topics",),
    "topics/topic.html": ("/topics/domestic-abuse", "/topics/knives"),
    "meetings/meetings.html": ("/meetings",),
    "meetings/meeting.html": ("/meetings/executive-board-october-2025",),
    "meetings/events.html": ("/events",),
    "meetings/event.html": ("/events/prevent-week-of-action-2025",),
    "strategy/strategy.html": ("/strategy",),
    "strategy/priorities.html": ("/priorities",),
    "strategy/initiatives.html": ("/initiatives", "/initiatives?priority=vawg"),
    "strategy/strategies.html": ("/strategies",),
    "strategy/campaigns.html": ("/campaigns",),
    "strategy/campaign.html": ("/campaigns/just-dont",),
    "strategy/consultations.html": ("/consultations",),
    "strategy/consultation.html": (f"/consultations/{CONSULTATION.key}",),
}


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An error page that no plain address shows: how to get it from the app."""

    status: int
    path: str = "/about"
    method: str = "GET"
    fails: bool = False


REFUSALS: dict[str, Refusal] = {
    "site/forbidden.html": Refusal(status=403, method="POST"),
    "site/bad-request.html": Refusal(status=405, method="POST"),
    "site/server-error.html": Refusal(status=500, fails=True),
}


def refusal_page(app: Flask, refusal: Refusal, prefix: str = "") -> str:
    """The HTML of an error page, `prefix` naming the language."""
    # A forbidden request is one that another site sent.
    own = {} if refusal.status == HTTPStatus.FORBIDDEN else {"Sec-Fetch-Site": "same-origin"}
    with failing(app, "site.about") if refusal.fails else contextlib.nullcontext():
        answer = app.test_client().open(prefix + refusal.path, method=refusal.method, headers=own)
    assert answer.status_code == refusal.status, f"{refusal} answered {answer.status_code}"
    return answer.get_data(as_text=True)


@contextlib.contextmanager
def failing(app: Flask, endpoint: str) -> Iterator[None]:
    """Let one page fail as it would for a visitor: answered with an error page, not raised."""
    view, testing = app.view_functions[endpoint], app.testing

    def fail() -> None:
        message = "made up"
        raise RuntimeError(message)

    app.view_functions[endpoint], app.testing = fail, False
    try:
        yield
    finally:
        app.view_functions[endpoint], app.testing = view, testing
