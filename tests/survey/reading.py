"""How much somebody reads on a page of the survey: its heading and what is shown below it, as a browser shows it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.client import HTML, Page

# The same on every page, so that nobody reads it twice: the way out, back, how far one is, going on, and keeping.
FRAME = {"exit-this-page", "way-back", "page-head__kicker", "govuk-button"}
# Shown only to programs, to screen readers that have heard it already, or once somebody asks for it.
UNSEEN = {"form-trap", "govuk-visually-hidden", "place-map__frame", "place-map__failed", "map-shapes"}
UNSEEN |= {"pin-map__help", "pin-map__acts", "place-map__status", "place-map__thanks", "govuk-details__text"}
UNREAD = {f"{HTML}option", f"{HTML}script"}
# Instead of how many characters are left, which stands there while somebody writes.
UNSEEN |= {"govuk-character-count__message"}


def words_shown(page: Page, *, branch: str = "") -> list[str]:
    """The words of a page; of questions that follow from an answer those of `branch` ("reported" or "unreported").

    What stands in a list that opens on press is not counted, nor what is folded away.
    """
    main = page.all("main")[0]
    return " ".join(_texts(main, branch)).split()


def _texts(element: Element, branch: str) -> Iterator[str]:
    classes = set((element.get("class") or "").split())
    # The map is asked for by a button of its own, which is read.
    is_frame = bool(classes & FRAME) and element.get("data-map-ask") is None
    is_frame = is_frame or (element.get("href") or "").endswith("/keep")
    follows = element.get("data-asked-when")
    is_hidden = element.get("hidden") is not None or classes & UNSEEN or str(element.tag) in UNREAD
    if is_frame or is_hidden or follows not in {None, branch}:
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child, branch)
        yield child.tail or ""
