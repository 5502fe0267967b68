"""Checking the audit: every way to tamper with it is seen, and the first bad row named."""

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.unlocked import audit_unlocked
from webapp.audit.actors import SYSTEM
from webapp.audit.checks import verify
from webapp.audit.heads import heads_file
from webapp.audit.services import record
from webapp.database import db
from webapp.kit.transaction import transaction

ACTS = 1000


@transaction
def act(number: int) -> None:
    record("lamp.lit", by=SYSTEM, kind="lamp", key=str(number), changes={"state": (None, number)})


@pytest.fixture
def ten(app_context) -> None:
    for number in range(1, 11):
        act(number)


@pytest.fixture
def tamper(app_context):
    """Change the audit as somebody who has the database would, triggers and all."""

    def run(*statements: str) -> None:
        db.session.rollback()
        with db.engine.connect().execution_options(writes=True) as connection:
            with audit_unlocked(connection):
                for statement in statements:
                    connection.execute(text(statement))
            connection.commit()

    return run


def fault() -> str | None:
    (verdict,) = verify()
    return verdict.fault


class TestAWholeAudit:
    def test_a_thousand_acts_are_whole(self, app_context):
        for number in range(ACTS):
            act(number)
        (verdict,) = verify()
        assert (verdict.fault, verdict.rows, verdict.behind, verdict.noted) == (None, ACTS, 0, ACTS)

    def test_an_empty_audit_is_whole(self, app_context):
        assert verify() == []

    def test_a_process_that_died_before_it_noted_the_head_is_no_fault(self, ten):
        path = heads_file("all")
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:-2]) + lines[-2][:20])
        (verdict,) = verify()
        assert (verdict.fault, verdict.behind) == (None, 2)
        act(11)
        assert verify()[0].behind == 0 or verify()[0].fault is None

    def test_it_can_be_checked_while_others_write(self, app, app_context):
        stop, faults = threading.Event(), []

        def write() -> None:
            with app.app_context():
                number = 0
                while not stop.is_set():
                    act(number)
                    number += 1

        writer = threading.Thread(target=write)
        writer.start()
        for _ in range(30):
            faults += [verdict.fault for verdict in verify() if verdict.fault]
        stop.set()
        writer.join()
        assert faults == []


class TestTampering:
    @pytest.mark.parametrize(
        "column", ["actor", "act", "kind", "key", "changes", "reason", "snapshot"], ids=lambda column: column
    )
    def test_an_edit_of_any_column_is_named(self, ten, tamper, column):
        tamper(f"UPDATE audit_entry SET {column} = 'x.y' WHERE seq = 4")  # noqa: S608 - names of our own
        assert fault() == "row 4 was changed"

    def test_an_edit_of_the_time_is_named(self, ten, tamper):
        tamper("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 4")
        assert fault() == "row 4 was changed"

    def test_a_deletion_is_named(self, ten, tamper):
        tamper("DELETE FROM audit_entry WHERE seq = 4")
        assert fault() == "row 4 is missing"

    def test_two_rows_that_changed_places_are_named(self, ten, tamper):
        tamper(
            "UPDATE audit_entry SET seq = 99 WHERE seq = 4",
            "UPDATE audit_entry SET seq = 4 WHERE seq = 5",
            "UPDATE audit_entry SET seq = 5 WHERE seq = 99",
        )
        assert fault() == "row 4 does not follow the row before it"

    def test_an_end_that_was_cut_off_is_named(self, ten, tamper):
        tamper("DELETE FROM audit_entry WHERE seq > 7")
        assert fault() == "row 8 is missing: the end was cut off"

    def test_an_end_that_was_cut_off_with_its_head_mended_is_told_by_the_file_outside(self, ten, tamper):
        tamper(
            "DELETE FROM audit_entry WHERE seq > 7",
            "UPDATE audit_head SET seq = 7, row_hash = (SELECT row_hash FROM audit_entry WHERE seq = 7)",
        )
        assert fault().startswith("row 8 is missing: the file outside knows 10 rows")

    def test_an_old_database_that_grew_again_is_told_by_the_file_outside(self, ten, tamper):
        tamper(
            "DELETE FROM audit_entry WHERE seq > 7",
            "UPDATE audit_head SET seq = 7, row_hash = (SELECT row_hash FROM audit_entry WHERE seq = 7)",
        )
        for number in range(20, 25):
            act(number)
        assert fault() == "row 8 is not the one that the file outside knows"

    def test_a_chain_that_was_written_anew_is_told_by_the_file_outside(self, ten, tamper):
        tamper("DELETE FROM audit_entry", "DELETE FROM audit_head")
        for number in range(1, 11):
            act(number * 2)
        assert fault() == "row 1 is not the one that the file outside knows"

    def test_a_row_added_past_the_head_is_named(self, ten, tamper):
        tamper(
            "INSERT INTO audit_entry SELECT chain, 11, at, actor, act, kind, key, changes, reason, snapshot, row_hash, "
            "'x' FROM audit_entry WHERE seq = 10"
        )
        assert fault() == "row 11 was changed"

    def test_a_missing_head_is_named(self, ten, tamper):
        tamper("DELETE FROM audit_head")
        assert fault() == "the head of the chain is missing"


class TestTriggers:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 4",
            "DELETE FROM audit_entry WHERE seq = 4",
            "DELETE FROM audit_head",
            "UPDATE audit_head SET seq = 3",
            "UPDATE audit_head SET chain = 'desk', seq = 99",
        ],
    )
    def test_the_database_itself_refuses_to_change_or_remove(self, ten, statement):
        self.refused(statement)

    def test_it_refuses_to_replace_or_empty(self, ten):
        if db.engine.dialect.name == "sqlite":
            self.refused("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 4")
        else:
            self.refused("TRUNCATE audit_entry")
            self.refused("TRUNCATE audit_head")

    def refused(self, statement: str) -> None:
        db.session.rollback()
        with db.engine.connect().execution_options(writes=True) as connection:
            with pytest.raises(DatabaseError, match="only ever added to"):
                connection.execute(text(statement))
            connection.rollback()
        assert fault() is None


class TestManyAtOnce:
    def test_eight_threads_keep_one_chain(self, app, app_context):
        errors: list[Exception] = []

        def work(thread: int) -> None:
            with app.app_context():
                try:
                    for number in range(25):
                        act(thread * 100 + number)
                except Exception as error:  # noqa: BLE001 - told below
                    errors.append(error)

        threads = [threading.Thread(target=work, args=[number]) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        (verdict,) = verify()
        assert (verdict.fault, verdict.rows, verdict.behind) == (None, 200, 0)


class TestTheCommand:
    def test_it_names_the_first_bad_row_and_fails(self, app, ten, tamper):
        run = app.test_cli_runner().invoke
        result = run(args=["audit", "verify"])
        assert result.exit_code == 0
        assert "chain all is whole: 10 rows" in result.output
        tamper("UPDATE audit_entry SET actor = 'nobody' WHERE seq IN (4, 6)")
        result = run(args=["audit", "verify"])
        assert result.exit_code == 1
        assert "BROKEN: row 4 was changed" in result.output

    def test_it_says_when_there_is_nothing_to_compare_with(self, app, ten):
        heads_file("all").unlink()
        assert "no file outside" in app.test_cli_runner().invoke(args=["audit", "verify"]).output
