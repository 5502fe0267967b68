"""The poster for the window and the card for staff, as pages for paper in one or more languages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import render_template
from flask_babel import gettext as _

from webapp.kit.installation import current_settings
from webapp.kit.languages import Language
from webapp.kit.qr_codes import qr_code
from webapp.kit.request_language import in_language
from webapp.partnership.current import current_partnership
from webapp.partnership.support_numbers import NumberGroup
from webapp.venues.queries import KeptVenue
from webapp.venues.schemes import Scheme, SchemeCode

SIZES = ("a4", "a3")
# More would make the letters of a poster too small to be read from the street.
MOST_LANGUAGES = 3


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The words of a sheet in one language."""

    language: Language
    title: str
    lines: tuple[str, ...]
    scan: str
    danger: str


def poster_page(venue: KeptVenue, scheme: Scheme, *, size: str, languages: Sequence[Language]) -> str:
    """A poster for the window as a page for paper; its QR code leads to the place's own page."""
    spoken = [_in(each, partial(_poster_words, each, scheme)) for each in languages]
    return _page("joining/print/poster.html", venue, scheme, spoken, size=size)


def card_page(venue: KeptVenue, scheme: Scheme, *, languages: Sequence[Language]) -> str:
    """A card for staff: what to do when somebody asks for help, one side for each language."""
    spoken = [_in(each, partial(_card_words, each)) for each in languages]
    return _page("joining/print/staff-card.html", venue, scheme, spoken)


def address_of(slug: str) -> str:
    """The whole address of a place's own page."""
    return f"{current_settings().public_url}/venues/{slug}"


def _page(template: str, venue: KeptVenue, scheme: Scheme, spoken: Sequence[Spoken], **more: str) -> str:
    address = address_of(venue.slug)
    return render_template(
        template,
        paper=spoken[0].language,
        heading=f"{spoken[0].title}: {venue.content.name}",
        name=venue.content.name,
        is_sample=venue.sample,
        pin=scheme.pin,
        spoken=spoken,
        code=qr_code(address, for_paper=True),
        typed=address.partition("://")[2],
        **more,
    )


def _in(language: Language, make: Callable[[], Spoken]) -> Spoken:
    with in_language(language.code):
        return make()


def _poster_words(language: Language, scheme: Scheme) -> Spoken:
    if scheme.code is SchemeCode.SAFE_PLACE:
        lines = (
            _("You can ask for help here."),
            _("Are you scared, lost or not well? Tell anyone who works here. They will help you."),
        )
    else:
        lines = (
            _("You can ask for help here."),
            _("Does somebody make you feel unsafe? Tell anyone who works here. They will listen to you and help."),
        )
    return _spoken(language, str(scheme.member), lines, _("Scan this to read what happens when you ask for help."))


def _card_words(language: Language) -> Spoken:
    lines = (
        _("Stay calm and listen. Nobody has to prove anything."),
        _("Offer a quiet place to sit, where the person can leave at any time."),
        _("Ask: “How can I help you?” The person decides."),
        _("Call a friend, a helpline or the police, if the person wants that. Let them wait inside."),
        _("Tell whoever leads this at our place. Keep it private from everybody else."),
    )
    scan = _("Scan this: what people who need help read about our place.")
    return _spoken(language, _("When somebody asks you for help"), lines, scan)


def _spoken(language: Language, title: str, lines: tuple[str, ...], scan: str) -> Spoken:
    found = current_partnership().numbers_in(NumberGroup.DANGER_NOW)
    danger = _("In danger? Call %(number)s.", number=found[0].public_number) if found else ""
    return Spoken(language=language, title=title, lines=lines, scan=scan, danger=danger)
