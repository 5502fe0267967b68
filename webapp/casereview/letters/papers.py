"""Pages for paper: letters, copies and forms drawn as HTML, which webapp/documents makes PDF files of."""

import datetime as dt
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from webapp.casereview.letters.records import Written
from webapp.kit.request_language import in_language
from webapp.partnership.current import language_of


def letter_page(written: Written, *, for_post: bool = False) -> str:
    """A letter as a page for paper. `for_post` puts name and address above it, as an envelope's window shows them."""
    with in_language(written.language):
        context = {"letter": written, "for_post": for_post, "heading": title_of(written)}
        return paper("casereview/papers/letter.html", written.language, **context)


def paper(template: str, language: str, **context: Any) -> str:
    """A page for paper in a language; `template` extends layouts/document.html."""
    return render_template(template, paper=language_of(language), language_of=language_of, **context)


def title_of(written: Written) -> str:
    """What stands in the file's title bar and above the letter; a discreet one says nothing of what it is about."""
    return _("A letter for you") if written.discreet else written.title


def letter_name(day: dt.date, ending: str) -> str:
    """The name of a letter's file: a day and nothing else."""
    return f"letter-{day.isoformat()}.{ending}"


def copy_name(day: dt.date, ending: str) -> str:
    """The name of the file of somebody's own answers."""
    return f"copy-{day.isoformat()}.{ending}"
