"""How somebody is reached, told to an officer; and somebody who comes into a case later."""

import uuid
from http import HTTPStatus

from flask import flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases.opening import OpenedPerson
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.frame import open_case, shared
from webapp.casereview.desk.people import wording as people_say
from webapp.casereview.desk.people.forms import AddPersonForm, ToldContactForm
from webapp.casereview.desk.people.phrases import ONE, person_of, person_step, say_untold
from webapp.casereview.people import adding, contacts
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.records import SafeContact
from webapp.casereview.rules.tracker import TroubleError
from webapp.casereview.rules.tracker_codes import Trouble, Wanted
from webapp.casereview.rules.wishes import reached_by
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership, default_language


@bp.route(f"{ONE}/contact", methods=["GET", "POST"])
@for_cases
def person_contact(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """Change how somebody is reached, as they said; who they are is shown first, unless a way is only taken away."""
    opened, found = person_of(case_id, person_id)
    form, before, waits = ToldContactForm(version=str(found.listed.version)), found.person.contact, list[Trouble]()
    form.begin(before, _languages())

    def act() -> None:
        if (trouble := _change(form, found)) is not None:
            waits.append(trouble)

    heading, submit = _("How they can be reached"), _("Save")
    answer = person_step(form, opened, found, act, heading=heading, submit=submit, done="")
    if answer.status_code == HTTPStatus.SEE_OTHER:
        _say_changed(waits=bool(waits), before=before)
    return answer


def _say_changed(*, waits: bool, before: SafeContact) -> None:
    if not waits:
        flash(_("From now on they are reached in this way only."), "success")
        return
    flash(_("Nothing is changed yet: it is written down that they asked. Change it tomorrow, with this form again."))
    say_untold([way for way in reached_by(before) if way is not ContactWay.EMAIL])


def _change(form: ToldContactForm, found: OpenedPerson) -> Trouble | None:
    return contacts.change_told(
        found.listed.id,
        form.contact(found.person.contact),
        form.asking(Wanted.CONTACT),
        case_id=found.listed.case_id,
        seen=form.seen,
        is_quiet=form.is_quiet,
        once_key=form.once_key,
        by=current_actor(),
        key=content_key(),
        today=london_today(),
    )


@bp.route("/<uuid:case_id>/people/new", methods=["GET", "POST"])
@for_cases
def add_person(case_id: uuid.UUID) -> AnyResponse:
    """Add a supporter, the person affected, or one more of a group; they see the receipt until they are confirmed."""
    opened, form = open_case(case_id), AddPersonForm(language=default_language())
    form.language.choices = _languages()
    context = shared(opened.listed, below=True) | {"opened": opened, "people_say": people_say}
    if form.validate_on_submit():
        try:
            by, today = current_actor(), london_today()
            adding.add_person(case_id, form.person, once_key=form.once_key, by=by, today=today)
        except TroubleError as trouble:
            form.form_errors = [str(people_say.TROUBLES[trouble.trouble])]
        else:
            flash(_("They are added. Give them five words if they want a page of their own."), "success")
            return see_other(".people", case_id=case_id)
    return form_page(form, "casereview/desk/person-new.html", **context)


def _languages() -> list[Choice]:
    return [Choice(each.code, each.name) for each in current_partnership().languages]


__all__ = ["add_person", "person_contact"]
