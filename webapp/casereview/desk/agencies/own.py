"""An agency's own pages: what it was asked, recommendations to it, its papers; of the case itself it sees nothing."""

import uuid

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key
from webapp.casereview.agencies import answers, meetings, packs, partners, regard
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.forms import AnswerForm
from webapp.casereview.desk.agencies.forms import DoneForm, RegardForm
from webapp.casereview.desk.agencies.frame import bp, for_agency, for_officers, partner, shared_with, step
from webapp.casereview.desk.agencies.paper import pack_answer
from webapp.casereview.desk.frame import case_of
from webapp.casereview.desk.wording import MEETING_HOWS
from webapp.casereview.rules.codes import Response
from webapp.documents.answers import file_answer
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import see_other


@bp.get("")
@for_agency
def index() -> str:
    """Everything that waits for this agency, and what it has answered."""
    who = partner()
    return render_template(
        "casereview/desk/agency-index.html",
        **shared_with(crumbs=[]),
        requests=partners.list_for(who),
        recommendations=partners.list_recommendations_for(who),
        packs=partners.list_packs_for(who),
        meetings=partners.list_invitations_for(who, today=london_today()),
    )


@bp.route("/<uuid:request_id>", methods=["GET", "POST"])
@for_agency
def asked(request_id: uuid.UUID) -> AnyResponse:
    """What was asked, what was answered, and the form to answer with."""
    who, form = partner(), AnswerForm()
    opened = answers.read_for(who, request_id, key=content_key())

    def send() -> None:
        answers.answer(request_id, form.new, once_key=form.once_key, partner=who, today=london_today())

    done = _("Thank you. The partnership has your answer. You can add to it here.")
    return step(
        form,
        "casereview/desk/agency-asked.html",
        shared_with(opened=opened),
        send,
        done=done,
        then=lambda: see_other(".asked", request_id=request_id),
    )


@bp.route("/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@for_agency
def recommendation(recommendation_id: uuid.UUID) -> AnyResponse:
    """A recommendation to this agency: accept it, or refuse it with a reason."""
    who = partner()
    found = regard.read_for(who, recommendation_id, key=content_key())
    form = RegardForm(
        version=str(found.version),
        response=found.response.value if found.response is not Response.NONE else None,
        reason=found.reason,
        action=found.action,
    )

    def send() -> None:
        key, today = content_key(), london_today()
        regard.respond(recommendation_id, form.new, seen=form.seen, partner=who, key=key, today=today)

    return step(
        form,
        "casereview/desk/agency-recommendation.html",
        shared_with(found=found, Response=Response, reference=regard.reference_of(recommendation_id)),
        send,
        done=_("The partnership has your answer."),
        then=lambda: see_other(".recommendation", recommendation_id=recommendation_id),
    )


@bp.route("/recommendations/<uuid:recommendation_id>/done", methods=["GET", "POST"])
@for_agency
def done(recommendation_id: uuid.UUID) -> AnyResponse:
    """Say that what was accepted is done."""
    who = partner()
    found = regard.read_for(who, recommendation_id, key=content_key())
    form = DoneForm(version=str(found.version), done_on=london_today())

    def send() -> None:
        regard.done(
            recommendation_id,
            done_on=form.done_on.data,
            evidence=form.evidence.data,
            seen=form.seen,
            partner=who,
            key=content_key(),
            today=london_today(),
        )

    return step(
        form,
        "casereview/desk/agency-done.html",
        shared_with(found=found),
        send,
        done=_("The partnership knows that it is done."),
        then=lambda: see_other(".recommendation", recommendation_id=recommendation_id),
    )


@bp.get("/packs/<uuid:pack_id>")
@for_agency
def pack(pack_id: uuid.UUID) -> str:
    """Papers for this agency, to read and to print."""
    opened = packs.read_for(partner(), pack_id, key=content_key())
    return render_template("casereview/desk/agency-pack.html", **shared_with(opened=opened, is_partner=True))


@bp.get("/packs/<uuid:pack_id>/pdf")
@for_agency
def pack_file(pack_id: uuid.UUID) -> AnyResponse:
    """Papers for this agency as one file; where none can be made, their page, which prints."""
    opened = packs.read_for(partner(), pack_id, key=content_key())
    return pack_answer(opened, see_other(".pack", pack_id=pack_id))


@bp.get("/meetings/<uuid:invitation_id>")
@for_agency
def meeting(invitation_id: uuid.UUID) -> str:
    """The day of a review meeting to which this agency is asked, and how one meets."""
    found = meetings.read_for(partner(), invitation_id)
    return render_template("casereview/desk/agency-meeting.html", **shared_with(found=found, hows=MEETING_HOWS))


@bp.get("/meetings/<uuid:invitation_id>/calendar")
@for_agency
def meeting_day(invitation_id: uuid.UUID) -> AnyResponse:
    """The day for a calendar; the file says nothing of what it is about."""
    found = meetings.calendar_for(partner(), invitation_id, at=utc_now())
    return file_answer(found, "appointment.ics")


@bp.get("/answers/<uuid:answer_id>")
@for_officers
def answered(answer_id: uuid.UUID) -> AnyResponse:
    """From the queue to an answer, in its case."""
    return _to_case(reads.get_answered(answer_id))


@bp.get("/late/<uuid:request_id>")
@for_officers
def late(request_id: uuid.UUID) -> AnyResponse:
    """From the queue to a request without an answer, in its case."""
    return _to_case(reads.get_any(request_id))


def _to_case(found: reads.ListedRequest) -> AnyResponse:
    """Lead an officer who may see the case to the request. Raises NotFoundError for others, written down first."""
    case_of(found.case_id)
    return see_other("desk.case_reviews.request", case_id=found.case_id, request_id=found.id)


from webapp.casereview.desk.agencies import own_files as agency_files  # noqa: E402, F401 - it registers on `bp`

__all__ = ["bp"]
