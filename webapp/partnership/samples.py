"""The examples that a site is tried out with, while the real lists are not there: `sample/venues.toml` of the folder.

They are data of the partnership, because they stand near its neighbourhoods and in the numbers that it reported.
Nothing in them is a fact about a real place, and no site that the public can reach starts with them (security
decision 16).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.partnership.content_files import open_toml
from webapp.partnership.entries import Entry
from webapp.partnership.model import Partnership

PLACE = "sample/venues.toml"
MIDNIGHT = 24


@dataclass(frozen=True, kw_only=True)
class SampleTown:
    """How many examples a town gets, by scheme; `shared` of them are in every scheme."""

    code: str
    counts: Mapping[str, int]
    shared: int


@dataclass(frozen=True, kw_only=True)
class SampleKind:
    """A kind of place: the word that ends its names, how often it comes up in each scheme, and its hours in turn.

    `under_18s_until` is the hour until which under-18s may be inside; 24: always.
    """

    kind: str
    word: str
    share: Mapping[str, int]
    hours: tuple[str, ...]
    alcohol_led: bool
    under_18s_until: int
    note: str


@dataclass(frozen=True, kw_only=True)
class SampleAccess:
    """What visitors find at a place, and what they do not; the rest is not known."""

    has: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SampleVenues:
    """Everything of which the examples are made; `share` gives more of them to some kinds of neighbourhood."""

    towns: tuple[SampleTown, ...]
    without: tuple[str, ...]
    share: Mapping[str, int]
    first: tuple[str, ...]
    second: tuple[str, ...]
    streets: tuple[str, ...]
    kinds: tuple[SampleKind, ...]
    hours: Mapping[str, str]
    access: tuple[SampleAccess, ...]
    checked_days_ago: tuple[int, ...]
    audience: tuple[str, ...]
    languages: tuple[tuple[str, ...], ...]


def read_sample_venues(partnership: Partnership) -> SampleVenues | None:
    """The examples of the partnership's folder; None where it has none, as a new partnership has.

    Raises PartnershipError for a file that cannot be used.
    """
    path = partnership.folder / PLACE
    if not path.is_file():
        return None
    entry = open_toml(path, PLACE, tuple(language.code for language in partnership.languages))
    samples = _read(entry)
    entry.close()
    _check(samples, entry, partnership)
    return samples


def _read(entry: Entry) -> SampleVenues:
    without, share = entry.one("places", _read_places)
    first, second, streets = entry.one("names", _read_names)
    audience, languages = entry.one("visitors", _read_visitors)
    return SampleVenues(
        towns=entry.each("town", _read_town, named_by="code"),
        without=without,
        share=share,
        first=first,
        second=second,
        streets=streets,
        kinds=entry.each("kind", _read_kind, named_by="kind"),
        hours=entry.one("hours", lambda each: {name: each.words(name) for name in each.values}),
        access=entry.each("access", _read_access),
        checked_days_ago=entry.one("checks", lambda each: each.whole_numbers("days-ago")),
        audience=audience,
        languages=languages,
    )


def _read_places(entry: Entry) -> tuple[tuple[str, ...], Mapping[str, int]]:
    return entry.codes("without"), entry.one_or_none("share", _read_numbers) or {}


def _read_names(entry: Entry) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(text) for text in entry.texts(key)) for key in ("first", "second", "street"))


def _read_visitors(entry: Entry) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    languages = tuple(() if words == "none" else tuple(words.split("_")) for words in entry.codes("languages"))
    return entry.codes("audience"), languages


def _read_town(entry: Entry) -> SampleTown:
    shared = entry.whole_number("shared", 1) if entry.has("shared") else 0
    return SampleTown(code=entry.code("code"), counts=entry.one("counts", _read_numbers), shared=shared)


def _read_kind(entry: Entry) -> SampleKind:
    return SampleKind(
        kind=entry.code("kind"),
        word=entry.words("word"),
        share=entry.one("share", _read_numbers),
        hours=entry.codes("hours"),
        alcohol_led=entry.flag("alcohol-led"),
        under_18s_until=_hour(entry),
        note=entry.words_or_none("note") or "",
    )


def _hour(entry: Entry) -> int:
    hour = entry.number("under-18s-until") if entry.has("under-18s-until") else MIDNIGHT
    if hour > MIDNIGHT:
        raise entry.error(f'"under-18s-until" is {hour}; give it an hour from 0 to {MIDNIGHT}.')
    return hour


def _read_access(entry: Entry) -> SampleAccess:
    return SampleAccess(has=entry.codes("has"), lacks=entry.codes("lacks"))


def _read_numbers(entry: Entry) -> Mapping[str, int]:
    return {name: entry.whole_number(name, 1) for name in entry.values}


def _check(samples: SampleVenues, entry: Entry, partnership: Partnership) -> None:
    known = {
        "town": ({town.code for town in partnership.towns}, [town.code for town in samples.towns]),
        "locality": ({place.code for place in partnership.localities}, samples.without),
        "set of hours": (set(samples.hours), [name for kind in samples.kinds for name in kind.hours]),
    }
    for what, (there, named) in known.items():
        for name in named:
            if name not in there:
                raise entry.error(f'it names the {what} "{name}", which does not exist; correct the name.')
    needed = (
        samples.first, samples.second, samples.streets, samples.kinds, samples.access,
        samples.checked_days_ago, samples.audience, samples.languages,
    )  # fmt: skip
    if not all(needed) or not all(kind.hours for kind in samples.kinds):
        raise entry.error("names, streets, kinds with hours, access, checks and visitors need at least one entry each.")
