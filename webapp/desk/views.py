"""The page on which a day at the desk begins, and the sheet of keyboard shortcuts."""

from flask import Response, flash, render_template, request
from flask_babel import gettext as _

from webapp.accounts.access import any_officer, signed_in_officer
from webapp.desk.gate import bp
from webapp.desk.navigation import own_counts
from webapp.desk.people import Names
from webapp.desk.reach import own_reach
from webapp.desk.shortcuts import shortcuts_for
from webapp.kit.clock import london_today
from webapp.kit.forms import see_other
from webapp.kit.htmx import render_page_or_fragment
from webapp.work import own
from webapp.work import queries as work
from webapp.work.kinds import KINDS
from webapp.work.queries import Filters
from webapp.work.rules import Show

SAMPLE = 5


@bp.get("")
@any_officer
def home() -> Response:
    """What is due, what is mine, what is new, and the first of the queue."""
    officer, reach, today = signed_in_officer(), own_reach(), london_today()
    first = work.list_items(reach, Filters(), today=today, size=SAMPLE, counts=own_counts())
    return render_page_or_fragment(
        "desk/home.html",
        "desk/_counts.html",
        counts=own_counts(),
        first=first,
        kinds=[kind for kind in KINDS.values() if kind.permission in reach.permissions],
        names=Names.of(officers=[item.officer_id for item in first.rows]),
        today=today,
        views=work.list_views(officer.id),
        parts=Show,
    )


@bp.get("/shortcuts")
@any_officer
def help_sheet() -> str:
    """The keyboard shortcuts, and the switch that turns single keys off."""
    officer = signed_in_officer()
    return render_template(
        "desk/shortcuts.html",
        shortcuts=list(shortcuts_for(officer)),
        single_keys=work.has_single_keys(officer.id),
    )


@bp.post("/shortcuts")
@any_officer
def switch_shortcuts() -> Response:
    """Switch shortcuts of one key on or off (WCAG 2.1.4)."""
    on = request.form.get("single_keys") == "on"
    own.set_single_keys(signed_in_officer().id, on=on)
    flash(_("Keyboard shortcuts are on.") if on else _("Keyboard shortcuts are off."), "success")
    return see_other("desk.help_sheet")
