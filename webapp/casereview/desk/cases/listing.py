"""The list of case reviews: new, due, overdue, mine; by state and town; and the one whose number was typed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import current_actor
from webapp.casereview.cases import queries, services
from webapp.casereview.cases.queries import Filters, Listed, Show
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.entering import entries
from webapp.casereview.desk.frame import Names, reach, shared
from webapp.casereview.rules.codes import CaseKind, State
from webapp.kit.clock import london_today
from webapp.partnership.current import current_partnership, reading_language

Code = TypeVar("Code", bound=StrEnum)


@bp.get("")
@for_cases
def cases() -> AnyResponse:
    """A part of the list; nothing of a case is opened here."""
    typed = request.args.get("reference", "")[:60]
    match = _by_reference(typed) if typed else None
    if match is not None:
        return redirect(url_for(".case", case_id=match.id), 303)
    filters, today = _filters(request.args), london_today()
    found = queries.list_cases(reach(), filters, today=today, page=request.args.get("page"))
    page = render_template(
        "casereview/desk/cases.html",
        **shared(),
        entries=entries(),
        counts=queries.count_cases(reach(), today=today),
        filters=filters,
        found=found,
        names=Names(officers=[each.lead_id for each in found.rows]),
        numbered=lambda number: url_for(".cases", **(_arguments(filters) | {"page": number})),
        part=lambda show: url_for(".cases", **(_arguments(filters) | {"show": show})),
        towns=_towns(),
        typed=typed,
    )
    return make_response(page)


def _by_reference(typed: str) -> Listed | None:
    """The case of a number; that somebody asked for one that they must not see is written down."""
    prefix = current_partnership().reference_prefix
    found = queries.find_by_reference(typed, prefix, reach())
    if found is None and (barred := queries.id_of_reference(typed, prefix)) is not None:
        services.note_refusal(barred, by=current_actor(), endpoint=request.endpoint or "")
    return found


def _filters(values: Mapping[str, str]) -> Filters:
    """Filters from an address; what is unknown there filters nothing."""
    town = values.get("town", "")
    return Filters(
        show=_code(Show, values.get("show")) or Show.OPEN,
        kind=_code(CaseKind, values.get("kind")),
        state=_code(State, values.get("state")),
        town=town if town in _towns() else "",
        flagged=values.get("flagged") == "yes",
    )


def _arguments(filters: Filters) -> dict[str, Any]:
    named = {
        "show": filters.show.value,
        "kind": filters.kind and filters.kind.value,
        "state": filters.state and filters.state.value,
        "town": filters.town,
        "flagged": "yes" if filters.flagged else "",
    }
    return {name: value for name, value in named.items() if value}


def _towns() -> dict[str, str]:
    return {town.code: town.name.in_language(reading_language()).text for town in current_partnership().towns}


def _code(codes: type[Code], asked_for: str | None) -> Code | None:
    return next((code for code in codes if code.value == asked_for), None)
