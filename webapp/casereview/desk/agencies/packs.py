"""Papers for an agency, made by the coordinator: parts chosen, personal details taken out, looked at, confirmed."""

import uuid
from typing import Any

from flask import flash, render_template, url_for
from flask import request as http
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.agencies import consent, packs, requests
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.wording import ENTRY_KINDS
from webapp.casereview.cases.queries import Listed
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.agencies import wording as words
from webapp.casereview.desk.agencies.forms import PackForm
from webapp.casereview.desk.agencies.paper import pack_answer
from webapp.casereview.desk.frame import agency_names, case_of, shared
from webapp.kit.clock import london_today
from webapp.kit.forms import form_page, see_other

TEMPLATE = "casereview/desk/pack-make.html"


@bp.route("/<uuid:case_id>/packs/new", methods=["GET", "POST"])
@for_cases
def make_pack(case_id: uuid.UUID) -> AnyResponse:
    """Choose the parts, look at what is left of them, and confirm it."""
    found, form = case_of(case_id), PackForm()
    form.offer_agencies(agency_names(), requests.askable(case_id))
    form.accept()
    context = _context(found, _("Papers for an agency"))
    is_sent = http.method == "POST"
    is_right = is_sent and form.validate()
    if not is_sent or form.agency.errors or form.parts.errors:
        return form_page(form, TEMPLATE, **context)
    is_confirmed = is_right and http.form.get("act") == "confirm"
    if is_confirmed and (given := _confirmed(case_id, form)) is not None:
        flash(_("The papers are kept, and the agency can read them."), "success")
        return see_other(".pack", case_id=case_id, pack_id=given)
    return form_page(form, TEMPLATE, **(context | _proposed(case_id, form)))


@bp.get("/<uuid:case_id>/packs/<uuid:pack_id>")
@for_cases
def pack(case_id: uuid.UUID, pack_id: uuid.UUID) -> str:
    """Papers as the agency reads them."""
    opened = packs.read(case_id, pack_id, by=current_actor(), key=content_key())
    context = _context(case_of(case_id), _("Papers %(number)s", number=opened.listed.number))
    return render_template("casereview/desk/agency-pack.html", **context, opened=opened, is_partner=False)


@bp.get("/<uuid:case_id>/packs/<uuid:pack_id>/pdf")
@for_cases
def pack_file(case_id: uuid.UUID, pack_id: uuid.UUID) -> AnyResponse:
    """Papers as the agency reads them, as one file."""
    opened = packs.read(case_id, pack_id, by=current_actor(), key=content_key())
    return pack_answer(opened, see_other(".pack", case_id=case_id, pack_id=pack_id))


@bp.post("/<uuid:case_id>/packs/<uuid:pack_id>/withdraw")
@for_cases
def withdraw_pack(case_id: uuid.UUID, pack_id: uuid.UUID) -> AnyResponse:
    """Take papers back."""
    packs.withdraw(case_id, pack_id, by=current_actor(), today=london_today())
    flash(_("The agency can read these papers no more."), "success")
    return see_other(".requests", case_id=case_id)


def _proposed(case_id: uuid.UUID, form: PackForm) -> dict[str, Any]:
    """What is left of the chosen parts, put on the form: what may be taken out, and what this page names as seen."""
    is_first = not form.seen.data
    agency, by, key, today = form.agency.data, current_actor(), content_key(), london_today()
    proposal = packs.propose(case_id, agency, form.choice, by=by, key=key, today=today, is_first=is_first)
    form.offer(proposal.offered, everything=is_first)
    form.seen.data = proposal.seen
    if proposal.missing:
        form.typed.errors = [_("These words stand nowhere: %(words)s", words=proposal.missing[0][:60])]
    return {"proposal": proposal, "must_talk": consent.must_talk(case_id, (agency,), key=key)}


def _confirmed(case_id: uuid.UUID, form: PackForm) -> uuid.UUID | None:
    """The papers, kept; None and the reason on the form where they cannot be."""
    by, key, seen = current_actor(), content_key(), form.seen.data
    try:
        return packs.make(
            case_id,
            form.agency.data,
            form.choice,
            seen=seen,
            talked=form.came_of_it,
            by=by,
            key=key,
            today=london_today(),
        )
    except RefusedError as refused:
        form.form_errors = [str(words.FAULTS[refused.fault])]
        return None


def _context(found: Listed, heading: str) -> dict[str, Any]:
    given = shared(found, below=True)
    given["crumbs"].append({"text": _("Agencies"), "href": url_for("desk.case_reviews.requests", case_id=found.id)})
    return given | {"say_agency": words, "entry_kinds": ENTRY_KINDS, "page_heading": heading, "proposal": None}
