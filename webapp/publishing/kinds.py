"""The publication kinds, one entry each; the code is what addresses and the database hold."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of publication; `sensitive` ones need a second person and are never published by a command."""

    code: str
    name: LazyString
    plural: LazyString
    sensitive: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(code="guidance", name=_l("Guide"), plural=_l("Guides")),
    Kind(code="strategy", name=_l("Strategy"), plural=_l("Strategies")),
    Kind(code="plan_summary", name=_l("Plan summary"), plural=_l("Plan summaries")),
    Kind(code="annual_report", name=_l("Annual report"), plural=_l("Annual reports")),
    Kind(code="strategic_assessment", name=_l("Strategic assessment"), plural=_l("Strategic assessments")),
    Kind(code="minutes", name=_l("Board minutes"), plural=_l("Board minutes")),
    Kind(code="statistics", name=_l("Statistics"), plural=_l("Statistics")),
    Kind(code="campaign", name=_l("Campaign"), plural=_l("Campaigns")),
    Kind(code="dhr", name=_l("Domestic homicide review"), plural=_l("Domestic homicide reviews"), sensitive=True),
)
KIND_BY_CODE = {kind.code: kind for kind in KINDS}
