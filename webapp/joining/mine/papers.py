"""The window kit as files: only for a place that is on the list in this moment."""

from collections.abc import Sequence

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.documents.answers import file_answer
from webapp.documents.services import PUBLIC_TIME_LIMIT, BusyError, NoPdfError, pdf_of
from webapp.joining.kit.sheets import MOST_LANGUAGES, SIZES, card_page, poster_page
from webapp.joining.mine.shown import is_on_list
from webapp.joining.mine.visits import PLACE, Here, bp, for_place
from webapp.kit.errors import NotFoundError
from webapp.kit.forms import see_other
from webapp.kit.languages import Language
from webapp.partnership.current import current_partnership, language_of, reading_language
from webapp.venues.queries import KeptVenue
from webapp.venues.schemes import SCHEME_BY_CODE, Scheme


@bp.get("/places/<uuid:premises_id>/poster.pdf")
@for_place
def poster(here: Here) -> AnyResponse:
    """A poster for the window, in one of two sizes and up to three languages."""
    found = _listed(here)
    if found is None:
        return _none(here)
    venue, scheme = found
    asked = request.args.get("size", "")
    size = asked if asked in SIZES else SIZES[0]
    return _file(here, poster_page(venue, scheme, size=size, languages=_languages()), f"poster-{size}.pdf")


@bp.get("/places/<uuid:premises_id>/staff-card.pdf")
@for_place
def card(here: Here) -> AnyResponse:
    """A small card for staff, one side for each language."""
    found = _listed(here)
    if found is None:
        return _none(here)
    venue, scheme = found
    return _file(here, card_page(venue, scheme, languages=_languages()), "staff-card.pdf")


def _listed(here: Here) -> tuple[KeptVenue, Scheme] | None:
    """The place and the scheme by which the public finds it, for people whom an officer has talked to."""
    if not here.may_change:
        return None
    try:
        membership = here.membership(lambda each: is_on_list(here.place, each, today=here.today))
    except NotFoundError:
        return None
    if here.place.venue is None or not is_on_list(here.place, membership, today=here.today):
        return None
    return here.place.venue, SCHEME_BY_CODE[membership.kept.scheme]


def _none(here: Here) -> AnyResponse:
    if here.place.may_look_after or not here.place.memberships:
        flash(_("There is a poster, a card and a badge only while your place is on the list."))
    else:
        flash(_("You get the poster, the card and the badge once we have talked to you."))
    return see_other(PLACE, premises_id=here.place.id)


def _languages() -> Sequence[Language]:
    """The languages that were chosen, in their order; that of the page where none was."""
    known = {each.code for each in current_partnership().languages}
    chosen = list(dict.fromkeys(code for code in request.args.getlist("language") if code in known))
    return [language_of(code) for code in (chosen or [reading_language()])[:MOST_LANGUAGES]]


def _file(here: Here, page: str, name: str) -> AnyResponse:
    try:
        return file_answer(pdf_of(page, time_limit=PUBLIC_TIME_LIMIT), name)
    except BusyError:
        flash(_("We are making many files now. Wait a minute, then try again."))
    except NoPdfError:
        flash(_("The file could not be made. Try again later, or ask us for it."))
    return see_other(PLACE, premises_id=here.place.id)
