"""The work that the strategy brings to the queue: a figure that a document promised and that is due."""

from flask_babel import lazy_gettext as _l

from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

OBSERVATION = "strategy.observation"
SUBJECT = "strategy_measure"

register_kinds(
    ItemKind(
        code=OBSERVATION,
        label=_l("Value of a measure"),
        permission="figures",
        endpoint="desk.kpis.kpi",
        argument="measure_id",
        coming=_l("Measures come here when the period of their next value has ended."),
    )
)
register_acts(
    {
        "strategy_measure.observed": _l("Entered a value"),
        "strategy_measure.corrected": _l("Corrected a value"),
        "strategy_measure.observation_removed": _l("Took a value out"),
    }
)
