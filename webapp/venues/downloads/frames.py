"""What stands around the venues in a file: whose list it is, under which licence, and who must be named."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# The licence of what public bodies publish, unless they say otherwise.
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# Raised when a field is added; a field that is there keeps its name and meaning.
FORMAT = "1"


class Form(StrEnum):
    """The form of a list."""

    CSV = "csv"
    GEOJSON = "geojson"
    OPEN_REFERRAL = "open-referral"


@dataclass(frozen=True, kw_only=True)
class ListFrame:
    """The list as a whole; `root` is the site's public address, `attribution` lines that whoever uses it must show."""

    name: str
    publisher: str
    description: str
    area: str
    # Names by code.
    towns: Mapping[str, str]
    members: Mapping[str, str]
    root: str
    attribution: tuple[str, ...]
    sample: bool
    total: int
    licence: str = LICENCE
