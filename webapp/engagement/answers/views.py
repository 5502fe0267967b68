"""Public pages of "You said, we did": every published theme with its state, and one of them with all that happened."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from webapp.engagement.answers import queries, wording
from webapp.engagement.answers.rules import ThemeState
from webapp.engagement.areas import WHOLE, areas_of
from webapp.engagement.releases import wording as told
from webapp.kit.freshness import public_page
from webapp.kit.htmx import render_page_or_fragment
from webapp.partnership.current import current_partnership, reading_language

LONGEST_ASKED = 100
# What the list of states offers beside them: themes with an action that is late.
LATE = "late"
# What stands for the whole area in an address, where nothing means every area.
EVERYWHERE = "whole"

bp = Blueprint("answers", __name__)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the filters of the list say; empty is everything."""

    area: str
    kind: str
    state: str

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.area or self.kind or self.state)


@bp.get("/you-said-we-did")
@public_page
def themes() -> Response:
    """Every published theme, what changed last first; an unknown filter value finds nothing, politely."""
    asked = Asked(**{name: request.args.get(name, "").strip()[:LONGEST_ASKED] for name in ("area", "kind", "state")})
    return render_page_or_fragment(
        "engagement/you-said-we-did.html",
        "engagement/_theme-results.html",
        asked=asked,
        found=_find(asked),
        counts=queries.count_states(),
        late=queries.count_late(),
        area_choices=_area_choices(),
        kind_choices=_kind_choices(),
        state_choices=_state_choices(),
        say=wording,
        told=told,
    )


@bp.get("/you-said-we-did/<slug>")
@public_page
def theme(slug: str) -> str:
    """One theme: what people said, what is done by whom and by when, and everything that happened so far."""
    return render_template("engagement/theme.html", theme=queries.get_public_theme(slug), say=wording, told=told)


def _find(asked: Asked) -> tuple[queries.PublicTheme, ...]:
    state = next((each for each in ThemeState if each.value == asked.state), None)
    if state is None and asked.state not in {"", LATE}:
        return ()
    area = WHOLE if asked.area == EVERYWHERE else asked.area or None
    found = queries.list_public_themes(area=area, kind=asked.kind or None, state=state)
    there = (each for each in found if area != WHOLE or each.area == WHOLE)
    return tuple(each for each in there if asked.state != LATE or each.is_late)


def _area_choices() -> list[dict[str, str]]:
    language = reading_language()
    areas = [
        {"value": area.code or EVERYWHERE, "text": area.name.in_language(language).text}
        for area in areas_of(current_partnership())
    ]
    return [{"value": "", "text": _("All areas")}, *areas]


def _kind_choices() -> list[dict[str, str]]:
    kinds = [{"value": kind.code, "text": told.kind_words(kind.code)} for kind in current_partnership().asb.types]
    return [{"value": "", "text": _("All problems")}, *kinds]


def _state_choices() -> list[dict[str, str]]:
    states = [{"value": state.value, "text": str(words.name)} for state, words in wording.STATES.items()]
    return [{"value": "", "text": _("Every state")}, *states, {"value": LATE, "text": _("News is late")}]
