"""The check of the rules: incidents in, each rule out with its reason; nothing is stored, and nobody is refused.

What was typed can be carried into the application: it is sent once more, and no address holds any of it.
"""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import steps
from webapp.casereview.application.check_wording import said_of
from webapp.casereview.application.composing import incident_of
from webapp.casereview.application.incident_forms import MOST, CheckForm
from webapp.casereview.application.views import MOUNT, PREFIX, application_is_closed, bp
from webapp.casereview.rules.reporting import report_of
from webapp.casereview.rules.threshold import advise, send_by
from webapp.journeys.drafts import RETRY_AFTER, Content, DraftGoneError, NotSavedError
from webapp.journeys.reading import typed_in
from webapp.journeys.room import TooMuchError
from webapp.journeys.visits import NOT_SAVED
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page
from webapp.kit.htmx import VARY, wants_fragment
from webapp.partnership.current import current_partnership

OF_ROW = re.compile(r"incidents-([0-9]{1,3})-([a-z_]+(?:-[a-z]+)?)")
TEMPLATE = "casereview/eligibility.html"


@bp.route(f"{PREFIX}/check", methods=["GET", "POST"])
def eligibility() -> AnyResponse:
    """Take the events, and say of each what the rules say."""
    form = CheckForm()
    if request.method != "POST":
        return _page(form)
    if act := request.form.get("rows"):
        form.incidents.act(act)
        return _rows(form)
    if not form.validate():
        return _page(form)
    if request.form.get("then") == "apply":
        return _carry(form)
    return _page(form, typed=_sent_again(form), **_result(form.incidents.data))


def _page(form: CheckForm, **more: Any) -> AnyResponse:
    procedure = current_partnership().procedure_on(london_today())
    return form_page(form, TEMPLATE, procedure=procedure, is_closed=application_is_closed(), **more)


def _rows(form: CheckForm) -> AnyResponse:
    if not wants_fragment():
        return _page(form)
    page = form_page(form, "journeys/_rows.html", question=form.incidents)
    page.vary.update(VARY)
    return page


def _result(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the rules say today, event by event, and by when to send."""
    today = london_today()
    procedure = current_partnership().procedure_on(today)
    reports = [report_of(incident_of(row)) for row in rows]
    until = dict(send_by(reports, procedure, today))
    found = advise(reports, today, procedure)
    said = [(finding.index + 1, said_of(finding, procedure), until.get(finding.index)) for finding in found.findings]
    return {"advice": found, "said": said}


def _carry(form: CheckForm) -> AnyResponse:
    """Begin the application with these events, or add them to the one that was begun."""
    if application_is_closed():
        return redirect(url_for("case_review.information"), 303)
    typed = typed_in(form)

    def add(content: Content) -> None:
        content.typed[steps.INCIDENTS] = joined(content.typed.get(steps.INCIDENTS, {}), typed)

    visit = MOUNT.visit()
    if visit.is_unread:
        # Whether there is a draft cannot be asked: a new one would take the place of the old.
        return _not_saved(form)
    try:
        # Whoever has begun is led on from there: this page is not one of the journey's.
        way_on = url_for("case_application.check" if visit.opened else "case_application.start")
        return visit.changed(add).with_cookie(make_response(redirect(way_on, 303)))
    except (DraftGoneError, NotSavedError, TooMuchError):
        return _not_saved(form)


def _not_saved(form: CheckForm) -> AnyResponse:
    """The result again, with the button that takes the incidents along: pressing it later works."""
    form.form_errors = [*form.form_errors, NOT_SAVED]
    page = _page(form, typed=_sent_again(form), **_result(form.incidents.data))
    page.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    page.headers["Retry-After"] = str(RETRY_AFTER)
    return page


def _sent_again(form: CheckForm) -> dict[str, str]:
    """What was typed, for the button of a form of its own."""
    return {**{name: values[0] for name, values in typed_in(form).items()}, "then": "apply"}


def joined(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The rows of a draft with those of the check behind them: numbers are given anew, as many as the form takes."""
    rows: dict[tuple[int, int], dict[str, list[str]]] = {}
    for which, typed in enumerate((old, new)):
        for name, values in typed.items():
            # Names come from outside; what is no answer of a row is left behind.
            if found := OF_ROW.fullmatch(name):
                rows.setdefault((which, int(found[1])), {})[found[2]] = values
    kept = [rows[key] for key in sorted(rows)][:MOST]
    return {f"incidents-{number}-{part}": values for number, row in enumerate(kept) for part, values in row.items()}
