"""The priorities of all times as one list: those of priorities.toml, and what timeline.toml knows beyond them."""

from dataclasses import dataclass

from webapp.partnership.entries import Entry
from webapp.partnership.priorities import PrioritySet, read_priority_set
from webapp.partnership.strategy.model import ListedPriority
from webapp.partnership.text import Text

Successors = dict[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The priorities of another partnership of an earlier time, and which priority took the place of which."""

    elsewhere: tuple[tuple[Text, PrioritySet], ...]
    follows: Successors


def read_timeline(entry: Entry) -> Timeline:
    """The whole of timeline.toml."""
    return Timeline(
        elsewhere=entry.each("elsewhere", _read_elsewhere),
        follows=dict(entry.each("follows", _read_follows, named_by="priority")),
    )


def _read_elsewhere(entry: Entry) -> tuple[Text, PrioritySet]:
    return entry.text("partnership"), entry.one("set", read_priority_set)


def _read_follows(entry: Entry) -> tuple[str, tuple[str, ...]]:
    by = entry.values.get("by")
    if not entry.has("by") or not isinstance(by, list) or not all(isinstance(key, str) for key in by):
        raise entry.error('"by" cannot be used; give it a list of priorities like ["2025:vawg"], or an empty one.')
    return entry.words("priority"), tuple(by)


def listed_priorities(own: tuple[PrioritySet, ...], timeline: Timeline) -> tuple[ListedPriority, ...]:
    """Every priority, the earliest set first."""
    sets = [*((None, one) for one in own), *timeline.elsewhere]
    return tuple(
        ListedPriority(
            key=f"{one.key}:{priority.code}",
            set_key=one.key,
            partnership=partnership,
            starts=one.starts,
            ends=one.ends,
            dates_assumed=one.dates_assumed,
            code=priority.code,
            name=priority.name,
            meaning=priority.meaning,
            note=one.note,
            replaced_by=timeline.follows.get(f"{one.key}:{priority.code}"),
            citation=one.citation,
        )
        for partnership, one in sorted(sets, key=lambda pair: pair[1].starts)
        for priority in one.priorities
    )
