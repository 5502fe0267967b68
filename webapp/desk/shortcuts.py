"""The keyboard shortcuts, for the help sheet and for the script; every one of them only repeats a link or a button."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.accounts.permissions import Officer
from webapp.desk.navigation import entries_for


@dataclass(frozen=True, kw_only=True)
class Shortcut:
    """Keys, what they do, and the page that they lead to; without one the script acts on the page that is open."""

    keys: str
    does: str
    href: str | None = None


ON_THE_PAGE: tuple[tuple[str, LazyString], ...] = (
    ("j", _l("Next row of a list")),
    ("k", _l("Row before")),
    ("Enter", _l("Open the row")),
    ("c", _l("Take the row in hand, or give it back")),
    ("/", _l("Go to the search field")),
    ("n", _l("Write a note")),
)


def shortcuts_for(officer: Officer) -> Iterator[Shortcut]:
    """Every shortcut that does something for this officer."""
    yield Shortcut(keys="?", does=_("Show this page"), href=url_for("desk.help_sheet"))
    for keys, does in ON_THE_PAGE:
        yield Shortcut(keys=keys, does=str(does))
    for entry in entries_for(officer):
        if entry.shortcut:
            does = _("Go to: %(place)s", place=entry.label)
            yield Shortcut(keys=f"g {entry.shortcut}", does=does, href=url_for(entry.endpoint))
