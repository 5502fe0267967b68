"""The page for an edit collision: what is stored now beside what was typed, and a form that holds both safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, make_response, render_template

from webapp.kit.collisions import FIELD
from webapp.kit.forms import Form


@dataclass(frozen=True, kw_only=True)
class BothVersions:
    """One field of a form in two versions."""

    name: str
    label: str
    stored: str
    typed: str

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose; a browser sends line ends as CR LF, whatever was stored."""
        return _plain(self.stored) != _plain(self.typed)


def collision_page(form: Form, *, stored: Mapping[str, str], current: int, cancel: str) -> Response:
    """Answer a save that came second, with status 409.

    `form` is the one that was sent, with what was typed; it must have a hidden field `version`, which now names the
    stored version `current`, so that saving once more is meant. `stored` has the stored words by field, `cancel` the
    address that leaves everything as it is stored.
    """
    versions = [
        BothVersions(name=name, label=str(form[name].label.text), stored=words, typed=str(form[name].data or ""))
        for name, words in stored.items()
    ]
    form[FIELD].data = str(current)
    form[FIELD].raw_data = None
    page = render_template("desk/collision.html", form=form, versions=versions, cancel=cancel)
    return make_response(page, HTTPStatus.CONFLICT)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
