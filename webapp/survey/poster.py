"""A poster of the survey for a wall: the way in, as an address to type and as a QR code that tells nobody anything."""

from typing import TYPE_CHECKING

from flask import current_app, request

from webapp.kit.qr_codes import QrCode, qr_code
from webapp.survey.editions import Edition

if TYPE_CHECKING:
    from webapp.config import Settings

START = "/asb-survey"


def start_path(edition: Edition | None = None) -> str:
    """Where the survey begins, in the language of the request; one with a theme has an address of its own."""
    own = f"/on/{edition.slug}" if edition is not None and edition.kinds else ""
    return f"{request.script_root}{START}{own}"


def code_of(edition: Edition) -> QrCode:
    """The way in as a QR code. Its address is the plain one: nothing in it says where somebody scanned it."""
    return qr_code(_whole_address(edition), for_paper=True)


def typed_address(edition: Edition) -> list[str]:
    """The way in as people type it, in pieces between which a line may end: a hyphen in it is not one of ours."""
    first, *others = _whole_address(edition).partition("://")[2].split("/")
    return [first, *(f"/{part}" for part in others)]


def _whole_address(edition: Edition) -> str:
    settings: Settings = current_app.extensions["settings"]
    return f"{settings.public_url}{start_path(edition)}"
