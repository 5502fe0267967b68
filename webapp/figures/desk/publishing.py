"""Publishing a figure, throwing a draft away, withdrawing, and going back to an earlier version."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import partial

from flask import Response, flash
from flask_babel import gettext as _

from webapp.accounts.access import current_actor
from webapp.audit.actors import Actor
from webapp.figures import desk_queries, editing
from webapp.figures.desk.frame import bp, changed_meanwhile, crumbs, editors, publishers
from webapp.figures.desk_forms import VersionForm, WithdrawForm
from webapp.kit.clock import utc_now
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other


@bp.post("/<uuid:figure_id>/publish")
@publishers
def publish(figure_id: uuid.UUID) -> Response:
    """Show the draft to everybody."""
    return _done(figure_id, editing.publish, _("Published. Everybody sees it now."))


@bp.post("/<uuid:figure_id>/discard")
@editors
def discard(figure_id: uuid.UUID) -> Response:
    """Go back to what is published."""
    return _done(figure_id, editing.discard_draft, _("The draft is gone. It stays in the history."))


@bp.post("/<uuid:figure_id>/history/<int:number>/restore")
@editors
def restore(figure_id: uuid.UUID, number: int) -> Response:
    """Make an earlier version the draft."""
    act = partial(_restored, number)
    return _done(figure_id, act, _("The earlier version is the draft now."))


@bp.route("/<uuid:figure_id>/withdraw", methods=["GET", "POST"])
@publishers
def withdraw(figure_id: uuid.UUID) -> Response:
    """Take a figure off the site."""
    found = desk_queries.get_working(figure_id)
    form = WithdrawForm(version=str(found.version))
    if not form.validate_on_submit():
        title = str(found.figure.title)
        return form_page(form, "figures/desk/withdraw.html", found=found, crumbs=crumbs(figure_id, title))
    act = partial(editing.withdraw, reason=form.reason.data)
    return _done(figure_id, act, _("Withdrawn. Its address stays its own, and you can publish it again."))


def _restored(number: int, figure_id: uuid.UUID, *, seen: int, by: Actor, at: dt.datetime) -> None:
    editing.restore(figure_id, number, seen=seen, by=by, at=at)


def _done(figure_id: uuid.UUID, act: Callable[..., None], words: str) -> Response:
    """Do an act on the version that the page was drawn from, and go back to the figure."""
    try:
        act(figure_id, seen=VersionForm().seen, by=current_actor(), at=utc_now())
    except EditCollisionError:
        return changed_meanwhile(figure_id)
    except editing.NotPublishableError as error:
        flash(_("Put right what stands below first.") if error.faults else _("There is nothing new to publish."))
        return see_other("desk.figures.figure", figure_id=figure_id)
    flash(words, "success")
    return see_other("desk.figures.figure", figure_id=figure_id)
