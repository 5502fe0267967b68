"""Answers that were held since they look like a flood: what they say in codes, a sample of words, and the decision."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.accounts.permissions import Permission
from webapp.kit.clock import london_today
from webapp.kit.collisions import EditCollisionError
from webapp.kit.forms import form_page, see_other
from webapp.kit.paging import PAGE_SIZE
from webapp.sealing.boxes import KeyMissingError
from webapp.survey import desk_queries as queries
from webapp.survey import desk_waiting as waiting
from webapp.survey import floods as held
from webapp.survey import handling, releasing
from webapp.survey.codes import FloodState, ResponseState
from webapp.survey.desk import bp, for_both, for_readers
from webapp.survey.desk.frame import chosen_of, crumb, editions, item_of, shared
from webapp.survey.desk_codes import FloodStep
from webapp.survey.desk_forms import FloodForm
from webapp.survey.desk_queries import Filters
from webapp.survey.desk_waiting import Flood
from webapp.survey.handling import OpenedWords, RefusedError
from webapp.survey.items import FLOOD

SAMPLE = 5


@bp.get("/floods")
@for_both
def floods() -> str:
    """The days on which answers were held, undecided ones first."""
    return render_template(
        "survey/desk/floods.html",
        **shared(),
        editions=editions(),
        found=waiting.list_floods(page=request.args.get("page")),
        numbered=lambda number: url_for(".floods", page=number),
        FloodState=FloodState,
        ResponseState=ResponseState,
    )


@bp.get("/floods/<uuid:flood_id>")
@for_both
def flood(flood_id: uuid.UUID) -> str:
    """One day's answers in codes, to be let in or kept out."""
    found = waiting.get_flood(flood_id)
    rows = queries.list_answers(Filters(flood_id=flood_id), page=request.args.get("page"))
    return render_template(
        "survey/desk/flood.html",
        **_context(found),
        found=rows,
        chosen_of=chosen_of,
        numbered=lambda number: url_for(".flood", flood_id=flood_id, page=number),
        sums=queries.count_kinds(flood_id),
        item=item_of((FLOOD, flood_id), Permission.SURVEY),
    )


@bp.get("/floods/<uuid:flood_id>/words")
@for_readers
def flood_words(flood_id: uuid.UUID) -> str:
    """What a few of them wrote, with marks in it; each is written down as a read."""
    found = waiting.get_flood(flood_id)
    return render_template(
        "survey/desk/flood-words.html",
        **_context(found, crumb(_("Held answers"), "flood", flood_id=flood_id)),
        sample=_sample(flood_id),
        chosen_of=chosen_of,
    )


@bp.post("/floods/<uuid:flood_id>/<any('release', 'some', 'keep-out'):step>")
@for_both
def decide(flood_id: uuid.UUID, step: str) -> AnyResponse:
    """Look a second time at what is about to happen, say why, and do it."""
    found, chosen = waiting.get_flood(flood_id), FloodStep(step)
    form = FloodForm()
    ids = _ids(form.ids.data.split() or request.form.getlist("id"))
    if chosen is FloodStep.SOME and not ids:
        flash(_("Tick the answers that you want to let in."))
        return see_other(".flood", flood_id=flood_id)
    form.ids.data = " ".join(each.hex for each in ids)
    if "sure" in request.form:
        if form.validate():
            return _done(found, chosen, form, ids)
    else:
        # The page of the answers sent its ticks, and nobody was asked for a reason yet.
        form.version.data, form.came.data = str(found.version), str(found.came)
    count = len(ids) if chosen is FloodStep.SOME else found.now.get(ResponseState.HELD, 0)
    context = _context(found, crumb(_("Held answers"), "flood", flood_id=flood_id))
    return form_page(form, "survey/desk/decide.html", **context, chosen=chosen, count=count)


def _done(found: Flood, chosen: FloodStep, form: FloodForm, ids: Sequence[uuid.UUID]) -> AnyResponse:
    by, today, why, seen = current_actor(), london_today(), form.code, form.seen
    # A flood may go on meanwhile: nobody lets in what they have not seen.
    if chosen is FloodStep.RELEASE and form.came.data != str(found.came):
        flash(_("More came in the meantime. Look at them, and then decide."))
        return see_other(".flood", flood_id=found.id)
    try:
        if chosen is FloodStep.RELEASE:
            count = held.release(found.id, seen=seen, by=by, today=today, reason=why)
        elif chosen is FloodStep.SOME:
            count = releasing.release_some(found.id, ids, why=why, seen=seen, by=by, today=today)
        else:
            count = held.exclude(found.id, seen=seen, by=by, reason=why)
    except (EditCollisionError, held.DecidedError, RefusedError):
        flash(_("A colleague was faster. Look at it as it is now."))
    else:
        flash(_told(chosen, count), "success")
    return see_other(".flood", flood_id=found.id)


def _told(chosen: FloodStep, count: int) -> str:
    if chosen is FloodStep.KEEP_OUT:
        return str(ngettext("%(num)s answer stays out.", "%(num)s answers stay out.", count))
    return str(ngettext("%(num)s answer counts now.", "%(num)s answers count now.", count))


def _sample(flood_id: uuid.UUID) -> list[OpenedWords]:
    rows = queries.list_with_words(flood_id, most=SAMPLE)
    opened = []
    for response_id in rows:
        try:
            opened.append(handling.read_words(response_id, by=current_actor(), key=content_key()))
        except (KeyMissingError, RefusedError):
            continue
    return opened


def _ids(texts: Sequence[str]) -> list[uuid.UUID]:
    found = []
    for text in texts[:PAGE_SIZE]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def _context(found: Flood, *crumbs: dict[str, str]) -> dict[str, Any]:
    return shared(crumb(_("Suspected floods"), "floods"), *crumbs) | {
        "flood": found,
        "edition": editions().get(found.edition_id),
        "held": found.now.get(ResponseState.HELD, 0),
        "FloodState": FloodState,
        "ResponseState": ResponseState,
    }
