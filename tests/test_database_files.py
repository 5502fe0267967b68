"""What reads a database from the side leaves its locks alone."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database_files import database_files, files_under

ANOTHER = "import sqlite3, sys; own = sqlite3.connect(sys.argv[1]); own.execute('SELECT * FROM kept'); own.close()"


@pytest.fixture
def database(tmp_path) -> Path:
    return tmp_path / "folder" / "kept.sqlite3"


@pytest.fixture
def connection(database) -> Iterator[sqlite3.Connection]:
    database.parent.mkdir()
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as own:
        own.execute("PRAGMA journal_mode=WAL")
        own.execute("CREATE TABLE kept (word)")
        own.execute("INSERT INTO kept VALUES ('written')")
        yield own


def close_in_another_process(database: Path) -> None:
    subprocess.run([sys.executable, "-c", ANOTHER, str(database)], check=True)


@pytest.mark.integration
@pytest.mark.parametrize("look", [lambda path: files_under(path.parent), database_files])
def test_the_log_is_there_and_stays(connection, database, look):
    found = look(database)
    assert b"written" in found["kept.sqlite3-wal"]
    assert found["kept.sqlite3"] != b""
    close_in_another_process(database)
    assert database.with_name("kept.sqlite3-wal").exists()
    assert connection.execute("SELECT word FROM kept").fetchall() == [("written",)]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no /proc tells which files are open")
@pytest.mark.parametrize("name", ["kept.sqlite3", "kept.sqlite3-shm"])
class TestInThisProcess:
    def test_nobody_opens_it(self, connection, database, name, tmp_path):
        path = database.with_name(name)
        for look in (path.read_bytes, path.open, lambda: shutil.copy(path, tmp_path)):
            with pytest.raises(RuntimeError, match="a database that is open"):
                look()

    def test_once_it_is_closed_everybody_may(self, connection, database, name):
        connection.close()
        database.with_name(name).touch()
        assert isinstance(database.with_name(name).read_bytes(), bytes)
