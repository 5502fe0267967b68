"""Rotation under load loses nothing, goes on where it stopped, and ends with a key that opens nothing any more."""

import datetime as dt
import threading
import uuid

import pytest
from sqlalchemy import select

from tests.profiles import is_drill
from tests.sealing.conftest import KIND, Sample, read, write
from webapp.database import db
from webapp.kit.clock import utc_now
from webapp.kit.transaction import transaction
from webapp.sealing import holding, inventory, queries, rotation, services, unlocking
from webapp.sealing.boxes import KeyMissingError, key_ids
from webapp.sealing.models import KeyState, Purpose
from webapp.sealing.rotation import NotYetError

LONG = is_drill()
RECORDS = 10_000 if LONG else 300
A_DAY_LATER = dt.timedelta(hours=25)


@transaction
def write_many(count: int, keys=("content",)) -> None:
    for number in range(count):
        row_id = uuid.uuid4()
        sealer = services.sealer_for(KIND, row_id, keys=keys)
        db.session.add(Sample(id=row_id, sealed_key=sealer.wrapped, words=sealer.seal("words", f"record {number}")))


def everything(key=None) -> set[str]:
    rows = db.session.scalars(select(Sample).execution_options(populate_existing=True)).all()
    return {services.opener_for(row, KIND, key=key).text("words", row.words) for row in rows}


def rotate(purpose=Purpose.CONTENT, **options) -> rotation.Rewrapped:
    rotation.begin(purpose, key=options.get("key"))
    return rotation.rewrap_all(purpose, **options)


def test_every_record_is_wrapped_anew_beside_a_writer_and_none_is_lost(samples, app):
    write_many(RECORDS)
    ends, wrote, failed = threading.Event(), [], []

    def writer() -> None:
        with app.app_context():
            while not ends.is_set():
                try:
                    wrote.append(f"beside {len(wrote)}")
                    row_id = write(wrote[-1])
                    assert read(row_id) == wrote[-1]
                except Exception as error:  # noqa: BLE001
                    failed.append(repr(error))
                ends.wait(0.005)
            db.session.remove()

    thread = threading.Thread(target=writer)
    thread.start()
    try:
        ended = rotate()
    finally:
        ends.set()
        thread.join()
    assert failed == []
    ended_after = rotation.rewrap_all(Purpose.CONTENT)
    assert ended.records + ended_after.records >= RECORDS
    assert ended_after.remaining == 0
    holding.destroy_file(Purpose.CONTENT, 1)
    assert everything() == {f"record {number}" for number in range(RECORDS)} | set(wrote)
    current = queries.find_current(Purpose.CONTENT).id
    for wrapped in db.session.scalars(select(Sample.sealed_key)):
        assert [key_id.hex() for key_id in key_ids(wrapped)] == [current]


def test_stopped_anywhere_it_goes_on(samples):
    write_many(60)

    class StopError(Exception):
        pass

    def stop_after_two(done: int) -> None:
        if done >= 20:
            raise StopError

    rotation.begin(Purpose.CONTENT)
    with pytest.raises(StopError):
        rotation.rewrap_all(Purpose.CONTENT, batch=10, told=stop_after_two)
    assert rotation.count_remaining(Purpose.CONTENT) == 40
    assert rotation.is_running(Purpose.CONTENT)
    assert everything() == {f"record {number}" for number in range(60)}
    ended = rotation.rewrap_all(Purpose.CONTENT, batch=7)
    assert (ended.records, ended.remaining) == (40, 0)
    assert not rotation.is_running(Purpose.CONTENT)


def test_a_record_that_was_changed_or_erased_meanwhile_is_left_alone(samples):
    kept, erased = write("kept"), write("erased")

    @transaction
    def erase() -> None:
        services.erase(db.session.get_one(Sample, erased))

    before = [(row.id, row.sealed_key, b"new") for row in db.session.scalars(select(Sample))]
    erase()
    assert rotation._replace(Sample.__table__, [entry for entry in before if entry[0] == erased]) == 0
    rotate()
    assert read(kept) == "kept"
    with pytest.raises(services.ErasedError):
        read(erased)


def test_rotating_twice_leaves_one_current_and_opens_all(samples):
    write_many(5)
    rotate()
    write_many(5)
    rotate()
    states = [(pair.version, pair.state) for pair in queries.list_pairs(Purpose.CONTENT)]
    assert states == [(1, KeyState.RETIRED), (2, KeyState.RETIRED), (3, KeyState.CURRENT)]
    assert everything() == {f"record {number}" for number in range(5)}


def test_other_holders_of_a_record_are_not_touched(samples):
    row_id = write("for both", keys=("content", "delivery"))
    delivery = queries.find_current(Purpose.DELIVERY).id
    rotate()
    new = queries.find_current(Purpose.CONTENT).id
    wrapped = db.session.get_one(Sample, row_id, populate_existing=True).sealed_key
    assert [key_id.hex() for key_id in key_ids(wrapped)] == [new, delivery]
    rotate(Purpose.DELIVERY)
    assert read(row_id) == "for both"


def test_officers_go_on_reading_without_signing_in_again(samples, officer, in_tier):
    in_tier("desk")
    first = officer("correct horse battery")
    holding.destroy_file(Purpose.CONTENT, 1)
    key = unlocking.unlock(first, "correct horse battery")
    second = officer("another passphrase", using=key)
    before = write("before")
    with pytest.raises(KeyMissingError):
        rotation.begin(Purpose.CONTENT)
    rotation.begin(Purpose.CONTENT, key=key)
    between = write("between")
    others = unlocking.unlock(second, "another passphrase")
    assert (read(before, key=others), read(between, key=others)) == ("before", "between")
    assert rotation.rewrap_all(Purpose.CONTENT, key=key).remaining == 0
    assert (read(before, key=others), read(between, key=key)) == ("before", "between")
    assert holding.versions(Purpose.CONTENT) == []


def test_a_retired_key_is_destroyed_when_nothing_needs_it_and_a_day_has_passed(samples):
    row_id = write("words")
    rotation.begin(Purpose.CONTENT)
    later = utc_now() + A_DAY_LATER
    with pytest.raises(NotYetError, match="1 records"):
        rotation.destroy(Purpose.CONTENT, 1, at=later)
    rotation.rewrap_all(Purpose.CONTENT)
    with pytest.raises(NotYetError, match="day"):
        rotation.destroy(Purpose.CONTENT, 1, at=utc_now())
    for version in (2, 3):
        with pytest.raises(NotYetError, match="not a retired"):
            rotation.destroy(Purpose.CONTENT, version, at=later)
    assert rotation.destroy(Purpose.CONTENT, 1, at=later).act == "keys.destroyed"
    assert holding.versions(Purpose.CONTENT) == [2]
    assert read(row_id) == "words"


def test_a_revoked_officer_who_kept_a_copy_reads_nothing_new_after_a_rotation(samples, officer, in_tier):
    services.make_missing_keys()
    leaver = officer("correct horse battery")
    stolen = services.granted_to(unlocking.unlock(leaver, "correct horse battery"))
    unlocking.revoke(leaver)
    old = write("before")
    rotate()
    for row_id in (old, write("after")):
        with pytest.raises(KeyMissingError):
            read(row_id, key=stolen)


def test_a_lost_key_is_given_up_and_the_site_goes_on(samples):
    lost = write("nobody reads this", keys=("delivery",))
    kept = holding.find_file(Purpose.DELIVERY, 1)
    holding.destroy_file(Purpose.DELIVERY, 1)
    with pytest.raises(KeyMissingError):
        rotation.begin(Purpose.DELIVERY)
    assert rotation.begin(Purpose.DELIVERY, old_is_lost=True).act == "keys.given_up"
    assert read(write("goes out", keys=("delivery",))) == "goes out"
    with pytest.raises(KeyMissingError):
        read(lost)
    assert rotate(Purpose.DELIVERY).remaining == 0
    assert any("lost" in warning for entry in inventory.list_keys() for warning in entry.warnings)
    # The file turns up in an old backup.
    holding.keep_file(Purpose.DELIVERY, 1, kept)
    assert read(lost) == "nobody reads this"
