"""Leaving at once: /leave ends the visit and leads to a harmless site (security decision 11)."""

from flask import Blueprint, current_app, redirect
from werkzeug.wrappers import Response as AnyResponse

from webapp.casereview.tracker import cookie as tracker_cookie
from webapp.config import Settings
from webapp.journeys import cookie
from webapp.partnership.current import current_partnership


def register(bp: Blueprint) -> None:
    """Add /leave to the site's pages, and tell templates where it leads."""
    bp.add_url_rule("/leave", view_func=leave)
    bp.add_app_template_global(exit_address)


def leave() -> AnyResponse:
    """Expire the cookies of forms and of a case, and go away; nothing is written, and what was saved stays saved."""
    response = redirect(exit_address(), 303)
    cookie.expire(response)
    tracker_cookie.expire(response)
    return response


def exit_address() -> str:
    """The harmless site: the installation's own choice, else the partnership's."""
    return _settings().exit_url or current_partnership().profile.exit_url


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
