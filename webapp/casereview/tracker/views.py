"""The case's own pages after sending: five words open them, and no address says whose they are."""

import contextlib
from http import HTTPStatus

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application.journey import CASE_REVIEW
from webapp.casereview.people import acting, contacts, messages, phrase_handling
from webapp.casereview.people.acting import Said
from webapp.casereview.people.phrase_handling import Opened
from webapp.casereview.rules.codes import PersonRole
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.tracker import cookie as tracker_cookie
from webapp.casereview.tracker import wording as say
from webapp.casereview.tracker.adding import AddForm
from webapp.casereview.tracker.cookie import Visitor
from webapp.casereview.tracker.forms import ContactForm, WriteForm
from webapp.casereview.tracker.visits import (
    TOO_BUSY,
    Visit,
    finished,
    for_visitor,
    keep,
    page,
    require_turn,
    step,
)
from webapp.extensions import csrf
from webapp.journeys import cookie
from webapp.journeys.drafts import RETRY_AFTER, NotSavedError
from webapp.journeys.keeping import ReturnForm
from webapp.journeys.visits import LOST, token_is_right
from webapp.kit.clock import utc_now
from webapp.kit.forms import Choice, form_page, see_other
from webapp.partnership.current import current_partnership, reading_language
from webapp.sealing.stretching import TooBusyError

PREFIX = "/asb-case-review/case"
ADD = "casereview/tracker/add.html"
bp = Blueprint("case_tracker", __name__)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"say_tracker": say}


@bp.route("/asb-case-review/return", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
def come_back() -> AnyResponse:
    """Where five words are typed: they open a form that was not sent yet, or a case."""
    form = ReturnForm()
    if request.method != "POST":
        return _return_page(form)
    if not token_is_right():
        form.form_errors = [LOST]
        return _return_page(form, status=HTTPStatus.BAD_REQUEST)
    try:
        response = _opened(form.phrase.data) if form.validate() else None
    except (NotSavedError, TooBusyError):
        return _too_busy(form)
    if response is None and not form.errors:
        form.phrase.errors = [_("These words open nothing. Check each of them. The answers may be deleted already.")]
    return response or _return_page(form)


def _opened(phrase: str) -> AnyResponse | None:
    """The way to what the words open; the same answer for every reason that they open nothing."""
    require_turn()
    now = utc_now()
    found = phrase_handling.come_back(phrase, journey=CASE_REVIEW.name, hours=CASE_REVIEW.hours, now=now)
    if found is None:
        return None
    if isinstance(found, Opened):
        visitor = Visitor(person_id=found.person_id, key=found.key, mark=found.mark, begun=now)
        with contextlib.suppress(NotSavedError):
            phrase_handling.note_visit(found.person_id)
        return keep(see_other(".case"), visitor)
    response = make_response(redirect(url_for("case_application.check"), 303))
    cookie.write(response, CASE_REVIEW.name, found)
    return response


def _too_busy(form: ReturnForm) -> Response:
    form.form_errors = [TOO_BUSY]
    response = _return_page(form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _return_page(form: ReturnForm, *, status: int = 0) -> Response:
    is_over = request.method != "POST" and tracker_cookie.is_over()
    given = {"journey": {"sensitive": True}, "is_over": is_over}
    response = form_page(form, "casereview/tracker/return.html", **given)
    response.status_code = status or response.status_code
    return response


@bp.get(PREFIX)
@for_visitor()
def case(visit: Visit) -> AnyResponse:
    """Where the case stands, and what can be done."""
    links = [
        {"href": url_for(f".{endpoint}"), "text": words}
        for act, (endpoint, words) in say.LINKS.items()
        if act in visit.seen.acts and (act is not Act.READ or visit.me.role is PersonRole.APPLICANT)
    ]
    unread = messages.count_unread(visit.me.id) if Act.READ in visit.seen.acts else 0
    return page(visit, "casereview/tracker/case.html", links=links, unread=unread)


@bp.route(f"{PREFIX}/message", methods=["GET", "POST"])
@for_visitor(Act.WRITE)
def write(visit: Visit) -> AnyResponse:
    """The messages between the person and the officers, and a new one."""
    form, said = WriteForm(), []
    if Act.READ in visit.seen.acts:
        said = messages.list_for_person(visit.me.id, key=visit.visitor.key)
        if any(message.from_officer and message.read_on is None for message in said):
            messages.mark_read(visit.me.id, today=visit.today)

    def act() -> None:
        language = reading_language()
        messages.write(visit.me.id, form.words.data, once_key=form.once_key, language=language, today=visit.today)

    return step(
        visit,
        form,
        "casereview/tracker/message.html",
        act,
        done=_("Your message is sent."),
        then=".write",
        messages=said,
        is_read=Act.READ in visit.seen.acts,
    )


@bp.route(f"{PREFIX}/add", methods=["GET", "POST"])
@for_visitor(Act.ADD)
def add(visit: Visit) -> AnyResponse:
    """Add what was left for later: words, and events with their days."""
    form = AddForm()
    if rows := request.form.get("rows"):
        form.events.act(rows)
        return page(visit, ADD, form)
    done = _("It is added. An officer reads it with what you sent before.")

    def act() -> None:
        said = Said(words=form.words.data, reports=form.reports, once_key=form.once_key, language=reading_language())
        acting.add(visit.me, said, today=visit.today)

    return step(visit, form, ADD, act, done=done)


@bp.route(f"{PREFIX}/contact", methods=["GET", "POST"])
@for_visitor(Act.CONTACT)
def contact(visit: Visit) -> AnyResponse:
    """How the person may be reached."""
    key = visit.visitor.key
    before = contacts.contact(visit.me.id, key=key)
    form = ContactForm()
    form.begin(before, [Choice(each.code, each.name) for each in current_partnership().languages])

    def act() -> None:
        new, once_key, quiet = form.contact(before), form.once_key, form.is_quiet
        contacts.change_own(visit.me.id, new, is_quiet=quiet, once_key=once_key, key=key, today=visit.today)

    return step(
        visit, form, "casereview/tracker/contact.html", act, done=_("From now on we reach you in this way only.")
    )


@bp.post(f"{PREFIX}/finish")
@for_visitor(before_words=True)
def finish(_visit: Visit) -> AnyResponse:
    """The end of a visit."""
    return finished()
