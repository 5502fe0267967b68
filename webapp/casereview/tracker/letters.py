"""What somebody of a case can take away from their own page: our letters to them, and a copy of what they sent us.

A file stays on the phone or computer on which it was saved, and each page says so before it gives one; its name is a
date. A discreet copy says nowhere on its outside what it is about.
"""

import datetime as dt

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application.rows import application_parts
from webapp.casereview.letters.calendar import calendar_file
from webapp.casereview.letters.composing import without_address
from webapp.casereview.letters.own_copy import find_own_application
from webapp.casereview.letters.papers import copy_name, letter_name, letter_page, paper
from webapp.casereview.letters.records import Written
from webapp.casereview.rules.tracker_codes import Act
from webapp.casereview.tracker.files import PREFIX, asked_letter, bp
from webapp.casereview.tracker.letter_forms import CopyForm
from webapp.casereview.tracker.visits import Visit, for_visitor, page
from webapp.documents.answers import file_answer
from webapp.documents.services import PUBLIC_TIME_LIMIT, BusyError, NoPdfError, pdf_of, why_not
from webapp.kit.clock import LONDON
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.partnership.current import reading_language


@bp.post(f"{PREFIX}/document/file")
@for_visitor(Act.DOCUMENTS)
def letter_file(visit: Visit) -> AnyResponse:
    """One letter as a file, or the day of the meeting for a calendar; the file's name is a date."""
    found = asked_letter(visit)
    if found.written is None or found.sent_on is None:
        raise NotFoundError
    if request.form.get("as") == "calendar":
        return _calendar(found.written, found.sent_on)
    return _file(letter_page(without_address(found.written)), letter_name(found.sent_on, "pdf"), ".documents")


@bp.route(f"{PREFIX}/copy", methods=["GET", "POST"])
@for_visitor(Act.READ)
def copy(visit: Visit) -> AnyResponse:
    """What they sent us, to read again, and as a file; neutral outside where they ask for it."""
    form, sent = CopyForm(discreet=True), find_own_application(visit.me.case_id, visit.visitor.key)
    if sent is None:
        return page(visit, "casereview/tracker/copy.html", parts=(), can_pdf=False)
    if not form.validate_on_submit():
        return page(visit, "casereview/tracker/copy.html", form, parts=application_parts(sent), can_pdf=not why_not())
    discreet = bool(form.discreet.data)
    heading = _("A copy for you") if discreet else _("What you sent us about your case")
    drawn = paper(
        "casereview/papers/copy.html",
        reading_language(),
        parts=application_parts(sent),
        discreet=discreet,
        heading=heading,
    )
    return _file(drawn, copy_name(visit.today, "pdf"), ".copy")


def _file(drawn: str, name: str, back: str) -> AnyResponse:
    try:
        return file_answer(pdf_of(drawn, time_limit=PUBLIC_TIME_LIMIT), name)
    except BusyError:
        flash(_("We are making many files now. Wait a minute, then try again."))
        return see_other(back)
    except NoPdfError:
        flash(_("The file could not be made. You can print this page from your browser instead."))
        return see_other(back)


def _calendar(written: Written, sent_on: dt.date) -> AnyResponse:
    at = dt.datetime.combine(sent_on, dt.time(), LONDON).astimezone(dt.UTC)
    content = calendar_file(written, at=at)
    if content is None:
        raise NotFoundError
    return file_answer(content, f"date-{written.meeting_on}.ics")


__all__ = ["bp", "copy", "letter_file"]
