"""What leaves by file: codes for who counts; words and contacts with a second person, once, for who asked."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import NOW
from tests.desk.conftest import requests_know_nothing_of_each_other  # noqa: F401 - its requests are apart here too
from tests.desk.sending import send
from tests.survey.desk_things import (
    ANN,
    BEN,
    CONTACT,
    NICKNAME,
    PHONE,
    a_contact,
    acts,
    an_answer,
    an_open_edition,
)
from webapp.approvals.services import NotApprovedError
from webapp.audit.actors import Actor
from webapp.audit.models import AuditEntry
from webapp.database import db
from webapp.sealing.boxes import KeyMissingError
from webapp.survey import export_queries, exporting, handling, releasing_files
from webapp.survey.codes import Exactness
from webapp.survey.desk_codes import TakenOut
from webapp.survey.desk_export_items import EXPORT_KIND
from webapp.survey.exporting import COLUMNS, Wanted, coded_file, csv_lines
from webapp.survey.handling import Decision
from webapp.survey.paper_codes import ExportKind
from webapp.survey.paper_models import SurveyExport
from webapp.survey.releasing_files import NewExport, NotYoursError
from webapp.survey.rules import Place
from webapp.work.models import WorkItem

pytestmark = pytest.mark.usefixtures("app_context")
DESK = "/desk/survey/exports"
REASON = "Our lighting team reads it, and deletes it in May."
EXACT = Place(words="17 Made Up Lane", latitude=50.72791, longitude=-1.86362, exactness=Exactness.EXACT)


@pytest.fixture
def edition():
    return an_open_edition()


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def coded(wanted: Wanted | None = None) -> list[dict[str, str]]:
    return rows("".join(coded_file(wanted or Wanted(), by=Actor.command("ann"))))


def moderated(edition) -> None:
    """An answer whose words somebody has read: the suggested parts are taken out."""
    response_id = an_answer(edition)
    handling.moderate(response_id, Decision(why=(TakenOut.PERSONAL,)), seen=1, by=ANN)


def asked(kind: ExportKind = ExportKind.WORDS, *, by: Actor = ANN, edition_id=None):
    new = NewExport(kind=kind, edition_id=edition_id, from_month="2026-11", to_month="2026-12", reason=REASON)
    return releasing_files.ask(new, by=by, at=NOW)


def agreed(kind: ExportKind = ExportKind.WORDS):
    export_id = asked(kind)
    releasing_files.agree(export_id, releasing_files.fingerprint_of(export_id), by=BEN, at=NOW)
    return export_id


class TestAnswersInCodes:
    def test_a_line_is_an_answer_in_codes_and_nothing_else(self, edition):
        an_answer(edition, place=EXACT, equality={"age": "25_34"})
        (row,) = coded()
        assert tuple(row) == COLUMNS
        assert (row["survey"], row["month"], row["state"], row["kinds"]) == (
            "made-up-survey",
            "2026-11",
            "counted",
            "noise;drugs",
        )
        told = " ".join(row.values())
        assert not any(word in told for word in ("25_34", "Lane", "50.7", PHONE, "2026-11-"))

    def test_months_and_surveys_can_be_chosen(self, edition):
        an_answer(edition)
        other = an_open_edition("another", kinds=("noise",))
        an_answer(other, codes={"kinds": ("noise",)})
        assert len(coded()) == 2
        assert [row["survey"] for row in coded(Wanted(edition_id=other))] == ["another"]
        assert coded(Wanted(from_month="2026-12")) == []
        assert len(coded(Wanted(from_month="2026-11", to_month="2026-11"))) == 2

    def test_it_is_read_in_parts(self, edition, monkeypatch):
        monkeypatch.setattr(exporting, "READ_AT_ONCE", 2)
        for _ in range(5):
            an_answer(edition)
        assert len(coded()) == 5

    def test_that_somebody_took_it_is_written_down_before_the_first_line(self, edition):
        coded_file(Wanted(from_month="2026-11"), by=ANN)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "survey.exported")).one()
        assert entry.actor == str(ANN)
        assert "2026-11" in entry.changes

    @given(st.text(max_size=40), st.sampled_from(["=", "+", "-", "@", "\t", "\r", ""]))
    def test_no_cell_runs_in_a_spreadsheet(self, words, sign):
        text = "".join(csv_lines(("a", "b"), [[sign + words, "b"]]))
        (_names, (cell, _other)) = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
        assert cell.removeprefix("'") == (sign + words).removeprefix("'")
        is_figure = cell.lstrip("+-").replace(",", "").replace(".", "").removesuffix("%").isdigit()
        assert is_figure or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))

    def test_the_command_writes_a_file_for_its_owner_alone(self, app, edition, tmp_path):
        an_answer(edition)
        path = tmp_path / "out.csv"
        result = app.test_cli_runner().invoke(args=["survey", "export", str(path), "--edition", "made-up-survey"])
        assert result.exit_code == 0, result.output
        assert len(rows(path.read_text(encoding="utf-8"))) == 1
        assert path.stat().st_mode & 0o077 == 0

    def test_a_month_that_is_none_is_refused(self, app):
        result = app.test_cli_runner().invoke(args=["survey", "export", "--from", "November"])
        assert result.exit_code == 2
        assert "like 2026-11" in result.output


class TestWordsAndContacts:
    def test_nobody_takes_what_nobody_agreed_to(self, edition):
        an_answer(edition)
        with pytest.raises(NotApprovedError):
            releasing_files.take(asked(), by=ANN, key=None, at=NOW)

    def test_who_asked_cannot_agree(self):
        export_id = asked()
        with pytest.raises(NotApprovedError):
            releasing_files.agree(export_id, releasing_files.fingerprint_of(export_id), by=ANN, at=NOW)

    def test_only_who_asked_takes_it(self):
        with pytest.raises(NotYoursError):
            releasing_files.take(agreed(), by=BEN, key=None, at=NOW)

    def test_it_is_taken_once(self):
        export_id = agreed()
        releasing_files.take(export_id, by=ANN, key=None, at=NOW)
        with pytest.raises(NotApprovedError):
            releasing_files.take(export_id, by=ANN, key=None, at=NOW)
        told = [act for act in acts(export_id) if not act.startswith("item.")]
        assert told == [
            "approval.asked",
            "survey_export.asked",
            "approval.approved",
            "approval.used",
            "survey_export.taken",
        ]

    def test_words_leave_as_the_moderator_left_them_and_unread_ones_not(self, edition):
        an_answer(edition, words="Nobody has read this.")
        moderated(edition)
        taken = releasing_files.take(agreed(), by=ANN, key=None, at=NOW)
        (row,) = rows(taken.text)
        assert PHONE not in taken.text
        assert NICKNAME in row["words"]
        assert "[telephone number]" in row["words"]
        assert (row["month"], row["kinds"]) == ("2026-11", "noise;drugs")

    def test_contacts_leave_with_what_was_typed(self):
        a_contact()
        taken = releasing_files.take(agreed(ExportKind.CONTACTS), by=ANN, key=None, at=NOW)
        (row,) = rows(taken.text)
        assert (row["name"], row["email"], row["safe"]) == (CONTACT.name, CONTACT.email, CONTACT.safe)
        assert taken.name == "survey-contacts-2026-11-21.csv"

    def test_other_months_stay(self):
        a_contact()
        new = NewExport(
            kind=ExportKind.CONTACTS, edition_id=None, from_month="2026-09", to_month="2026-10", reason=REASON
        )
        export_id = releasing_files.ask(new, by=ANN, at=NOW)
        releasing_files.agree(export_id, releasing_files.fingerprint_of(export_id), by=BEN, at=NOW)
        assert rows(releasing_files.take(export_id, by=ANN, key=None, at=NOW).text) == []

    def test_a_key_that_does_not_open_it_uses_nothing_up(self, monkeypatch):
        a_contact()
        export_id = agreed(ExportKind.CONTACTS)

        def closed(*_given, **_named):
            raise KeyMissingError

        monkeypatch.setattr(export_queries, "opener_for", closed)
        with pytest.raises(KeyMissingError):
            releasing_files.take(export_id, by=ANN, key=None, at=NOW)
        monkeypatch.undo()
        assert releasing_files.take(export_id, by=ANN, key=None, at=NOW).text

    def test_more_than_a_file_holds(self, monkeypatch):
        monkeypatch.setattr(export_queries, "MOST_IN_A_FILE", 1)
        a_contact()
        a_contact()
        with pytest.raises(export_queries.TooManyError):
            releasing_files.take(agreed(ExportKind.CONTACTS), by=ANN, key=None, at=NOW)

    def test_a_refusal_ends_it_and_the_queue_is_told(self):
        export_id = asked()
        assert len(waiting()) == 1
        releasing_files.refuse(export_id, reason="Too much", by=BEN, at=NOW)
        assert waiting() == []
        with pytest.raises(NotApprovedError):
            releasing_files.take(export_id, by=ANN, key=None, at=NOW)

    def test_what_was_asked_long_ago_is_forgotten(self):
        asked()
        assert releasing_files.forget(today=NOW.date() + releasing_files.KEPT, by=BEN) == 0
        assert releasing_files.forget(today=NOW.date().replace(year=2029), by=BEN) == 1


class TestTheDesk:
    def test_from_asking_to_taking(self, officer_client):
        a_contact()
        moderator, approver = officer_client(role="moderator"), officer_client(role="approver")
        values = {"kind": "contacts", "from_month": "2026-01", "to_month": "2099-12", "reason": REASON}
        send(moderator, moderator.get(f"{DESK}/ask"), f"{DESK}/ask", values, here=f"{DESK}/ask")
        (export,) = db.session.scalars(select(SurveyExport)).all()
        path = f"{DESK}/{export.id}"
        assert "It waits for a second person." in moderator.get(path).text
        page = approver.get(path)
        assert "Somebody who reads" not in page.text
        assert REASON in page.text
        assert send(approver, page, f"{path}/agree").status_code == 303
        taken = send(moderator, moderator.get(path), f"{path}/take")
        assert taken.headers["Content-Disposition"].startswith("attachment; filename=survey-contacts-")
        assert "no-store" in taken.headers["Cache-Control"]
        assert CONTACT.email in taken.get_data(as_text=True)
        assert "It was taken" in moderator.get(path).text

    def test_a_refusal_says_why_to_who_asked(self, officer_client):
        moderator, approver = officer_client(role="moderator"), officer_client(role="approver")
        export_id = asked(by=Actor.officer(moderator.officer.id))
        path = f"{DESK}/{export_id}/refuse"
        send(approver, approver.get(path), path, {"reason": "Far too much"}, here=path)
        assert "Far too much" in moderator.get(f"{DESK}/{export_id}").text

    def test_a_request_can_be_withdrawn(self, officer_client):
        moderator = officer_client(role="moderator")
        path = f"{DESK}/{asked(by=Actor.officer(moderator.officer.id))}"
        send(moderator, moderator.get(path), f"{path}/withdraw")
        assert "Withdrawn" in moderator.get(path).text

    def test_somebody_else_cannot_take_it(self, officer_client):
        other = officer_client(role="moderator")
        path = f"{DESK}/{agreed()}"
        assert f"{path}/take" not in [form.get("action") for form in other.get(path).all("form")]

    def test_an_analyst_takes_codes_and_asks_for_no_words(self, officer_client, edition):
        an_answer(edition)
        analyst = officer_client(role="analyst")
        taken = send(analyst, analyst.get(DESK), f"{DESK}/answers.csv")
        assert len(rows(taken.get_data(as_text=True))) == 1
        assert analyst.response(f"{DESK}/ask").status_code == 403

    def test_an_approver_finds_what_waits(self, officer_client):
        export_id = asked()
        page = officer_client(role="approver").get(DESK)
        assert f"{DESK}/{export_id}" in page.links

    def test_a_wrong_month_is_said_beside_its_box(self, officer_client):
        moderator = officer_client(role="moderator")
        values = {"kind": "words", "from_month": "2026-11", "to_month": "2026-10", "reason": REASON}
        again = send(moderator, moderator.get(f"{DESK}/ask"), f"{DESK}/ask", values, here=f"{DESK}/ask")
        assert again.status_code == 422
        assert "Choose a month that is not before the first" in again.get_data(as_text=True)


def waiting() -> list[WorkItem]:
    db.session.rollback()
    return list(db.session.scalars(select(WorkItem).where(WorkItem.kind == EXPORT_KIND, WorkItem.closed_at.is_(None))))
