"""What an import would do with each row: add, change, leave, refuse, or ask an officer. It writes nothing."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from webapp.venues.importing.cells import Position, ReadRow, RowReader, Vocabulary
from webapp.venues.importing.faults import Fault, Noted, Remark, Wrong
from webapp.venues.importing.joining import (
    JoinedMembership,
    changed_fields,
    content_faults,
    has_not_moved,
    join_membership,
    joined_content,
)
from webapp.venues.importing.known import Existing, load_existing
from webapp.venues.importing.matching import Doors, KnownVenue, KnownVenues, Twin
from webapp.venues.importing.placing import Placed, place
from webapp.venues.importing.rows import RawRow
from webapp.venues.records import VenueContent

AT_A_TIME = 250


class Act(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    LEAVE = "leave"
    REFUSE = "refuse"
    ASK = "ask"
    SKIP = "skip"


class Choice(StrEnum):
    """What an officer makes of a row that may be about a venue which is here."""

    SAME = "same"
    NEW = "new"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True)
class TwinFound:
    """The venue that a row may be about."""

    id: uuid.UUID
    name: str
    metres: float


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One row and what becomes of it."""

    line: int
    name: str
    act: Act
    key: str = ""
    existing: Existing | None = None
    content: VenueContent | None = None
    changed: tuple[str, ...] = ()
    memberships: tuple[JoinedMembership, ...] = ()
    person: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Noted, ...] = ()
    twin: TwinFound | None = None


@dataclass(frozen=True, kw_only=True)
class _Matched:
    """A row with the venue that it is about, before that is loaded."""

    read: ReadRow
    venue: KnownVenue | None = None
    placed: Placed | None = None
    twin: TwinFound | None = None
    choice: Choice | None = None


def repeated_ids(rows: Iterable[RawRow]) -> tuple[int, frozenset[str]]:
    """How many rows there are, and the ids that stand more than once; reads the list to its end."""
    counts: Counter[str] = Counter()
    total = 0
    for row in rows:
        total += 1
        if key := row.cells.get("id", "").strip():
            counts[key] += 1
    return total, frozenset(key for key, count in counts.items() if count > 1)


class Planner:
    """Plans the rows of one list, in their order."""

    def __init__(
        self,
        known: KnownVenues,
        vocabulary: Vocabulary,
        *,
        repeated: frozenset[str] = frozenset(),
        choices: Mapping[int, Choice] | None = None,
        otherwise: Choice | None = None,
    ) -> None:
        """Plan against the venues that are here; `otherwise` is the choice for rows that have none of their own."""
        self._known = known
        self._vocabulary = vocabulary
        self._reader = RowReader(vocabulary)
        self._repeated = repeated
        self._choices = choices or {}
        self._otherwise = otherwise
        self._taken: dict[uuid.UUID, int] = {}
        self._doors: Doors[int] = Doors()

    def plan(self, rows: Iterable[RawRow]) -> Iterator[Planned]:
        """Each row's plan; a few hundred rows are in memory at a time."""
        waiting = iter(rows)
        while some := [self._match(self._reader.read(row)) for row in islice(waiting, AT_A_TIME)]:
            loaded = load_existing({each.venue.id for each in some if each.venue and not each.read.faults})
            yield from (self._planned(each, loaded) for each in some)

    def _match(self, read: ReadRow) -> _Matched:
        if read.key in self._repeated:
            read = _with_fault(read, Wrong.ID_TWICE, "id", read.key)
        if read.faults:
            return _Matched(read=read)
        venue = self._known.named_by(read.key)
        if venue is not None:
            return self._take(read, venue)
        if read.is_sample:
            return _Matched(read=_with_fault(read, Wrong.SAMPLE))
        placed = place(read.position, str(read.content.get("postcode", "")))
        if placed.position is None:
            return _Matched(read=replace(read, faults=placed.faults))
        return self._match_by_door(read, placed, placed.position)

    def _match_by_door(self, read: ReadRow, placed: Placed, position: Position) -> _Matched:
        postcode = str(read.content.get("postcode", ""))
        if (earlier := self._doors.same(read.name, *position, postcode)) is not None:
            return _Matched(read=_with_fault(read, Wrong.PLACE_TWICE, quoted=str(earlier)))
        self._doors.add(read.line, read.name, *position, postcode)
        if venue := self._known.same(read.name, *position, postcode):
            return self._take(read, venue, placed)
        twin = self._known.like(read.name, *position)
        choice = self._choices.get(read.line, self._otherwise)
        if twin is None or choice is Choice.NEW:
            return _Matched(read=read, placed=placed)
        if choice is Choice.SAME:
            return self._take(read, self._known.by_id[twin.key], placed)
        return _Matched(read=read, twin=self._shown(twin), choice=choice)

    def _take(self, read: ReadRow, venue: KnownVenue, placed: Placed | None = None) -> _Matched:
        """The row is about this venue, unless another row was, or none may be."""
        earlier = self._taken.setdefault(venue.id, read.line)
        if earlier != read.line:
            read = _with_fault(read, Wrong.SAME_VENUE_TWICE, quoted=str(earlier))
        elif venue.removed:
            read = _with_fault(read, Wrong.REMOVED)
        elif read.is_sample != venue.sample:
            read = _with_fault(read, Wrong.SAMPLE)
        return _Matched(read=read, venue=venue, placed=placed)

    def _shown(self, twin: Twin[uuid.UUID]) -> TwinFound:
        return TwinFound(id=twin.key, name=self._known.by_id[twin.key].name, metres=twin.metres)

    def _planned(self, matched: _Matched, loaded: Mapping[uuid.UUID, Existing]) -> Planned:
        read = matched.read
        if read.faults:
            return Planned(line=read.line, name=read.name, act=Act.REFUSE, faults=read.faults)
        if matched.twin is not None:
            act = Act.SKIP if matched.choice is Choice.SKIP else Act.ASK
            return Planned(line=read.line, name=read.name, act=act, twin=matched.twin)
        existing = loaded.get(matched.venue.id) if matched.venue else None
        # A door that somebody put in its place here is not moved to the middle of its postcode.
        is_here = existing is not None and read.position is None
        placed = _placed_again(read, existing) if is_here or matched.placed is None else matched.placed
        if placed.position is None:
            return Planned(line=read.line, name=read.name, act=Act.REFUSE, faults=placed.faults)
        content = joined_content(read, existing.content if existing else None, placed.position)
        if faults := content_faults(content, set(self._vocabulary.towns.values())):
            return Planned(line=read.line, name=read.name, act=Act.REFUSE, faults=faults)
        return self._done(read, placed, existing, content)

    def _done(self, read: ReadRow, placed: Placed, existing: Existing | None, content: VenueContent) -> Planned:
        memberships, remarks = self._memberships(read, existing)
        keeps_contact = bool(read.person) and existing is not None and existing.has_contact
        if keeps_contact:
            remarks = [*remarks, Noted(remark=Remark.CONTACT_KEPT)]
        person = {} if keeps_contact else read.person
        changed = changed_fields(existing.content, content) if existing else ()
        is_changed = bool(changed or memberships or person)
        return Planned(
            line=read.line,
            name=read.name,
            act=Act.ADD if existing is None else Act.CHANGE if is_changed else Act.LEAVE,
            key=read.key,
            existing=existing,
            content=content,
            changed=(*changed, *(each.scheme for each in memberships), *(("contact",) if person else ())),
            memberships=tuple(memberships),
            person=person,
            remarks=(*read.remarks, *placed.remarks, *remarks),
        )

    def _memberships(self, read: ReadRow, existing: Existing | None) -> tuple[list[JoinedMembership], list[Noted]]:
        found: list[JoinedMembership] = []
        remarks: list[Noted] = []
        for wanted in read.memberships:
            before = existing.memberships.get(wanted.scheme) if existing else None
            joined, noted = join_membership(wanted, before, is_named=bool(read.person), today=self._vocabulary.today)
            found += [joined] if joined else []
            remarks += noted
        return found, remarks


def _placed_again(read: ReadRow, existing: Existing | None) -> Placed:
    """The place of a row whose venue its id names: what has not moved is not asked after again."""
    postcode = read.content.get("postcode")
    if existing is None:
        return place(read.position, str(postcode or ""))
    before = existing.content
    stays = read.position is None or has_not_moved(before, read.position)
    if stays and postcode in (None, "", before.postcode):
        return Placed(position=(before.latitude, before.longitude))
    return place(read.position, str(postcode if postcode is not None else before.postcode))


def _with_fault(read: ReadRow, wrong: Wrong, column: str = "", quoted: str = "") -> ReadRow:
    return replace(read, faults=(*read.faults, Fault(wrong=wrong, column=column, quoted=quoted)))
