"""Safeguarding flags: who opens one ends the waiting, and whoever closes it writes down what was done."""

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.access import content_key, current_actor
from webapp.accounts.permissions import Permission
from webapp.kit.clock import utc_now
from webapp.kit.forms import see_other
from webapp.partnership.current import current_partnership
from webapp.redaction.helping import matching_help
from webapp.survey import desk_queries as queries
from webapp.survey import desk_waiting as waiting
from webapp.survey import safeguarding
from webapp.survey.desk import bp, for_readers
from webapp.survey.desk.frame import Names, crumb, editions, item_of, shared, step
from webapp.survey.desk_forms import FlagForm
from webapp.survey.desk_waiting import ShowFlags
from webapp.survey.flags import cover
from webapp.survey.items import FLAG
from webapp.survey.safeguarding import Flag
from webapp.work import notes


@bp.get("/flags")
@for_readers
def flags() -> str:
    """Open flags in the order in which somebody must look, or closed ones."""
    asked = request.args.get("show", "")
    show = ShowFlags(asked) if asked in set(ShowFlags) else ShowFlags.OPEN
    found = waiting.list_flags(show, page=request.args.get("page"))
    return render_template(
        "survey/desk/flags.html",
        **shared(),
        found=found,
        names=Names([flag.opened_by for flag in found.rows if flag.opened_by]),
        numbered=lambda number: url_for(".flags", show=show.value, page=number),
        show=show,
        shows={ShowFlags.OPEN: _("Open"), ShowFlags.CLOSED: _("Closed")},
    )


@bp.route("/flags/<uuid:flag_id>", methods=["GET", "POST"])
@for_readers
def flag(flag_id: uuid.UUID) -> AnyResponse:
    """One flag; the first officer who opens it stops that the next one is told."""
    found = safeguarding.open_flag(flag_id, by=current_actor(), at=utc_now())
    form = FlagForm(version=str(found.version))
    return step(
        form,
        "survey/desk/flag.html",
        _context(found),
        lambda: safeguarding.close_flag(
            flag_id, form.code, form.done.data, seen=form.seen, by=current_actor(), at=utc_now()
        ),
        done=_("It is closed, and what was done is kept with it."),
        then=lambda: see_other(".flag", flag_id=flag_id),
    )


def _context(found: Flag) -> dict[str, Any]:
    answer = queries.get_answer(found.response_id)
    written = notes.list_notes((FLAG, found.id), key=content_key())
    item = item_of((FLAG, found.id), Permission.SURVEY)
    actors = [note.written_by for note in written] + ([found.opened_by] if found.opened_by else [])
    return shared(crumb(_("Safeguarding flags"), "flags")) | {
        "flag": found,
        "answer": answer,
        "cover": cover(),
        "edition": editions().get(answer.edition_id),
        "item": item,
        "names": Names(actors, [item.officer_id] if item else []),
        "notes": written,
        "numbers": matching_help(found.reasons, current_partnership()),
    }
