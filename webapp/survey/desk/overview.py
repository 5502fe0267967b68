"""The overview: how many answers stand where by month and survey, and what waits for officers."""

from flask import render_template

from webapp.accounts.access import signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.survey import desk_queries as queries
from webapp.survey import desk_waiting as waiting
from webapp.survey.codes import ContactState, ResponseState
from webapp.survey.desk import bp, for_both
from webapp.survey.desk.frame import editions, shared


@bp.get("")
@for_both
def overview() -> str:
    """Counts that only officers see; the public sees released figures and nothing else."""
    officer, months = signed_in_officer(), queries.count_by_month()
    return render_template(
        "survey/desk/overview.html",
        **shared(),
        editions=editions(),
        months=months[: queries.MOST_MONTHS],
        more_months=len(months) > queries.MOST_MONTHS,
        states={state: sum(row.states.get(state, 0) for row in months) for state in ResponseState},
        tags=queries.count_tags(),
        words=queries.count_waiting(),
        flags=waiting.count_open_flags(),
        contacts=waiting.count_contacts(),
        floods=waiting.count_undecided_floods(),
        may_edit=officer.may(Permission.EDIT),
        ContactState=ContactState,
        ResponseState=ResponseState,
    )
