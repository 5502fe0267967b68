"""The files of an SQLite database as they lie, read by another process than the one that has it open.

POSIX takes every lock on a file from a process that closes any handle of it. A test that read the open database itself
left the site's connections without their locks: the next process that closed the database took itself for the last one
and removed the log under them ("How To Corrupt An SQLite Database File", 2.2), and every later test of the run failed.
So `keep_locks` lets nobody do it.
"""

import contextlib
import os
import pickle
import subprocess
import sys
from pathlib import Path

READ = """
import pickle, sys
paths = pickle.load(sys.stdin.buffer)
pickle.dump({path: path.read_bytes() for path in paths}, sys.stdout.buffer)
"""
_connected: set[str] = set()


def files_under(folder: Path) -> dict[str, bytes]:
    """The content of every file of a folder, by its path within the folder."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): content for path, content in _read(paths).items()}


def database_files(database: Path) -> dict[str, bytes]:
    """The content of a database and of its log, by the names of the files; of the log only where there is one."""
    paths = [path for path in (database, database.with_name(f"{database.name}-wal")) if path.exists()]
    return {path.name: content for path, content in _read(paths).items()}


def _read(paths: list[Path]) -> dict[Path, bytes]:
    """What another process reads."""
    command = [sys.executable, "-c", READ]
    told = subprocess.run(command, input=pickle.dumps(paths), capture_output=True, check=True).stdout
    answer: dict[Path, bytes] = pickle.loads(told)  # noqa: S301 - our own program wrote it
    return answer


def keep_locks() -> None:
    """From now on, opening a file of a database that this process has open is an error, where /proc tells what is."""
    if Path("/proc/self/fd").is_dir():
        sys.addaudithook(_watch)


def _watch(event: str, given: tuple[object, ...]) -> None:
    if event == "sqlite3.connect" and isinstance(given[0], str | bytes | Path):
        _connected.add(os.path.realpath(os.fsdecode(given[0])))
    elif event == "open" and isinstance(given[0], str | bytes) and _has_locks(os.path.realpath(os.fsdecode(given[0]))):
        raise RuntimeError(f"{given[0]!r} is a database that is open: tests/database_files.py reads it without harm.")


def _has_locks(path: str) -> bool:
    return path.removesuffix("-shm") in _connected and path in _open_files()


def _open_files() -> set[str]:
    found = set()
    for handle in Path("/proc/self/fd").iterdir():
        # The listing's own is closed by now.
        with contextlib.suppress(OSError):
            found.add(str(handle.readlink()))
    return found
