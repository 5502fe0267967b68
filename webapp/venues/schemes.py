"""The register of schemes that a place can belong to, and what each asks before a place is listed.

Facts: Safe Places: annual report 2026, paragraph 35; Unity Promise: paragraph 54.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class SchemeCode(StrEnum):
    """The stored code of a scheme, and its name in addresses."""

    SAFE_PLACE = "safe-place"
    UNITY_PROMISE = "unity-promise"


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme; `asks_for_audit` ones list nobody who was not audited."""

    code: SchemeCode
    name: LazyString
    # What one listed place is called.
    member: LazyString
    # The shape of its pin, so that colour is never the only sign: "round" or "shield".
    pin: str
    page: str
    asks_for_audit: bool = False


SCHEMES: tuple[Scheme, ...] = (
    Scheme(
        code=SchemeCode.SAFE_PLACE,
        name=_l("Safe Places"),
        member=_l("Safe Place"),
        pin="round",
        page="venues.safe_places",
    ),
    Scheme(
        code=SchemeCode.UNITY_PROMISE,
        name=_l("Unity Promise"),
        member=_l("Unity Promise"),
        pin="shield",
        page="venues.unity_promise",
        asks_for_audit=True,
    ),
)
SCHEME_BY_CODE: Mapping[str, Scheme] = {scheme.code: scheme for scheme in SCHEMES}
