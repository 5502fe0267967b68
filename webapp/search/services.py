"""Writing the index: entries are put, replaced and removed in the transaction of whoever publishes them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from typing import TypeVar

from sqlalchemy import delete, func, insert, select

from webapp.database import db
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction
from webapp.search.entries import NotIndexableError, SearchEntry
from webapp.search.models import Entry, EntryText
from webapp.search.passages import split_into_passages
from webapp.search.vocabulary import VocabularyChange
from webapp.search.words import WORDS_VERSION, clean, stems

AT_A_TIME = 300
# PostgreSQL keeps an entry's words in 1 MiB at most; a text as long as a book chapter stays far below it.
LONGEST_BODY = 500_000

T = TypeVar("T")


@transaction
def put_entries(source: str, entries: Iterable[SearchEntry]) -> int:
    """Put entries into the index, in place of those with the same key; returns how many were new or different."""
    wanted = _by_key(source, entries)
    known = {key: row for keys in _batches(list(wanted)) for key, row in _known(source, keys).items()}
    return _put(wanted, known, gone=[])


@transaction
def replace_source(source: str, entries: Iterable[SearchEntry]) -> int:
    """Make `entries` all that `source` has in the index; returns how many were put or removed."""
    wanted = _by_key(source, entries)
    known = _known(source, None)
    return _put(wanted, known, gone=[row[0] for key, row in known.items() if key not in wanted])


@transaction
def remove_entries(source: str, key_prefix: str) -> int:
    """Remove what begins with `key_prefix` (end it with the separator: "a/" leaves "ab/1" alone); returns how many."""
    begins = func.substr(Entry.key, 1, len(key_prefix)) == key_prefix
    gone = db.session.scalars(select(Entry.id).where(Entry.source == source, begins)).all()
    return _put({}, {}, gone=gone)


def _put(wanted: dict[str, SearchEntry], known: dict[str, tuple[int, str]], *, gone: Sequence[int]) -> int:
    changed = [
        (entry, fingerprint)
        for key, entry in wanted.items()
        if (fingerprint := _fingerprint(entry)) != known.get(key, (0, ""))[1]
    ]
    replaced = [known[entry.key][0] for entry, _ in changed if entry.key in known]
    vocabulary = VocabularyChange()
    for ids in _batches([*gone, *replaced]):
        _remove(ids, vocabulary)
    for batch in _batches(changed):
        _insert(batch, vocabulary)
    vocabulary.write()
    if changed or gone:
        public_content_changed()
    return len(changed) + len(gone)


def _by_key(source: str, entries: Iterable[SearchEntry]) -> dict[str, SearchEntry]:
    by_key: dict[str, SearchEntry] = {}
    for entry in entries:
        if entry.source != source:
            raise NotIndexableError(f"{entry.key}: its source is {entry.source}, not {source}.")
        if entry.key in by_key:
            raise NotIndexableError(f"{entry.key}: two entries of {source} have this key.")
        by_key[entry.key] = entry
    return by_key


def _known(source: str, keys: Sequence[str] | None) -> dict[str, tuple[int, str]]:
    query = select(Entry.key, Entry.id, Entry.fingerprint).where(Entry.source == source)
    if keys is not None:
        query = query.where(Entry.key.in_(keys))
    return {key: (number, fingerprint) for key, number, fingerprint in db.session.execute(query)}


def _remove(ids: Sequence[int], vocabulary: VocabularyChange) -> None:
    texts = (
        select(Entry.language, Entry.title, EntryText.summary, EntryText.body)
        .join(EntryText, EntryText.entry_id == Entry.id)
        .where(Entry.id.in_(ids))
    )
    for language, title, summary, body in db.session.execute(texts):
        vocabulary.forget(f"{title}\n{summary}\n{body}", language)
    db.session.execute(delete(EntryText).where(EntryText.entry_id.in_(ids)))
    db.session.execute(delete(Entry).where(Entry.id.in_(ids)))


def _insert(batch: Sequence[tuple[SearchEntry, str]], vocabulary: VocabularyChange) -> None:
    rows = [_entry_row(entry, fingerprint) for entry, fingerprint in batch]
    ids = db.session.scalars(insert(Entry).returning(Entry.id, sort_by_parameter_order=True), rows).all()
    texts = []
    for entry_id, row, (entry, _) in zip(ids, rows, batch, strict=True):
        text = _text_row(entry)
        vocabulary.learn(f"{row['title']}\n{text['summary']}\n{text['body']}", entry.language)
        texts.append({"entry_id": entry_id, **text})
    db.session.execute(insert(EntryText), texts)


def _entry_row(entry: SearchEntry, fingerprint: str) -> dict[str, object]:
    return {
        "source": entry.source,
        "key": entry.key,
        "fingerprint": fingerprint,
        "language": entry.language,
        "kind": entry.kind,
        "year": entry.year,
        "tags": f" {' '.join(entry.tags)} " if entry.tags else "",
        "weight": entry.weight,
        "address": entry.address,
        "title": _one_line(entry.title),
    }


def _text_row(entry: SearchEntry) -> dict[str, str]:
    body = clean(entry.body).encode("utf-8")[:LONGEST_BODY].decode("utf-8", "ignore")
    passages = split_into_passages(body)
    summary = _one_line(entry.summary)
    return {
        "summary": summary,
        "body": "\n".join(passages),
        "title_words": _words(_one_line(entry.title), entry.language),
        # Tags and keywords are found like the summary, but on a line of their own: they are not shown.
        "summary_words": f"{_words(summary, entry.language)}\n{_words(_unshown(entry), entry.language)}",
        "body_words": "\n".join(_words(passage, entry.language) for passage in passages),
    }


def _words(text: str, language: str) -> str:
    """Stems with a space on either side, so that a word can be counted as " word "."""
    return f" {' '.join(stems(text, language))} "


def _unshown(entry: SearchEntry) -> str:
    return _one_line(" ".join((*entry.tags, entry.keywords)))


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _fingerprint(entry: SearchEntry) -> str:
    return hashlib.sha256(repr((WORDS_VERSION, astuple(entry))).encode("utf-8", "backslashreplace")).hexdigest()


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), AT_A_TIME):
        yield items[start : start + AT_A_TIME]
