"""Officers' pages of releases: prepare, read, ask, agree, correct."""

from flask import Blueprint

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission

bp = Blueprint("releases", __name__, url_prefix="/releases")
for_makers = officers(Permission.RELEASE)
for_two = officers(Permission.RELEASE, Permission.APPROVE)
for_second = officers(Permission.APPROVE)

from webapp.engagement.releases.desk import (  # noqa: E402 - they register on `bp`
    deciding,  # noqa: F401
    pages,  # noqa: F401
)
