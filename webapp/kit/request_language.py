"""Which language is written in: the one that the running request asks for, or another one for a letter or a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import Request, has_request_context, request
from flask_babel import force_locale

from webapp.kit.languages import ENVIRON_KEY

_set: ContextVar[str | None] = ContextVar("language_that_is_set", default=None)


def language_code(from_request: Request | None = None) -> str | None:
    """The code of the request's language, or None outside a request."""
    if from_request is None and not has_request_context():
        return None
    code: str | None = (from_request or request).environ.get(ENVIRON_KEY)
    return code


def written_language() -> str | None:
    """The code of the language that words are written in now; None outside a request where none is set."""
    return _set.get() or language_code()


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write in this language, whatever language the request asks for: our words, dates, and the partnership's own."""
    before = _set.set(code)
    try:
        with force_locale(code.replace("-", "_")):
            yield
    finally:
        _set.reset(before)
