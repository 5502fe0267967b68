"""The coordinator's side of requests to agencies: asking, reminding, writing answers down, links for guests."""

import uuid
from typing import Any

from flask import flash, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.agencies import answers, chronology, consent, guest_links, requests, sharing
from webapp.casereview.agencies import queries as reads
from webapp.casereview.agencies.answers import OpenedRequest
from webapp.casereview.agencies.faults import RefusedError
from webapp.casereview.agencies.forms import EntryForm
from webapp.casereview.agencies.requests import NewRequest
from webapp.casereview.agencies.wording import ENTRY_KINDS
from webapp.casereview.cases.queries import Listed
from webapp.casereview.cases.writing import working_days
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk.agencies import wording as words
from webapp.casereview.desk.agencies.forms import (
    DAYS_TO_ANSWER,
    AskForm,
    EnterForm,
    ExtendForm,
    LinkForm,
    WithdrawForm,
)
from webapp.casereview.desk.agencies.frame import step
from webapp.casereview.desk.frame import Names, agency_names, case_of, shared
from webapp.kit.clock import london_today, utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import see_other


@bp.get("/<uuid:case_id>/requests", endpoint="requests")
@for_cases
def list_requests(case_id: uuid.UUID) -> str:
    """What agencies were asked, papers that were made for them, and the officers' own rows."""
    rows = [row for row in chronology.rows(case_id, by=current_actor(), key=content_key()) if not row.agency]
    return render_template(
        "casereview/desk/requests.html",
        **_context(case_of(case_id)),
        asked=reads.list_of_case(case_id),
        packs=reads.list_packs(case_id),
        own_rows=rows,
    )


@bp.route("/<uuid:case_id>/requests/ask", methods=["GET", "POST"])
@for_cases
def ask(case_id: uuid.UUID) -> AnyResponse:
    """Ask one agency or several for information."""
    found, form = case_of(case_id), AskForm(days=DAYS_TO_ANSWER)
    askable = requests.askable(case_id)
    form.offer(agency_names(), askable)
    must_talk = not consent.has_agreed(case_id, key=content_key())
    context = _context(found, _("Ask agencies")) | {
        "must_talk": must_talk,
        "may_talk": must_talk or consent.must_talk(case_id, askable, key=content_key()),
    }

    def send() -> None:
        today = london_today()
        due_on = working_days().add(today, form.days.data)
        new = NewRequest(
            agencies=tuple(form.agencies.data), words=form.words.data, due_on=due_on, talked=form.came_of_it
        )
        key, by = content_key(), current_actor()
        requests.ask(case_id, new, once_key=form.once_key, by=by, key=key, today=today)

    return step(
        form,
        "casereview/desk/request-ask.html",
        context,
        send,
        done=_("The agencies are asked."),
        then=lambda: see_other(".requests", case_id=case_id),
    )


@bp.get("/<uuid:case_id>/requests/<uuid:request_id>")
@for_cases
def request(case_id: uuid.UUID, request_id: uuid.UUID) -> str:
    """One request with the answers to it, and what can be done about it."""
    opened = _opened(case_id, request_id)
    links = guest_links.list_links(request_id, key=content_key())
    place = sharing.find_place(case_id, opened.listed.agency)
    actors = [opened.listed.asked_by, *(each.given_by for each in opened.answers), *(link.made_by for link in links)]
    return render_template(
        "casereview/desk/request.html",
        **_context(case_of(case_id), opened.listed.reference),
        opened=opened,
        links=links,
        names=Names(actors),
        now=utc_now(),
        partners=sharing.partners_of(case_id, opened.listed.agency),
        shut_out=sharing.list_shut_out(place) if place else [],
        EnterWays=words.TOLD_WAYS,
    )


@bp.route("/<uuid:case_id>/requests/<uuid:request_id>/enter", methods=["GET", "POST"])
@for_cases
def enter_answer(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Write down an answer that came by e-mail, by telephone or by letter."""
    form = EnterForm()

    def keep() -> None:
        by, today = current_actor(), london_today()
        way, once_key = form.told_way, form.once_key
        answers.enter(case_id, request_id, form.new, way=way, once_key=once_key, by=by, today=today)

    return _about(form, case_id, request_id, _("Write down an answer"), keep, done=_("The answer is kept."))


@bp.route("/<uuid:case_id>/requests/<uuid:request_id>/extend", methods=["GET", "POST"])
@for_cases
def extend_request(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Give an agency longer."""
    form = ExtendForm(version=str(reads.listed(reads.get_request(case_id, request_id)).version))

    def keep() -> None:
        by, today = current_actor(), london_today()
        requests.extend(case_id, request_id, due_on=form.due.data, seen=form.seen, by=by, today=today)

    return _about(form, case_id, request_id, _("Give them longer"), keep, done=_("The date is changed."))


@bp.post("/<uuid:case_id>/requests/<uuid:request_id>/withdraw")
@for_cases
def withdraw_request(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Ask for it no more."""
    form = WithdrawForm()
    try:
        requests.withdraw(case_id, request_id, seen=form.seen, by=current_actor(), today=london_today())
    except RefusedError as refused:
        flash(str(words.FAULTS[refused.fault]))
    except EditCollisionError:
        flash(_("Somebody else changed this in the meantime. Nothing was withdrawn: look at it again."))
    else:
        flash(_("The request is withdrawn. The agency sees it no more."), "success")
    return see_other(".request", case_id=case_id, request_id=request_id)


@bp.post("/<uuid:case_id>/requests/<uuid:request_id>/remind")
@for_cases
def remind_agency(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Remind the agency's partners by e-mail."""
    try:
        told = requests.remind(case_id, request_id, by=current_actor(), today=london_today())
    except RefusedError as refused:
        flash(str(words.FAULTS[refused.fault]))
    else:
        nobody = _("Nobody of this agency has an account. Make a link for a guest, or ring them.")
        flash(ngettext("%(num)s person is reminded.", "%(num)s people are reminded.", told) if told else nobody)
    return see_other(".request", case_id=case_id, request_id=request_id)


@bp.post("/<uuid:case_id>/requests/<uuid:request_id>/let-in")
@for_cases
def let_in(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Let partners read who came after the agency was asked."""
    agency = reads.get_request(case_id, request_id).agency
    try:
        requests.let_in(case_id, agency, by=current_actor(), key=content_key())
    except RefusedError as refused:
        flash(str(words.FAULTS[refused.fault]))
    else:
        flash(_("They can read it now."), "success")
    return see_other(".request", case_id=case_id, request_id=request_id)


@bp.route("/<uuid:case_id>/requests/<uuid:request_id>/link", methods=["GET", "POST"])
@for_cases
def make_link(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """Make a link for somebody without an account; link and code are shown this once."""
    form, made = LinkForm(), []

    def keep() -> None:
        email, by, key = form.email.data, current_actor(), content_key()
        made.append(
            guest_links.make(case_id, request_id, whom=form.whom.data, email=email, by=by, key=key, now=utc_now())
        )

    def show() -> AnyResponse:
        context = _context(case_of(case_id), _("The link and its code"))
        page = render_template(
            "casereview/desk/request-link.html", **context, link=made[0], request_id=request_id, sent=form.email.data
        )
        return make_response(page)

    opened = _opened(case_id, request_id)
    context = _context(case_of(case_id), _("A link for a guest")) | {"opened": opened}
    return step(form, "casereview/desk/request-form.html", context, keep, done="", then=show)


@bp.post("/<uuid:case_id>/requests/<uuid:request_id>/end-links")
@for_cases
def end_links(case_id: uuid.UUID, request_id: uuid.UUID) -> AnyResponse:
    """End the links of a request."""
    guest_links.end(case_id, request_id, by=current_actor())
    flash(_("No link opens this request any more."), "success")
    return see_other(".request", case_id=case_id, request_id=request_id)


@bp.route("/<uuid:case_id>/chronology/add", methods=["GET", "POST"])
@for_cases
def add_entry(case_id: uuid.UUID) -> AnyResponse:
    """Add a row of the officers' own to the chronology."""
    form = EntryForm()

    def keep() -> None:
        chronology.add(case_id, form.new, by=current_actor(), today=london_today())

    return step(
        form,
        "casereview/desk/entry-add.html",
        _context(case_of(case_id), _("Add to the chronology")),
        keep,
        done=_("It is in the chronology."),
        then=lambda: see_other(".requests", case_id=case_id),
    )


@bp.post("/<uuid:case_id>/chronology/<uuid:entry_id>/remove")
@for_cases
def remove_entry(case_id: uuid.UUID, entry_id: uuid.UUID) -> AnyResponse:
    """Take out a row of the officers' own."""
    chronology.remove(case_id, entry_id, by=current_actor())
    flash(_("It is out of the chronology."), "success")
    return see_other(".requests", case_id=case_id)


def _about(form: Any, case_id: uuid.UUID, request_id: uuid.UUID, heading: str, act: Any, *, done: str) -> AnyResponse:
    """A form about one request."""
    context = _context(case_of(case_id), heading) | {"opened": _opened(case_id, request_id)}
    then = see_other(".request", case_id=case_id, request_id=request_id)
    return step(form, "casereview/desk/request-form.html", context, act, done=done, then=lambda: then)


def _opened(case_id: uuid.UUID, request_id: uuid.UUID) -> OpenedRequest:
    return answers.read(case_id, request_id, by=current_actor(), key=content_key(), today=london_today())


def _context(found: Listed, heading: str = "") -> dict[str, Any]:
    """What every template here needs; a page with a heading lies below the list of requests."""
    given = shared(found, below=bool(heading))
    if heading:
        given["crumbs"].append({"text": _("Agencies"), "href": url_for("desk.case_reviews.requests", case_id=found.id)})
    return given | {"say_agency": words, "entry_kinds": ENTRY_KINDS, "page_heading": heading}
