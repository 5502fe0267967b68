"""Open cases from a list: all of them by the services' rules, or none; a corpus of what lists get wrong."""

import csv
import io

import pytest
from sqlalchemy import func, select, text

from tests.casereview.conftest import at_work
from tests.officers import make_officer
from tests.outbox import written
from webapp.audit.actors import Actor
from webapp.casereview.cases import queries, services
from webapp.casereview.cases.models import CaseReview
from webapp.casereview.imports import services as importing
from webapp.casereview.imports.columns import COLUMNS
from webapp.casereview.rules.codes import EventKind, PersonRole, State
from webapp.casereview.rules.record_codes import OpenReason
from webapp.database import db
from webapp.kit.clock import london_today
from webapp.kit.csv_sheets import UnreadableError

pytestmark = pytest.mark.usefixtures("app_context")
CLERK = Actor.command("tests")
RIGHT = {
    "own_number": "CT/2025/7",
    "applied_on": "2026-10-05",
    "kind": "someone else",
    "channel": "telephone",
    "town": "Poole",
    "name": "Zebulon Quince",
    "address": "3 Madeup Row",
    "affected_name": "Ottoline Quince",
    "email": "zebulon@example.org",
    "telephone": "07700 900456",
    "safe_ways": "email; telephone",
    "code_word": "marzipan",
    "harm": "No sleep, ünd nö rest.",
    "incident_1_what": "Drums at night",
    "incident_1_happened_on": "2026-08-01",
    "incident_1_reported_on": "2026-08-02",
    "incident_1_reported_to": "Dorset Police",
    "incident_1_report_number": "55-1",
    "acknowledged_on": "2026-10-07",
    "threshold_decided_on": "2026-10-12",
    "decision": "met_mandatory",
    "decision_reason": "Three reports.",
    "decision_told_on": "2026-10-13",
}
LEAST = {"own_number": "8", "applied_on": "2026-11-02", "name": "Somebody Else"}
# What somebody changes in the right row, and the column that is named for it.
WRONG = (
    ({"own_number": ""}, "own_number"),
    ({"name": ""}, "name"),
    ({"name": "x" * 301}, "name"),
    ({"applied_on": ""}, "applied_on"),
    ({"applied_on": "05/10/2026"}, "applied_on"),
    ({"applied_on": "2026-02-30"}, "applied_on"),
    ({"applied_on": "2999-01-01"}, "applied_on"),
    ({"applied_on": "1999-01-01"}, "applied_on"),
    ({"kind": "neighbour"}, "kind"),
    ({"channel": "fax"}, "channel"),
    ({"language": "xx"}, "language"),
    ({"town": "Atlantis"}, "town"),
    ({"locality": "Atlantis"}, "locality"),
    ({"authority": "perhaps"}, "authority"),
    ({"affected_name": "", "authority": "given"}, "authority"),
    ({"safe_ways": "pigeon"}, "safe_ways"),
    ({"safe_ways": "tracker"}, "safe_ways"),
    ({"email": "no address"}, "email"),
    ({"email": ""}, "email"),
    ({"telephone": ""}, "telephone"),
    ({"safe_ways": "post", "post": ""}, "post"),
    ({"harm": "=HYPERLINK(1)"}, "harm"),
    ({"harm": "#REF!"}, "harm"),
    ({"harm": "a\x07bell"}, "harm"),
    ({"incident_1_reported_on": "2026-07-01"}, "incident_1_reported_on"),
    ({"incident_1_happened_on": "August"}, "incident_1_happened_on"),
    ({"acknowledged_on": "2026-10-01"}, "acknowledged_on"),
    ({"decision_reason": ""}, "decision_reason"),
    ({"decision": ""}, "decision"),
    ({"decision": "maybe"}, "decision"),
    ({"threshold_decided_on": ""}, "threshold_decided_on"),
    ({"decision_told_on": "2026-10-11"}, "decision_told_on"),
    ({"lead_email": "nobody@example.org"}, "lead_email"),
    ({"decision": "withdrawn", "review_scheduled_on": "2026-10-20"}, ""),
)


def sheet(*rows: dict[str, str], names: tuple[str, ...] = ()) -> bytes:
    names = names or tuple(dict.fromkeys(name for row in rows for name in row))
    written_to = io.StringIO()
    writer = csv.DictWriter(written_to, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written_to.getvalue().encode("utf-8-sig")


def run(data: bytes, *, is_kept: bool = True) -> importing.Report:
    return importing.run(data, today=london_today(), by=CLERK, is_kept=is_kept)


def count(table: type = CaseReview) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_list_that_would_hold_the_database_too_long_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(importing, "MOST_CASES", 1)
    with pytest.raises(UnreadableError, match="more than 1 cases"):
        run(sheet(RIGHT, LEAST))
    assert count() == 0


def test_cases_come_in_where_they_stand_with_everything_sealed_and_nobody_told():
    officer = at_work(make_officer("case-officer"))
    report = run(sheet({**RIGHT, "lead_email": officer.email}, LEAST))
    assert (report.rows, report.added, report.faults) == (2, 2, [])
    assert written() == []
    found = dict(report.references)
    row = db.session.scalars(select(CaseReview).where(CaseReview.reference == found["CT/2025/7"])).one()
    assert (row.state, row.lead_id, row.applied_on.isoformat()) == (State.MET, officer.id, "2026-10-05")
    kinds = [event.kind for event in queries.list_events(row.id)]
    assert kinds[:4] == [
        EventKind.APPLIED,
        EventKind.ACKNOWLEDGED,
        EventKind.THRESHOLD_DECIDED,
        EventKind.DECISION_TOLD,
    ]
    opened = services.read(row.id, by=CLERK, reason=OpenReason.CHECK, today=london_today())
    (applicant, affected) = opened.persons
    assert applicant.person.contact.code_word == "marzipan"
    assert affected.listed.role is PersonRole.AFFECTED
    assert opened.application.incidents[0].what == "Drums at night"
    tables = ("case_review", "case_person", "case_application", "case_event", "case_imported_row", "audit_entry")
    whole = str([db.session.execute(text(f"SELECT * FROM {name}")).all() for name in tables])  # noqa: S608 - our names
    assert not any(word in whole for word in ("Zebulon", "marzipan", "Drums", "Ottoline", "CT/2025/7"))


def test_a_trial_says_the_same_and_keeps_nothing():
    data = sheet(RIGHT, LEAST)
    report = run(data, is_kept=False)
    assert (report.added, report.references, report.faults) == (2, [], [])
    assert dict(report.states) == {State.MET: 1, State.RECEIVED: 1}
    assert count() == 0
    assert run(data).added == 2


def test_the_same_list_again_brings_nothing_twice():
    run(sheet(RIGHT))
    report = run(sheet(RIGHT, LEAST))
    assert (report.known, report.added, count()) == (1, 1, 2)


@pytest.mark.parametrize("wrong", range(0, len(WRONG), 6))
def test_one_wrong_row_is_named_and_no_row_comes_in(wrong):
    for changes, column in WRONG[wrong : wrong + 6]:
        report = run(sheet(LEAST, {**RIGHT, **changes}))
        assert column in {fault.column for fault in report.faults}, (changes, report.faults)
        assert {fault.line for fault in report.faults} == {3}, changes
        assert not any(value in fault.words for value in changes.values() if len(value) > 8 for fault in report.faults)
    assert count() == 0


def test_two_rows_of_one_number_and_a_closed_case_are_refused():
    assert run(sheet(LEAST, {**RIGHT, "own_number": "8"})).faults[0].column == "own_number"
    assert count() == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "not CSV"),
        (b"name;applied_on\nA;2026-01-01\n", "commas"),
        (b"own_number,applied_on\n1,2026-01-01\n", "name is missing"),
        (b"own_number,applied_on,name,nmae\n1,2026-01-01,A,B\n", "Did you mean name"),
        (b"own_number,applied_on,name,name\n1,2026-01-01,A,B\n", "Two columns"),
        (b'own_number,applied_on,name\n1,2026-01-01,"A\n', "quotation mark"),
        ("own_number,applied_on,name\n1,2026-01-01,Jos\xe9\n".encode("latin-1"), "UTF-8"),
        (b"own_number,applied_on,name\n1,2026-01-01,A\x00\n", "zero bytes"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(data, words):
    with pytest.raises(UnreadableError, match=words):
        run(data)
    assert count() == 0


def test_the_command_tries_and_takes_in_and_ends_with_1_where_something_is_wrong(app, tmp_path):
    file = tmp_path / "cases.csv"
    file.write_bytes(sheet(RIGHT))
    runner = app.test_cli_runner()
    tried = runner.invoke(args=["casereview", "import", str(file), "--dry-run"])
    assert (tried.exit_code, "this was a trial" in tried.output, count()) == (0, True, 0)
    done = runner.invoke(args=["casereview", "import", str(file)])
    assert (done.exit_code, "CT/2025/7: " in done.output, count()) == (0, True, 1)
    file.write_bytes(sheet({**LEAST, "applied_on": "soon"}))
    refused = runner.invoke(args=["casereview", "import", str(file)])
    assert (refused.exit_code, "Line 2, applied_on" in refused.output) == (1, True)


def test_every_column_is_told_of_in_the_documentation():
    from webapp.config import PROJECT

    told = (PROJECT / "docs" / "case-review-agencies.md").read_text(encoding="utf-8")
    assert [name for name in COLUMNS if name not in told and not name.startswith("incident_")] == []
