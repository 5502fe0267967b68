"""Which language the running request asks for."""

from flask import Request, has_request_context, request

from webapp.kit.languages import ENVIRON_KEY


def language_code(from_request: Request | None = None) -> str | None:
    """The code of the request's language, or None outside a request."""
    if from_request is None and not has_request_context():
        return None
    code: str | None = (from_request or request).environ.get(ENVIRON_KEY)
    return code
