"""The badge that a listed place shows on its own site: a picture that is grey as soon as the place is not listed."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _

from webapp.joining.kit.sheets import address_of
from webapp.venues.schemes import Scheme

# Contrast of white on them: 9.8 and 7.0 (design, "The look").
LISTED, NOT_LISTED = "#0e4a5c", "#5a5a5a"


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What a badge says; `words` also stand in the page that shows it, for who cannot see it."""

    name: str
    words: str
    colour: str
    address: str


def badge_of(slug: str, scheme: Scheme, *, on_list: bool) -> Badge:
    """The badge of a place in a scheme."""
    return Badge(
        name=str(scheme.member),
        words=_("On the list") if on_list else _("Not on the list now"),
        colour=LISTED if on_list else NOT_LISTED,
        address=address_of(slug),
    )


def badge_picture(badge: Badge, pin: str) -> str:
    """The badge as SVG; it names no font and no file, and nothing in it runs."""
    return render_template("joining/print/badge.svg", badge=badge, pin=pin)


def badge_code(badge: Badge, scheme: Scheme) -> str:
    """What a place puts into a page of its own: the badge as a link to the listing."""
    return render_template("joining/print/_badge-code.html", badge=badge, scheme=scheme).strip()
