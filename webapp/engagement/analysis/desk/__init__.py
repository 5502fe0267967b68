"""The analysts' pages of what people told us: for officers only, every number as it is."""

from flask import Blueprint

from webapp.accounts.access import officers
from webapp.accounts.permissions import Permission

bp = Blueprint("analysis", __name__, url_prefix="/told")
for_analysts = officers(Permission.ANALYSE)

from webapp.engagement.analysis.desk import (  # noqa: E402 - they register on `bp`
    hot_spots,  # noqa: F401
    partner,  # noqa: F401
    table,  # noqa: F401
    told,  # noqa: F401
    who,  # noqa: F401
)
