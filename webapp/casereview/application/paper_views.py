"""The blank application as a file to print, drawn from the page of the same questions."""

import hashlib
import threading
from collections import OrderedDict

from flask import current_app, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.application import (
    check_views,  # noqa: F401 - it registers on `bp`
    printing,
)
from webapp.casereview.application.views import PREFIX, bp
from webapp.casereview.letters.papers import paper
from webapp.documents.answers import file_answer
from webapp.documents.services import PUBLIC_TIME_LIMIT, WAIT_SECONDS, BusyError, NoPdfError, pdf_of
from webapp.partnership.current import current_partnership, reading_language

# Made once in each language: the same questions give the same file.
KEPT, MOST_KEPT = "case_review_forms", 20
# Whoever waits for another's first one finds it made: the same file is never made twice at once.
_turn = threading.Lock()


@bp.get(f"{PREFIX}/form.pdf")
def blank_form_file() -> AnyResponse:
    """The questions of the application on paper; where no file can be made, the page that prints them."""
    heading = _("Ask for an ASB Case Review: form to print")
    words = current_partnership().case_review
    drawn = paper(
        "casereview/papers/blank-form.html", reading_language(), pages=printing.pages(), words=words, heading=heading
    )
    try:
        return file_answer(_kept(drawn), "form.pdf")
    except NoPdfError:
        return redirect(url_for("case_review.blank_form"), 303)


def _kept(drawn: str) -> bytes:
    kept: OrderedDict[str, bytes] = current_app.extensions.setdefault(KEPT, OrderedDict())
    name = hashlib.sha256(drawn.encode()).hexdigest()
    if name in kept:
        return kept[name]
    if not _turn.acquire(timeout=WAIT_SECONDS):
        raise BusyError
    try:
        if name not in kept:
            kept[name] = pdf_of(drawn, time_limit=PUBLIC_TIME_LIMIT)
            while len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        return kept[name]
    finally:
        _turn.release()


__all__ = ["blank_form_file", "bp"]
