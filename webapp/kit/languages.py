"""The language of a request: a WSGI step moves `/<code>` from PATH_INFO to SCRIPT_NAME, so each route exists once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENVIRON_KEY = "safer.language"


@dataclass(frozen=True)
class Language:
    """A language that the site is offered in: code (BCP 47), its own name, and `ltr` or `rtl`."""

    code: str
    name: str
    direction: str


class LanguagePrefix:
    """Reads the language from the first part of the path; the first language has no prefix."""

    def __init__(self, application: "WSGIApplication", codes: tuple[str, ...]) -> None:
        """Wrap `application`; `codes` are the offered languages, the default first."""
        self.application = application
        self.default = codes[0]
        self.prefixed = frozenset(codes[1:])

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass the request on with its language named; `/pl` without a slash is sent to `/pl/`."""
        path: str = environ.get("PATH_INFO", "")
        first, slash, rest = path[1:].partition("/")
        if first not in self.prefixed:
            environ[ENVIRON_KEY] = self.default
            return self.application(environ, start_response)
        if not slash:
            start_response("308 Permanent Redirect", [("Location", f"/{first}/"), ("Content-Length", "0")])
            return []
        environ[ENVIRON_KEY] = first
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
        environ["PATH_INFO"] = f"/{rest}"
        return self.application(environ, start_response)
