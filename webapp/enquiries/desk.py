"""Enquiries on the desk: the list with its clock, one of them opened, and what an officer does with it."""

import uuid
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts import queries as accounts
from webapp.accounts.access import content_key, current_actor, officers, signed_in_officer
from webapp.accounts.permissions import Permission
from webapp.audit.actors import Actor
from webapp.enquiries import handling, queries, services
from webapp.enquiries.desk_forms import AnswerForm, CloseForm, ExtendForm, VersionedForm
from webapp.enquiries.desk_wording import FAULTS, KIND_NAMES, OUTCOME_NAMES, PURPOSE_NAMES, STATE_NAMES
from webapp.enquiries.handling import NewAnswer, StepRefusedError
from webapp.enquiries.queries import GivenAnswer, Listed, Show
from webapp.enquiries.rules import ALLOWED, Delay, Kind, Outcome, Purpose, Reply, Step, days_left
from webapp.enquiries.services import SUBJECT, OpenedEnquiry
from webapp.enquiries.wording import AREA_NAMES, REPLY_NAMES
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other
from webapp.partnership.current import current_partnership, language_of
from webapp.sealing.boxes import KeyMissingError
from webapp.sealing.services import ErasedError
from webapp.work import queries as work
from webapp.work.queries import Item
from webapp.work.rules import Reach

bp = Blueprint("enquiries", __name__, url_prefix="/enquiries")
only_for_enquiries = officers(Permission.ENQUIRIES)

Code = TypeVar("Code", bound=StrEnum)


@bp.get("")
@only_for_enquiries
def enquiries() -> AnyResponse:
    """A part of the list, or the one whose number was typed."""
    typed = request.args.get("reference", "")[:60]
    found = queries.find_by_reference(typed, current_partnership().reference_prefix) if typed else None
    if found is not None:
        return redirect(url_for(".enquiry", enquiry_id=found.id), 303)
    show, kind = _code(Show, request.args.get("show")) or Show.OPEN, _code(Kind, request.args.get("kind"))
    today = london_today()
    listed = queries.list_enquiries(show, today=today, kind=kind, page=request.args.get("page"))
    page = render_template(
        "enquiries/desk/enquiries.html",
        areas=AREA_NAMES,
        counts=queries.count_enquiries(today=today),
        enquiries=listed,
        kind=kind,
        kinds=KIND_NAMES,
        show=show,
        shows=_show_names(),
        today=today,
        typed=typed,
    )
    return make_response(page)


@bp.get("/<uuid:enquiry_id>")
@only_for_enquiries
def enquiry(enquiry_id: uuid.UUID) -> str:
    """One enquiry with everything that was typed; who opens it is written down."""
    return render_template("enquiries/desk/enquiry.html", **_context(enquiry_id))


@bp.route("/<uuid:enquiry_id>/answer", methods=["GET", "POST"])
@only_for_enquiries
def answer(enquiry_id: uuid.UUID) -> Response:
    """Answer by e-mail, or write down an answer that was given otherwise."""
    context = _context(enquiry_id)
    form = _answer_form(context["enquiry"], context["opened"])

    def act() -> None:
        new = NewAnswer(
            purpose=Purpose(form.purpose.data),
            reply=Reply(form.reply.data),
            words=form.words.data,
            closes=form.closes.data,
        )
        handling.answer(
            enquiry_id,
            new,
            seen=form.seen,
            once_key=form.once_key,
            by=current_actor(),
            key=content_key(),
            today=london_today(),
        )

    return _step(form, "enquiries/desk/answer.html", context, act, _("The answer is kept with the enquiry."))


def _answer_form(found: Listed, opened: OpenedEnquiry | None) -> AnswerForm:
    form = AnswerForm(version=str(found.version), reply=found.reply.value, closes=True)
    form.offer(has_email=opened is not None and bool(opened.contact.email))
    return form


@bp.route("/<uuid:enquiry_id>/extend", methods=["GET", "POST"])
@only_for_enquiries
def extend(enquiry_id: uuid.UUID) -> Response:
    """Give it a later date, with the reason."""
    found = queries.get_enquiry(enquiry_id)
    form = ExtendForm(version=str(found.version))

    def act() -> None:
        delay = Delay(form.delay.data)
        handling.extend(enquiry_id, due=form.due.data, delay=delay, seen=form.seen, by=current_actor())

    return _step(form, "enquiries/desk/extend.html", {"enquiry": found}, act, _("The date is changed."))


@bp.route("/<uuid:enquiry_id>/close", methods=["GET", "POST"])
@only_for_enquiries
def close(enquiry_id: uuid.UUID) -> Response:
    """End it without an answer from here."""
    found = queries.get_enquiry(enquiry_id)
    form = CloseForm(version=str(found.version))

    def act() -> None:
        outcome, today = Outcome(form.outcome.data), london_today()
        handling.close(enquiry_id, outcome=outcome, seen=form.seen, by=current_actor(), today=today)

    return _step(form, "enquiries/desk/close.html", {"enquiry": found}, act, _("It is closed."))


def _step(form: VersionedForm, template: str, context: dict[str, Any], act: Callable[[], None], done: str) -> Response:
    """A step's form; when somebody else was faster, it comes back with all that was typed, and says so."""
    found: Listed = context["enquiry"]
    if not form.validate_on_submit():
        return form_page(form, template, **context)
    try:
        act()
    except EditCollisionError as collision:
        form.version.data = str(collision.current)
        form.form_errors = [_("Somebody else changed this in the meantime. Look at it, then send what still fits.")]
        return form_page(form, template, **context)
    except StepRefusedError as refused:
        form.form_errors = [str(FAULTS[refused.fault])]
        return form_page(form, template, **context)
    except KeyMissingError:
        form.form_errors = [_("Your key does not open this: a colleague who can read it has to send the e-mail.")]
        return form_page(form, template, **context)
    flash(done, "success")
    return see_other(".enquiry", enquiry_id=found.id)


def _context(enquiry_id: uuid.UUID) -> dict[str, Any]:
    found, key = queries.get_enquiry(enquiry_id), content_key()
    try:
        opened = services.read(enquiry_id, by=current_actor(), key=key)
    except (KeyMissingError, ErasedError):
        opened = None
    answers = queries.list_answers(enquiry_id)
    item = _item(enquiry_id)
    return {
        "enquiry": found,
        "opened": opened,
        "answers": answers,
        "item": item,
        "names": _names(item, answers),
        "days": days_left(found.due_on, today=london_today()),
        "steps": {step.value for step in Step if found.state in ALLOWED[step]},
        "areas": AREA_NAMES,
        "kinds": KIND_NAMES,
        "language_of": language_of,
        "outcomes": OUTCOME_NAMES,
        "purposes": PURPOSE_NAMES,
        "replies": REPLY_NAMES,
        "states": STATE_NAMES,
    }


def _item(enquiry_id: uuid.UUID) -> Item | None:
    """Its place in the queue, where notes and colleagues are."""
    reach = Reach(officer_id=signed_in_officer().id, permissions={Permission.ENQUIRIES: None})
    return next(iter(work.list_items_of((SUBJECT, enquiry_id), reach=reach)), None)


def _names(item: Item | None, answers: list[GivenAnswer]) -> dict[str, str]:
    """The names of whoever has it in hand and of those who answered, as the audit calls them."""
    ids = {found for answer in answers if (found := Actor.parse(answer.given_by).officer_id) is not None}
    ids |= {item.officer_id} if item is not None and item.officer_id is not None else set()
    return {str(Actor.officer(found)): name for found, name in accounts.names_of(sorted(ids)).items()}


def _show_names() -> dict[Show, str]:
    return {
        Show.OPEN: _("Open"),
        Show.OVERDUE: _("Late"),
        Show.ANSWERED: _("Answered"),
        Show.CLOSED: _("Closed"),
    }


def _code(codes: type[Code], asked: str | None) -> Code | None:
    """The code that an address names, if there is such a one."""
    return next((code for code in codes if code.value == asked), None)
