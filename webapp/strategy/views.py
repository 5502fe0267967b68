"""Public pages of the strategy: at a glance, priorities over the years, the work, the register, campaigns, asking."""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from webapp.kit.clock import london_today
from webapp.kit.freshness import public_page
from webapp.kit.htmx import render_page_or_fragment
from webapp.partnership.current import default_language, reading_language
from webapp.partnership.strategy import MeasureKind
from webapp.publishing.queries import find_rendition
from webapp.strategy import queries, wording
from webapp.strategy.rules import running_set
from webapp.strategy.standing import (
    campaigns_by_state,
    consultations_by_state,
    late_measures,
    stages_of,
    standing_of,
    strategies_by_state,
    work_codes,
)

bp = Blueprint("strategy", __name__)

# Our own text about the priorities of today.
PRIORITIES_GUIDE = "our-priorities"
LONGEST_WORDS = 100


@bp.get("/strategy")
@public_page
def strategy() -> str:
    """The strategy at a glance: aim, priorities of today, what was promised, how it is measured, what is not known."""
    overview, today = queries.get_overview(), london_today()
    current = running_set((one for one in overview.sets if one.is_own), today)
    return render_template(
        "strategy/strategy.html",
        plan=overview.plan,
        standing=overview.plan and standing_of(overview.plan, today),
        current=current,
        agreed=overview.measures(current, MeasureKind.KPI) if current else (),
        reported=overview.measures(current, MeasureKind.REPORTED) if current else (),
        promised=[one for one in overview.sets if overview.has_commitments(one)],
        plans=overview.plans,
        work_codes=work_codes(overview.sets),
        late=late_measures(overview.plans.values(), today),
        say=wording,
    )


@bp.get("/priorities")
@public_page
def priorities() -> str:
    """The priorities of all times in order, with what took the place of each."""
    sets = queries.list_priority_sets()
    return render_template(
        "strategy/priorities.html",
        sets=sets,
        current=running_set((one for one in sets if one.is_own), london_today()),
        names={priority.key: priority.name for one in sets for priority in one.priorities},
        guide=find_rendition(PRIORITIES_GUIDE, language=reading_language(), default=default_language()),
        say=wording,
    )


@bp.get("/initiatives")
@public_page
def initiatives() -> Response:
    """The work, by priority; an unknown filter value finds nothing, politely."""
    asked = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in ("priority", "scope", "q")}
    found = queries.list_initiatives(
        language=reading_language(),
        priority=asked["priority"] or None,
        cross_cutting=asked["scope"] == "cross-cutting",
        words=asked["q"],
    )
    return render_page_or_fragment(
        "strategy/initiatives.html",
        "strategy/_initiative_results.html",
        found=found,
        asked=asked,
        stages=stages_of(found.initiatives, london_today()),
        priority_choices=_priority_choices(found),
        scope_choices=_scope_choices(),
        say=wording,
    )


@bp.get("/strategies")
@public_page
def strategies() -> str:
    """The register of strategies, by where they stand today."""
    groups = strategies_by_state(queries.list_strategies(), london_today())
    return render_template("strategy/strategies.html", groups=groups, say=wording)


@bp.get("/campaigns")
@public_page
def campaigns() -> str:
    """The campaigns: those that run, those to come, those that are over."""
    groups = campaigns_by_state(queries.list_campaigns(), london_today())
    return render_template("strategy/campaigns.html", groups=groups, say=wording)


@bp.get("/campaigns/<slug>")
@public_page
def campaign(slug: str) -> str:
    """One campaign."""
    found = queries.get_campaign(slug)
    [(state, _found)] = campaigns_by_state([found], london_today())
    return render_template("strategy/campaign.html", campaign=found, state=state, say=wording)


@bp.get("/consultations")
@public_page
def consultations() -> str:
    """What people are asked, were asked and will be asked."""
    groups = consultations_by_state(queries.list_consultations(), london_today())
    return render_template("strategy/consultations.html", groups=groups, say=wording)


@bp.get("/consultations/<slug>")
@public_page
def consultation(slug: str) -> str:
    """One consultation: how to answer while it is open, and what changed afterwards."""
    found = queries.get_consultation(slug)
    [(state, _found)] = consultations_by_state([found], london_today())
    return render_template("strategy/consultation.html", consultation=found, state=state, say=wording)


def _priority_choices(found: queries.InitiativeList) -> list[dict[str, str]]:
    language = reading_language()
    known = [{"value": one.code, "text": one.name.in_language(language).text} for one in found.priorities.values()]
    return [{"value": "", "text": _("All priorities")}, *known]


def _scope_choices() -> list[dict[str, str]]:
    return [
        {"value": "", "text": _("All work")},
        {"value": "cross-cutting", "text": _("Only work for several priorities")},
    ]
