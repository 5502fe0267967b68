"""Files in drafts and cases: sealed, counted, handed over by their keys, scanned, erased and swept."""

import datetime as dt
import io
import os
import subprocess
import sys
import uuid

import pytest
from sqlalchemy import text

from tests import patience
from tests.evidence import making as make
from tests.evidence.conftest import CASE, NOW, TODAY
from webapp.audit.actors import PUBLIC
from webapp.config import PROJECT
from webapp.database import db
from webapp.evidence import queries, retention, scanning, services, tickets
from webapp.evidence.checker import LOAD, look_at
from webapp.evidence.codes import ORIGINAL, FileState, Reason, Refusal, RefusedError
from webapp.evidence.models import EvidenceFile, HeldFile
from webapp.evidence.records import KIND
from webapp.evidence.spool import PIECE, Spool
from webapp.evidence.tickets import NotToBeFetchedError
from webapp.journeys import drafts
from webapp.kit.errors import NotFoundError
from webapp.kit.transaction import transaction
from webapp.sealing.boxes import DataKey, KeyMissingError, Keyring, PrivateKey, SealBrokenError, key_ids
from webapp.sealing.holding import find_file
from webapp.sealing.models import Purpose
from webapp.sealing.services import public_key

PHOTO = make.picture(exif=make.exif())
FOUND = b"stream: Made.Up FOUND\0"
CLEAN = b"stream: OK\0"


def add(holder, content=PHOTO, name="Canary Jane.jpg"):
    return services.add_to_draft(io.BytesIO(content), name, draft=holder, today=TODAY)


@transaction
def send(holder, *publics, subject=CASE) -> None:
    services.attach(services.take_along(holder), subject=subject, publics=publics, by=PUBLIC, today=TODAY)
    drafts.forget("made_up", holder, now=NOW)


def original_of(row, key=None) -> bytes:
    sink = io.BytesIO()
    with queries_store().open(row.id, ORIGINAL) as sealed:
        tickets.opener_for(row, KIND, key=key).file(ORIGINAL, sealed, sink)
    return sink.getvalue()


def queries_store():
    return tickets.store_of_app()


def refusal_of(act) -> Refusal:
    with pytest.raises(RefusedError) as error:
        act()
    return error.value.refusal


class TestDrafts:
    def test_a_child_of_its_own_looks_at_each_file(self, holder, store, monkeypatch):
        monkeypatch.setattr(services, "look_at", look_at)
        assert add(holder).pages == 1

    def test_a_file_is_listed_to_whoever_holds_the_draft_and_to_nobody_else(self, holder, store):
        added = add(holder)
        assert (added.kind, added.size, added.pages) == ("jpg", len(PHOTO), 1)
        assert added.state == FileState.NO_SCANNER
        assert [each.shown_name for each in queries.list_draft(holder)] == ["Canary Jane.jpg"]
        with pytest.raises(SealBrokenError):
            queries.list_draft(drafts.Holder(id=holder.id, key=DataKey.new()))

    def test_nothing_on_the_disk_or_in_the_database_can_be_read(self, holder, store):
        add(holder)
        written = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
        row = db.session.scalars(db.select(HeldFile)).one()
        for canary in (make.CANARY.encode(), PHOTO[:40], b"\xff\xd8\xff"):
            assert canary not in written + row.name + row.held_key
        assert {path.stat().st_mode & 0o077 for path in store.folder.rglob("*")} == {0}

    def test_a_file_is_removed_by_its_holder_alone(self, holder, store):
        added = add(holder)
        with pytest.raises(NotFoundError):
            services.remove_from_draft(added.id, draft=drafts.Holder(id=uuid.uuid4(), key=DataKey.new()))
        services.remove_from_draft(added.id, draft=holder)
        assert queries.list_draft(holder) == ()
        assert list(store.list_files(before=NOW.timestamp() * 2)) == []

    def test_a_draft_has_room_for_so_much(self, holder, store, monkeypatch):
        monkeypatch.setattr(services, "MOST_IN_DRAFT", 1)
        add(holder)
        assert refusal_of(lambda: add(holder)) == Refusal.TOO_MANY
        monkeypatch.setattr(services, "MOST_IN_DRAFT", 9)
        monkeypatch.setattr(services, "MOST_BYTES_IN_DRAFT", len(PHOTO) + 1)
        assert refusal_of(lambda: add(holder)) == Refusal.TOO_MUCH
        monkeypatch.setattr(services, "MOST_BYTES_IN_DRAFT", 10**9)
        monkeypatch.setattr(services, "MOST_BYTES_IN_DRAFTS", len(PHOTO) + 1)
        assert refusal_of(lambda: add(holder)) == Refusal.NO_ROOM
        assert len(list(store.list_files(before=NOW.timestamp() * 2))) == 1

    def test_a_full_disk_is_said_and_leaves_nothing(self, holder, store, monkeypatch):
        monkeypatch.setattr("webapp.evidence.store.FREE_AT_LEAST", 10**18)
        assert refusal_of(lambda: add(holder)) == Refusal.NO_ROOM
        assert [path for path in store.folder.rglob("*") if path.is_file()] == []

    @pytest.mark.parametrize(
        ("name", "content", "refusal"),
        [
            ("a.exe", PHOTO, Refusal.NOT_TAKEN),
            ("a.jpg", b"", Refusal.EMPTY),
            ("a.jpg", PHOTO[:300], Refusal.DAMAGED),
            ("a.png", PHOTO, Refusal.ANOTHER_KIND),
        ],
    )
    def test_what_is_refused_leaves_nothing(self, holder, store, name, content, refusal):
        assert refusal_of(lambda: add(holder, content, name)) == refusal
        assert queries.list_draft(holder) == ()
        assert [path for path in store.folder.rglob("*") if path.is_file()] == []

    def test_a_draft_that_is_gone_takes_no_file_and_the_bytes_go_again(self, holder, store):
        gone = drafts.Holder(id=uuid.uuid4(), key=DataKey.new())
        with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key"):
            add(gone)
        assert list(store.list_files(before=NOW.timestamp() * 2)) == []


class TestSending:
    def test_at_submit_only_the_key_is_wrapped_anew(self, holder, store):
        added = add(holder)
        before = (store.folder / added.id.hex[:2] / f"{added.id.hex}.original").read_bytes()
        applicant = PrivateKey.new()
        send(holder, applicant.public)
        assert (store.folder / added.id.hex[:2] / f"{added.id.hex}.original").read_bytes() == before
        row = queries.get_file(added.id, [CASE])
        assert set(key_ids(row.sealed_key)) == {public_key(Purpose.CONTENT).id, applicant.public.id}
        assert original_of(row, Keyring([applicant])) == PHOTO
        assert [each.shown_name for each in queries.list_for(CASE, key=applicant)] == ["Canary Jane.jpg"]

    def test_another_applicant_reads_nothing_of_it(self, holder, store):
        send_nothing = PrivateKey.new()
        add(holder)
        send(holder)
        assert [each.shown_name for each in queries.list_for(CASE, key=Keyring([send_nothing]))] == [""]
        with pytest.raises(KeyMissingError):
            tickets.picture(queries.file_rows(CASE)[0], 1, key=Keyring([send_nothing]))

    def test_a_file_of_another_case_is_not_there(self, holder, store):
        added = add(holder)
        send(holder)
        with pytest.raises(NotFoundError):
            queries.get_file(added.id, [("case_review", uuid.uuid4()), ("case_request", CASE[1])])

    def test_when_the_submit_fails_the_files_stay_in_the_draft(self, holder, store):
        add(holder)

        @transaction
        def fail() -> None:
            services.attach(services.take_along(holder), subject=CASE, by=PUBLIC, today=TODAY)
            raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert len(queries.list_draft(holder)) == 1
        assert queries.list_for(CASE) == ()

    def test_a_file_comes_straight_to_a_case(self, store):
        added = services.accept(io.BytesIO(PHOTO), "a.jpg", subject=CASE, by=PUBLIC, today=TODAY)
        assert [each.id for each in queries.list_for(CASE)] == [added.id]

    def test_what_is_seen_of_it_is_drawn_by_us(self, store):
        added = services.accept(io.BytesIO(make.pdf(pages=3)), "a.pdf", subject=CASE, by=PUBLIC, today=TODAY)
        row = queries.get_file(added.id, [CASE])
        assert [tickets.picture(row, number, key=None)[:3] for number in (1, 2, 3)] == [b"\xff\xd8\xff"] * 3
        for number in (0, 4):
            with pytest.raises(NotFoundError):
                tickets.picture(row, number, key=None)

    def test_erasing_takes_keys_rows_and_bytes(self, holder, store, monkeypatch):
        for _each in range(3):
            add(holder)
        send(holder)
        # However long the list is that pages show.
        monkeypatch.setattr(queries, "MOST_LISTED", 2)
        assert transaction(services.erase)(CASE) == 3
        assert queries.list_for(CASE) == ()
        assert list(store.list_files(before=NOW.timestamp() * 2)) == []


class TestScanner:
    def test_those_that_cannot_be_opened_keep_no_other_from_its_scan(self, holder, store, monkeypatch):
        asked = []
        monkeypatch.setattr(scanning, "scan_again", lambda file_id, **_today: asked.append(file_id))
        waiting = sorted(uuid.uuid4() for _each in range(5))
        found = lambda after=None, most=2: [each for each in waiting if after is None or each > after][:most]  # noqa: E731
        monkeypatch.setattr(queries, "list_to_scan", found)
        assert scanning.scan_waiting(today=TODAY) == 0
        assert asked == waiting

    def test_it_hears_every_byte_at_the_door(self, holder, store, scanner):
        heard = scanner(CLEAN)
        assert add(holder).state == FileState.CLEAN
        assert heard == [PHOTO]

    def test_what_it_finds_is_not_kept(self, holder, store, scanner):
        scanner(FOUND)
        assert refusal_of(lambda: add(holder)) == Refusal.VIRUS
        assert [path for path in store.folder.rglob("*") if path.is_file()] == []

    def test_while_it_is_down_files_come_in_unscanned_and_the_worker_asks_again(self, holder, store, setting, scanner):
        setting(clamd_url="tcp://127.0.0.1:1")
        added = add(holder)
        assert added.state == FileState.UNSCANNED
        send(holder)
        row = queries.get_file(added.id, [CASE])
        assert set(key_ids(row.sealed_key)) == {public_key(purpose).id for purpose in Purpose}
        with pytest.raises(NotToBeFetchedError):
            tickets.give(added.id, [CASE], reason=Reason.FOR_COURT, by=PUBLIC, key=None, now=NOW)
        assert scanning.scan_waiting(today=TODAY) == 0
        heard = scanner(CLEAN)
        assert scanning.scan_waiting(today=TODAY) == 1
        assert heard == [PHOTO]
        row = queries.get_file(added.id, [CASE])
        assert (row.state, row.scanned_on) == (FileState.CLEAN, TODAY)
        # The worker's key has done its work.
        assert key_ids(row.sealed_key) == (public_key(Purpose.CONTENT).id,)

    def test_a_late_find_locks_the_file(self, holder, store, setting, scanner):
        setting(clamd_url="tcp://127.0.0.1:1")
        added = add(holder)
        send(holder)
        scanner(FOUND)
        scanning.scan_waiting(today=TODAY)
        assert queries.get_file(added.id, [CASE]).state == FileState.BAD
        with pytest.raises(NotToBeFetchedError):
            tickets.give(added.id, [CASE], reason=Reason.FOR_COURT, by=PUBLIC, key=None, now=NOW)

    def test_an_answer_that_is_none_leaves_it_unscanned(self, holder, store, scanner):
        scanner(b"INSTREAM size limit exceeded. ERROR\0")
        assert add(holder).state == FileState.UNSCANNED

    def test_a_large_file_waits_for_the_worker(self, holder, store, scanner, jobs, monkeypatch):
        monkeypatch.setattr(scanning, "SCANNED_AT_ONCE", 10)
        scanner(CLEAN)
        added = add(holder)
        assert added.state == FileState.PENDING
        send(holder)
        assert jobs.waiting == [services.SCAN]
        jobs.run_all()
        assert queries.get_file(added.id, [CASE]).state == FileState.CLEAN

    def test_the_worker_without_the_content_key_can_scan(self, holder, store, setting, scanner):
        """What waits for its scan opens with `delivery` alone (security decision 3)."""
        setting(clamd_url="tcp://127.0.0.1:1")
        added = add(holder)
        send(holder)
        row = queries.get_file(added.id, [CASE])
        assert original_of(row, Keyring([find_file(Purpose.DELIVERY, 1)])) == PHOTO


class TestTickets:
    def given(self, holder, **options) -> tuple[uuid.UUID, str]:
        added = add(holder)
        send(holder)
        told = {"reason": Reason.FOR_COURT, "by": PUBLIC, "key": None, "now": NOW, **options}
        return added.id, tickets.give(added.id, [CASE], **told)

    def test_a_ticket_gives_the_original_for_a_minute(self, holder, store):
        _file_id, told = self.given(holder)
        found = tickets.redeem(told, now=NOW)
        with found.stream as stream:
            assert stream.read() == PHOTO
        with pytest.raises(NotFoundError):
            tickets.redeem(told, now=NOW + dt.timedelta(seconds=tickets.SECONDS))

    def test_who_opened_it_and_why_is_in_the_audit(self, holder, store):
        self.given(holder)
        asked = text("SELECT actor, kind, reason FROM audit_entry WHERE act = 'evidence.original_opened'")
        assert db.session.execute(asked).all() == [("public", "case_review", "for_court")]

    @pytest.mark.parametrize("told", ["", "zz", "00" * 32, "00" * 500, "%00", "\u0660"])
    def test_what_is_no_ticket_gives_nothing(self, app_context, told):
        with pytest.raises(NotFoundError):
            tickets.redeem(told, now=NOW)

    def test_the_database_alone_opens_nothing_by_its_tickets(self, holder, store):
        file_id, told = self.given(holder)
        row = db.session.scalars(db.select(tickets.Ticket)).one()
        assert told not in str(vars(row))
        with pytest.raises(SealBrokenError):
            DataKey(bytes.fromhex(row.id)).open(row.held_key, tickets.TICKET, file_id.hex)

    def test_what_was_changed_on_the_disk_is_not_given(self, holder, store):
        file_id, told = self.given(holder)
        path = store.folder / file_id.hex[:2] / f"{file_id.hex}.original"
        stored = path.read_bytes()
        path.write_bytes(stored[:-1] + bytes([stored[-1] ^ 1]))
        with pytest.raises(NotFoundError):
            tickets.redeem(told, now=NOW)


class TestSweeping:
    def test_files_of_a_draft_that_is_gone_are_swept(self, holder, store):
        added = add(holder)
        drafts.forget("made_up", holder, now=NOW)
        assert queries.known_among([added.id]) == set()
        now = dt.datetime.now(dt.UTC)
        assert retention.sweep(now=now) == 0, "a young one may be waiting for its row"
        assert retention.sweep(now=now + dt.timedelta(hours=25)) == 1
        assert retention.sweep(now=now + dt.timedelta(hours=25)) == 0

    def test_files_with_a_row_stay(self, holder, store):
        add(holder)
        add(holder)
        send(holder)
        later = dt.datetime.now(dt.UTC) + dt.timedelta(days=99)
        assert retention.sweep(now=later) == 0
        assert original_of(db.session.scalars(db.select(EvidenceFile)).first()) == PHOTO

    def test_a_process_that_is_killed_while_a_file_comes_in_leaves_nothing_half(self, store):
        """Killed in the middle of writing: nothing stands in the store's place, and the sweep clears the door."""
        told = f"""{LOAD}
import io, os, signal, sys, uuid
from pathlib import Path
from webapp.evidence.store import Store
def write(sinks):
    sinks["original"].write(b"half")
    sinks["original"].flush()
    os.kill(os.getpid(), signal.SIGKILL)
Store(Path({str(store.folder)!r})).put(uuid.UUID(int=5), write)
"""
        done = subprocess.run(
            [sys.executable, "-c", told, str(PROJECT / "webapp")], check=False, timeout=patience.SECONDS
        )
        assert done.returncode == -9
        assert list(store.list_files(before=NOW.timestamp() * 2)) == []
        assert {path.suffix for path in store.door.iterdir()} == {".original", ".pictures"}
        retention.sweep(now=dt.datetime.now(dt.UTC) + dt.timedelta(hours=25))
        assert list(store.door.iterdir()) == []


class TestSpool:
    def test_it_reads_as_any_file_does(self, tmp_path):
        content = os.urandom(3 * PIECE + 17)
        with Spool.unnamed(tmp_path, most=len(content)) as spool:
            for start in range(0, len(content), 10_000):
                spool.write(content[start : start + 10_000])
            assert spool.seek(0, os.SEEK_END) == len(content)
            for place in (0, 1, PIECE - 1, PIECE, 2 * PIECE + 5, len(content) - 1, len(content)):
                spool.seek(place)
                assert spool.read(700) == content[place : place + 700]
            spool.seek(0)
            assert spool.read() == content
        assert list(tmp_path.iterdir()) == [], "it has no name that could be left behind"

    def test_what_is_too_large_is_let_go_of(self, tmp_path):
        with Spool.unnamed(tmp_path, most=10) as spool:
            for _ in range(1_000):
                spool.write(b"0123456789")
            assert spool.refusal == Refusal.TOO_LARGE
            assert spool.size == 0

    def test_what_was_changed_is_noticed(self, tmp_path):
        with (tmp_path / "pieces").open("w+b") as file:
            spool = Spool(file, DataKey.new(), "a", most=100)
            spool.write(b"words")
            spool.sync()
            file.seek(20)
            [there] = file.read(1)
            file.seek(20)
            file.write(bytes([there ^ 1]))
            spool.seek(0)
            with pytest.raises(SealBrokenError):
                spool.read()
