"""The partnership of the running app, and the language that is written in."""

from flask import current_app

from webapp.kit.languages import Language
from webapp.kit.request_language import written_language
from webapp.partnership.model import Partnership


def current_partnership() -> Partnership:
    """The partnership whose settings the app was started with."""
    partnership: Partnership = current_app.extensions["partnership"]
    return partnership


def default_language() -> str:
    """The code of the partnership's first language: what is shown where a text is missing in another."""
    return current_partnership().languages[0].code


def reading_language() -> str:
    """The code of the language that is written in: the one that is set (`in_language`), the request's, or the first."""
    return written_language() or default_language()


def language_of(code: str) -> Language:
    """The offered language with this code; a document may also be in one that the site is not offered in."""
    known = (language for language in current_partnership().languages if language.code == code)
    return next(known, Language(code, code, "ltr"))
