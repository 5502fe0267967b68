"""Leaving at once: /leave ends the visit and leads to a harmless site (security decision 11)."""

from flask import Blueprint, current_app, redirect
from werkzeug.wrappers import Response as AnyResponse

from webapp.config import Settings
from webapp.partnership.current import current_partnership

JOURNEY_COOKIE = "journey"


def register(bp: Blueprint) -> None:
    """Add /leave to the site's pages, and tell templates where it leads."""
    bp.add_url_rule("/leave", view_func=leave)
    bp.add_app_template_global(exit_address)


def leave() -> AnyResponse:
    """Expire the journey's cookie and go away; nothing is written, and what was saved stays behind its phrase."""
    secure = _settings().secure_cookies
    response = redirect(exit_address(), 303)
    response.delete_cookie(
        f"__Host-{JOURNEY_COOKIE}" if secure else JOURNEY_COOKIE, secure=secure, httponly=True, samesite="Lax"
    )
    return response


def exit_address() -> str:
    """The harmless site: the installation's own choice, else the partnership's."""
    return _settings().exit_url or current_partnership().profile.exit_url


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
