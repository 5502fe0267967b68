"""Forms filled in as a browser does: everything that the page carries along, and what the test answers."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from tests.client import HTML, Page

# What the browser sends with a form of the site's own page; without it the origin check refuses.
OWN = {"Sec-Fetch-Site": "same-origin"}
NOT_SENT = {"submit", "button", "image", "reset", "file"}


def fill(page: Page, answers: Mapping[str, Any] | None = None, *, form: int = 0) -> dict[str, Any]:
    """What a browser would send for the POST form number `form` of `page`, with these answers instead of its own."""
    posts = [each for each in page.all("form") if each.get("method", "get").lower() == "post"]
    sent: dict[str, Any] = {}
    for field in posts[form].iter():
        for name, value in _values(field):
            sent.setdefault(name, []).append(value)
    return sent | dict(answers or {})


def _values(field: Element) -> list[tuple[str, str]]:
    name = field.get("name") or ""
    if not name or field.get("disabled") is not None:
        return []
    if field.tag == f"{HTML}textarea":
        return [(name, "".join(field.itertext()))]
    if field.tag == f"{HTML}select":
        chosen = [option for option in field.iter(f"{HTML}option") if option.get("selected") is not None]
        first = next(iter(field.iter(f"{HTML}option")), None)
        return [(name, option.get("value", "")) for option in (chosen or [first]) if option is not None]
    if field.tag != f"{HTML}input" or field.get("type") in NOT_SENT:
        return []
    if field.get("type") in {"radio", "checkbox"} and field.get("checked") is None:
        return []
    return [(name, field.get("value", ""))]
