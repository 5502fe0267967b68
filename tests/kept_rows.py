"""Content that takes long to load: loaded once in each process, and its rows copied back for every further test."""

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.emptying import filled_tables, tables_in_order
from webapp.database import db

# Beside the tables of the site, which tests list: a schema on PostgreSQL, a file of its own on SQLite.
BESIDE = "kept"


class KeptRows:
    """The rows of every table as `load` left them, and the files of the audit's heads that belong to them."""

    def __init__(self, load: Callable[[], object], *, heads: Path, beside: Path) -> None:
        """Keep what `load` puts into empty tables and into the folder `heads`; on SQLite in the file `beside`."""
        self.load, self.heads, self.beside = load, heads, beside
        self.copies: list[tuple[str, str]] = []
        self.files: dict[Path, bytes] = {}

    def put(self) -> None:
        """Bring the content in; where a test has put something before, it is loaded for that test alone."""
        if _filled():
            self.load()
        elif self.copies:
            self._put_back()
        else:
            self.load()
            self._keep()

    def _put_back(self) -> None:
        self._run(
            f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {BESIDE}.{name}"  # noqa: S608 - names of our own
            for name, columns in self.copies
        )
        for path, content in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def _keep(self) -> None:
        filled = _filled()
        tables = [table for table in tables_in_order() if table.name in filled]
        if db.engine.dialect.name == "postgresql":
            self._run([f"DROP SCHEMA IF EXISTS {BESIDE} CASCADE", f"CREATE SCHEMA {BESIDE}"])
        self._run(f"CREATE TABLE {BESIDE}.{table.name} AS SELECT * FROM {table.name}" for table in tables)  # noqa: S608
        self.copies = [(table.name, ", ".join(f'"{column.name}"' for column in table.columns)) for table in tables]
        self.files = {path: path.read_bytes() for path in self.heads.rglob("*") if path.is_file()}

    def _run(self, statements: Iterable[str]) -> None:
        """Run statements in one transaction, past the events of the engine."""
        is_sqlite = db.engine.dialect.name == "sqlite"
        before = [f"ATTACH '{self.beside}' AS {BESIDE}", "BEGIN IMMEDIATE"] if is_sqlite else []
        after = ["COMMIT", f"DETACH {BESIDE}"] if is_sqlite else ["COMMIT"]
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            for statement in (*before, *statements, *after):
                cursor.execute(statement)
            cursor.close()
        finally:
            connection.close()


def _filled() -> set[str]:
    with db.engine.connect() as connection:
        return filled_tables(connection)
