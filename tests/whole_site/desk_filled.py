"""A desk at which people have worked: officers, a queue of every sort, notes, links and messages."""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from tests.accounts.people import enrol_with_codes
from tests.officers import make_officer
from tests.publishing.desk import documents
from tests.reviews.conftest import WRITER, make_published, make_ready
from tests.whole_site.desk_case_agencies import fill_agencies
from tests.whole_site.desk_case_figures import fill_figures
from tests.whole_site.desk_case_review import fill_case_reviews
from tests.whole_site.desk_joining import fill_joining
from tests.whole_site.desk_lists import fill_lists
from tests.whole_site.desk_survey import fill_survey
from tests.whole_site.desk_survey_files import fill_survey_files
from tests.whole_site.desk_told import fill_desk_told
from tests.whole_site.desk_venues import fill_places
from tests.whole_site.filled import LONG_TEXT
from webapp.accounts.permissions import Officer, RoleCode
from webapp.accounts.rules import LinkPurpose, Stage
from webapp.accounts.services import kept_forms, links, sessions
from webapp.audit.actors import SYSTEM, Actor
from webapp.database import db
from webapp.desk.reach import reach_of
from webapp.edits import services as edits
from webapp.enquiries.models import Enquiry
from webapp.enquiries.rules import Area, Contact, Kind, Reply
from webapp.enquiries.services import NewEnquiry, write
from webapp.figures import desk_queries, editing
from webapp.figures.models import FigureRecord
from webapp.kit.clock import london_today, utc_now
from webapp.meetings.desk_nouns import MEETINGS
from webapp.partnership import Text, Wording
from webapp.publishing import drafts, items, lifecycle
from webapp.publishing import services as publications
from webapp.publishing.importing import import_text
from webapp.publishing.rules import Form
from webapp.reviews.queries import list_recommendations
from webapp.reviews.services.files import notify
from webapp.reviews.services.publication import ask
from webapp.work import notes, own, services

AGENCY, PARTNERS = "police", {RoleCode.AGENCY_PARTNER}
# More than a page of the queue.
ITEMS = 30
TITLES = (
    "Annual report 2026",
    "Minutes of the made-up executive board, October 2026, with the notes of both working groups",
    "What-the-yearly-study-found-with-a-title-that-nobody-can-break-anywhere",
)
KINDS = (items.REVIEW, items.READ_AGAIN, items.PUBLISH)
WORDS = "The lamps in the made-up lane are out.\nAVeryLongWordThatNobodyCanBreakAnywhere" + "x" * 60
FIGURE, MEETING = "marac-cases", "executive-board-october-2025"
NOTE = "Rang the made-up lane's residents.\n\nThey will write again on Monday."


@dataclass(frozen=True)
class Desk:
    """Who works there, and what a page's address needs: names for ids and tokens."""

    app: Flask
    officers: dict[str, Officer]
    things: dict[str, str]

    def token(self, role: str, stage: Stage) -> str:
        """The token of a fresh session of the officer with this role."""
        with self.app.app_context():
            return sessions.begin(self.officers[role].id, stage=stage, device="Firefox on Linux", now=utc_now())


def fill_desk(app: Flask) -> Desk:
    """Put officers and their work into the app's database."""
    with app.app_context():
        officers = _officers()
        things = _queue(officers["publisher"]) | _enquiries() | _links(officers) | _reviews() | _drafts() | _edits()
        things |= fill_places()
        things |= fill_lists(things["place"])
        things |= fill_joining()
        things |= fill_survey()
        lead, partner = officers[RoleCode.CASE_OFFICER.value], officers[RoleCode.AGENCY_PARTNER.value]
        things |= fill_case_reviews(lead)
        of_case = (things["case_led"], things["case_held"], things["case_recommendation"])
        things |= fill_agencies(*of_case, lead=lead, partner=partner)
        things |= fill_figures()
        things |= fill_desk_told()
        things |= fill_survey_files(officers[RoleCode.MODERATOR.value])
    return Desk(app, officers, things)


def _officers() -> dict[str, Officer]:
    officers = {
        role.value: make_officer(role, name=f"Olu {role.value.title()}", agency=AGENCY if role in PARTNERS else None)
        for role in RoleCode
    }
    person, _codes = enrol_with_codes("moderator", "case-officer", "publisher", "approver", "analyst", "auditor")
    return officers | {"equipped": person.officer, "nobody": make_officer("publisher", name="")}


def _queue(publisher: Officer) -> dict[str, str]:
    today, reach = london_today(), reach_of(publisher)
    put = []
    for number in range(ITEMS):
        due_on = today + dt.timedelta(days=number - 3) if number % 4 else None
        subject = ("publication", uuid.uuid4())
        title = TITLES[number % len(TITLES)]
        put.append(services.open_item(KINDS[number % 3], subject=subject, label=title, due_on=due_on, by=SYSTEM))
        if number % 5 == 1:
            services.claim(put[-1], reach=reach)
        if number == 1:
            note = notes.add_note(subject, NOTE, by=Actor.officer(publisher.id))
    own.save_view(publisher.id, name="What is late", query="show=overdue")
    return {"item": str(put[1]), "note": str(note)}


def _reviews() -> dict[str, str]:
    """A review that was just notified, one that a second person is asked about, and one that is public."""
    ready = make_ready()
    ask(ready, by=WRITER)
    (one,) = list_recommendations(ready)
    return {
        "new_review": str(notify(by=WRITER)),
        "review": str(ready),
        "recommendation": str(one.id),
        "public_review": str(make_published()),
    }


def _enquiries() -> dict[str, str]:
    for number, kind in enumerate((Kind.MESSAGE, Kind.COMPLAINT)):
        new = NewEnquiry(
            kind=kind,
            area=Area("behaviour" if kind is Kind.MESSAGE else "shared"),
            words=WORDS,
            wish="" if kind is Kind.MESSAGE else "Say sorry and stop.",
            contact=Contact(name="Ada Example", email="ada@example.org", safe="After six in the evening"),
            reply=Reply.EMAIL,
            language="en",
        )
        write(new, key=f"desk-filled-{number}", today=london_today())
    rows = db.session.execute(select(Enquiry.kind, Enquiry.id)).all()
    return {kind: str(key) for kind, key in rows}


def _links(officers: dict[str, Officer]) -> dict[str, str]:
    def give(role: str, purpose: LinkPurpose) -> str:
        return links.give(officers[role].id, purpose=purpose, by=SYSTEM, now=utc_now())

    return {
        "kept": _kept_form(officers["equipped"]),
        "officer": str(officers["case-officer"].id),
        "invitation": give("nobody", LinkPurpose.INVITE),
        "lost": give("equipped", LinkPurpose.FACTOR),
    }


def _kept_form(officer: Officer) -> str:
    fields = (("words", NOTE), ("due_on", "21 11 2026"))
    sending = kept_forms.Sending(path="/desk/queue", fields=fields, had_files=True)
    kept_id, key = kept_forms.keep(sending, officer_id=officer.id, now=utc_now())
    return f"{kept_id.hex}.{key.hex()}"


def _drafts() -> dict[str, str]:
    """Drafts in each stage, and a file that waits to be read."""
    writer = Actor.officer(uuid.uuid4())
    values = documents.values_of_a_draft(by=writer)
    slug = values["slug"]
    easy = drafts.add_text(slug, language="en", form=Form.EASY_READ, title="Lamps", summary="On lamps.", by=writer)
    lifecycle.submit(documents.add_draft(by=writer, slug="submitted-draft"), by=writer)
    document = import_text(LONG_TEXT, name="unready.txt")
    new = publications.NewVersion(
        slug="unready-draft",
        kind="guidance",
        renditions=[publications.NewRendition(language="en", document=document, summary="")],
        source_name="unready.txt",
        source=LONG_TEXT.encode(),
        made_by=str(writer),
        made_at=utc_now(),
    )
    publications.add_version(new, by=writer)
    return {
        "draft": slug,
        "text": str(values["rendition_id"]),
        "page": str(values["page_id"]),
        "easy": str(easy),
        "submitted": "submitted-draft",
        "unready": "unready-draft",
        "run": str(documents.ask_for_import(by=writer)),
    }


def _edits() -> dict[str, str]:
    """A figure and a meeting that an officer has changed."""
    writer = Actor.officer(uuid.uuid4())
    figure_id = db.session.scalar(select(FigureRecord.id).where(FigureRecord.slug == FIGURE))
    figure = desk_queries.get_working(figure_id)
    title = Text((Wording("Cases counted anew", "en"),))
    new = dataclasses.replace(figure.figure, title=title)
    editing.save_draft(figure_id, new, seen=figure.version, by=writer, at=utc_now())
    meeting = db.session.scalars(select(MEETINGS.model).where(MEETINGS.model.slug == MEETING)).one()
    content = MEETINGS.content_of(meeting)
    edits.save(MEETINGS, meeting.id, content, seen=meeting.version, by=writer, at=utc_now())
    return {"figure": str(figure_id), "meeting": str(meeting.id)}
