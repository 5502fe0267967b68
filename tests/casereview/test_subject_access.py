"""The copy of what is kept about one person: whose it is, what is marked, and that a tick means what was read."""

import uuid
from dataclasses import fields
from typing import Any, ClassVar

import pytest
from sqlalchemy import select

from tests.casereview.agencies.agency_things import ASKED, TODAY, ask
from tests.casereview.conftest import APPLIED, apply, for_another, note, row_of
from tests.filling import OWN, fill
from webapp.audit.actors import SYSTEM, Actor
from webapp.casereview import subject_access as copying
from webapp.casereview.agencies import answers
from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.consent import Talked
from webapp.casereview.cases import queries, services
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.desk.cases import copy_files
from webapp.casereview.desk.cases.copy_wording import COPY_FIELDS
from webapp.casereview.letters import services as letters
from webapp.casereview.letters.records import Own
from webapp.casereview.people import messages
from webapp.casereview.rules.agency_codes import AnswerWay
from webapp.casereview.rules.codes import Authority, CaseKind, Channel, EventKind, PersonRole
from webapp.casereview.rules.records import Application, Incident, Person, SafeContact
from webapp.casereview.subject_access import Part, Source, gathering
from webapp.casereview.subject_access.marking import Marker
from webapp.casereview.subject_access.records import is_whole_case
from webapp.database import db
from webapp.partnership.letters import LetterKind

DESK = "/desk/case-reviews"


class TestWhose:
    @pytest.mark.parametrize(
        ("role", "authority", "kind", "is_whole"),
        [
            (PersonRole.APPLICANT, Authority.OWN, CaseKind.MYSELF, True),
            (PersonRole.AFFECTED, Authority.OWN, CaseKind.SOMEONE_ELSE, True),
            (PersonRole.APPLICANT, Authority.OWN, CaseKind.BUSINESS, True),
            # Perhaps the one who does it; also where an officer has confirmed it: the case is about somebody else.
            *((PersonRole.APPLICANT, each, CaseKind.SOMEONE_ELSE, False) for each in Authority if each != "own"),
            (PersonRole.REPRESENTATIVE, Authority.OWN, CaseKind.MYSELF, False),
            # "Nobody sees what another person told us."
            (PersonRole.APPLICANT, Authority.OWN, CaseKind.COMMUNITY, False),
            (PersonRole.MEMBER, Authority.OWN, CaseKind.COMMUNITY, False),
        ],
    )
    def test_the_whole_case_is_theirs_alone_whose_case_it_is(self, role, authority, kind, is_whole):
        assert is_whole_case(role, authority, kind) is is_whole


class TestMarks:
    ME = Person(
        role=PersonRole.APPLICANT,
        name="Joanne Everspark",
        address="4 Madeup Close, BH1 1AA",
        contact=SafeContact(email="joanne@example.org", telephone="07700 900123"),
    )

    @pytest.mark.parametrize(
        ("text", "others", "marked"),
        [
            ("Jo and Li shouted.", ("Li Moss", "Jo Brill"), ["Jo", "Li"]),
            # A name within their own name is another's name.
            ("Ann shouted at Joanne.", ("Ann Brill",), ["Ann"]),
            ("Everspark and Everspark.", ("Maud Everspark",), []),
            ("Call 07700 900123 or +447700900123.", (), []),
            ("Call 07700 900456.", (), ["07700 900456"]),
            ("Write to joanne@example.org.", (), []),
            ("Write to anne@example.org.", (), ["anne@example.org"]),
            ("It is at BH1 1AA and BH11AA.", (), []),
        ],
    )
    def test_whole_words_are_compared(self, text, others, marked):
        people = [Person(role=PersonRole.MEMBER, name=name) for name in others]
        part = Marker(self.ME, people).marked(Part(source=Source.EVENT, field="note", text=text))
        assert [text[mark.start : mark.end] for mark in part.marks] == marked

    def test_what_another_person_of_the_case_wrote_is_marked_whole(self):
        part = Part(source=Source.MESSAGE, field="from", text="It rained.", of_another=True)
        (mark,) = Marker(self.ME, []).marked(part).marks
        assert (mark.start, mark.end) == (0, len("It rained."))


@pytest.mark.integration
class TestWhatIsInIt:
    @pytest.fixture
    def case_id(self, lead) -> uuid.UUID:
        """A daughter applied for her mother, whom nobody asked; an agency answered, and both were written to."""
        reference = apply(for_another())
        case_id = db.session.scalars(select(CaseReview.id).where(CaseReview.reference == reference)).one()
        note(case_id, EventKind.NOTE, by=actor(lead), words="The daughter shouts at Maud.")
        (asked,) = ask(case_id, by=lead, talked=Talked(agreed_on=TODAY))
        new = NewAnswer(words="We know the daughter well.", who="Sgt Brill")
        given = {"way": AnswerWay.EMAIL, "once_key": "a", "by": actor(lead), "today": TODAY}
        answers.enter(case_id, asked, new, **given)
        opened = services.read(case_id, by=SYSTEM, today=APPLIED)
        for role, words in ((PersonRole.APPLICANT, "To the daughter."), (PersonRole.AFFECTED, "To the mother.")):
            given = {"once_key": role, "by": actor(lead), "today": APPLIED}
            letter_id = letters.draft(opened, person_id(case_id, role), LetterKind.ACKNOWLEDGEMENT, **given)
            letters.save(letter_id, Own(words=words), discreet=True, seen=1, by=actor(lead))
        messages.write(person_id(case_id), "Tell me what you do.", once_key="m", today=APPLIED)
        return case_id

    def test_who_applied_for_another_gets_what_they_told_and_were_told(self, case_id, lead):
        made = copy(case_id, PersonRole.APPLICANT, lead)
        assert not made.is_whole
        said = words_of(made)
        assert "To the daughter." in said
        assert "Tell me what you do." in said
        assert "That it stops." in said
        for kept_from_them in ("shouts at Maud", "We know the daughter", "To the mother", ASKED):
            assert kept_from_them not in said

    def test_whose_case_it_is_gets_all_of_it_and_what_others_wrote_is_marked(self, case_id, lead):
        made = copy(case_id, PersonRole.AFFECTED, lead)
        assert made.is_whole
        parts = {part.text: part for part in made.parts}
        for text in ("The daughter shouts at Maud.", "We know the daughter well.", ASKED):
            assert text in parts
        assert not parts["To the mother."].marks
        for text in ("To the daughter.", "Tell me what you do.", "Sgt Brill"):
            assert [(mark.start, mark.end) for mark in parts[text].marks] == [(0, len(text))]

    def test_the_document_says_neither_what_is_marked_nor_how_much(self, case_id, lead, app_context):
        page = copy_files.copy_page(copy(case_id, PersonRole.AFFECTED, lead), frozenset())
        assert "To the mother." in page
        assert "To the daughter." not in page


class TestNothingIsForgotten:
    """A question that is added to the form must be in the copy too, or be named here with the reason."""

    # Rows of their own (people, reports, files, blocks), the keys of the words, and marks of the site about itself.
    ELSEWHERE: ClassVar = {"persons", "incidents", "files", "phrase", "blocked", "held"}
    # Marks: said with the day beside them, or which row tells the same again.
    MARKS: ClassVar = {"approximately", "told_approximately", "same_as", "no_message"}

    @pytest.mark.parametrize(
        ("record", "names"),
        [
            (Application, {each.name for each in fields(Application)} - ELSEWHERE),
            (Incident, {each.name for each in fields(Incident)} - MARKS - {"happened_from", "person"} | {"whose"}),
            (SafeContact, {each.name for each in fields(SafeContact)} - MARKS),
        ],
    )
    def test_every_answer_has_its_place_and_its_words(self, app_context, record, names):
        whole = gathering.application_values(full(Application), "") if record is Application else {}
        whole |= gathering.incident_values(full(Incident)) if record is Incident else {}
        whole |= gathering.contact_values(full(SafeContact)) if record is SafeContact else {}
        assert names <= set(whole)
        assert all(whole[name] for name in names), {name for name in names if not whole[name]}
        assert set(whole) <= set(COPY_FIELDS)


@pytest.mark.integration
class TestTicks:
    def test_a_tick_does_not_outlive_what_it_was_set_for(self, app, officer_client, lead, led_case, monkeypatch):
        """A mark is named by its place: with another event before it the same tick would give somebody else away."""
        drawn = []
        monkeypatch.setattr(copy_files, "pdf_of", lambda page: drawn.append(page) or b"%PDF")
        client = officer_client(officer=lead)
        with app.app_context():
            person = person_id(led_case)
        page = client.get(f"{DESK}/{led_case}/copies/{person}")
        action = f"{DESK}/{led_case}/copies/{person}/file"
        forms = [form for form in page.all("form") if form.get("method", "get").lower() == "post"]
        number = next(at for at, form in enumerate(forms) if form.get("action") == action)
        ticks = [box.get("value") for box in page.all("input") if box.get("name") == "give"]
        data = fill(page, form=number) | {"give": ticks[0]}
        assert client.response(action, method="POST", data=data, headers=OWN).status_code == 200
        assert len(drawn) == 1
        with app.app_context():
            note(led_case, EventKind.NOTE, by=actor(lead), on=row_of(led_case).applied_on, words="Varnok rang.")
        answer = client.response(action, method="POST", data=data, headers=OWN)
        assert answer.status_code == 422
        assert "Look at the marked places again" in answer.text
        assert len(drawn) == 1


def full(record: type) -> Any:
    """A record in which every field says something."""
    given = {}
    for each in fields(record):
        sort = str(each.type)
        if "date" in sort:
            given[each.name] = APPLIED
        elif "tuple" in sort:
            given[each.name] = ("email",) if "ways" in each.name else ("fear",)
        elif each.name in {"kind", "channel"}:
            given[each.name] = CaseKind.MYSELF if each.name == "kind" else Channel.WEB
        elif "str" in sort:
            given[each.name] = "something"
    return record(**{"persons": (), **given} if record is Application else given)


def actor(officer) -> Actor:
    return Actor.officer(officer.id)


def copy(case_id, role, officer):
    return copying.copy_for(person_id(case_id, role), by=actor(officer))


def person_id(case_id, role=PersonRole.APPLICANT) -> uuid.UUID:
    return next(each.id for each in queries.list_persons(case_id) if each.role is role)


def words_of(made) -> str:
    return "\n".join(part.text for part in made.parts)
