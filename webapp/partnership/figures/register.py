"""The words that figures share: register.toml with subjects, areas, units, and what may be done with the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from webapp.partnership.entries import Entry
from webapp.partnership.figures.model import Area, Subject, Unit
from webapp.partnership.text import Text

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Register:
    """What figures name by key."""

    subjects: Mapping[str, Subject]
    areas: Mapping[str, Area]
    units: Mapping[str, Unit]
    reuse: Text | None

    def subject(self, entry: Entry) -> Subject:
        """The subject of a figure."""
        return _known(entry, "subject", entry.code("subject"), self.subjects)

    def areas_of(self, entry: Entry) -> tuple[Area, ...]:
        """The areas of a figure, the main one first; there is at least one."""
        codes = entry.codes("areas")
        if not codes:
            raise entry.error('"areas" is empty; name at least one area of register.toml.')
        return tuple(_known(entry, "area", code, self.areas) for code in codes)

    def unit(self, entry: Entry) -> Unit | None:
        """The unit of a column, where it has one."""
        code = entry.code_or_none("unit")
        return None if code is None else _known(entry, "unit", code, self.units)


def read_register(entry: Entry) -> Register:
    """The whole of register.toml."""
    subjects = entry.each("subject", _read_name)
    return Register(
        subjects={key: Subject(key=key, name=name, position=place) for place, (key, name) in enumerate(subjects)},
        areas={area.key: area for area in entry.each("area", _read_area)},
        units={key: Unit(key=key, name=name) for key, name in entry.each("unit", _read_name)},
        reuse=entry.text_or_none("reuse"),
    )


def _read_area(entry: Entry) -> Area:
    return Area(key=entry.code("key"), name=entry.text("name"), within=entry.code_or_none("within"))


def _read_name(entry: Entry) -> tuple[str, Text]:
    return entry.code("key"), entry.text("name")


def _known(entry: Entry, what: str, code: str, known: Mapping[str, T]) -> T:
    if code not in known:
        raise entry.error(f'the {what} "{code}" is not in register.toml; add it there or correct the key.')
    return known[code]
