"""Whether a site may take applications: a live one waits for three signatures (security decision 16); pure."""

from enum import StrEnum

from webapp.config import Settings
from webapp.partnership import Partnership


class NotReady(StrEnum):
    """What the owner still has to confirm before a live site may ask people to write."""

    CONTROLLERS = "controllers"
    SIGN_OFF = "sign_off"
    COVER = "cover"


def not_ready(partnership: Partnership, settings: Settings) -> NotReady | None:
    """Why no application is taken, or None; at a local address the page says that it is a trial."""
    return None if settings.is_local else missing_signature(partnership)


def missing_signature(partnership: Partnership) -> NotReady | None:
    """The first of the three that is missing."""
    profile = partnership.profile
    if not profile.controllers or any(controller.to_confirm for controller in profile.controllers):
        return NotReady.CONTROLLERS
    if profile.signed_off_on is None:
        return NotReady.SIGN_OFF
    cover = profile.safeguarding_cover
    return None if cover is not None and cover.is_set else NotReady.COVER
