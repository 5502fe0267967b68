"""Which properties of a boundary file hold the codes and names of its areas: as chosen, else found by their look."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LONGEST_CODE = 40
LONGEST_NAME = 200
# The Office for National Statistics calls them after kind and year: WD24CD and WD24NM, LAD25CD, CSP23NM.
_ONS_CODE = re.compile(r"[a-z]{2,9}[0-9]{2}cd")
_ONS_NAME = re.compile(r"[a-z]{2,9}[0-9]{2}nm")
CODES = ("code", "gss_code", "area_code", "ward_code", "areacd", "id", "reference", "ref")
NAMES = ("name", "area_name", "ward_name", "areanm", "title", "label")
# The Welsh name stands beside the English one, never alone.
_SKIPPED = re.compile(r".*(nmw|_cy)")


class BoundaryFileError(ValueError):
    """A boundary file that cannot be used; the message is a sentence that says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class AreaNames:
    """Code and name of each area in the order of the file, and the properties that they are from."""

    pairs: tuple[tuple[str, str], ...]
    code_property: str
    name_property: str


def names_of_areas(
    properties: Sequence[Mapping[str, Any]], code_property: str | None, name_property: str | None
) -> AreaNames:
    """Codes and names, every code once; where there are no codes the name serves as one.

    Raises BoundaryFileError where they cannot be found or used.
    """
    shared = [key for key in properties[0] if all(key in one for one in properties)]
    name_key = _chosen(name_property, shared) or _found(shared, NAMES, _ONS_NAME, "name")
    code_key = _chosen(code_property, shared) or _found(shared, CODES, _ONS_CODE, "code", instead=name_key)
    names = [_words(one[name_key], name_key, LONGEST_NAME, number) for number, one in enumerate(properties, start=1)]
    codes = [_words(one[code_key], code_key, LONGEST_CODE, number) for number, one in enumerate(properties, start=1)]
    _refuse_twice(codes, names, code_key)
    return AreaNames(pairs=tuple(zip(codes, names, strict=True)), code_property=code_key, name_property=name_key)


def _chosen(wanted: str | None, shared: Sequence[str]) -> str | None:
    if wanted is not None and wanted not in shared:
        raise BoundaryFileError(f'Not every area has the property "{wanted}"; all have: {_listed(shared)}.')
    return wanted


def _found(
    shared: Sequence[str], known: Sequence[str], look: re.Pattern[str], what: str, instead: str | None = None
) -> str:
    """The one property that looks right; several that do are for a person to choose from."""
    by_look = [key for key in shared if look.fullmatch(key.lower())]
    by_name = [key for name in known for key in shared if key.lower() == name and not _SKIPPED.fullmatch(key.lower())]
    found = by_look or by_name[:1] or ([instead] if instead else [])
    if len(found) != 1:
        raise BoundaryFileError(
            f"Which property is the {what} of an area? Choose with --{what}-property from: {_listed(shared)}."
        )
    return found[0]


def _words(value: Any, key: str, longest: int, number: int) -> str:
    """A property as plain words; what could reorder or hide words on a page is left out."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BoundaryFileError(f'Area {number} has no words in the property "{key}".')
    plain = "".join(map(_plain, unicodedata.normalize("NFC", str(value))))
    words = " ".join(plain.split())
    if not words or len(words) > longest:
        raise BoundaryFileError(f'Area {number} has {len(words)} characters in "{key}"; there must be 1 to {longest}.')
    return words


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] not in "CZ":
        return letter
    return "" if category == "Cf" else " "


def _refuse_twice(codes: Sequence[str], names: Sequence[str], key: str) -> None:
    first: dict[str, str] = {}
    for code, name in zip(codes, names, strict=True):
        if code in first:
            raise BoundaryFileError(f'{first[code]} and {name} have the same "{key}": {code}. Choose --code-property.')
        first[code] = name


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(key[:40] for key in keys[:20]) or "none"
