"""Sealed records in the database: written without a thought for keys, read by their holders, erased for good."""

import io
import stat
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.sealing.conftest import KIND, Sample, read, write
from webapp.database import db
from webapp.kit.orm import Holds
from webapp.kit.transaction import transaction
from webapp.sealing import holding, queries, services
from webapp.sealing.boxes import KeyMissingError, PrivateKey, SealBrokenError
from webapp.sealing.models import Purpose

ON_ONE_TABLE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
# Sealed by other means than a record's data key, and by which.
SEALED_OTHERWISE = {
    "sealing_officer": "the officer's passphrase",
    "sealing_grant": "the officer's own pair",
    "officer_code_app": "a secret file of the desk",
    "officer_session": "a secret in the officer's cookie",
    "officer_kept_form": "a secret in the officer's cookie",
    "sent_form": "the key of the form that was sent",
    "journey_draft": "a key that only the person holds, in a cookie or under their five words",
    "case_agency_key": "an officer of the agency's own pair",
    "evidence_held": "the key of the draft that the file belongs to",
    "evidence_upload": "the key of whoever sends the file",
    "evidence_ticket": "a key that stands in the ticket's address alone",
}


class TestWritingAndReading:
    def test_an_empty_site_needs_no_preparation(self, samples):
        row_id = write("They come every night.", phone="01202 123456")
        assert read(row_id) == "They come every night."

    @ON_ONE_TABLE
    @given(words=st.text(max_size=300))
    def test_any_words_come_back(self, samples, words):
        assert read(write(words)) == words

    def test_nothing_stays_nothing(self, samples):
        row = db.session.get_one(Sample, write("words"))
        assert row.phone is None
        assert services.opener_for(row, KIND).text("phone", row.phone) is None

    def test_a_value_can_be_changed_under_the_same_key(self, samples):
        row_id = write("before")
        wrapped = db.session.get_one(Sample, row_id).sealed_key

        @transaction
        def change() -> None:
            row = db.session.get_one(Sample, row_id)
            row.words = services.resealer_for(row, KIND).seal("words", "after")

        change()
        assert read(row_id) == "after"
        assert db.session.get_one(Sample, row_id).sealed_key == wrapped

    def test_a_file_is_sealed_with_its_record(self, samples):
        row_id = write("words")
        row = db.session.get_one(Sample, row_id)
        closed, back = io.BytesIO(), io.BytesIO()
        services.resealer_for(row, KIND).seal_file("photo", io.BytesIO(b"picture" * 50_000), closed)
        assert b"picture" not in closed.getvalue()
        services.opener_for(row, KIND).file("photo", io.BytesIO(closed.getvalue()), back)
        assert back.getvalue() == b"picture" * 50_000

    def test_a_person_may_hold_a_key_beside_the_officers(self, samples):
        applicant = PrivateKey.new()
        row_id = write("for both", keys=("content", applicant.public))
        assert read(row_id, key=applicant) == read(row_id) == "for both"
        with pytest.raises(KeyMissingError):
            read(row_id, key=PrivateKey.new())

    def test_an_unknown_key_name_is_a_mistake_of_the_program(self, samples):
        with pytest.raises(ValueError, match="contents"):
            services.sealer_for(KIND, 1, keys=("contents",))


class TestMovedAndChanged:
    def test_a_value_does_not_open_in_another_record_or_column(self, samples):
        first, second = (db.session.get_one(Sample, write(words, phone="1")) for words in ("one", "two"))
        opener = services.opener_for(first, KIND)
        for column, sealed in (("words", second.words), ("phone", first.words), ("words", first.phone)):
            with pytest.raises(SealBrokenError):
                opener.text(column, sealed)
        with pytest.raises(SealBrokenError):
            services.opener_for(first, "another kind").text("words", first.words)

    def test_a_record_copied_over_another_does_not_open(self, samples):
        first, second = write("one"), write("two")
        values = db.session.execute(select(Sample.sealed_key, Sample.words).where(Sample.id == first)).one()

        @transaction
        def copy() -> None:
            where = update(Sample).where(Sample.id == second)
            db.session.execute(where.values(sealed_key=values.sealed_key, words=values.words))

        copy()
        with pytest.raises(SealBrokenError):
            read(second)

    def test_an_erased_record_opens_for_nobody(self, samples):
        row_id = write("gone")

        @transaction
        def erase() -> None:
            services.erase(db.session.get_one(Sample, row_id))

        erase()
        with pytest.raises(services.ErasedError):
            read(row_id)
        assert db.session.get_one(Sample, row_id).words is not None


class TestKeys:
    def test_private_halves_lie_in_files_that_others_cannot_read(self, samples, app):
        write("words")
        folder = app.extensions["settings"].instance_dir / "secrets"
        for name in ("content-key-1", "delivery-key-1"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600

    def test_a_key_whose_file_is_there_before_the_database_is_used(self, samples):
        kept = holding.keep_file(Purpose.CONTENT, 1, PrivateKey.new())
        assert services.public_key(Purpose.CONTENT).id == kept.id

    def test_threads_that_start_together_agree_on_one_pair(self, samples, app):
        def start(number: int) -> str:
            with app.app_context():
                row_id = write(f"words {number}")
                try:
                    return read(row_id)
                finally:
                    db.session.remove()

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(start, range(12))) == sorted(f"words {number}" for number in range(12))
        assert len(queries.list_pairs()) == len(Purpose)

    def test_a_file_with_another_key_in_it_does_not_open(self, samples):
        row_id = write("words")
        holding.destroy_file(Purpose.CONTENT, 1)
        holding.keep_file(Purpose.CONTENT, 1, PrivateKey.new())
        with pytest.raises(KeyMissingError):
            read(row_id)

    def test_the_public_tier_seals_and_cannot_read(self, samples, in_tier):
        services.make_missing_keys()
        in_tier("public")
        row_id = write("from a resident")
        with pytest.raises(KeyMissingError):
            read(row_id)
        in_tier("all")
        assert read(row_id) == "from a resident"

    def test_the_public_tier_makes_no_keys(self, samples, in_tier):
        in_tier("public")
        with pytest.raises(holding.NotHeldHereError, match="desk"):
            write("too early")
        with pytest.raises(holding.NotHeldHereError, match="desk"):
            services.phrase_salt()

    def test_the_desk_tier_reads_deliveries_by_its_file_and_content_by_an_officer_only(self, samples, in_tier):
        content, delivery = write("content"), write("delivery", keys=("delivery",))
        in_tier("desk")
        assert read(delivery) == "delivery"
        with pytest.raises(KeyMissingError):
            read(content)

    def test_the_salt_of_phrases_stays(self, samples):
        assert services.phrase_salt() == services.phrase_salt()
        assert len(services.phrase_salt()) == 16


class TestEveryTable:
    def test_a_table_with_a_sealed_column_has_a_sealed_key(self, app_context):
        for table in db.metadata.tables.values():
            sealed = [column.name for column in table.columns if column.info.get("holds") is Holds.SEALED]
            if sealed and table.name not in SEALED_OTHERWISE:
                assert "sealed_key" in sealed, f"{table.name} seals {sealed} under no key"

    def test_a_table_with_a_sealed_key_is_walked_by_its_id(self, app_context):
        for table in queries.sealed_tables():
            assert [column.name for column in table.primary_key] == ["id"], table.name

    def test_a_kind_of_row_id_is_bound_as_text(self):
        number = uuid.uuid4()
        assert services.Sealer.new("x", number, PrivateKey.new().public).__repr__() == f"<Sealer x {number.hex}>"
