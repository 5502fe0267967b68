"""Makes of each planned row what is to be written, before anything is locked: rows of tables on a temporary file.

The transaction that writes them is then as short as can be: while it runs, nobody else can write on SQLite.
"""

import datetime as dt
import pickle
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from webapp.audit.actors import Actor
from webapp.database import db
from webapp.search.entries import SearchEntry
from webapp.venues.downloads import columns
from webapp.venues.entries import search_entries
from webapp.venues.hours import day_of
from webapp.venues.importing.joining import JoinedMembership
from webapp.venues.importing.known import Existing
from webapp.venues.importing.planning import Act, Planned
from webapp.venues.models import Venue
from webapp.venues.queries import PUBLIC
from webapp.venues.records import VenueContent, to_record
from webapp.venues.rules import listing
from webapp.venues.services.keeping import prepared, slug_of
from webapp.venues.services.writing import Prepared, Values

# As much of the file stays in memory.
IN_MEMORY = 4 * 1024 * 1024


class Spool:
    """Prepared rows on a temporary file that nobody else can open; it is gone when it is closed."""

    def __init__(self) -> None:
        """Open an empty one."""
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget it."""
        self._file.close()

    def write(self, rows: Iterable[Prepared]) -> None:
        """Put rows behind those that are there."""
        for row in rows:
            pickle.dump(row, self._file)

    def read(self) -> Iterator[Prepared]:
        """The rows from the first one on."""
        self._file.seek(0)
        while True:
            try:
                # This process wrote it a moment ago, into a file without a name.
                row: Prepared = pickle.load(self._file)  # noqa: S301
            except EOFError:
                return
            yield row


class Preparer:
    """Prepares rows for one officer at one moment."""

    def __init__(self, *, by: Actor, at: dt.datetime) -> None:
        """Know the ends of addresses that are taken, so that the database is not asked for each."""
        self._by, self._at, self._today = str(by), at, day_of(at)
        self._slugs: set[str] = set(db.session.scalars(select(Venue.slug)))

    def prepare(self, planned: Iterable[Planned]) -> Iterator[Prepared]:
        """The rows that add or change; the others write nothing."""
        for each in planned:
            if each.act is Act.ADD and each.content:
                yield self._added(each, prepared(each.content))
            elif each.act is Act.CHANGE and each.content and each.existing:
                yield self._changed(each, each.existing, each.content)

    def _added(self, each: Planned, content: VenueContent) -> Prepared:
        venue_id, slug = uuid.uuid4(), slug_of("", content, self._slugs)
        self._slugs.add(slug)
        own = {"id": venue_id, "slug": slug, "source_id": each.key or None, "sample": False, "version": 1}
        record = to_record(content)
        venue = {**record, **own, "made_by": self._by, "changed_at": self._at, "change_number": 0}
        return self._prepared(each, venue_id, slug, content, venue=venue, record=record, version=1)

    def _changed(self, each: Planned, existing: Existing, content: VenueContent) -> Prepared:
        if content == existing.content:
            return self._prepared(each, existing.id, existing.slug, content, venue={}, record={}, version=0)
        content, version = prepared(content), existing.version + 1
        record = to_record(content)
        venue = {**record, "id": existing.id, "version": version, "made_by": self._by, "changed_at": self._at}
        if each.key and existing.source_id is None and each.key != str(existing.id):
            venue["source_id"] = each.key
        return self._prepared(each, existing.id, existing.slug, content, venue=venue, record=record, version=version)

    def _prepared(
        self,
        each: Planned,
        venue_id: uuid.UUID,
        slug: str,
        content: VenueContent,
        *,
        venue: Values,
        record: Values,
        version: int,
    ) -> Prepared:
        existing = each.existing
        changes: dict[str, tuple[object, object]] = {}
        if version:
            changes["version"] = (existing.version if existing else None, version)
        for joined in each.memberships:
            changes[columns.scheme_column(joined.scheme)] = (None, joined.state or ", ".join(sorted(joined.facts)))
        return Prepared(
            id=venue_id,
            is_new=existing is None,
            venue=venue,
            record=record,
            version=version,
            memberships=[_new(venue_id, joined) for joined in each.memberships if joined.state],
            changed_memberships=[_other(joined, existing) for joined in each.memberships if not joined.state],
            person=each.person,
            entries=self._entries(slug, content, each),
            changes=changes,
        )

    def _entries(self, slug: str, content: VenueContent, each: Planned) -> list[SearchEntry]:
        """What the search finds: a place that the public sees. A list takes none off the site."""
        own = {scheme: (row.state, row.check_due_on) for scheme, row in _memberships(each.existing).items()}
        for joined in each.memberships:
            state, due = own.get(joined.scheme, ("", None))
            own[joined.scheme] = (joined.state or state, joined.facts.get("check_due_on", due))
        schemes = tuple(
            scheme for scheme, (state, due) in sorted(own.items()) if listing(state, due, self._today) in PUBLIC
        )
        if not schemes or (each.existing and each.existing.is_hidden):
            return []
        return search_entries(Venue(slug=slug, **to_record(content)), schemes)


def _new(venue_id: uuid.UUID, joined: JoinedMembership) -> Values:
    own = {"id": uuid.uuid4(), "venue_id": venue_id, "scheme": joined.scheme, "state": joined.state, "version": 1}
    return {"has_champion": False, "end_reason": "", **joined.facts, **own}


def _other(joined: JoinedMembership, existing: Existing | None) -> Values:
    row = _memberships(existing)[joined.scheme]
    return {**joined.facts, "id": row.id, "version": row.version + 1}


def _memberships(existing: Existing | None) -> Mapping[str, Any]:
    return existing.memberships if existing else {}
