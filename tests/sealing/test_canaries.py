"""Two hundred canaries written through sealed columns: none is readable wherever bytes are left behind."""

import io
import logging
import os
import secrets
import sqlite3
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from tests.database_files import database_files, files_under
from tests.sealing.conftest import KIND, Sample, read, write
from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.sealing import services
from webapp.sealing.boxes import PrivateKey

CANARIES = 200
BEGINNING = len("canary-01234567")
# The newest of PostgreSQL's log, 16 MiB each: a few of them hold all that a test writes.
SEGMENTS = 3


@pytest.fixture
def canaries(samples) -> Iterator[list[str]]:
    """Sealed in words, phone and a file each; one more stands in a clear column, to show that the search finds."""
    of_this_test = f"canary-{secrets.token_hex(4)}"
    names = [f"{of_this_test}-{secrets.token_hex(12)}" for _ in range(CANARIES)]
    for name in names:
        write(f"Their name is {name}, and they live next door.", phone=name)
    write("nothing", month=CONTROL)
    return names


CONTROL = "control-in-the-clear-month"


def found(places: dict[str, bytes], names: list[str]) -> dict[str, int]:
    """How many canaries can be read in each place: as text, in capitals, in hexadecimal, reversed and as UTF-16."""
    counts = {place: sum(any(form in content for form in forms(name)) for name in hinted(content, names))
              for place, content in places.items()}  # fmt: skip
    return {place: count for place, count in counts.items() if count}


def hinted(content: bytes, names: list[str]) -> list[str]:
    """No name where not even the beginning of one is: a cluster is large."""
    return (
        names if any(form in content for start in {name[:BEGINNING] for name in names} for form in forms(start)) else []
    )


def forms(name: str) -> set[bytes]:
    spelled = {name, name.upper(), name[::-1], name.encode().hex()}
    # Without the zero at the end: a cluster is mostly zeros, and Python looks for the last byte first.
    return {form.encode(coding).rstrip(b"\0") for form in spelled for coding in ("utf-8", "utf-16-le")}


def test_the_search_itself_finds_what_is_there():
    hidden = ["canary-1", "canary-2", "canary-3"]
    places = {
        "text": b"..canary-1..",
        "wide": "canary-2".encode("utf-16-le"),
        "hex": b"canary-3".hex().encode(),
        "none": b"canary",
    }
    assert found(places, hidden) == {"text": 1, "wide": 1, "hex": 1}


@pytest.mark.integration
def test_none_is_in_the_database_its_log_or_a_backup(canaries, tmp_path):
    places = sqlite_places(tmp_path) if db.engine.dialect.name == "sqlite" else postgres_places(tmp_path)
    assert found(places, canaries) == {}
    control = found(places, [CONTROL])
    assert len(control) >= len({place.partition(":")[0] for place in places}), "the clear column is found in each"


@pytest.mark.integration
def test_none_is_left_of_what_was_changed_and_erased(canaries, tmp_path):
    keys = [row.sealed_key for row in db.session.query(Sample)]

    @transaction
    def erase_all() -> None:
        for row in db.session.query(Sample).all():
            services.erase(row)
            row.month = None

    erase_all()
    for row in db.session.query(Sample):
        with pytest.raises(services.ErasedError):
            services.opener_for(row, KIND)
    places = sqlite_places(tmp_path) if db.engine.dialect.name == "sqlite" else postgres_places(tmp_path)
    assert found(places, canaries) == {}
    if db.engine.dialect.name == "sqlite":
        # PostgreSQL leaves old rows to its vacuum: there the key that they are wrapped to must go (docs/keys.md).
        assert not any(key in content for key in keys for content in places.values())


def test_none_is_in_temporary_files_while_files_are_sealed(canaries, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    row = db.session.query(Sample).first()
    sealer, opener = services.resealer_for(row, KIND), services.opener_for(row, KIND)
    with tempfile.NamedTemporaryFile(delete=False) as sink:
        sealer.seal_file("evidence", io.BytesIO("\n".join(canaries * 20).encode()), sink)
    back = io.BytesIO()
    with Path(sink.name).open("rb") as closed:
        opener.file("evidence", closed, back)
    assert back.getvalue().count(canaries[0].encode()) == 20
    places = files_under(tmp_path)
    assert places
    assert found(places, canaries) == {}


def test_none_is_in_logs_errors_or_tracebacks(canaries, capfd, caplog):
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    try:
        row_ids = [row_id for (row_id,) in db.session.query(Sample.id).limit(20)]
        for row_id in row_ids:
            read(row_id)
            for wrong in (
                lambda row_id=row_id: read(row_id, key=PrivateKey.new()),
                lambda row_id=row_id: again(row_id),
            ):
                with pytest.raises((services.KeyMissingError, IntegrityError)) as caught:
                    wrong()
                logging.getLogger("webapp").error("it failed", exc_info=caught.value)
                structlog.get_logger().error("failed", words=read(row_id), kind="sample")
                told.write("".join(traceback.format_exception(caught.value)))
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
        logging.getLogger().removeHandler(handler)
    printed = capfd.readouterr()
    places = {"handler": told.getvalue(), "out": printed.out, "err": printed.err, "records": caplog.text}
    assert "it failed" in places["handler"]
    assert "sealed_sample" in places["handler"]
    assert found({place: words.encode() for place, words in places.items()}, canaries) == {}


@transaction
def again(row_id) -> None:
    """The same row once more, its values open: the worst that a slice could do."""
    row = db.session.get_one(Sample, row_id)
    words = read(row_id).encode()
    db.session.execute(insert(Sample).values(id=row_id, month="2026-11", words=words, sealed_key=row.sealed_key))


def sqlite_places(folder: Path) -> dict[str, bytes]:
    """The database's files as they lie, with a log that is not empty, and backups by both ways that we name."""
    path = Path(db.engine.url.database)
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT", alone=True) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with db.engine.connect() as reader:
        # A reader keeps the log from being folded into the database while we look.
        reader.execute(text("SELECT count(*) FROM sealed_sample"))
        write("one more", month=CONTROL)
        assert path.with_name(path.name + "-wal").stat().st_size > 0
        places = {f"{name}:": content for name, content in database_files(path).items()}
    source = sqlite3.connect(path)
    copy = sqlite3.connect(folder / "online.sqlite3")
    source.backup(copy)
    source.execute("VACUUM INTO ?", (str(folder / "vacuumed.sqlite3"),))
    for connection in (source, copy):
        connection.close()
    return places | {f"{name}:": content for name, content in files_under(folder).items()}


def postgres_places(folder: Path) -> dict[str, bytes]:
    """The cluster's files where we may read them, its write-ahead log, and a dump."""
    write("one more", month=CONTROL)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        cluster = Path(connection.scalar(text("SHOW data_directory")))
        table = cluster / connection.scalar(text("SELECT pg_relation_filepath('sealed_sample')"))
        newest = connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())"))
    if not os.access(cluster, os.R_OK):
        pytest.skip("the cluster belongs to another user")
    segments = sorted(entry for entry in (cluster / "pg_wal").iterdir() if entry.is_file() and entry.name <= newest)
    log = b"".join(entry.read_bytes() for entry in segments[-SEGMENTS:])
    url = db.engine.url.render_as_string(hide_password=False)
    dump = folder / "dump.sql"
    subprocess.run(["pg_dump", "--file", str(dump), "--table", "sealed_sample", url], check=True)
    rest = b"".join(entry.read_bytes() for entry in sorted(table.parent.iterdir()) if entry.is_file())
    return {"table:": table.read_bytes(), "log:": log, "dump:": dump.read_bytes(), "cluster:": rest}
