"""Putting, replacing and removing entries: the index, its words and its vocabulary stay in step."""

import pytest
from sqlalchemy import func, select, text

from webapp.database import db
from webapp.kit.revision import PublicRevisionRow
from webapp.search.entries import NotIndexableError, SearchEntry
from webapp.search.models import Entry, EntryText, VocabularyWord
from webapp.search.services import put_entries, remove_entries, replace_source


def made(key: str, **parts) -> SearchEntry:
    return SearchEntry(
        **{
            "source": "page",
            "address": "/a",
            "language": "en",
            "kind": "guidance",
            "title": "Lamp",
            "key": key,
            **parts,
        }
    )


def keys() -> list[str]:
    return list(db.session.scalars(select(Entry.key).order_by(Entry.key)))


def vocabulary() -> dict[str, int]:
    return {word.spelling: word.entries for word in db.session.scalars(select(VocabularyWord))}


def test_an_entry_put_again_takes_the_place_of_the_first(app_context, find):
    assert put_entries("page", [made("a", title="Lamps")]) == 1
    assert put_entries("page", [made("a", title="Benches")]) == 1
    assert find("lamps").total == 0
    assert find("bench").total == 1
    assert vocabulary() == {"benches": 1}


def test_an_entry_put_again_unchanged_is_left_alone(app_context):
    put_entries("page", [made("a"), made("b")])
    revision = db.session.scalar(select(PublicRevisionRow.number))
    assert put_entries("page", [made("a"), made("b")]) == 0
    assert replace_source("page", [made("a"), made("b")]) == 0
    assert db.session.scalar(select(PublicRevisionRow.number)) == revision


def test_a_change_of_the_index_is_a_change_of_the_public_site(app_context):
    put_entries("page", [made("a")])
    first = db.session.scalar(select(PublicRevisionRow.number))
    remove_entries("page", "a")
    assert db.session.scalar(select(PublicRevisionRow.number)) > first


def test_a_prefix_removes_what_begins_with_it_and_nothing_else(app_context):
    put_entries("page", [made("safe/1"), made("safe/2"), made("safer/1"), made("Safe/3"), made("x/safe/")])
    put_entries("table", [made("safe/1", source="table")])
    assert remove_entries("page", "safe/") == 2
    assert keys() == ["Safe/3", "safe/1", "safer/1", "x/safe/"]


def test_signs_of_a_pattern_in_a_prefix_mean_themselves(app_context):
    put_entries("page", [made("a/1"), made("%/1"), made("_/1")])
    assert remove_entries("page", "%") == 1
    assert remove_entries("page", "_/") == 1
    assert keys() == ["a/1"]


def test_replacing_a_source_leaves_the_others(app_context, find):
    put_entries("page", [made("a"), made("b", title="Bench")])
    put_entries("table", [made("a", source="table", title="Table of lamps")])
    assert replace_source("page", [made("b", title="Bench"), made("c", title="Kerb")]) == 2
    assert keys() == ["a", "b", "c"]
    assert [hit.source for hit in find("lamp").hits] == ["table"]


def test_nothing_is_left_when_all_is_removed(app_context):
    put_entries("page", [made(f"a/{n}", body="The quay was lit. " * n) for n in range(5)])
    replace_source("page", [])
    for table in (Entry, EntryText, VocabularyWord):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert db.session.scalar(text("SELECT count(*) FROM search_words")) == 0
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()
        with db.engine.connect().execution_options(writes=True) as connection:
            connection.exec_driver_sql("INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)")


def test_the_vocabulary_counts_entries_in_each_language(app_context):
    put_entries("page", [made("a", body="lamp lamp"), made("b"), made("c", language="pl", title="Lampa")])
    assert vocabulary() == {"lamp": 2, "lampa": 1}


def test_a_failure_leaves_the_index_as_it_was(app_context, find):
    put_entries("page", [made("a")])
    with pytest.raises(NotIndexableError, match="two entries"):
        replace_source("page", [made("b"), made("b")])
    assert keys() == ["a"]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"source": "a b"}, "source"),
        ({"kind": ""}, "kind"),
        ({"language": "x" * 21}, "language"),
        ({"tags": ("a b",)}, "tag"),
        ({"key": ""}, "key"),
        ({"key": "k" * 301}, "key"),
        ({"address": "publications/a"}, "slash"),
        ({"title": " "}, "title"),
        ({"year": 0}, "year"),
        ({"year": 10_000}, "year"),
    ],
)
def test_an_entry_that_could_not_be_found_rightly_is_refused(parts, reason):
    with pytest.raises(NotIndexableError, match=reason):
        made(**{"key": "a", **parts})


def test_an_entry_of_another_source_is_refused(app_context):
    with pytest.raises(NotIndexableError, match="not table"):
        put_entries("table", [made("a")])


def test_odd_texts_are_taken(app_context, find):
    odd = "Lamp\x00 \ud800 2e4ab " + "x" * 5000 + " " + "Ω≈ç√∫ \U0001f600 " * 100
    put_entries("page", [made("a", title=odd, summary=odd, body=odd, tags=("odd",))])
    put_entries("page", [made("long", title="Long", body=" ".join(f"word{n}" for n in range(120_000)))])
    assert find("2e4ab").total == 1
    assert find("word777").total == 1
    assert replace_source("page", []) == 2
    assert vocabulary() == {}


def test_many_entries_are_put_at_once(app_context, find):
    assert put_entries("page", (made(f"a/{n}", address=f"/a/{n}") for n in range(450))) == 450
    assert find("lamp").total == 450
