"""What the pages about agencies share: who answers for which agency, rows one more or less, and saving a form."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.partners import Partner
from webapp.casereview.agencies.wording import ENTRY_KINDS
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.desk.agencies import wording as words
from webapp.casereview.desk.frame import agency_names
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import Form, HiddenTextField, RowsField, form_page, see_other
from webapp.kit.htmx import VARY, wants_fragment
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.stretching import TooBusyError

# An agency's partners, about what their own agency was asked.
bp = Blueprint("case_requests", __name__, url_prefix="/case-requests")
for_agency = officers(Permission.ANSWER)
for_officers = officers(Permission.CASES)


@bp.errorhandler(KeyMissingError)
def _say_that_it_is_sealed(_error: KeyMissingError) -> AnyResponse:
    flash(_("Your key does not open this yet. Ask the partnership to let you in, then open it again."))
    return see_other("desk.case_requests.index")


def partner() -> Partner:
    """The signed-in officer as somebody who answers for their agency."""
    officer = signed_in_officer()
    return Partner(officer_id=officer.id, agency=officer.agency_limit(Permission.ANSWER) or "")


def shared_with(**more: Any) -> dict[str, Any]:
    """What every template here needs."""
    return {
        "say_agency": words,
        "entry_kinds": ENTRY_KINDS,
        "agencies": agency_names(),
        "today": london_today(),
        "crumbs": [{"text": _("Asked of us"), "href": url_for("desk.case_requests.index")}],
        **more,
    }


def one_row_more_or_less(form: Form, template: str, context: dict[str, Any]) -> AnyResponse | None:
    """What the buttons of rows answer with; None where none was pressed."""
    act = request.form.get("rows", "")
    rows = next((field for field in form if isinstance(field, RowsField)), None)
    if request.method != "POST" or not act or rows is None:
        return None
    rows.act(act)
    if not wants_fragment():
        return form_page(form, template, **context)
    response = make_response(render_template("journeys/_rows.html", form=form, question=rows))
    response.vary.update(VARY)
    return response


def step(
    form: Form,
    template: str,
    context: dict[str, Any],
    act: Callable[[], object],
    *,
    done: str,
    then: Callable[[], AnyResponse],
) -> AnyResponse:
    """A form about a request; what cannot be done comes back with all that was typed, and says why."""
    if (drawn := one_row_more_or_less(form, template, context)) is not None:
        return drawn
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except EditCollisionError as collision:
        version = getattr(form, "version", None)
        if isinstance(version, HiddenTextField):
            version.data = str(collision.current)
        form.form_errors = [_("Somebody else changed this in the meantime. Look at it, then send what still fits.")]
    except RefusedError as refused:
        form.form_errors = [str(words.FAULTS[refused.fault])]
    except TooBusyError:
        form.form_errors = [_("Too many passphrases are being tried at this moment. Wait a minute, then try again.")]
    except StepRefusedError:
        form.form_errors = [_("This cannot be written down now, because of where the case stands.")]
    else:
        if done:
            flash(done, "success")
        return then()
    return form_page(form, template, **context)
