"""Letters to many places at once: chosen by scheme, town and stage, written once, and made one file to print.

They go to the address that the public sees, "to whoever is in charge": nothing sealed is opened for them.
"""

from collections.abc import Mapping
from typing import Any

from flask import Response, flash, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import current_actor
from webapp.documents.answers import file_answer
from webapp.documents.services import NoPdfError, pdf_of
from webapp.joining import queries
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import shared
from webapp.joining.desk_forms.places import LettersForm
from webapp.joining.queries import Member
from webapp.joining.services.writing import note_letters
from webapp.kit.clock import london_today, utc_now
from webapp.kit.forms import form_page
from webapp.partnership.choices import town_choices
from webapp.partnership.current import default_language, language_of
from webapp.venues.life_cycle import Stage
from webapp.venues.schemes import SCHEME_BY_CODE

DAY = "d MMMM yyyy"
MOST_LETTERS = 200
# What a letter can begin with; officers change every word.
BEGINNINGS: Mapping[str, tuple[Any, Any]] = {
    "renewal": (
        _l("Your place in {scheme}: time to renew"),
        _l(
            "{place} is in {scheme}. Its yearly check is due on {date}.\n\n"
            "Please renew before that day. You can do it on our site: ask for a link on the page for places that "
            "have joined.\n\nIf nobody renews, the place goes off the list 60 days after that day."
        ),
    ),
    "training": (
        _l("Training for {scheme}"),
        _l("{place} has applied to join {scheme}. Before we can list it, somebody of your staff comes to training."),
    ),
}


@bp.route("/letters", methods=["GET", "POST"])
@only_for_venues
def letters() -> Response:
    """Choose the places, write the letter, take the file."""
    found, filters = _found()
    title, words = BEGINNINGS.get(request.args.get("begin", ""), ("", ""))
    form = LettersForm(title=str(title), words=str(words))
    context = {
        **shared("letters"),
        **filters,
        "found": found[:MOST_LETTERS],
        "too_many": len(found) > MOST_LETTERS,
        "most": MOST_LETTERS,
        "stages": list(Stage),
    }
    if not form.validate_on_submit():
        return form_page(form, "joining/desk/letters.html", **context)
    if not found:
        form.form_errors.append(_("There is no place to write to. Choose others above."))
        return form_page(form, "joining/desk/letters.html", **context)
    try:
        content = pdf_of(letters_page(form, found[:MOST_LETTERS]))
    except NoPdfError as reason:
        flash(str(reason))
        return form_page(form, "joining/desk/letters.html", **context)
    note_letters(len(found[:MOST_LETTERS]), by=current_actor(), at=utc_now())
    return file_answer(content, f"letters-{london_today().isoformat()}.pdf")


def _found() -> tuple[list[Member], dict[str, Any]]:
    """The memberships that the address names; nothing named is nobody, so that no letter goes to all by mistake."""
    scheme, town = request.args.get("scheme", ""), request.args.get("town", "")
    scheme = scheme if scheme in SCHEME_BY_CODE else ""
    town = town if town in {choice.value for choice in town_choices()} else ""
    stages = [stage for stage in Stage if stage.value in request.args.getlist("stage")]
    filters = {"scheme": scheme, "town": town, "chosen": stages}
    if not stages:
        return [], filters
    return queries.list_members(today=london_today(), scheme=scheme, town=town, stages=stages), filters


def letters_page(form: LettersForm, members: list[Member]) -> str:
    """The letters as pages for paper, one for each membership."""
    return render_template(
        "joining/desk/_letters-paper.html",
        paper=language_of(default_language()),
        heading=_("Letters"),
        signed=form.signed.data,
        today=london_today(),
        letters=[
            {"venue": each.venue, "title": _filled(form.title.data, each), "words": _filled(form.words.data, each)}
            for each in members
        ],
    )


def _filled(words: str, member: Member) -> str:
    """The words with what stands in braces filled in; braces with anything else in them stay as they are."""
    due = member.kept.check_due_on
    filled = {
        "{place}": member.venue.content.name,
        "{scheme}": str(SCHEME_BY_CODE[member.kept.scheme].name),
        "{date}": format_date(due, DAY) if due else "",
    }
    for mark, value in filled.items():
        words = words.replace(mark, value)
    return words
