"""The publication kinds, one entry each; the code is what addresses and the database hold."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of publication; `sensitive` ones need a second person and are never published by a command.

    What has `own_pages` is no document of this register at all: the reviews have rules, tables and pages of their own.
    """

    code: str
    name: LazyString
    plural: LazyString
    sensitive: bool = False
    own_pages: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(code="guidance", name=_l("Guide"), plural=_l("Guides")),
    Kind(code="strategy", name=_l("Strategy"), plural=_l("Strategies")),
    Kind(code="plan_summary", name=_l("Plan summary"), plural=_l("Plan summaries")),
    Kind(code="annual_report", name=_l("Annual report"), plural=_l("Annual reports")),
    Kind(code="strategic_assessment", name=_l("Strategic assessment"), plural=_l("Strategic assessments")),
    Kind(code="minutes", name=_l("Board minutes"), plural=_l("Board minutes")),
    Kind(code="statistics", name=_l("Statistics"), plural=_l("Statistics")),
    Kind(code="campaign", name=_l("Campaign"), plural=_l("Campaigns")),
    Kind(code="learning_review", name=_l("Learning from a review"), plural=_l("Learning from reviews"), sensitive=True),
    Kind(
        code="dhr",
        name=_l("Domestic homicide review"),
        plural=_l("Domestic homicide reviews"),
        sensitive=True,
        own_pages=True,
    ),
)
KIND_BY_CODE = {kind.code: kind for kind in KINDS}


def needs_two(*codes: str) -> bool:
    """Whether a second person must approve what is, or was, of one of these kinds (product, section 1: four eyes)."""
    return any(KIND_BY_CODE[code].sensitive for code in codes if code in KIND_BY_CODE)


def refusal_of(code: str) -> str | None:
    """Why no document of this kind can be kept here, as a sentence, or None."""
    kind = KIND_BY_CODE.get(code)
    if kind is None:
        return f"There is no publication kind {code}: use one of {', '.join(KIND_BY_CODE)}."
    if kind.own_pages:
        return (
            f"A {str(kind.name).lower()} needs a second person and a checklist: put it in on the desk, under Reviews."
        )
    return None
