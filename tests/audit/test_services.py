"""Writing into the audit: with the act, in its transaction, and never outside one."""

import pytest
from sqlalchemy import func, select

from webapp.audit.actors import PUBLIC, SYSTEM, Actor
from webapp.audit.models import AuditEntry
from webapp.audit.rules import NotAuditableError
from webapp.audit.services import record, record_read
from webapp.database import db
from webapp.kit.transaction import WriteOutsideTransactionError, transaction


@transaction
def act(**changes) -> None:
    record("lamp.lit", by=SYSTEM, kind="lamp", key="7", changes=changes)


def rows() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


class TestRecording:
    def test_an_act_is_written_with_what_changed(self, app_context, now):
        @transaction
        def light() -> None:
            changes = {"state": ("dark", "lit"), "number": (None, 3)}
            record("lamp.lit", by=Actor.command("ann"), kind="lamp", key="7", changes=changes, reason="dusk", at=now)

        light()
        (row,) = rows()
        assert (row.chain, row.seq, row.actor, row.act) == ("all", 1, "cli:ann", "lamp.lit")
        assert (row.kind, row.key, row.reason, row.at) == ("lamp", "7", "dusk", now)
        assert row.changes == '{"number":[null,3],"state":["dark","lit"]}'

    def test_rows_follow_one_another(self, app_context):
        @transaction
        def several() -> None:
            for key in "123":
                record("lamp.lit", by=SYSTEM, kind="lamp", key=key)

        several()
        act()
        found = rows()
        assert [row.seq for row in found] == [1, 2, 3, 4]
        assert [row.prev_hash for row in found[1:]] == [row.row_hash for row in found[:-1]]

    def test_an_act_that_fails_leaves_no_row(self, app_context):
        @transaction
        def fail() -> None:
            record("lamp.lit", by=SYSTEM, kind="lamp", key="7")
            raise RuntimeError("no power")

        with pytest.raises(RuntimeError):
            fail()
        act()
        assert [row.seq for row in rows()] == [1]

    def test_outside_a_transaction_it_is_refused(self, app_context):
        with pytest.raises(WriteOutsideTransactionError):
            record("lamp.lit", by=SYSTEM, kind="lamp", key="7")

    def test_a_read_is_an_act_of_its_own(self, app_context):
        record_read("enquiry.read", by=PUBLIC, kind="enquiry", key="1", reason="asked by telephone")
        assert [row.act for row in rows()] == ["enquiry.read"]

    def test_a_snapshot_is_kept_as_a_keyed_hash(self, app_context):
        @transaction
        def keep(content: bytes) -> None:
            record("lamp.lit", by=SYSTEM, kind="lamp", key="7", snapshot=content)

        for content in (b"one", b"one", b"two"):
            keep(content)
        first, same, other = (row.snapshot for row in rows())
        assert first == same != other
        assert len(first) == 64

    @pytest.mark.parametrize("value", [b"sealed", "x" * 301, ["a"], object()])
    def test_what_is_no_plain_value_is_refused(self, app_context, value):
        with pytest.raises(NotAuditableError):
            act(state=(None, value))
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0

    @pytest.mark.parametrize("name", ["lit", "Lamp.lit", "lamp lit", "lamp.", "l" * 40 + "." + "m" * 40])
    def test_an_act_has_a_name_that_can_be_found(self, app_context, name):
        @transaction
        def misname() -> None:
            record(name, by=SYSTEM, kind="lamp", key="7")

        with pytest.raises(NotAuditableError):
            misname()
