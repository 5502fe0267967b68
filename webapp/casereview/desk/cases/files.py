"""Files of a case: what people and agencies sent, looked at as pictures, and what an officer adds for somebody."""

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.agencies import queries as request_queries
from webapp.casereview.agencies.items import REQUEST
from webapp.casereview.cases import queries
from webapp.casereview.cases.items import CASE, PERSON
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.frame import agency_names, case_of, open_case, reading_key, shared
from webapp.casereview.desk.wording import ROLES
from webapp.evidence import queries as evidence
from webapp.evidence import services
from webapp.evidence.codes import RefusedError
from webapp.evidence.desk_wording import STATE_NAMES, STATE_TAGS
from webapp.evidence.forms import FileForm
from webapp.evidence.officer_pages import register_officer_pages
from webapp.evidence.receiving import takes_files
from webapp.evidence.records import Stored, Subject
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other


@bp.route("/<uuid:case_id>/files", methods=["GET", "POST"])
@takes_files
@for_cases
def files(case_id: uuid.UUID) -> AnyResponse:
    """All files of a case, and adding one that came by post or e-mail."""
    opened, form = open_case(case_id), FileForm()
    if form.validate_on_submit():
        file = form.file.data
        try:
            by, once_key = current_actor(), form.once_key
            services.accept(
                file.stream, file.filename, subject=(CASE, case_id), by=by, today=london_today(), once_key=once_key
            )
        except RefusedError as refused:
            form.refuse(refused)
        else:
            flash(_("The file is added."), "success")
            return see_other(".files", case_id=case_id)
    people = {each.listed.id: each.person.name or str(ROLES[each.listed.role]) for each in opened.persons}
    context = {"groups": _groups(case_id, people), "state_names": STATE_NAMES, "state_tags": STATE_TAGS}
    return form_page(form, "casereview/desk/files.html", **(shared(opened.listed) | context))


def _groups(case_id: uuid.UUID, people: Mapping[uuid.UUID, str]) -> list[tuple[str, tuple[Stored, ...]]]:
    """Files by whom they came from."""
    named = agency_names()
    asked = {each.id: named.get(each.agency, each.agency) for each in request_queries.list_of_case(case_id)}
    names = {(PERSON, person_id): name for person_id, name in people.items()}
    names |= {(REQUEST, request_id): name for request_id, name in asked.items()}
    found = evidence.list_for_all([(CASE, case_id), *names], key=reading_key())
    of_case = (str(_("With the application, and added by officers")), found.get((CASE, case_id), ()))
    return [of_case, *((name, found[subject]) for subject, name in names.items() if subject in found)]


def subjects_of(case_id: uuid.UUID) -> list[Subject]:
    """Everything of a case that a file can belong to."""
    people = [(PERSON, each.id) for each in queries.list_persons(case_id)]
    asked = [(REQUEST, each.id) for each in request_queries.list_of_case(case_id)]
    return [(CASE, case_id), *people, *asked]


def _frame(case_id: uuid.UUID) -> Mapping[str, Any]:
    context = shared(case_of(case_id), below=True)
    way = [*context["crumbs"], {"text": _("Files"), "href": url_for(".files", case_id=case_id)}]
    return {**context, "crumbs": way}


def _mark(view: Callable[..., Any]) -> Callable[..., Any]:
    # A function of its own: what is handed in is a method, which cannot carry a mark.
    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    return for_cases(run)


register_officer_pages(
    bp,
    prefix="/<uuid:case_id>/evidence",
    mark=_mark,
    subjects=subjects_of,
    by=current_actor,
    key=content_key,
    frame=_frame,
)
