"""The page of an item: timeline, notes, handing over; and two windows that save the same note."""

import uuid

import pytest

from tests.client import Page
from tests.desk.sending import send
from tests.officers import make_officer
from tests.work.conftest import LETTER, QUESTION, REPORT
from webapp.accounts.models import OfficerAccount
from webapp.database import db
from webapp.desk.reach import reach_of
from webapp.kit.transaction import transaction
from webapp.work import notes, services
from webapp.work import queries as work
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")


@pytest.fixture
def client(officer_client):
    return officer_client(role="moderator")


@pytest.fixture
def item(put):
    return put(label="BCP-0007")


@pytest.fixture
def colleague():
    """Another officer at work."""
    officer = make_officer("moderator", name="Colleague One")
    _start(officer.id)
    return officer


class TestPage:
    def test_it_tells_what_the_item_is_and_what_happened(self, client, item):
        services.claim(item, reach=reach_of(client.officer))
        page = client.get(f"/desk/queue/{item}")
        assert page.h1 == "BCP-0007"
        for words in ("Letter", "In hand", client.officer.name, "Took this in hand", "Came into the queue"):
            assert words in page.text
        assert "The site itself" in page.text

    def test_buttons_are_what_may_be_done(self, client, item, put):
        page = client.get(f"/desk/queue/{item}")
        assert {"Take in hand", "Close"} <= set(page.words("button"))
        answer = send(client, page, f"/desk/queue/{item}/close")
        assert answer.location == f"/desk/queue/{item}"
        page = client.get(f"/desk/queue/{item}")
        assert "Open again" in page.words("button")
        assert "Take in hand" not in page.words("button")

    def test_an_item_out_of_reach_is_not_found(self, client, put):
        assert client.get(f"/desk/queue/{put(REPORT)}", status=404)
        assert client.get(f"/desk/queue/{uuid.uuid4()}", status=404)

    def test_an_item_whose_kind_is_gone_is_still_shown(self, client, item, monkeypatch):
        monkeypatch.delitem(work_kinds(), LETTER.code)
        assert client.get(f"/desk/queue/{item}").h1 == "BCP-0007"


class TestPartners:
    """Two agencies and the partnership work on one subject; a partner sees what is their agency's."""

    @pytest.fixture
    def partner(self, officer_client):
        return officer_client(role="agency-partner", agency="police")

    @pytest.fixture
    def question(self, officer_client, put):
        subject = ("letter", uuid.uuid4())
        question = put(QUESTION, subject=subject, agency="police")
        put(subject=subject)
        # This officer works for the same agency, but for the partnership.
        seconded = officer_client(role="case-officer", agency="police").officer
        other = officer_client(role="agency-partner", agency="council").officer
        fellow = officer_client(role="agency-partner", agency="police").officer
        for officer, words in ((seconded, "of ours"), (other, "of the council"), (fellow, "of the police")):
            notes.add_note(subject, f"A note {words}.", by=_actor(officer))
        return question

    def test_they_read_their_colleagues_notes_and_no_others(self, partner, question):
        page = partner.get(f"/desk/queue/{question}")
        assert "A note of the police." in page.text
        assert "of ours" not in page.text
        assert "of the council" not in page.text

    def test_they_see_what_happened_to_their_item_alone(self, partner, question):
        assert partner.get(f"/desk/queue/{question}").text.count("Came into the queue") == 1

    def test_a_colleagues_note_cannot_be_changed_through_its_address(self, partner, question):
        (note,) = [each for each in notes.list_notes(_subject(question)) if "council" in each.words]
        partner.get(f"/desk/queue/{question}/notes/{note.id}", status=403)

    def test_whom_they_can_hand_over_to_is_their_own_agency(self, partner, question, colleague):
        fellow = make_officer("agency-partner", name="Fellow", agency="police")
        stranger = make_officer("agency-partner", name="Stranger", agency="council")
        for each in (fellow, stranger):
            _start(each.id)
        names = _options(partner.get("/desk/hand-over"), "receiver")
        assert [name for name in names if name in {"Fellow", "Stranger", colleague.name}] == ["Fellow"]


class TestNotes:
    def test_a_note_is_written_and_stands_in_the_timeline(self, client, item):
        page = client.get(f"/desk/queue/{item}")
        answer = send(client, page, f"/desk/queue/{item}/notes", {"words": "Rang them, <b>call back</b> on Monday"})
        assert answer.status_code == 303
        page = client.get(answer.location)
        assert "&lt;b&gt;call back" in page.text
        assert "Wrote a note" in page.text

    def test_an_empty_note_is_asked_for_again(self, client, item):
        page = client.get(f"/desk/queue/{item}")
        answer = Page(send(client, page, f"/desk/queue/{item}/notes", {"words": " "}))
        answer.check()
        assert answer.status == 422
        assert "Write the note" in answer.text

    def test_nobody_changes_the_note_of_another_officer(self, client, item, colleague, officer_client):
        note = notes.add_note(work.get_item(item, reach=reach_of(client.officer)).subject, "Mine", by=_actor(colleague))
        assert client.get(f"/desk/queue/{item}/notes/{note}", status=403)
        assert "Change" not in client.get(f"/desk/queue/{item}").text
        own = officer_client(officer=colleague)
        assert own.get(f"/desk/queue/{item}/notes/{note}").status == 200

    def test_the_second_of_two_windows_sees_both_versions_and_loses_nothing(self, client, item):
        subject = work.get_item(item, reach=reach_of(client.officer)).subject
        note = notes.add_note(subject, "First words", by=_actor(client.officer))
        address = f"/desk/queue/{item}/notes/{note}"
        one, two = client.get(address), client.get(address)
        assert send(client, one, address, {"words": "Words of one"}, here=address).status_code == 303
        refused = Page(send(client, two, address, {"words": "Words of two"}, here=address))
        refused.check()
        assert refused.status == 409
        assert "Words of one" in refused.text
        assert "Words of two" in refused.text
        assert notes.get_note(note, subject=subject).words == "Words of one"
        # Knowing both, the officer saves what is to stay.
        saved = send(client, refused, address, {"words": "Words of one and two"}, here=address)
        assert saved.status_code == 303
        assert notes.get_note(note, subject=subject).words == "Words of one and two"

    @pytest.mark.parametrize("version", ["", "two", "0", "9" * 40, "-1"])
    def test_a_form_that_names_no_version_never_overwrites(self, client, item, version):
        subject = work.get_item(item, reach=reach_of(client.officer)).subject
        note = notes.add_note(subject, "First words", by=_actor(client.officer))
        address = f"/desk/queue/{item}/notes/{note}"
        answer = send(client, client.get(address), address, {"words": "New", "version": version}, here=address)
        assert answer.status_code == 409
        assert notes.get_note(note, subject=subject).words == "First words"


class TestHandingOver:
    def test_an_item_goes_to_a_colleague(self, client, item, colleague):
        page = client.get(f"/desk/queue/{item}")
        send(client, page, f"/desk/queue/{item}/assign", {"officer": str(colleague.id)})
        page = client.get(f"/desk/queue/{item}")
        assert "Handed this to another officer: Colleague One" in page.text
        assert work.get_item(item, reach=reach_of(client.officer)).officer_id == colleague.id

    def test_only_officers_who_may_work_on_it_are_offered(self, client, item, colleague):
        stranger = make_officer("publisher", name="Somebody Else")
        _start(stranger.id)
        page = client.get(f"/desk/queue/{item}")
        assert "Colleague One" in page.words("option")
        assert "Somebody Else" not in page.words("option")
        answer = send(client, page, f"/desk/queue/{item}/assign", {"officer": str(stranger.id)})
        assert answer.status_code == 422

    def test_all_work_goes_in_one_act(self, client, put, colleague):
        items = [put() for _ in range(3)]
        for each in items:
            services.claim(each, reach=reach_of(client.officer))
        page = client.get("/desk/hand-over")
        answers = {"giver": str(client.officer.id), "receiver": str(colleague.id)}
        answer = send(client, page, "/desk/hand-over", answers, here="/desk/hand-over")
        assert "3 items are now with Colleague One." in client.get(answer.location).text

    def test_it_does_not_go_to_the_officer_who_has_it(self, client, colleague):
        _start(client.officer.id)
        page = client.get("/desk/hand-over")
        answers = {"giver": str(client.officer.id), "receiver": str(client.officer.id)}
        answer = send(client, page, "/desk/hand-over", answers, here="/desk/hand-over")
        assert answer.status_code == 422

    def test_the_work_of_others_is_moved_by_who_assigns(self, client, officer_client, colleague, put):
        services.claim(put(), reach=reach_of(client.officer))
        assert client.officer.name in officer_client(role="case-officer").get("/desk/hand-over").words("option")
        other = officer_client(role="moderator")
        assert client.officer.name not in _options(other.get("/desk/hand-over"), "giver")


def work_kinds() -> dict:
    from webapp.work.kinds import KINDS

    return KINDS


def _subject(item_id) -> tuple[str, uuid.UUID]:
    row = db.session.get_one(WorkItem, item_id)
    return row.subject_kind, row.subject_id


def _options(page, name: str) -> list[str]:
    (field,) = [each for each in page.all("select") if each.get("name") == name]
    return ["".join(option.itertext()) for option in field.iter() if option.tag.endswith("option")]


def _actor(officer):
    from webapp.audit.actors import Actor

    return Actor.officer(officer.id)


@transaction
def _start(officer_id) -> None:
    """Only officers who took their invitation up are offered as colleagues."""
    db.session.get(OfficerAccount, officer_id).passphrase_hash = "made up"
