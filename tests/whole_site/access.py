"""The access register: who may call each endpoint, and one call of each rule with what a stranger is answered."""

from dataclasses import dataclass
from enum import StrEnum

from tests.whole_site.filled import (
    CONSULTATION,
    EXAMPLE_PLACE,
    GONE_PLACE,
    LONG,
    OVER_SURVEY,
    PLACE,
    SENSITIVE,
    WITHDRAWN_REVIEW,
)
from webapp.site.pages import PAGES

HTML = "text/html"
JSON = "application/json"
FIGURE = "marac-cases"
# A page of a place, for whoever has used a link; nobody has this one.
OF_A_PLACE = "/join/mine/places/00000000-0000-4000-8000-000000000000"


class Role(StrEnum):
    """Who may call an endpoint of the public site; the desk's register is `desk_access.py`."""

    PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An address and what it answers to a stranger; `kept` says whether a cache may hold the answer."""

    path: str
    status: int = 200
    media_type: str = HTML
    kept: bool = True


@dataclass(frozen=True, kw_only=True)
class Access:
    """Who may call an endpoint, by which methods, and a visit for each of its rules."""

    role: Role
    visits: tuple[Visit, ...]
    methods: frozenset[str] = frozenset({"GET"})


def public(*visits: Visit) -> Access:
    """An endpoint that everybody may read."""
    return Access(role=Role.PUBLIC, visits=visits)


def form(*visits: Visit) -> Access:
    """An endpoint that everybody may send something to."""
    return Access(role=Role.PUBLIC, visits=visits, methods=frozenset({"GET", "POST"}))


def sent(*visits: Visit) -> Access:
    """An endpoint that everybody may send something to, and that nobody can read by its address alone."""
    return Access(role=Role.PUBLIC, visits=visits, methods=frozenset({"POST"}))


def _document(path: str, **expected) -> Visit:
    return Visit(path=f"/publications/{LONG}{path}", **expected)


# Whatever stands in PAGES is public by what it is; anything else is named here by hand.
REGISTER: dict[str, Access] = {
    **{page.endpoint: public(Visit(path=page.path)) for page in PAGES},
    "site.sitemap": public(Visit(path="/sitemap.xml", media_type="application/xml")),
    "site.robots": public(Visit(path="/robots.txt", media_type="text/plain")),
    "site.security_txt": public(Visit(path="/.well-known/security.txt", media_type="text/plain")),
    # The partnership of the tests has the colours and the logo of the project.
    "site.brand_css": public(Visit(path="/brand/none.css", status=404, kept=False)),
    "site.brand_logo": public(Visit(path="/brand/none/logo.svg", status=404, kept=False)),
    "site.favicon": public(Visit(path="/favicon.ico", status=302)),
    "site.healthz": public(Visit(path="/healthz", media_type="text/plain", kept=False)),
    "site.readyz": public(Visit(path="/readyz", media_type="text/plain", kept=False)),
    "site.search": public(
        Visit(path="/search", kept=False),
        Visit(path="/search?q=safe+places", kept=False),
        Visit(path="/search?q=xqzzv", kept=False),
    ),
    "figures.figures": public(Visit(path="/figures")),
    "figures.figure": public(Visit(path=f"/figures/{FIGURE}")),
    "figures.figure_csv": public(Visit(path=f"/figures/{FIGURE}.csv", media_type="text/csv")),
    "figures.figure_metadata": public(
        Visit(path=f"/figures/{FIGURE}.csv-metadata.json", media_type="application/csvm+json")
    ),
    "enquiries.write_message": form(Visit(path="/contact/write", kept=False)),
    "enquiries.message_sent": public(Visit(path="/contact/sent", status=303, kept=False)),
    "enquiries.write_complaint": form(Visit(path="/data-complaint/write", kept=False)),
    "enquiries.complaint_sent": public(Visit(path="/data-complaint/sent", status=303, kept=False)),
    "site.leave": public(Visit(path="/leave", status=303, kept=False)),
    "venues.venues": public(
        Visit(path="/venues"),
        Visit(path="/venues?open=now&access=step-free"),
        Visit(path="/venues?near=Boscombe&open=now", kept=False),
        Visit(path="/venues?near=xqzzvyw", kept=False),
        Visit(path="/venues?q=library", kept=False),
    ),
    "venues.safe_places": public(Visit(path="/safe-places"), Visit(path="/safe-places?near=BH1", kept=False)),
    "venues.unity_promise": public(Visit(path="/unity-promise")),
    "venue_lists.csv_file": public(Visit(path="/venues.csv", media_type="text/csv")),
    "venue_lists.geojson_file": public(Visit(path="/venues.geojson", media_type="application/geo+json")),
    "venue_lists.open_referral_file": public(Visit(path="/venues/open-referral.json", media_type="application/json")),
    "venues.venue": public(
        Visit(path=f"/venues/{PLACE}"),
        Visit(path=f"/venues/{EXAMPLE_PLACE}"),
        Visit(path=f"/venues/{GONE_PLACE}", status=410, kept=False),
    ),
    "venue_reports.report": form(Visit(path=f"/venues/{PLACE}/report", kept=False)),
    "venue_reports.sent": public(Visit(path=f"/venues/{PLACE}/report/sent", status=303, kept=False)),
    "venues.town_list": public(Visit(path="/venues/print/bournemouth"), Visit(path="/venues/print/christchurch")),
    "venues.mine": public(
        Visit(path="/venues/mine", kept=False),
        Visit(path=f"/venues/mine?place={PLACE}&q=Poole", kept=False),
    ),
    "offline.page": public(Visit(path="/offline")),
    "offline.places": public(Visit(path="/-/venues/offline.json", media_type="application/json")),
    "offline.worker": public(Visit(path="/sw.js", media_type="text/javascript", kept=False)),
    # What the map fetches; addresses that tell their content are asked for in tests/venues/test_maps.py.
    "venue_map.script": public(Visit(path="/map/none.js", status=404, kept=False)),
    "venue_map.ground": public(Visit(path="/map/ground/none.pmtiles", status=404, kept=False)),
    "venue_map.pins": public(Visit(path="/-/venues/pins/none.json", status=404, kept=False)),
    "venue_map.names": public(Visit(path="/-/venues/pins/none/0.json", status=404, kept=False)),
    "venue_map.words": public(Visit(path=f"/-/venues/pin/{PLACE}", media_type="application/json")),
    # A position is sent, and no address holds it (tests/venues/test_views.py).
    "venues.near": sent(Visit(path="/-/venues/near", status=405, kept=False)),
    "topics.topics": public(Visit(path="/topics")),
    "topics.topic": public(Visit(path="/topics/knives"), Visit(path="/topics/domestic-abuse", kept=False)),
    # No browser keeps what a journey shows; only its first page needs no draft and no answer.
    "survey.start": public(Visit(path="/asb-survey", kept=False)),
    "survey.themed": public(Visit(path=f"/asb-survey/on/{OVER_SURVEY.slug}", kept=False)),
    "survey.safety": public(Visit(path="/asb-survey/safety", kept=False)),
    "survey.page": form(
        Visit(path="/asb-survey/a", kept=False),
        Visit(path="/asb-survey/d", status=303, kept=False),
    ),
    "survey.check": form(Visit(path="/asb-survey/check", status=303, kept=False)),
    "survey.sent": public(Visit(path="/asb-survey/sent", status=303, kept=False)),
    "survey.keep": form(Visit(path="/asb-survey/keep", kept=False)),
    "survey.come_back": form(Visit(path="/asb-survey/return", kept=False)),
    "survey_place.script": public(Visit(path="/-/asb-survey/map/none.js", status=404, kept=False)),
    "survey_results.results": public(Visit(path="/asb-survey/results")),
    "survey_results.result": public(
        Visit(path="/asb-survey/results/concerns"), Visit(path=f"/asb-survey/results/{OVER_SURVEY.slug}")
    ),
    "survey_results.poster": public(Visit(path="/asb-survey/poster", status=303, kept=False)),
    "survey_results.poster_of": public(Visit(path="/asb-survey/poster/concerns")),
    # A link shows the same page whatever it is; without a visit there is nothing (agencies/test_guests.py).
    "case_answer.link": form(Visit(path="/asb-case-review/answer/made-up", kept=False)),
    "case_answer.answer": form(Visit(path="/asb-case-review/answer", kept=False)),
    "case_answer.files": form(Visit(path="/asb-case-review/answer/files", status=303, kept=False)),
    "case_answer.sent": public(Visit(path="/asb-case-review/answer/sent", kept=False)),
    "evidence.original": public(Visit(path="/evidence/0", status=404, kept=False)),
    "case_review.information": public(Visit(path="/asb-case-review")),
    "case_review.blank_form": public(Visit(path="/asb-case-review/form")),
    "case_review.blank_form_file": public(
        Visit(path="/asb-case-review/form.pdf", media_type="application/pdf", kept=False)
    ),
    "case_figures.figures": public(Visit(path="/asb-case-review/figures")),
    "case_figures.figures_csv": public(Visit(path="/asb-case-review/figures.csv", media_type="text/csv")),
    "case_figures.figures_metadata": public(
        Visit(path="/asb-case-review/figures.csv-metadata.json", media_type="application/csvm+json")
    ),
    "case_review.eligibility": form(Visit(path="/asb-case-review/check", kept=False)),
    "case_review.way_back": public(Visit(path="/back", status=303, kept=False)),
    "case_application.start": public(Visit(path="/asb-case-review/apply", kept=False)),
    "case_application.page": form(
        Visit(path="/asb-case-review/apply/a", kept=False),
        Visit(path="/asb-case-review/apply/h", status=303, kept=False),
    ),
    "case_application.check": form(Visit(path="/asb-case-review/apply/check", status=303, kept=False)),
    "case_application.sent": public(Visit(path="/asb-case-review/apply/sent", status=303, kept=False)),
    "case_application.keep": form(Visit(path="/asb-case-review/apply/keep", kept=False)),
    "case_application.come_back": form(Visit(path="/asb-case-review/apply/return", kept=False)),
    "case_application.files": sent(Visit(path="/asb-case-review/apply/files", status=404, kept=False)),
    "case_application.piece": sent(Visit(path="/asb-case-review/apply/files/piece", status=405, kept=False)),
    "releases.current": public(Visit(path="/what-you-told-us")),
    "releases.release": public(Visit(path="/what-you-told-us/2026q2")),
    "releases.table_csv": public(Visit(path="/what-you-told-us/2026q2/kinds.csv", media_type="text/csv")),
    "releases.table_metadata": public(
        Visit(path="/what-you-told-us/2026q2/kinds.csv-metadata.json", media_type="application/csvm+json")
    ),
    "releases.changes_csv": public(Visit(path="/what-you-told-us/2026q1-2/changed.csv", media_type="text/csv")),
    "releases.release_json": public(Visit(path="/what-you-told-us/2026q2.json", media_type=JSON)),
    "releases.release_ods": public(
        Visit(path="/what-you-told-us/2026q2.ods", media_type="application/vnd.oasis.opendocument.spreadsheet")
    ),
    "releases.release_pdf": public(Visit(path="/what-you-told-us/2026q2.pdf", media_type="application/pdf")),
    "releases.corrections": public(Visit(path="/corrections")),
    "answers.themes": public(Visit(path="/you-said-we-did")),
    "answers.theme": public(Visit(path="/you-said-we-did/made-up-lights")),
    "mail_alerts.about": public(Visit(path="/alerts")),
    "mail_alerts.join": form(Visit(path="/alerts/join", kept=False)),
    "mail_alerts.asked": public(Visit(path="/alerts/asked", kept=False)),
    "mail_alerts.confirm": form(Visit(path="/alerts/confirm/x", kept=False)),
    "mail_alerts.joined": public(Visit(path="/alerts/joined", kept=False)),
    "mail_alerts.mine": form(Visit(path="/alerts/mine/x", status=404, kept=False)),
    "mail_alerts.leave": form(Visit(path="/alerts/mine/x/leave", kept=False)),
    "open_data.data": public(Visit(path="/data")),
    "open_data.api_guide": public(Visit(path="/data/api")),
    "open_data.catalogue": public(Visit(path="/data/catalogue.jsonld", media_type="application/ld+json")),
    "open_data.dataset": public(Visit(path="/data/you-said-we-did")),
    "open_data.dataset_csv": public(Visit(path="/data/you-said-we-did.csv", media_type="text/csv")),
    "open_data.dataset_metadata": public(
        Visit(path="/data/you-said-we-did.csv-metadata.json", media_type="application/csvm+json")
    ),
    "api.document": public(Visit(path="/api/openapi.json", media_type=JSON)),
    "api.releases": public(Visit(path="/api/v1/releases", media_type=JSON)),
    "api.release": public(Visit(path="/api/v1/releases/2026q2", media_type=JSON)),
    "api.figures": public(Visit(path="/api/v1/releases/2026q2/figures", media_type=JSON)),
    "api.themes": public(Visit(path="/api/v1/themes", media_type=JSON)),
    "api.theme": public(Visit(path="/api/v1/themes/made-up-lights", media_type=JSON)),
    "api.datasets": public(Visit(path="/api/v1/datasets", media_type=JSON)),
    "api.areas": public(Visit(path="/api/v1/areas", media_type=JSON)),
    "api.kinds": public(Visit(path="/api/v1/kinds", media_type=JSON)),
    "joining.start": public(Visit(path="/join")),
    "joining.template": public(Visit(path="/join/places.csv", media_type="text/csv")),
    "joining.page": form(
        Visit(path="/join/a", kept=False),
        Visit(path="/join/h2", status=303, kept=False),
    ),
    "joining.check": form(Visit(path="/join/check", status=303, kept=False)),
    "joining.sent": public(Visit(path="/join/sent", status=303, kept=False)),
    "joining.keep": form(Visit(path="/join/keep", kept=False)),
    "joining.come_back": form(Visit(path="/join/return", kept=False)),
    "joining.files": sent(Visit(path="/join/files", status=404, kept=False)),
    "joining.piece": sent(Visit(path="/join/files/piece", status=405, kept=False)),
    "joining.list": sent(Visit(path="/join/list", status=404, kept=False)),
    # A link shows the same page whatever it is; without a visit each page leads to where one is asked for
    # (tests/joining/test_mine_pages.py).
    "join_mine.home": form(Visit(path="/join/mine", kept=False)),
    "join_mine.asked": public(Visit(path="/join/mine/asked", kept=False)),
    "join_mine.link": form(Visit(path="/join/mine/made-up", kept=False)),
    "join_mine.end": form(Visit(path="/join/mine/end", status=303, kept=False)),
    **{
        f"join_mine.{endpoint}": made(Visit(path=f"{OF_A_PLACE}{page}", status=303, kept=False))
        for endpoint, page, made in (
            ("place", "", public),
            ("poster", "/poster.pdf", public),
            ("card", "/staff-card.pdf", public),
            ("change", "/change", form),
            ("training", "/training", form),
            ("renew", "/renew", form),
            ("refresh", "/refresh", form),
            ("hand_over", "/hand-over", form),
            ("leave", "/leave", form),
        )
    },
    "join_badges.badge": public(
        Visit(path=f"/venues/{PLACE}/badge/safe-place.svg", media_type="image/svg+xml"),
        Visit(path=f"/venues/{GONE_PLACE}/badge/safe-place.svg", media_type="image/svg+xml"),
        Visit(path=f"/venues/{PLACE}/badge/none.svg", status=404, kept=False),
    ),
    "case_tracker.come_back": form(Visit(path="/asb-case-review/return", kept=False)),
    # Without a visit each leads to where the five words are typed (tests/casereview/tracker/test_tracker_pages.py).
    "case_tracker.case": public(Visit(path="/asb-case-review/case", status=303, kept=False)),
    "case_tracker.documents": public(Visit(path="/asb-case-review/case/documents", status=303, kept=False)),
    **{
        f"case_tracker.{endpoint}": form(Visit(path=f"/asb-case-review/case/{page}", status=303, kept=False))
        for endpoint, page in (
            ("write", "message"),
            ("add", "add"),
            ("add_file", "evidence"),
            ("contact", "contact"),
            ("copy", "copy"),
            ("attend", "meeting"),
            ("appeal", "appeal"),
            ("allow", "allow"),
            ("leave_part", "end"),
            ("withdraw", "withdraw"),
            ("words", "words"),
        )
    },
    **{
        f"case_tracker.{endpoint}": sent(Visit(path=f"/asb-case-review/case/{page}", status=405, kept=False))
        for endpoint, page in (
            ("document", "document"),
            ("letter_file", "document/file"),
            ("file_piece", "evidence/piece"),
            ("not_me", "not-me"),
            ("finish", "finish"),
        )
    },
    "meetings.meetings": public(Visit(path="/meetings")),
    "meetings.meeting": public(Visit(path="/meetings/executive-board-october-2025")),
    "meetings.events": public(Visit(path="/events")),
    "meetings.event": public(Visit(path="/events/prevent-week-of-action-2025")),
    "meetings.events_ics": public(Visit(path="/events.ics", media_type="text/calendar")),
    "meetings.event_ics": public(Visit(path="/events/prevent-week-of-action-2025.ics", media_type="text/calendar")),
    "strategy.strategy": public(Visit(path="/strategy")),
    "strategy.priorities": public(Visit(path="/priorities")),
    "strategy.initiatives": public(
        Visit(path="/initiatives"),
        Visit(path="/initiatives?priority=vawg"),
        Visit(path="/initiatives?scope=cross-cutting&q=knife"),
    ),
    "strategy.strategies": public(Visit(path="/strategies")),
    "strategy.campaigns": public(Visit(path="/campaigns")),
    "strategy.campaign": public(Visit(path="/campaigns/just-dont")),
    "strategy.consultations": public(Visit(path="/consultations")),
    "strategy.consultation": public(Visit(path=f"/consultations/{CONSULTATION.key}")),
    "publishing.publications": public(
        Visit(path="/publications"),
        Visit(path="/publications?kind=annual_report"),
        Visit(path="/publications?kind=strategy&year=1999"),
        Visit(path="/publications?priority=2025-10:vawg"),
        Visit(path="/publications?q=review", kept=False),
    ),
    "site.feed": public(Visit(path="/publications.atom", media_type="application/atom+xml")),
    "publishing.publication": public(
        _document(""),
        _document("/figures"),
        _document("/what-comes-next"),
        Visit(path="/publications/our-priorities"),
        Visit(path=f"/publications/{SENSITIVE}", kept=False),
    ),
    "publishing.whole_publication": public(
        _document("/whole"), Visit(path=f"/publications/{SENSITIVE}/whole", kept=False)
    ),
    "publishing.easy_read": public(Visit(path="/publications/safe-places-explained/easy-read")),
    "site.help_now_easy_read": public(Visit(path="/help-now/easy-read")),
    "site.case_review_easy_read": public(Visit(path="/asb-case-review/easy-read")),
    "site.safe_places_easy_read": public(Visit(path="/safe-places/easy-read")),
    "reviews.reviews": public(Visit(path="/domestic-homicide-reviews", kept=False)),
    "reviews.recommendations": public(
        Visit(path="/domestic-homicide-reviews/recommendations", kept=False),
        Visit(path="/domestic-homicide-reviews/recommendations?agency=police&standing=late", kept=False),
    ),
    "reviews.review": public(
        Visit(path="/domestic-homicide-reviews/review-1", kept=False),
        Visit(path=f"/domestic-homicide-reviews/{WITHDRAWN_REVIEW}", status=410, kept=False),
    ),
    "reviews.document": public(
        Visit(path="/domestic-homicide-reviews/review-1/overview-report", kept=False),
        Visit(path="/domestic-homicide-reviews/review-1/overview-report/part-2", kept=False),
        Visit(path="/domestic-homicide-reviews/review-1/quality-assurance-letter", kept=False),
    ),
    "publishing.source": public(
        Visit(path="/publications/sources/annual-report-2026"),
        Visit(path="/publications/sources/annual-report-2026/summary"),
    ),
    "publishing.table": public(_document("/tables/1.en.csv", media_type="text/csv")),
    "publishing.attachment": public(_document(f"/files/{LONG}.txt", media_type="text/plain")),
}


def visits(*, media_type: str | None = None) -> list[Visit]:
    """The visits of all public endpoints, of one media type where that is named."""
    return [
        visit
        for access in REGISTER.values()
        if access.role is Role.PUBLIC
        for visit in access.visits
        if media_type in {None, visit.media_type}
    ]
