"""Officers reach the content key by their passphrase, in any process, and lose it with the session or the grant."""

import subprocess
import sys
import time
import uuid

import pytest
from sqlalchemy import text

from tests.sealing.conftest import read, write
from webapp.config import PROJECT
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries, services, unlocking
from webapp.sealing.boxes import KeyMissingError, PrivateKey, SealBrokenError
from webapp.sealing.models import Purpose
from webapp.sealing.unlocking import LastHolderError, UnlockRefusedError

PASSPHRASE = "correct horse battery"


@pytest.fixture
def desk(samples, officer, in_tier) -> uuid.UUID:
    """A desk of its own, its content key handed over to a first officer; a record lies there."""
    services.make_missing_keys()
    in_tier("desk")
    first = officer(PASSPHRASE)
    holding.destroy_file(Purpose.CONTENT, 1)
    return first


class TestSignIn:
    def test_the_passphrase_opens_what_residents_wrote(self, desk):
        row_id = write("from a resident")
        with pytest.raises(KeyMissingError):
            read(row_id)
        assert read(row_id, key=unlocking.unlock(desk, PASSPHRASE)) == "from a resident"

    def test_a_wrong_passphrase_and_an_unknown_officer_are_refused(self, desk):
        for officer_id, passphrase in ((desk, "wrong"), (desk, ""), (uuid.uuid4(), PASSPHRASE), (desk, "x" * 2000)):
            with pytest.raises(UnlockRefusedError):
                unlocking.unlock(officer_id, passphrase)

    def test_one_officers_locked_key_does_not_open_as_anothers(self, desk, officer):
        other = officer(PASSPHRASE, granted=False)

        @transaction
        def steal() -> None:
            row, own = queries.find_officer(desk), queries.find_officer(other)
            own.locked_private = row.locked_private

        steal()
        with pytest.raises(UnlockRefusedError):
            unlocking.unlock(other, PASSPHRASE)

    def test_a_real_passphrase_takes_a_moment_to_try(self, desk, real_stretching):
        unlocking.enrol(uuid.uuid4(), PASSPHRASE)
        began = time.perf_counter()
        unlocking.enrol(uuid.uuid4(), PASSPHRASE)
        assert time.perf_counter() - began > 0.05


class TestSession:
    def test_the_key_lives_in_cookie_and_row_together(self, desk):
        row_id = write("words")
        secret, wrapped = unlocking.wrap_for_session(unlocking.unlock(desk, PASSPHRASE))
        assert read(row_id, key=unlocking.from_session(secret, wrapped)) == "words"

    def test_neither_half_alone_nor_anothers_opens(self, desk):
        secret, wrapped = unlocking.wrap_for_session(unlocking.unlock(desk, PASSPHRASE))
        other_secret, other = unlocking.wrap_for_session(PrivateKey.new())
        for wrong in ((other_secret, wrapped), (secret, other), (b"", wrapped), (secret, b""), (secret[:31], wrapped)):
            with pytest.raises(SealBrokenError):
                unlocking.from_session(*wrong)

    def test_another_process_serves_the_officer(self, desk):
        key = unlocking.unlock(desk, PASSPHRASE)
        secret, wrapped = unlocking.wrap_for_session(key)
        code = (
            "import sys; from webapp.sealing.unlocking import from_session; "
            "print(from_session(*map(bytes.fromhex, sys.argv[1:])).id.hex())"
        )
        told = subprocess.run(
            [sys.executable, "-c", code, secret.hex(), wrapped.hex()],
            capture_output=True, text=True, check=True, cwd=PROJECT,
        )  # fmt: skip
        assert told.stdout.strip() == key.id.hex()

    def test_what_the_session_row_holds_says_nothing(self, desk):
        key = unlocking.unlock(desk, PASSPHRASE)
        secret, wrapped = unlocking.wrap_for_session(key)
        assert key.reveal() not in wrapped
        assert secret not in wrapped


class TestGrants:
    def test_an_officer_without_a_grant_reads_nothing(self, desk, officer):
        row_id = write("words")
        other = officer("another passphrase", granted=False)
        assert not unlocking.holds_content(other)
        with pytest.raises(KeyMissingError):
            read(row_id, key=unlocking.unlock(other, "another passphrase"))

    def test_a_holder_grants_and_what_was_written_before_opens(self, desk, officer):
        row_id = write("written before")
        other = officer("another passphrase", using=unlocking.unlock(desk, PASSPHRASE))
        assert unlocking.holds_content(other)
        assert read(row_id, key=unlocking.unlock(other, "another passphrase")) == "written before"

    def test_who_holds_nothing_grants_nothing(self, desk, officer):
        empty = officer("another passphrase", granted=False)
        with pytest.raises(holding.NotHeldHereError):
            unlocking.grant(uuid.UUID(int=empty.int), using=unlocking.unlock(empty, "another passphrase"))
        with pytest.raises(holding.NotHeldHereError):
            unlocking.grant(empty)
        with pytest.raises(UnlockRefusedError):
            unlocking.grant(uuid.uuid4(), using=unlocking.unlock(desk, PASSPHRASE))

    def test_after_a_reset_another_holder_grants_again(self, desk, officer):
        row_id = write("words")
        other = officer("forgotten", using=unlocking.unlock(desk, PASSPHRASE))
        unlocking.enrol(other, "a new passphrase")
        with pytest.raises(KeyMissingError):
            read(row_id, key=unlocking.unlock(other, "a new passphrase"))
        event = unlocking.regrant(other, using=unlocking.unlock(desk, PASSPHRASE))
        assert (event.act, event.kind, event.key) == ("keys.regranted", "officer", other.hex)
        assert read(row_id, key=unlocking.unlock(other, "a new passphrase")) == "words"

    def test_a_changed_passphrase_keeps_what_was_granted(self, desk):
        row_id = write("words")
        unlocking.change_passphrase(desk, PASSPHRASE, "a longer passphrase")
        with pytest.raises(UnlockRefusedError):
            unlocking.unlock(desk, PASSPHRASE)
        assert read(row_id, key=unlocking.unlock(desk, "a longer passphrase")) == "words"

    def test_a_revoked_officer_reads_nothing_on_the_very_next_request(self, desk, officer):
        row_id = write("words")
        other = officer("another passphrase", using=unlocking.unlock(desk, PASSPHRASE))
        key = unlocking.unlock(other, "another passphrase")
        assert unlocking.revoke(other).act == "keys.revoked"
        with pytest.raises(KeyMissingError):
            read(row_id, key=key)

    def test_the_last_holder_is_not_lost_by_mistake(self, desk):
        row_id = write("words")
        for act in (lambda: unlocking.revoke(desk), lambda: unlocking.enrol(desk, "reset")):
            with pytest.raises(LastHolderError, match="escrow"):
                act()
        assert read(row_id, key=unlocking.unlock(desk, PASSPHRASE)) == "words"
        unlocking.revoke(desk, lose_content=True)
        assert not unlocking.holds_content(desk)

    def test_where_the_file_lies_nobody_is_the_last_holder(self, samples, officer):
        only = officer(PASSPHRASE)
        unlocking.enrol(only, "reset")
        assert not unlocking.holds_content(only)

    def test_many_rows_are_read_with_one_look_at_the_grants(self, desk):
        rows = [write(f"words {number}") for number in range(5)]
        ring = unlocking.keyring(unlocking.unlock(desk, PASSPHRASE))
        assert [read(row_id, key=ring) for row_id in rows] == [f"words {number}" for number in range(5)]

    def test_in_one_tier_nobody_needs_to_unlock(self, samples):
        assert read(write("words"), key=unlocking.keyring(None)) == "words"

    def test_nothing_in_the_database_is_a_key_or_a_passphrase(self, desk):
        key = unlocking.unlock(desk, PASSPHRASE)
        content = next(iter(services.granted_to(key)._keys.values()))
        held = [
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for table in ("sealing_key", "sealing_officer", "sealing_grant", "sealing_salt")
            for row in db.session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            for value in row
        ]
        for secret in (key.reveal(), content.reveal(), PASSPHRASE.encode()):
            assert not any(secret in value for value in held)
