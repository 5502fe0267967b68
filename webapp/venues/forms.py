"""What the list of places is asked: read from an address or a sent position, and what each filter can be set to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.partnership.current import current_partnership, reading_language
from webapp.places.rules import round_position
from webapp.venues.directory import Question
from webapp.venues.rules import FILTERED_BY, Feature
from webapp.venues.schemes import SCHEMES
from webapp.venues.wording import FEATURES, distance_words

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

OPEN_NOW = "now"
LONGEST_WORDS = 100
LONGEST_CODE = 60
LONGEST_PAGE = 4
# Half a mile, a mile, two and five miles: from a short walk to a bus ride.
WITHIN_METRES = (800, 1600, 3200, 8000)
WITHIN_AT_MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The filters of a list, as somebody set them; an unknown town or scheme finds nothing, politely."""

    near: str = ""
    within: int | None = None
    town: str = ""
    scheme: str = ""
    open_now: bool = False
    access: frozenset[Feature] = frozenset()
    words: str = ""
    page: int = 1
    # A scheme's own page lists that scheme, and says nothing of it in its address.
    own_scheme: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether it says something that somebody typed: what people type is kept by no cache."""
        return bool(self.near or self.words)

    @property
    def is_narrowed(self) -> bool:
        """Whether there is any filter to clear, the scheme of a scheme's own page aside."""
        return bool(self.near or self.more or self.open_now)

    @property
    def more(self) -> int:
        """How many of the further filters are set: those that are folded away at first."""
        scheme = self.scheme and not self.own_scheme
        return sum(map(bool, (self.within, self.town, scheme, self.words))) + len(self.access)

    def question(self, near: tuple[float, float] | None) -> Question:
        """What the directory is asked; `near` is where the words were found to be."""
        return Question(
            near=near,
            within_metres=self.within if near else None,
            town=self.town,
            scheme=self.scheme,
            open_now=self.open_now,
            access=self.access,
            words=self.words,
            page=self.page,
        )

    def in_address(self, **changed: Any) -> dict[str, Any]:
        """The values of an address that asks the same, but for what is changed; for `url_for`."""
        asked = replace(self, **changed)
        return {
            "near": asked.near or None,
            "within": asked.within,
            "town": asked.town or None,
            "scheme": None if asked.own_scheme else asked.scheme or None,
            "open": OPEN_NOW if asked.open_now else None,
            "access": [feature.value for feature in FILTERED_BY if feature in asked.access] or None,
            "q": asked.words or None,
            "page": asked.page if asked.page > 1 else None,
        }


def read_asked(given: "MultiDict[str, str]", *, scheme: str = "") -> Asked:
    """The filters in an address or a form; `scheme` is that of a scheme's own page, whatever the address says."""
    return Asked(
        near=given.get("near", "").strip()[:LONGEST_WORDS],
        within=_number(given.get("within", ""), most=WITHIN_AT_MOST),
        town=given.get("town", "")[:LONGEST_CODE],
        scheme=scheme or given.get("scheme", "")[:LONGEST_CODE],
        open_now=given.get("open") == OPEN_NOW,
        access=frozenset(feature for feature in FILTERED_BY if feature in given.getlist("access")),
        words=given.get("q", "").strip()[:LONGEST_WORDS],
        own_scheme=bool(scheme),
        page=_number(given.get("page", ""), most=10**LONGEST_PAGE) or 1,
    )


def read_position(given: Mapping[str, str]) -> tuple[float, float] | None:
    """A position that a browser sent, rounded once more (security decision 12); None where it is none."""
    try:
        latitude, longitude = float(given.get("latitude", "")), float(given.get("longitude", ""))
    except ValueError:
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return round_position(latitude), round_position(longitude)


def _number(words: str, *, most: int) -> int | None:
    number = int(words) if words.isascii() and words.isdigit() and len(words) <= len(str(most)) else 0
    return number if 0 < number <= most else None


Choices = Sequence[Mapping[str, object]]


def town_choices() -> Choices:
    """The towns of the area."""
    language, towns = reading_language(), current_partnership().towns
    named = [{"value": town.code, "text": town.name.in_language(language).text} for town in towns]
    return [{"value": "", "text": _("All towns")}, *named]


def scheme_choices() -> Choices:
    """The schemes."""
    return [{"value": "", "text": _("All schemes")}, *({"value": one.code, "text": one.name} for one in SCHEMES)]


def within_choices() -> Choices:
    """How far somebody would go."""
    far = [{"value": str(metres), "text": distance_words(metres)} for metres in WITHIN_METRES]
    return [{"value": "", "text": _("Any distance")}, *far]


def access_choices() -> Choices:
    """What a place can be asked to have."""
    return [{"value": feature.value, "text": FEATURES[feature]} for feature in FILTERED_BY]
