"""The settings of the running app, for code below the views that has no request to ask."""

from flask import current_app

from webapp.config import Settings


def current_settings() -> Settings:
    """The settings that this process was started with."""
    settings: Settings = current_app.extensions["settings"]
    return settings
