"""Letters: drafted from the case, finished by an officer, in the right language, and sent by safe ways alone."""

import datetime as dt
import io
import re
import uuid

import pikepdf
import pypdfium2
import pytest
from sqlalchemy import select

from tests.casereview.conftest import NAME, PHRASE, a_case, a_person, note, row_of
from tests.pango import needs_pango
from webapp.audit.actors import SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.casereview.application.rows import application_parts
from webapp.casereview.cases import services
from webapp.casereview.cases.models import CasePerson
from webapp.casereview.cases.opening import written_contact
from webapp.casereview.cases.queries import list_events
from webapp.casereview.desk.cases.copy_files import copy_page
from webapp.casereview.letters import calendar, papers
from webapp.casereview.letters import sending as letter_sending
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.composing import LetterRefusedError
from webapp.casereview.letters.models import CaseLetter, CaseLetterSending, CaseLetterText
from webapp.casereview.letters.own_copy import find_own_application
from webapp.casereview.letters.records import Own, Written
from webapp.casereview.letters.sending import ForbiddenWayError
from webapp.casereview.letters.texts import fill, load_letter_texts, text_of_kind
from webapp.casereview.rules.codes import (
    Authority,
    CaseKind,
    ContactWay,
    Decision,
    Detail,
    EventKind,
    PersonRole,
)
from webapp.casereview.rules.events import effective
from webapp.casereview.rules.letters import LetterFault, LetterState, WayFault
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.subject_access import copy_for
from webapp.database import db
from webapp.documents.services import pdfs_of
from webapp.kit.transaction import transaction
from webapp.notices.models import OutboxMessage
from webapp.partnership.current import current_partnership
from webapp.partnership.letters import LetterKind, LetterText, blanks_in, read_letters
from webapp.sealing.applicants import open_pair
from webapp.sealing.boxes import KeyMissingError, Keyring
from webapp.sealing.services import opener_for, resealer_for

pytestmark = pytest.mark.integration
ALL = SafeContact(
    ways=(ContactWay.EMAIL, ContactWay.POST, ContactWay.TELEPHONE),
    email="quillon@example.org",
    post="4 Madeup Close",
    telephone="01632 960001",
)


class TestWriting:
    def test_a_letter_is_drafted_finished_and_waits_on_their_own_page(self, case, lead):
        letter_id = finished(case, lead, LetterKind.ACKNOWLEDGEMENT)
        assert letters.list_for_person(person_of(case), key=own_key(case)) == []
        send(letter_id, ContactWay.EMAIL, lead)
        (letter,) = letters.list_for_person(person_of(case), key=own_key(case))
        assert letter.written.greeting == f"Dear {NAME}"
        assert any(row_of(case).reference in paragraph for paragraph in letter.written.before)
        assert any("Ann Lead" in paragraph for paragraph in letter.written.before)

    def test_a_draft_is_the_officers_alone(self, case, lead):
        row = db.session.get_one(CaseLetter, drafted(case, lead, LetterKind.ACKNOWLEDGEMENT))
        with pytest.raises(KeyMissingError):
            opener_for(row, "case_letter", key=Keyring([own_key(case)]))

    def test_the_reasons_of_the_decision_are_its_first_words(self, refused_case, lead):
        letter = opened(refused_case, drafted(refused_case, lead, LetterKind.THRESHOLD_NOT_MET))
        assert letter.own.words == "One report came too late, and there is no other ground."
        written = letters.preview(letter, case_of(refused_case, lead), today=TODAY)
        # Twenty working days after the letter, as the procedure says.
        assert any("24 April 2026" in paragraph for paragraph in written.after)

    def test_it_is_not_finished_while_something_is_missing(self, new_case, lead):
        letter_id = drafted(new_case, lead, LetterKind.ACKNOWLEDGEMENT)
        with pytest.raises(LetterRefusedError) as refused:
            finish(new_case, letter_id, lead)
        assert refused.value.missing == ("officer",)
        assert opened(new_case, letter_id).state is LetterState.DRAFT

    def test_a_decision_needs_its_reasons_and_a_translation_its_translator(self, refused_case, lead):
        letter_id = drafted(refused_case, lead, LetterKind.THRESHOLD_NOT_MET)
        for own, fault in (
            (Own(words=" "), LetterFault.NO_WORDS),
            (Own(words="Because.", translated="Ponieważ."), LetterFault.HALF_TRANSLATED),
        ):
            seen = opened(refused_case, letter_id).version
            letters.save(letter_id, own, discreet=True, seen=seen, by=actor(lead))
            with pytest.raises(LetterRefusedError) as refused:
                finish(refused_case, letter_id, lead)
            assert refused.value.fault is fault

    def test_a_date_to_appeal_by_is_counted_from_the_day_of_the_letter(self, refused_case, lead):
        letter_id = finished(refused_case, lead, LetterKind.THRESHOLD_NOT_MET)
        with pytest.raises(LetterRefusedError) as refused:
            send(letter_id, ContactWay.EMAIL, lead, today=TODAY + dt.timedelta(days=1))
        assert refused.value.fault is LetterFault.OUT_OF_DATE

    def test_what_was_sent_stays_as_it_is(self, case, lead):
        letter_id = finished(case, lead, LetterKind.ACKNOWLEDGEMENT)
        send(letter_id, ContactWay.EMAIL, lead)
        seen = opened(case, letter_id).version
        for act in (letters.discard, letters.reopen):
            with pytest.raises(LetterRefusedError) as refused:
                act(letter_id, seen=seen, by=actor(lead))
            assert refused.value.fault is LetterFault.ALREADY_SENT


class TestSending:
    def test_the_case_is_told_by_which_way_the_person_was_told(self, refused_case, lead):
        send(finished(refused_case, lead, LetterKind.THRESHOLD_NOT_MET), ContactWay.EMAIL, lead)
        told = [each for each in effective(list_events(refused_case)) if each.kind is EventKind.DECISION_TOLD]
        assert [each.codes[Detail.WAY] for each in told] == ["email"]

    def test_an_email_says_nothing_but_that_there_is_something_to_read(self, case, lead):
        send(finished(case, lead, LetterKind.ACKNOWLEDGEMENT), ContactWay.EMAIL, lead)
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.notice == "something_to_read")).all()
        assert [opener_for(row, "notice").text("parameters", row.parameters) for row in rows] == ["{}"]

    def test_a_forbidden_way_raises_and_is_written_down_and_nothing_leaves(self, case, lead):
        letter_id = finished(case, lead, LetterKind.ACKNOWLEDGEMENT)
        for way in (ContactWay.POST, ContactWay.TELEPHONE, ContactWay.SUPPORTER, ContactWay.TEXT):
            with pytest.raises(ForbiddenWayError):
                send(letter_id, way, lead, note="I rang.")
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "case_letter.refused")).all()
        assert len(acts) == 4
        assert db.session.scalars(select(CaseLetterSending)).all() == []
        assert opened(case, letter_id).state is LetterState.FINISHED

    def test_a_way_that_is_taken_back_is_forbidden_from_then_on(self, case, lead):
        letter_id = finished(case, lead, LetterKind.ACKNOWLEDGEMENT)
        give_contact(case, SafeContact(email="quillon@example.org"))
        with pytest.raises(ForbiddenWayError):
            send(letter_id, ContactWay.EMAIL, lead)

    def test_reading_out_is_written_down_with_what_was_done(self, case, lead):
        give_contact(case, ALL)
        letter_id = finished(case, lead, LetterKind.ACKNOWLEDGEMENT)
        with pytest.raises(LetterRefusedError):
            send(letter_id, ContactWay.TELEPHONE, lead)
        send(letter_id, ContactWay.TELEPHONE, lead, note="Read out; they said the code word.")
        (sending,) = opened(case, letter_id).sendings
        assert (sending.way, sending.note) == (ContactWay.TELEPHONE, "Read out; they said the code word.")


class TestWhoMayKnow:
    """Somebody applied for another, and the person affected was never asked: they may be the one who does it."""

    @pytest.fixture
    def for_maud(self, app_context, lead) -> uuid.UUID:
        persons = (a_person(authority=Authority.NOT_YET, contact=ALL), a_person(PersonRole.AFFECTED, name="Maud"))
        case_id = a_case(kind=CaseKind.SOMEONE_ELSE, persons=persons)
        note(case_id, EventKind.LEAD_NAMED, by=actor(lead), codes={"officer": lead.id.hex})
        codes = {Detail.DECISION: Decision.NOT_MET}
        note(case_id, EventKind.THRESHOLD_DECIDED, by=actor(lead), on=TODAY, codes=codes, words="Too late.")
        return case_id

    def test_a_decision_goes_to_them_by_no_way_and_counts_as_told_to_nobody(self, for_maud, lead):
        letter_id = finished(for_maud, lead, LetterKind.THRESHOLD_NOT_MET, to=PersonRole.APPLICANT)
        for way in (ContactWay.POST, ContactWay.TELEPHONE, ContactWay.EMAIL, ContactWay.TRACKER):
            with pytest.raises(ForbiddenWayError) as refused:
                send(letter_id, way, lead, note="I rang.")
            assert refused.value.fault is WayFault.NOT_SHOWN
        assert EventKind.DECISION_TOLD not in {each.kind for each in list_events(for_maud)}

    def test_that_it_came_in_is_told_to_who_applied(self, for_maud, lead):
        letter_id = finished(for_maud, lead, LetterKind.ACKNOWLEDGEMENT, to=PersonRole.APPLICANT)
        send(letter_id, ContactWay.TELEPHONE, lead, note="Read out.")
        assert opened(for_maud, letter_id).state is LetterState.SENT

    def test_who_was_told_stands_with_the_event(self, for_maud, lead):
        letter_id = finished(for_maud, lead, LetterKind.THRESHOLD_NOT_MET, to=PersonRole.AFFECTED)
        give_contact(for_maud, ALL, PersonRole.AFFECTED)
        send(letter_id, ContactWay.TELEPHONE, lead, note="Read out.")
        (told,) = [each for each in effective(list_events(for_maud)) if each.kind is EventKind.DECISION_TOLD]
        assert told.codes["person"] == person_of(for_maud, PersonRole.AFFECTED).hex

    def test_the_desk_says_so_once_and_offers_no_way(self, for_maud, lead, officer_client):
        letter_id = finished(for_maud, lead, LetterKind.THRESHOLD_NOT_MET, to=PersonRole.APPLICANT)
        page = officer_client(officer=lead).get(f"/desk/case-reviews/{for_maud}/letters/{letter_id}")
        assert page.text.count("nobody has confirmed under People") == 1
        assert 'name="way"' not in page.text


class TestTexts:
    def test_every_letter_has_words_that_nobody_has_agreed_to_yet(self, app_context):
        texts = read_letters(current_partnership())
        assert set(texts) == set(LetterKind)
        assert all(text.to_confirm and not text.checked for text in texts.values())

    def test_english_goes_out_until_a_native_reader_has_ticked_the_words(self, case, lead):
        give_contact(case, SafeContact(ways=(ContactWay.EMAIL,), email="q@example.org", language="pl"))
        written = opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written
        assert (written.language, written.cover.language) == ("en", "en")
        tick(LetterKind.COVER)
        written = opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written
        assert (written.language, written.cover.language) == ("en", "pl")
        tick(LetterKind.ACKNOWLEDGEMENT)
        written = opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written
        assert (written.language, written.cover) == ("pl", None)
        assert "Mamy" in written.title

    def test_above_english_words_stands_the_name_of_the_language_that_they_read(self, case, lead):
        give_contact(case, SafeContact(ways=(ContactWay.EMAIL,), email="q@example.org", language="pl"))
        page = papers.letter_page(opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written)
        assert '<p lang="pl" dir="ltr"><strong>Polski:</strong></p>' in page
        tick(LetterKind.COVER)
        page = papers.letter_page(opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written)
        assert "<strong>Polski" not in page

    def test_every_letter_is_there_in_every_language_with_the_same_blanks(self, app_context):
        for text in read_letters(current_partnership()).values():
            for part in (text.title, text.before, *([text.after] if text.after else [])):
                blanks = {wording.language: sorted(blanks_in(wording.text)) for wording in part.wordings}
                assert set(blanks) == {"en", "pl", "ar"}, text.slug
                assert len(set(map(tuple, blanks.values()))) == 1, (text.slug, blanks)

    def test_below_the_signature_stands_how_to_answer(self, case, lead):
        written = opened(case, finished(case, lead, LetterKind.ACKNOWLEDGEMENT)).written
        assert written.reach == ("You can write to us on your own page, with your five words.",)
        assert written.reach[0] in papers.letter_page(written)

    def test_the_starter_leaves_alone_what_officers_have_written(self, app_context):
        texts = read_letters(current_partnership())
        assert load_letter_texts(texts, at=NOW) == len(texts)
        assert load_letter_texts(texts, at=NOW) == 0
        tick(LetterKind.COVER)
        assert load_letter_texts(texts, at=NOW) == 0
        assert text_of_kind(LetterKind.COVER).checked == ("pl",)


class TestCalendar:
    def test_it_has_a_day_and_a_time_and_no_names_no_place_no_subject(self, app_context):
        content = calendar.calendar_file(A_LETTER, at=NOW).decode()
        assert "DTSTART:20260610T133000Z" in content
        assert re.findall(r"^(?:SUMMARY|LOCATION|DESCRIPTION|ATTENDEE|ORGANIZER)[:;].*$", content, re.MULTILINE) == [
            "SUMMARY:Appointment\r"
        ]
        assert not [word for word in ("BCP", "Everspark", "review", "ASB", "Safer") if word in content]
        assert calendar.calendar_file(A_LETTER, at=NOW).decode() == content


@needs_pango
class TestPaper:
    def test_what_is_printed(self, case, lead, app_context):
        """One start of the process that makes files, for everything that is printed."""
        sent = find_own_application(case, own_key(case))
        parts = application_parts(sent)
        given = copy_page(copy_for(person_of(case), by=actor(lead)), frozenset())
        post, page, plain, kept = pdfs_of(
            [
                papers.letter_page(A_LETTER, for_post=True),
                papers.letter_page(A_LETTER),
                papers.paper("casereview/papers/copy.html", "en", parts=parts, discreet=True, heading="A copy for you"),
                given,
            ]
        )
        assert "4 Madeup Close" in text_of(post)
        assert "4 Madeup Close" not in text_of(page)
        with pikepdf.open(io.BytesIO(post)) as pdf:
            assert str(pdf.docinfo["/Title"]) == "A letter for you"
            assert str(pdf.Root.Lang) == "en"
        assert "zorplinger" in text_of(plain)
        with pikepdf.open(io.BytesIO(plain)) as pdf:
            assert str(pdf.docinfo["/Title"]) == "A copy for you"
        # Whom they complain of is somebody else: not covered up, but not there.
        assert "left out" in text_of(kept)
        assert "Varnok" not in text_of(kept)


NOW = dt.datetime(2026, 3, 25, 9, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
A_LETTER = Written(
    language="en",
    title="The meeting about your case",
    name=NAME,
    address="4 Madeup Close\nBournemouth",
    greeting=f"Dear {NAME}",
    written_on="25 March 2026",
    reference="BCP-AAAA-BBBB-CCCC",
    before=("The agencies will meet about your case.",),
    own=("At half past two.",),
    after=("Tell us what you need.",),
    signed_by="Ann Lead",
    discreet=True,
    meeting_on="2026-06-10",
    begins="14:30",
)


@pytest.fixture
def case(app_context, lead) -> uuid.UUID:
    """A case with a named contact that was not acknowledged yet."""
    case_id = a_case()
    note(case_id, EventKind.LEAD_NAMED, by=actor(lead), codes={"officer": lead.id.hex})
    return case_id


@pytest.fixture
def refused_case(case, lead) -> uuid.UUID:
    """A case of which somebody decided that the threshold is not met."""
    words = "One report came too late, and there is no other ground."
    codes = {Detail.DECISION: Decision.NOT_MET}
    note(case, EventKind.THRESHOLD_DECIDED, by=actor(lead), on=TODAY, codes=codes, words=words)
    return case


def actor(officer) -> Actor:
    return Actor.officer(officer.id)


def case_of(case_id, officer):
    return services.read(case_id, by=actor(officer), reason=services.OpenReason.LETTER, today=TODAY)


def person_of(case_id, role=PersonRole.APPLICANT) -> uuid.UUID:
    wanted = select(CasePerson.id).where(CasePerson.case_id == case_id, CasePerson.role == role)
    return db.session.scalars(wanted).one()


def own_key(case_id):
    row = db.session.get_one(CasePerson, person_of(case_id))
    return open_pair(row.pair_place, PHRASE, row.closed_pair)


def drafted(case_id, officer, kind, to=PersonRole.APPLICANT) -> uuid.UUID:
    given = {"once_key": uuid.uuid4().hex, "by": actor(officer), "today": TODAY}
    return letters.draft(case_of(case_id, officer), person_of(case_id, to), kind, **given)


def finish(case_id, letter_id, officer) -> None:
    seen = opened(case_id, letter_id).version
    letters.finish(letter_id, case_of(case_id, officer), seen=seen, by=actor(officer), today=TODAY)


def finished(case_id, officer, kind, to=PersonRole.APPLICANT) -> uuid.UUID:
    letter_id = drafted(case_id, officer, kind, to)
    finish(case_id, letter_id, officer)
    return letter_id


def send(letter_id, way, officer, *, note="", today=TODAY) -> None:
    seen = db.session.get_one(CaseLetter, letter_id, populate_existing=True).version
    given = {"seen": seen, "once_key": uuid.uuid4().hex, "by": actor(officer), "today": today}
    letter_sending.send(letter_id, way, note=note, **given)


def opened(case_id, letter_id):
    return letters.get_letter(letter_id, case_id, by=SYSTEM)


@transaction
def give_contact(case_id, contact, role=PersonRole.APPLICANT) -> None:
    row = db.session.get_one(CasePerson, person_of(case_id, role))
    row.contact = resealer_for(row, "case_person").seal("contact", written_contact(contact))


@transaction
def tick(kind) -> None:
    """Somebody whose own language is Polish has read the words."""
    text = text_of_kind(kind)
    row = db.session.scalar(select(CaseLetterText).where(CaseLetterText.slug == kind))
    if row is None:
        row = CaseLetterText(slug=kind, version=1)
        db.session.add(row)
    row.made_by = "officer"
    fill(row, LetterText(**{**vars(text), "checked": ("pl",)}), NOW)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))
