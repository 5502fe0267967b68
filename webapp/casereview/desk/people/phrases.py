"""The people of a case on the desk: authority, what each sees, an end, and five words given out once."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, make_response, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.casereview.cases.opening import OpenedPerson
from webapp.casereview.cases.services import OpenedCase
from webapp.casereview.desk import bp, for_cases
from webapp.casereview.desk import wording as say
from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.casereview.desk.frame import open_case, shared
from webapp.casereview.desk.frame import step as case_step
from webapp.casereview.desk.people import wording as people_say
from webapp.casereview.desk.people.forms import (
    AskWordsForm,
    ConfirmForm,
    EndPersonForm,
    GiveWordsForm,
    RefuseForm,
)
from webapp.casereview.people import authority, phrase_handling, wishes
from webapp.casereview.rules.codes import Authority, ContactWay, Shows
from webapp.casereview.rules.tracker import TroubleError, shown_to
from webapp.casereview.rules.tracker_codes import Confirmed, Wanted
from webapp.casereview.rules.wishes import Wish
from webapp.kit.clock import london_today
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import form_page, see_other
from webapp.kit.freshness import keep_nowhere
from webapp.sealing.stretching import TooBusyError

ONE = "/<uuid:case_id>/people/<uuid:person_id>"
FORM = "casereview/desk/person-form.html"


@bp.get("/<uuid:case_id>/people")
@for_cases
def people(case_id: uuid.UUID) -> str:
    """Everybody of the case, what each sees, and what can be done about it."""
    opened = open_case(case_id)
    context = shared(opened.listed) | {"opened": opened, "people_say": people_say, "wishes": _lasting(case_id)}
    return render_template("casereview/desk/people.html", **context, now_shown=_now_shown)


@bp.route(f"{ONE}/confirm", methods=["GET", "POST"])
@for_cases
def confirm_person(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """Write down that the person affected was asked."""
    opened, found = person_of(case_id, person_id)
    form = ConfirmForm(version=str(found.listed.version), shows=Shows.STAGES.value)

    def act() -> None:
        authority.confirm(
            person_id,
            Authority(form.authority.data),
            Confirmed(form.how.data),
            Shows(form.shows.data),
            case_id=case_id,
            seen=form.seen,
            once_key=form.once_key,
            by=current_actor(),
            today=london_today(),
        )

    heading, submit = _("Confirm that they may act"), _("Confirm it")
    return person_step(form, opened, found, act, heading=heading, submit=submit, done=_("It is confirmed."))


@bp.route(f"{ONE}/words-asked", methods=["GET", "POST"])
@for_cases
def ask_words(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """Write down that somebody asked for words, before any are given."""
    opened, found = person_of(case_id, person_id)
    form, untold = AskWordsForm(version=str(found.listed.version)), list[ContactWay]()

    def act() -> None:
        untold.extend(
            wishes.ask(
                person_id,
                form.asking(Wanted.WORDS),
                case_id=case_id,
                seen=form.seen,
                once_key=form.once_key,
                by=current_actor(),
                key=content_key(),
                today=london_today(),
            )
        )

    heading, submit = _("Somebody asked for words"), _("Write it down")
    answer = person_step(form, opened, found, act, heading=heading, submit=submit, done=_("It is written down."))
    say_untold(untold)
    return answer


@bp.route(f"{ONE}/not-them", methods=["GET", "POST"])
@for_cases
def refuse_wish(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """It was not this person who asked: nothing is given, and the old words go on opening their page."""
    opened, found = person_of(case_id, person_id)
    form = RefuseForm(version=str(found.listed.version))

    def act() -> None:
        by, today = current_actor(), london_today()
        wishes.refuse(person_id, case_id=case_id, seen=form.seen, once_key=form.once_key, by=by, today=today)

    heading, submit = _("It was not them who asked"), _("Give nothing")
    return person_step(
        form, opened, found, act, heading=heading, submit=submit, done=_("Nothing is given on what was asked.")
    )


@bp.route(f"{ONE}/words", methods=["GET", "POST"])
@for_cases
def give_words(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """Make new words and show them once; the old ones open nothing from then on."""
    keep_nowhere()
    opened, found = person_of(case_id, person_id)
    form, given = GiveWordsForm(version=str(found.listed.version)), list[str]()
    form.offer(found.person.contact)

    def act() -> None:
        given.append(
            phrase_handling.give(
                person_id,
                way=form.handed_by,
                case_id=case_id,
                seen=form.seen,
                once_key=form.once_key,
                by=current_actor(),
                key=content_key(),
                today=london_today(),
            )
        )

    heading, submit = _("Give new words"), _("Show the words once")
    done = _("New words are made. The old ones open nothing any more.")
    answer = person_step(form, opened, found, act, heading=heading, submit=submit, done=done)
    if not given:
        return answer
    context = _context(opened, found, heading=_("Five words, shown once"), phrase=given[0])
    return make_response(render_template(FORM, **context))


@bp.route(f"{ONE}/end", methods=["GET", "POST"])
@for_cases
def end_person(case_id: uuid.UUID, person_id: uuid.UUID) -> AnyResponse:
    """End somebody's part: their words open nothing from then on."""
    opened, found = person_of(case_id, person_id)
    form = EndPersonForm(version=str(found.listed.version))

    def act() -> None:
        by, today = current_actor(), london_today()
        authority.end(person_id, case_id=case_id, seen=form.seen, once_key=form.once_key, by=by, today=today)

    heading, submit = _("End their part"), _("End it now")
    return person_step(form, opened, found, act, heading=heading, submit=submit, done=_("Their part has ended."))


def say_untold(ways: Sequence[ContactWay]) -> None:
    """Nothing but an officer tells these ways that somebody asked."""
    if ways:
        names = ", ".join(str(say.WAYS[way]) for way in ways)
        flash(_("Ask them in a safe way if it was them, before anything is given: %(ways)s.", ways=names))


def _lasting(case_id: uuid.UUID) -> dict[uuid.UUID, list[Wish]]:
    """What people asked for and can still be given, by person."""
    today = london_today()
    found = wishes.wishes_in(case_id)
    return {uuid.UUID(hex=who): [w for w in of.values() if w.lasts(today)] for who, of in found.items() if who}


def person_of(case_id: uuid.UUID, person_id: uuid.UUID) -> tuple[OpenedCase, OpenedPerson]:
    """A case, opened, and one of its people. Raises NotFoundError."""
    opened = open_case(case_id)
    found = next((each for each in opened.persons if each.listed.id == person_id), None)
    if found is None:
        raise NotFoundError
    return opened, found


def person_step(
    form: VersionedForm, opened: OpenedCase, found: OpenedPerson, act: Any, *, done: str, **context: str
) -> AnyResponse:
    """A form about a person of the case, with what may be wrong about it."""

    def tried() -> None:
        try:
            act()
        except TroubleError as trouble:
            form.form_errors = [str(people_say.TROUBLES[trouble.trouble])]
            raise _NotDoneError from None
        except TooBusyError:
            form.form_errors = [_("Too many words are being made at this moment. Try again in a minute.")]
            raise _NotDoneError from None

    context_of_page = _context(opened, found, **context)
    case_id = opened.listed.id
    try:
        return case_step(
            form, FORM, context_of_page, tried, done=done, then=lambda: see_other(".people", case_id=case_id)
        )
    except _NotDoneError:
        return form_page(form, FORM, **context_of_page)


class _NotDoneError(Exception):
    """The form says why."""


def _context(opened: OpenedCase, found: OpenedPerson, **context: str) -> dict[str, Any]:
    given = shared(opened.listed, below=True) | {"opened": opened, "person": found, "people_say": people_say}
    return given | context


def _now_shown(found: OpenedPerson) -> Shows:
    listed = found.listed
    return shown_to(listed.authority, listed.confirmed_on, listed.shows)


__all__ = [
    "ask_words",
    "confirm_person",
    "end_person",
    "give_words",
    "people",
    "person_of",
    "person_step",
    "refuse_wish",
    "say_untold",
]
