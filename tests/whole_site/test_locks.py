"""Whoever waited for a row sees it as it stands now: no lock without reading the row anew."""

import re

from webapp.config import PROJECT

GETTING = re.compile(r"\.get(?:_one)?\([^()]*(?:\([^()]*\)[^()]*)*with_for_update=(?!None)[^()]*\)")
SELECTING = re.compile(r"\.with_for_update\((?![^)]*skip_locked)[^)]*\)")
# Of these slices a whole statement that locks says so too; elsewhere such a row is read there for the first time.
FRESH = ("casereview", "evidence")


def sources() -> dict[str, str]:
    return {str(path.relative_to(PROJECT)): path.read_text("utf-8") for path in (PROJECT / "webapp").rglob("*.py")}


def test_a_row_that_is_locked_by_its_key_is_read_anew():
    stale = [
        f"{name}: {found[0]}"
        for name, source in sources().items()
        for found in GETTING.finditer(source)
        if "populate_existing=" not in found[0]
    ]
    assert stale == []


def test_rows_that_are_locked_by_a_statement_are_read_anew():
    stale = [
        name
        for name, source in sources().items()
        if name.startswith(tuple(f"webapp/{slice_}/" for slice_ in FRESH))
        and len(SELECTING.findall(source)) > source.count("populate_existing")
    ]
    assert stale == []


def test_the_test_sees_what_it_looks_for():
    assert GETTING.search("db.session.get_one(Row, key(a), with_for_update=by.kind is not PUBLIC)")
    assert GETTING.search("session.get(Row, key, with_for_update=True)")
    assert SELECTING.search("wanted.with_for_update()")
    assert not SELECTING.search("wanted.with_for_update(skip_locked=True)")
