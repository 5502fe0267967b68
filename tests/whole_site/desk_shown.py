"""Every page of the desk with who may see it and how it is come by: what the browser tests look at.

A path names made-up things of tests/whole_site/desk_filled.py in braces. A page that only an answer to a form shows
says what is sent.
"""

import io
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from tests.client import Page, PageClient
from tests.filling import OWN, fill
from tests.officers import OfficerClient
from tests.whole_site.desk_case_shown import case_visits
from tests.whole_site.desk_filled import Desk
from tests.whole_site.desk_joining import joining_visits
from tests.whole_site.desk_told import told_visits
from webapp.accounts.rules import Stage

ADMINISTRATOR, AUDITOR, PUBLISHER, APPROVER = "administrator", "auditor", "publisher", "approver"
MODERATOR, CASE_OFFICER, ANALYST, PARTNER = "moderator", "case-officer", "analyst", "agency-partner"
VENUE_OFFICER = "venue-officer"
# An officer with a passphrase and an app, and one who was just invited.
EQUIPPED, NOBODY, STRANGER = "equipped", "nobody", ""
ID = "[0-9a-f-]{36}"
# What is written by forms of the same make.
WRITTEN = (
    "alerts", "topics", "meetings", "events", "campaigns", "consultations",
    "priorities", "commitments", "measures", "initiatives",
)  # fmt: skip
KEPT_FORM = "__Host-desk-form"


@dataclass(frozen=True, kw_only=True)
class DeskVisit:
    """A page of the desk in one of the states that look different."""

    template: str
    path: str
    officer: str = STRANGER
    stage: Stage = Stage.FULL
    status: int = 200
    # From that page on the first link that ends like this is followed, and so on: an id need not be known.
    through: tuple[str, ...] = ()
    # What is sent with the form of this page that posts to `action`, where the answer is the page to look at; {new} is
    # something else each time.
    sent: Mapping[str, str] | None = None
    action: str = ""
    # A file of the site's own, beside this page, that is sent back with the form.
    brought: str = ""

    def __str__(self) -> str:
        """What a failing test is called by."""
        words = (
            self.template,
            "at",
            self.path,
            "by",
            self.officer or "a stranger",
            *(["sent"] * (self.sent is not None)),
        )
        return " ".join(words)


def _page(template: str, path: str, officer: str = STRANGER, *through: str, **told: object) -> DeskVisit:
    return DeskVisit(template=template, path=path, officer=officer, through=through, **told)


DESK_VISITS: tuple[DeskVisit, ...] = (
    _page("accounts/sign-in.html", "/desk/sign-in"),
    _page("accounts/sign-in.html", "/desk/sign-in?reason=ended"),
    _page("accounts/sign-in.html", "/desk/sign-in", sent={"email": "ada"}, status=422),
    _page("accounts/code.html", "/desk/sign-in/code", EQUIPPED, stage=Stage.HALF),
    _page("accounts/key.html", "/desk/sign-in/key", EQUIPPED, stage=Stage.HALF),
    _page("accounts/new-passphrase.html", "/desk/sign-in/new-passphrase", EQUIPPED, stage=Stage.RENEWING),
    _page("accounts/link.html", "/desk/invite/{invitation}"),
    _page("accounts/link.html", "/desk/invite/{lost}"),
    _page("accounts/link-over.html", "/desk/invite/used", status=404),
    _page("accounts/start.html", "/desk/start", NOBODY, stage=Stage.ENROLLING),
    _page("accounts/choose-factor.html", "/desk/start/second", EQUIPPED, stage=Stage.ENROLLING),
    _page("accounts/add-app.html", "/desk/account/app", EQUIPPED),
    _page("accounts/add-key.html", "/desk/account/key", EQUIPPED),
    _page("accounts/recovery-codes.html", "/desk/account", EQUIPPED, sent={}, action="/desk/account/recovery-codes"),
    _page("accounts/account.html", "/desk/account", EQUIPPED),
    _page("accounts/account.html", "/desk/account", PUBLISHER),
    _page("accounts/kept-form.html", "/desk/kept-form", EQUIPPED),
    _page("accounts/change-passphrase.html", "/desk/account/passphrase", EQUIPPED),
    _page("accounts/officers.html", "/desk/officers", ADMINISTRATOR),
    _page("accounts/officer.html", "/desk/officers/{officer}", ADMINISTRATOR),
    _page("accounts/invite.html", "/desk/officers/invite", ADMINISTRATOR),
    _page("accounts/invite.html", "/desk/officers/invite", ADMINISTRATOR, sent={"email": "ada"}, status=422),
    _page(
        "accounts/link-given.html",
        "/desk/officers/invite",
        ADMINISTRATOR,
        sent={"email": "somebody.{new}@example.org", "roles": "publisher", "by_email": "yes"},
    ),
    _page("desk/home.html", "/desk", PUBLISHER),
    _page("desk/home.html", "/desk", ANALYST),
    _page("desk/home.html", "/desk", ADMINISTRATOR),
    _page("desk/queue.html", "/desk/queue", PUBLISHER),
    _page("desk/queue.html", "/desk/queue?show=overdue", PUBLISHER),
    _page("desk/queue.html", "/desk/queue?page=2", PUBLISHER),
    _page("desk/queue.html", "/desk/queue?q=nothing", PUBLISHER),
    _page("desk/queue.html", "/desk/queue", ANALYST),
    _page("desk/item.html", "/desk/queue/{item}", PUBLISHER),
    _page("desk/note.html", "/desk/queue/{item}/notes/{note}", PUBLISHER),
    _page(
        "desk/collision.html",
        "/desk/queue/{item}/notes/{note}",
        PUBLISHER,
        sent={"words": "They have moved away.", "version": "0"},
        status=409,
    ),
    _page("desk/hand-over.html", "/desk/hand-over", PUBLISHER),
    _page("desk/shortcuts.html", "/desk/shortcuts", PUBLISHER),
    _page("desk/status.html", "/desk/status", ADMINISTRATOR),
    _page("desk/audit.html", "/desk/audit", AUDITOR),
    _page("desk/audit.html", "/desk/audit?key=nothing", AUDITOR),
    _page("reviews/desk/reviews.html", "/desk/reviews", PUBLISHER),
    _page("reviews/desk/review.html", "/desk/reviews/{new_review}", PUBLISHER),
    _page("reviews/desk/review.html", "/desk/reviews/{review}", APPROVER),
    _page("reviews/desk/review.html", "/desk/reviews/{public_review}", PUBLISHER),
    _page("reviews/desk/form.html", "/desk/reviews/{new_review}/state", PUBLISHER),
    _page("reviews/desk/form.html", "/desk/reviews/{review}/terms", PUBLISHER),
    _page("reviews/desk/form.html", "/desk/reviews/{new_review}/documents/action-plan", PUBLISHER),
    _page("reviews/desk/form.html", "/desk/reviews/{new_review}/documents/action-plan", PUBLISHER, sent={}, status=422),
    _page("reviews/desk/form.html", "/desk/reviews/{review}/documents/action-plan/en/0", PUBLISHER),
    _page("reviews/desk/form.html", "/desk/reviews/{new_review}/recommendations/new", PUBLISHER),
    _page("reviews/desk/document.html", "/desk/reviews/{review}/documents/overview-report/en", APPROVER),
    _page("reviews/desk/recommendation.html", "/desk/reviews/recommendations/{recommendation}", PUBLISHER),
    _page("reviews/desk/withdraw.html", "/desk/reviews/{public_review}/withdraw", PUBLISHER),
    _page("enquiries/desk/enquiries.html", "/desk/enquiries", MODERATOR),
    _page("enquiries/desk/enquiry.html", "/desk/enquiries/{message}", MODERATOR),
    _page("enquiries/desk/enquiry.html", "/desk/enquiries/{complaint}", MODERATOR),
    _page("enquiries/desk/answer.html", "/desk/enquiries/{message}/answer", MODERATOR),
    _page("enquiries/desk/answer.html", "/desk/enquiries/{message}/answer", MODERATOR, sent={}, status=422),
    _page("enquiries/desk/extend.html", "/desk/enquiries/{complaint}/extend", MODERATOR),
    _page("enquiries/desk/close.html", "/desk/enquiries/{message}/close", MODERATOR),
    _page("publishing/desk/publications.html", "/desk/publications", PUBLISHER),
    _page("publishing/desk/publications.html", "/desk/publications?q=nothing", PUBLISHER),
    _page("publishing/desk/upload.html", "/desk/publications/new", PUBLISHER),
    _page("publishing/desk/upload.html", "/desk/publications/new", PUBLISHER, sent={"language": "en"}, status=422),
    _page("publishing/desk/import.html", "/desk/publications/imports/{run}", PUBLISHER),
    _page("publishing/desk/publication.html", "/desk/publications/{draft}", PUBLISHER),
    _page("publishing/desk/publication.html", "/desk/publications/{unready}", PUBLISHER),
    _page("publishing/desk/publication.html", "/desk/publications/{submitted}", APPROVER),
    _page("publishing/desk/publication.html", "/desk/publications/made-up-long-report", PUBLISHER),
    _page("publishing/desk/facts.html", "/desk/publications/{draft}/facts", PUBLISHER),
    _page("publishing/desk/text.html", "/desk/publications/{draft}/texts/{text}", PUBLISHER),
    _page("publishing/desk/page.html", "/desk/publications/{unready}", PUBLISHER, "/pages/" + ID),
    _page("publishing/desk/page.html", "/desk/publications/{draft}/pages/{page}", PUBLISHER),
    _page("publishing/desk/read.html", "/desk/publications/{draft}/texts/{text}/read", APPROVER),
    _page("publishing/desk/difference.html", "/desk/publications/{draft}/difference", PUBLISHER),
    _page("publishing/desk/add-text.html", "/desk/publications/{draft}/texts/new", PUBLISHER),
    _page("publishing/desk/upload-text.html", "/desk/publications/{draft}/texts/upload", PUBLISHER),
    _page("publishing/desk/text.html", "/desk/publications/{draft}/texts/{easy}", PUBLISHER),
    _page("publishing/desk/row.html", "/desk/publications/{draft}/texts/{easy}/rows/1", PUBLISHER),
    _page("publishing/desk/file.html", "/desk/publications/{draft}/files/new", PUBLISHER),
    _page("publishing/desk/sure.html", "/desk/publications/{draft}/discard", PUBLISHER),
    _page("publishing/desk/send-back.html", "/desk/publications/{submitted}/send-back", APPROVER),
    _page("publishing/desk/schedule.html", "/desk/publications/{submitted}/schedule", PUBLISHER),
    _page("publishing/desk/withdraw.html", "/desk/publications/made-up-long-report/withdraw", PUBLISHER),
    _page("publishing/desk/read-again.html", "/desk/publications/made-up-long-report/read-again", PUBLISHER),
    _page("figures/desk/figures.html", "/desk/figures", ANALYST),
    _page("figures/desk/new.html", "/desk/figures/new", ANALYST),
    _page("figures/desk/figure.html", "/desk/figures/{figure}", ANALYST),
    _page("figures/desk/about.html", "/desk/figures/{figure}/about", ANALYST),
    _page("figures/desk/table.html", "/desk/figures/{figure}/table", ANALYST),
    _page("figures/desk/upload.html", "/desk/figures/{figure}/upload", ANALYST),
    _page("figures/desk/trial.html", "/desk/figures/{figure}/upload", ANALYST, sent={}, brought="draft.csv"),
    _page("figures/desk/history.html", "/desk/figures/{figure}/history", ANALYST),
    _page("figures/desk/change.html", "/desk/figures/{figure}/history", ANALYST, "/history/[0-9]+"),
    _page("figures/desk/part.html", "/desk/figures/{figure}/headline", ANALYST),
    _page("figures/desk/withdraw.html", "/desk/figures/{figure}/withdraw", PUBLISHER),
    _page("strategy/desk/kpis.html", "/desk/measures", ANALYST),
    _page("strategy/desk/kpi.html", "/desk/measures", ANALYST, "/measures/" + ID),
    _page("strategy/desk/observation.html", "/desk/measures", ANALYST, "/measures/" + ID, "/new"),
    _page("site/desk/content.html", "/desk/content", PUBLISHER),
    _page("edits/desk/things.html", "/desk/content/alerts", PUBLISHER),
    _page("edits/desk/things.html", "/desk/content/meetings", PUBLISHER),
    _page("edits/desk/thing.html", "/desk/content/meetings/{meeting}", PUBLISHER),
    _page("edits/desk/take-off.html", "/desk/content/meetings/{meeting}", PUBLISHER, "/take-off"),
    _page("edits/desk/version.html", "/desk/content/meetings/{meeting}", PUBLISHER, "/versions/[0-9]+"),
    _page("edits/desk/remove.html", "/desk/content/meetings/{meeting}", PUBLISHER, "/remove"),
    _page("venues/desk/venues.html", "/desk/venues", VENUE_OFFICER),
    _page("venues/desk/venues.html", "/desk/venues?q=nothing", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/new", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/new", VENUE_OFFICER, sent={"name": "x"}, status=422),
    _page("venues/desk/venue.html", "/desk/venues/{place}", VENUE_OFFICER),
    _page("venues/desk/venue.html", "/desk/venues/{hidden_place}", VENUE_OFFICER),
    _page("venues/desk/venue.html", "/desk/venues/{removed_place}", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{place}/change/place", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{place}/change/visit", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{place}/change/access", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{place}/contact", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{place}/memberships/safe-place", VENUE_OFFICER),
    _page("venues/desk/form.html", "/desk/venues/{late_place}/check", VENUE_OFFICER),
    _page("venues/desk/checks.html", "/desk/venues/{place}/checks", VENUE_OFFICER),
    _page("venues/desk/hours.html", "/desk/venues/{place}/hours", VENUE_OFFICER),
    _page(
        "venues/desk/hours.html",
        "/desk/venues/{place}/hours",
        VENUE_OFFICER,
        sent={"day-0": "5-11", "days-0-first": ""},
        action="/desk/venues/{place}/hours",
        status=422,
    ),
    _page("venues/desk/version.html", "/desk/venues/{place}/versions/2", VENUE_OFFICER),
    _page("venues/desk/sure.html", "/desk/venues/{place}/hide", VENUE_OFFICER),
    _page("venues/desk/sure.html", "/desk/venues/{place}/remove", VENUE_OFFICER, sent={}, status=422),
    _page("venues/desk/sure.html", "/desk/venues/{hidden_place}/refuse", APPROVER),
    _page("venues/desk/showing.html", "/desk/venues/{hidden_place}/show-again", APPROVER),
    _page("venues/desk/showing.html", "/desk/venues/{hidden_place}/show-again", VENUE_OFFICER),
    _page("venues/desk/reports.html", "/desk/venues/reports", VENUE_OFFICER),
    _page("venues/desk/reports.html", "/desk/venues/reports?show=not-real&reference=x", VENUE_OFFICER),
    _page("venues/desk/report.html", "/desk/venues/reports/{alarm}", VENUE_OFFICER),
    _page("venues/desk/report.html", "/desk/venues/reports/{report}", VENUE_OFFICER),
    _page("venues/desk/close-report.html", "/desk/venues/reports/{report}/close", VENUE_OFFICER),
    _page("venues/desk/round.html", "/desk/venues/round", VENUE_OFFICER),
    _page("venues/desk/round.html", "/desk/venues/round?town=christchurch", VENUE_OFFICER),
    _page("venues/desk/round-print.html", "/desk/venues/round/print?start=Boscombe", VENUE_OFFICER),
    _page("venues/desk/imports.html", "/desk/venues/imports", VENUE_OFFICER),
    _page("venues/desk/import-new.html", "/desk/venues/imports/new", VENUE_OFFICER),
    _page("venues/desk/import-new.html", "/desk/venues/imports/new", VENUE_OFFICER, sent={}, status=422),
    _page("venues/desk/import.html", "/desk/venues/imports/{list}", VENUE_OFFICER),
    _page("venues/desk/import.html", "/desk/venues/imports/{applied_list}", VENUE_OFFICER),
    _page("venues/desk/import.html", "/desk/venues/imports/{dropped_list}", VENUE_OFFICER),
    _page("venues/desk/import.html", "/desk/venues/imports/{failed_list}", VENUE_OFFICER),
    _page("venues/desk/import.html", "/desk/venues/imports/{waiting_list}", VENUE_OFFICER),
    _page("venues/desk/import-errors.html", "/desk/venues/imports/{list}/errors", VENUE_OFFICER),
    _page("venues/desk/import-errors.html", "/desk/venues/imports/{applied_list}/errors", VENUE_OFFICER),
    _page("venues/desk/import-doubles.html", "/desk/venues/imports/{list}/doubles", VENUE_OFFICER),
    _page("venues/desk/import-doubles.html", "/desk/venues/imports/{applied_list}/doubles", VENUE_OFFICER),
    _page("survey/desk/overview.html", "/desk/survey", MODERATOR),
    _page("survey/desk/overview.html", "/desk/survey", ANALYST),
    _page("survey/desk/answers.html", "/desk/survey/answers", ANALYST),
    _page("survey/desk/answers.html", "/desk/survey/answers?state=held&month=2020-01", ANALYST),
    _page("survey/desk/answer.html", "/desk/survey/answers/{survey_words}", MODERATOR),
    _page("survey/desk/answer.html", "/desk/survey/answers/{survey_excluded}", ANALYST),
    _page("survey/desk/exclude.html", "/desk/survey/answers/{survey_words}/exclude", ANALYST),
    _page("survey/desk/exclude.html", "/desk/survey/answers/{survey_words}/exclude", ANALYST, sent={}, status=422),
    _page("survey/desk/exclusions.html", "/desk/survey/exclusions", ANALYST),
    _page("survey/desk/words-list.html", "/desk/survey/words", MODERATOR),
    _page("survey/desk/words.html", "/desk/survey/words/{survey_words}", MODERATOR),
    _page("survey/desk/words.html", "/desk/survey/words/{survey_words}", CASE_OFFICER),
    _page(
        "survey/desk/words.html",
        "/desk/survey/words/{survey_words}",
        CASE_OFFICER,
        sent={"asked": "check"},
        action="/desk/survey/words/{survey_words}/original",
    ),
    _page(
        "survey/desk/words.html",
        "/desk/survey/words/{survey_words}",
        CASE_OFFICER,
        sent={},
        action="/desk/survey/words/{survey_words}/original",
        status=422,
    ),
    _page(
        "survey/desk/words.html",
        "/desk/survey/words/{survey_words}",
        MODERATOR,
        sent={"act": "preview", "typed": "Zorro"},
        action="/desk/survey/words/{survey_words}",
    ),
    _page(
        "desk/collision.html",
        "/desk/survey/words/{survey_read}",
        MODERATOR,
        sent={"version": "1", "typed": "krzyczy"},
        action="/desk/survey/words/{survey_read}",
        status=409,
    ),
    _page("survey/desk/words.html", "/desk/survey/words/{survey_read}", MODERATOR),
    _page("survey/desk/words.html", "/desk/survey/words/{survey_silent}", MODERATOR),
    _page("survey/desk/pass.html", "/desk/survey/words/{survey_read}/pass", MODERATOR),
    _page("survey/desk/passed.html", "/desk/survey/passed/{survey_passed}", PARTNER),
    _page("survey/desk/flags.html", "/desk/survey/flags", MODERATOR),
    _page("survey/desk/flags.html", "/desk/survey/flags?show=closed", MODERATOR),
    _page("survey/desk/flag.html", "/desk/survey/flags/{survey_flag}", MODERATOR),
    _page("survey/desk/flag.html", "/desk/survey/flags/{survey_flag}", MODERATOR, sent={}, status=422),
    _page("survey/desk/flag.html", "/desk/survey/flags/{survey_closed_flag}", MODERATOR),
    _page("survey/desk/contacts.html", "/desk/survey/contacts", MODERATOR),
    _page("survey/desk/contacts.html", "/desk/survey/contacts?show=closed&reference=x", MODERATOR),
    _page("survey/desk/contact.html", "/desk/survey/contacts/{survey_contact}", MODERATOR),
    _page("survey/desk/contact.html", "/desk/survey/contacts/{survey_closed_contact}", MODERATOR),
    _page("survey/desk/tell.html", "/desk/survey/contacts/{survey_contact}/tell?begin=done", MODERATOR),
    _page(
        "survey/desk/tell.html",
        "/desk/survey/contacts/{survey_contact}/tell?begin=done",
        MODERATOR,
        sent={"how": "email"},
        status=422,
    ),
    _page("survey/desk/close-contact.html", "/desk/survey/contacts/{survey_contact}/close", MODERATOR),
    _page("survey/desk/exports.html", "/desk/survey/exports", ANALYST),
    _page("survey/desk/exports.html", "/desk/survey/exports", MODERATOR),
    _page("survey/desk/exports.html", "/desk/survey/exports", APPROVER),
    _page("survey/desk/export-ask.html", "/desk/survey/exports/ask", MODERATOR),
    _page("survey/desk/export-ask.html", "/desk/survey/exports/ask", MODERATOR, sent={}, status=422),
    _page("survey/desk/export.html", "/desk/survey/exports/{file_asked}", APPROVER),
    _page("survey/desk/export.html", "/desk/survey/exports/{file_own}", MODERATOR),
    _page("survey/desk/export.html", "/desk/survey/exports/{file_agreed}", MODERATOR),
    _page("survey/desk/export.html", "/desk/survey/exports/{file_refused}", MODERATOR),
    _page("survey/desk/export.html", "/desk/survey/exports/{file_taken}", MODERATOR),
    _page("survey/desk/export-refuse.html", "/desk/survey/exports/{file_asked}/refuse", APPROVER),
    _page("survey/desk/floods.html", "/desk/survey/floods", MODERATOR),
    _page("survey/desk/flood.html", "/desk/survey/floods/{survey_flood}", MODERATOR),
    _page("survey/desk/flood.html", "/desk/survey/floods/{survey_decided}", ANALYST),
    _page("survey/desk/flood-words.html", "/desk/survey/floods/{survey_flood}/words", MODERATOR),
    _page(
        "survey/desk/decide.html",
        "/desk/survey/floods/{survey_flood}",
        MODERATOR,
        sent={},
        action="/desk/survey/floods/{survey_flood}/keep-out",
    ),
    *case_visits(_page),
    *joining_visits(_page),
    *told_visits(_page),
    *(_page("edits/desk/form.html", f"/desk/content/{name}/new", PUBLISHER) for name in WRITTEN),
)


def address_of(desk: Desk, visit: DeskVisit) -> str:
    """The address that the visit's page is at, before anything is sent."""
    path = visit.path.format(**desk.things)
    for end in visit.through:
        links = client_for(desk, visit).get(path).links
        found = [link for link in links if re.search(f"{end}$", link)]
        assert found, f"{path} has no link to {end}"
        path = found[0]
    return path.partition("#")[0]


def client_for(desk: Desk, visit: DeskVisit) -> OfficerClient | PageClient:
    """A browser of the officer who makes the visit."""
    if visit.officer == STRANGER:
        return PageClient(desk.app)
    client = OfficerClient(desk.app, desk.officers[visit.officer], desk.token(visit.officer, visit.stage))
    client.raw.set_cookie(KEPT_FORM, desk.things["kept"], domain="localhost", secure=True)
    return client


def page_of(desk: Desk, visit: DeskVisit) -> Page:
    """The page as the app in this process draws it, checked as every page is."""
    client, path = client_for(desk, visit), address_of(desk, visit)
    if visit.sent is None:
        return client.get(path, status=visit.status)
    asking = client.get(path)
    action = visit.action.format(**desk.things) or None
    actions = [form.get("action") for form in asking.all("form") if form.get("method", "get").lower() == "post"]
    sent = {name: words.format(new=uuid.uuid4().hex[:8]) for name, words in visit.sent.items()}
    values = fill(asking, sent, form=actions.index(action))
    if visit.brought:
        taken = client.response(f"{path.rpartition('/')[0]}/{visit.brought}").get_data()
        values["file"] = (io.BytesIO(taken), visit.brought)
    page = Page(client.raw.post(action or path, data=values, headers=OWN))
    assert page.status == visit.status, f"{visit} answered {page.status}"
    page.check()
    return page
