"""Who must not see a case: an officer says so of themself, a colleague or an agency is kept out, a name is matched."""

import uuid
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import content_key, current_actor, signed_in_officer
from webapp.casereview.agencies import exclusion
from webapp.casereview.cases import blocking
from webapp.casereview.cases.blocking import OpenedBlock
from webapp.casereview.cases.handling import StepRefusedError
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.cases.forms_keeping import (
    AGENCY,
    NOBODY,
    OFFICER,
    BlockForm,
    ConflictForm,
    MatchForm,
    UnblockForm,
)
from webapp.casereview.desk.frame import Names, agency_names, case_of, open_case, shared
from webapp.casereview.desk.wording import FAULTS
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other

ASKED_A_SECOND = _l("It is written down. A second officer has to agree before it counts.")


@bp.route("/<uuid:case_id>/conflict", methods=["GET", "POST"])
@for_cases
def conflict(case_id: uuid.UUID) -> AnyResponse:
    """Have an officer keep themself out, also before they have opened the case; they lose it at once."""
    found, form = case_of(case_id), ConflictForm()
    if not form.validate_on_submit():
        return form_page(form, "casereview/desk/conflict.html", **shared(found))
    me = signed_in_officer().id
    exclusion.keep_out(case_id, officer_id=me, by=current_actor(), today=london_today())
    flash(_("You do not see this case any more. A colleague takes it over."), "success")
    return see_other(".cases")


@bp.route("/<uuid:case_id>/blocks", methods=["GET", "POST"])
@for_cases
def blocks(case_id: uuid.UUID) -> AnyResponse:
    """Everybody who is kept out, and keeping out somebody else."""
    opened, form = open_case(case_id), BlockForm()
    form.offer(_colleagues(), agency_names())
    if not form.validate_on_submit():
        return form_page(form, "casereview/desk/blocks.html", **_context(opened))
    officer_id, agency = _chosen(form)
    exclusion.keep_out(case_id, officer_id=officer_id, agency=agency, by=current_actor(), today=london_today())
    flash(_("They do not see this case any more."), "success")
    return _back(case_id, officer_id)


@bp.route("/<uuid:case_id>/blocks/<uuid:block_id>/match", methods=["GET", "POST"])
@for_cases
def match(case_id: uuid.UUID, block_id: uuid.UUID) -> AnyResponse:
    """Say who it is that the applicant named; nothing else of the case is shown before that."""
    found, form = _question(case_id, block_id), MatchForm()
    form.offer(_colleagues(), agency_names())
    if form.validate_on_submit() and _answered(case_id, found, form):
        return _back(case_id, _chosen(form)[0])
    context = shared(case_of(case_id)) | {"block": found, "names": Names(officers=[found.end_asked_by])}
    return form_page(form, "casereview/desk/match.html", **context)


@bp.route("/<uuid:case_id>/blocks/<uuid:block_id>/end", methods=["GET", "POST"])
@for_cases
def unblock(case_id: uuid.UUID, block_id: uuid.UUID) -> AnyResponse:
    """Let somebody in again; where the applicant asked for the block, two officers say so."""
    opened, form = open_case(case_id), UnblockForm()
    found = next((each for each in opened.blocks if each.id == block_id and each.is_matched), None)
    if found is None:
        raise NotFoundError
    if form.validate_on_submit() and _let_in(block_id, form):
        return see_other(".blocks", case_id=case_id)
    names = Names(officers=[found.officer_id, found.end_asked_by])
    context = shared(opened.listed, below=True) | {"block": found, "names": names}
    return form_page(form, "casereview/desk/unblock.html", **context)


def _context(opened: OpenedCase) -> dict[str, Any]:
    return shared(opened.listed, below=True) | {
        "kept_out": opened.blocks,
        "names": Names(officers=[each.officer_id for each in opened.blocks]),
    }


def _question(case_id: uuid.UUID, block_id: uuid.UUID) -> OpenedBlock:
    """What the applicant said of somebody, of whom nobody has said yet who that is. Raises NotFoundError."""
    if blocking.case_of_block(block_id) != case_of(case_id).id:
        raise NotFoundError
    found = blocking.read_block(block_id, by=current_actor(), key=content_key())
    if not found.is_question:
        raise NotFoundError
    return found


def _let_in(block_id: uuid.UUID, form: UnblockForm) -> bool:
    """Let somebody in, or ask a second officer to agree; false where a reason is missing."""
    by, key, today = current_actor(), content_key(), london_today()
    try:
        is_ended = blocking.unblock(block_id, reason=str(form.reason.data), by=by, key=key, today=today)
    except StepRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return False
    if is_ended:
        flash(_("They may see this case again."), "success")
    else:
        flash(ASKED_A_SECOND)
    return True


def _answered(case_id: uuid.UUID, found: OpenedBlock, form: MatchForm) -> bool:
    """Keep what an officer said of it; false where a reason is missing."""
    by, today, (officer_id, agency) = current_actor(), london_today(), _chosen(form)
    if form.who.data != NOBODY:
        exclusion.match(case_id, found.id, officer_id=officer_id, agency=agency, by=by, today=today)
        flash(_("It is written down, and counts from now on."), "success")
        return True
    try:
        is_ended = exclusion.dismiss(case_id, found.id, str(form.reason.data), by=by, key=content_key(), today=today)
    except StepRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return False
    if is_ended:
        flash(_("Two of you have said so: the case is open to everybody who works on cases."), "success")
    else:
        flash(ASKED_A_SECOND)
    return True


def _chosen(form: BlockForm) -> tuple[uuid.UUID | None, str | None]:
    officer_id = uuid.UUID(hex=str(form.officer.data)) if form.who.data == OFFICER else None
    return officer_id, str(form.agency.data) if form.who.data == AGENCY else None


def _back(case_id: uuid.UUID, officer_id: uuid.UUID | None) -> AnyResponse:
    if officer_id == signed_in_officer().id:
        return see_other(".cases")
    return see_other(".blocks", case_id=case_id)


def _colleagues() -> dict[str, str]:
    """Everybody with an account: an agency's partners too."""
    return {each.officer.id.hex: each.officer.name for each in accounts.list_officers()}
