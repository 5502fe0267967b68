"""Flask's signed session, opened only for a visitor who brought its cookie: public pages have none."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class SessionOnDemand(SecureCookieSessionInterface):
    """Without a cookie there is nothing to check, so the signing machinery is not built for that request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The visitor's session, empty where no cookie came."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
