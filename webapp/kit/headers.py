"""The headers that every answer carries, whoever made it: pages, fragments, redirects, errors, static files, 304."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    ),
)
# A built file is no page: nothing is ever loaded for it. Said shortly, because a page comes with a dozen of them.
POLICY_OF_FILES = "default-src 'none'; frame-ancestors 'none'"
# "Find the nearest Safe Place" asks for the position, hence geolocation; nothing else is ever asked for.
PERMISSIONS_POLICY = ", ".join(
    ("geolocation=(self)", "camera=()", "microphone=()", "payment=()", "usb=()", "browsing-topics=()"),
)
SECURITY_HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Permissions-Policy", PERMISSIONS_POLICY),
    # Under `no-referrer` Chromium sends `Origin: null`, and the CSRF check over https would refuse every form.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
STRICT_TRANSPORT_SECURITY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


class SecurityHeaders:
    """The outermost WSGI step: adds each header that the answer does not already set for itself."""

    def __init__(self, application: "WSGIApplication", *, https: bool, map_origin: str = "") -> None:
        """Wrap `application`; `https` adds Strict-Transport-Security, which would lock people out of plain http.

        `map_origin` is where the operator has the ground of the maps from, if it is not from here.
        """
        self.application = application
        policy = _policy_with(map_origin) if map_origin else CONTENT_SECURITY_POLICY
        always = (("Content-Security-Policy", policy), *SECURITY_HEADERS[1:])
        self.headers = (*always, STRICT_TRANSPORT_SECURITY) if https else always

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer the request with the security headers added."""

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            headers.extend(header for header in self.headers if header[0].lower() not in given)
            return start_response(status, headers, exc_info)

        return self.application(environ, start)


def _policy_with(map_origin: str) -> str:
    """The policy that also lets pictures and data of a map come from `map_origin`, and nothing else."""
    wider = CONTENT_SECURITY_POLICY
    for rule in ("img-src 'self' data:", "connect-src 'self'"):
        wider = wider.replace(rule, f"{rule} {map_origin}")
    return wider
