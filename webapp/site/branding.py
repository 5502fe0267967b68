"""The partnership's own logo and colours, where its folder names them: addresses with a content hash, kept for ever."""

import hashlib
import mimetypes
from dataclasses import dataclass

from flask import Response

from webapp.kit.errors import NotFoundError
from webapp.partnership import Partnership
from webapp.partnership.current import current_partnership

FOR_EVER = "public, max-age=31536000, immutable"
# A dark screen keeps the site's own link colours, whose contrast is measured there.
ON_ANY_GROUND = frozenset({"brand", "brand-deep"})


@dataclass(frozen=True, kw_only=True)
class Brand:
    """Where a page finds the partnership's stylesheet and logo; None where the site's own are used."""

    css_href: str | None
    logo_href: str | None


def brand_of(partnership: Partnership) -> Brand:
    """The addresses of the partnership's brand files."""
    css, logo = _css(partnership), _logo(partnership)
    return Brand(
        css_href=f"/brand/{_digest(css)}.css" if css else None,
        logo_href=f"/brand/{_digest(logo)}/{partnership.profile.brand.logo}" if logo else None,
    )


def brand_css(digest: str) -> Response:
    """The partnership's colours as custom properties."""
    css = _css(current_partnership())
    if not css or digest != _digest(css):
        raise NotFoundError
    return _file(css, "text/css")


def brand_logo(digest: str, name: str) -> Response:
    """The partnership's logo."""
    partnership = current_partnership()
    logo = _logo(partnership)
    if not logo or (digest, name) != (_digest(logo), partnership.profile.brand.logo):
        raise NotFoundError
    return _file(logo, mimetypes.guess_type(name)[0] or "application/octet-stream")


def _css(partnership: Partnership) -> bytes:
    colours = partnership.profile.brand.colours
    if not colours:
        return b""
    everywhere = "".join(f"--{name}:{colour};" for name, colour in colours.items() if name in ON_ANY_GROUND)
    in_light = "".join(f"--{name}:{colour};" for name, colour in colours.items() if name not in ON_ANY_GROUND)
    return f":root{{{everywhere}}}@media (prefers-color-scheme: light){{:root{{{in_light}}}}}\n".encode()


def _logo(partnership: Partnership) -> bytes:
    name = partnership.profile.brand.logo
    return (partnership.folder / name).read_bytes() if name else b""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def _file(content: bytes, media_type: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Cache-Control"] = FOR_EVER
    return response
