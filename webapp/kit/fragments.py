"""Parts of public pages that are drawn once and kept while the public content stands: a page is then put together."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from flask import current_app

from webapp.kit.clock import london_today
from webapp.kit.request_language import written_language
from webapp.kit.templating import Drawn, drawn_html

if TYPE_CHECKING:
    from webapp.kit.revision import PublicRevision

KEPT_CHARACTERS = 16 * 1024 * 1024


class Fragments:
    """Markup by key, least recently used first out; a key says everything that the markup depends on."""

    def __init__(self, most: int = KEPT_CHARACTERS) -> None:
        """Keep at most `most` characters in all."""
        self._kept: OrderedDict[Hashable, Drawn] = OrderedDict()
        self._characters = 0
        self._most = most
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Drawn | None:
        """The markup kept under `key`."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, markup: Drawn) -> None:
        """Keep `markup`, and drop what has not been asked for longest."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._characters += len(markup) - len(before or "")
            self._kept[key] = markup
            while self._characters > self._most:
                _, dropped = self._kept.popitem(last=False)
                self._characters -= len(dropped)


def kept_fragment(key: Hashable, draw: Callable[[], str]) -> Drawn:
    """The part of a public page named by `key`, drawn by `draw` (a template of ours) unless it is kept already.

    It is kept per language that is written in, for one day (dates pass) and while nothing public has changed; where the
    revision is not known, nothing is kept.
    """
    fragments: Fragments = current_app.extensions["fragments"]
    revision: PublicRevision = current_app.extensions["public_revision"]
    number, today = revision.current(), london_today()
    if number is None:
        return drawn_html(draw())
    whole_key = (key, written_language(), number, today)
    kept = fragments.get(whole_key)
    if kept is None:
        kept = drawn_html(draw())
        fragments.keep(whole_key, kept)
    return kept
