"""QR codes as pictures: made here, so that nobody else learns what somebody scans."""

import base64
from dataclasses import dataclass

import qrcode

# So many light squares around it as scanners need.
QUIET_ZONE = 4


@dataclass(frozen=True, kw_only=True)
class QrCode:
    """A code as SVG draws it: how many squares wide, and the path of the dark ones."""

    size: int
    dots: str


def qr_code(words: str, *, for_paper: bool = False) -> QrCode:
    """The words as a code; one `for_paper` is still read when a quarter of it is torn off or wet."""
    correction = qrcode.ERROR_CORRECT_Q if for_paper else qrcode.ERROR_CORRECT_M
    code = qrcode.QRCode(border=QUIET_ZONE, error_correction=correction)
    code.add_data(words)
    rows = code.get_matrix()
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(size=len(rows), dots=dots)


def qr_in_page(words: str) -> str:
    """The words as an image in a `data:` address, which the pages' policy allows."""
    code = qr_code(words)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {code.size} {code.size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{code.size}v{code.size}H0z"/><path d="{code.dots}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
