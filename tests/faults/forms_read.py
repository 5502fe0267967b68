"""Forms read off a page quickly, as a browser without scripts would fill them in: thousands of pages in a drill."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from webapp.kit.forms.sending import TRAP

NOT_TYPED = {"hidden", "submit", "button", "image", "reset", "file"}
CHOSEN = {"radio", "checkbox"}


@dataclass
class Asked:
    """One name in a form: what kind of field has it, which values it offers, and what it holds already."""

    name: str
    kind: str
    offered: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    most: int = 0


@dataclass
class FormOnPage:
    """A form that is posted."""

    action: str
    asked: dict[str, Asked] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def carried(self) -> dict[str, list[str]]:
        """What a browser would send if nobody touched a thing."""
        return {name: list(one.held) for name, one in self.asked.items() if one.held}

    def typed(self) -> Iterable[Asked]:
        """The fields that a person fills in; a trap for machines is not one of them."""
        return (one for one in self.asked.values() if one.kind not in NOT_TYPED and one.name != TRAP)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[FormOnPage] = []
        self.title = ""
        self._form: FormOnPage | None = None
        self._field: Asked | None = None
        self._text: list[str] | None = None
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "title" and not self.title:
            self._in_title = True
        if tag == "form" and given.get("method", "get").lower() == "post":
            self._form = FormOnPage(given.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._take(tag, given)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name = given.get("name", "")
        if tag == "button" and name:
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "option" and self._field is not None:
            self._field.offered.append(given.get("value", ""))
            if "selected" in given:
                self._field.held = [given.get("value", "")]
        elif tag in {"select", "textarea"} and name:
            self._field = self._form.asked.setdefault(name, Asked(name, tag, most=int(given.get("maxlength") or 0)))
            self._text = [] if tag == "textarea" else None
        elif tag == "input" and name:
            self._take_input(name, given)

    def _take_input(self, name: str, given: dict[str, str]) -> None:
        assert self._form is not None
        kind = given.get("type", "text").lower()
        if kind in {"submit", "button", "image", "reset"}:
            return
        one = self._form.asked.setdefault(name, Asked(name, kind, most=int(given.get("maxlength") or 0)))
        if kind in CHOSEN:
            one.offered.append(given.get("value", "on"))
            if "checked" in given:
                one.held.append(given.get("value", "on"))
        else:
            one.held.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._field is not None and self._text is not None:
            # A browser drops the first line break of a text box.
            self._field.held = ["".join(self._text).removeprefix("\n")]
        if tag in {"select", "textarea"}:
            if self._field is not None and tag == "select" and not self._field.held:
                self._field.held = self._field.offered[:1]
            self._field, self._text = None, None


def read_page(html: str) -> tuple[str, list[FormOnPage]]:
    """The title of a page, and the forms on it that are posted."""
    reader = _Reader()
    reader.feed(html)
    return reader.title.strip(), reader.forms
