"""Training: a place books a session for its staff, and gives its seats back."""

import uuid
from dataclasses import dataclass

from babel import Locale
from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp.audit.actors import PUBLIC
from webapp.joining import queries
from webapp.joining.codes import BookingState
from webapp.joining.forms.groups import words_of
from webapp.joining.mine.forms import BookForm
from webapp.joining.mine.visits import Here, bp, done, for_place
from webapp.joining.queries import ListedTraining
from webapp.joining.services import trainings
from webapp.joining.services.refusing import JoinRefusedError
from webapp.joining.services.repeating import do_once
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import Choice, form_page
from webapp.partnership.current import reading_language

TEMPLATE = "joining/mine/training.html"
CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True)
class Booked:
    """A booking with its session, in words."""

    id: uuid.UUID
    words: str
    people: int
    state: BookingState
    may_cancel: bool


@bp.route("/places/<uuid:premises_id>/training", methods=["GET", "POST"])
@for_place
def training(here: Here) -> AnyResponse:
    """The sessions that can be booked, and what is booked; what somebody wishes who was not talked to is no booking."""
    if not here.may_change:
        raise NotFoundError
    if request.method == "POST" and request.form.get("then") == CANCEL:
        return _cancel(here)
    sessions = queries.list_open_trainings(now=here.now, schemes=here.place.schemes)
    form = BookForm()
    form.training.choices = [Choice(str(each.id), words_of(each), hint=_hint(each)) for each in sessions]
    if not form.validate_on_submit():
        return form_page(form, TEMPLATE, here=here, sessions=sessions, booked=booked_by(here))
    try:
        do_once(form.once_key, lambda: _book(here, form), today=here.today)
    except JoinRefusedError as error:
        form.form_errors = [str(error)]
        return form_page(form, TEMPLATE, here=here, sessions=sessions, booked=booked_by(here))
    return done(here, _("Your places at the training are booked."))


def booked_by(here: Here) -> list[Booked]:
    """What the place has booked, and not cancelled."""
    found = []
    for each in queries.list_bookings_of(here.place.id):
        if each.state is BookingState.CANCELLED:
            continue
        session = queries.get_training(each.training_id)
        may_cancel = each.state is BookingState.BOOKED and session.begins_at > here.now
        found.append(
            Booked(id=each.id, words=words_of(session), people=each.people, state=each.state, may_cancel=may_cancel)
        )
    return found


def _hint(session: ListedTraining) -> str:
    names = Locale.parse(reading_language(), sep="-").languages
    left = ngettext("%(num)s seat left", "%(num)s seats left", session.places_left)
    return f"{names.get(session.language, session.language)} · {left}"


def _book(here: Here, form: BookForm) -> None:
    trainings.book(
        uuid.UUID(form.training.data),
        here.place.id,
        people=form.people.data,
        names=form.listed_names,
        by=PUBLIC,
        at=here.now,
    )


def _cancel(here: Here) -> AnyResponse:
    own = {str(each.id): each for each in booked_by(here) if each.may_cancel}
    wanted = own.get(request.form.get("booking", ""))
    if wanted is not None:
        trainings.cancel_booking(wanted.id, by=PUBLIC, at=here.now)
    return done(here, _("You gave the seats back."))
