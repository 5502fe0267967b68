"""Why something cannot be kept, and what the acts are called in a timeline."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.work.wording import register_acts


class Refusal(StrEnum):
    """Why something cannot be kept as it is."""

    SLUG_TAKEN = "slug_taken"


REFUSALS: dict[Refusal, LazyString] = {
    Refusal.SLUG_TAKEN: _l("Something else has this address already. Choose another one."),
}


def register_edits(*kinds: str) -> None:
    """Name the acts of these kinds for timelines."""
    for kind in kinds:
        register_acts(
            {
                f"{kind}.added": _l("Wrote this"),
                f"{kind}.saved": _l("Saved a new version"),
                f"{kind}.published": _l("Put this version on the site"),
                f"{kind}.taken_off": _l("Took this off the site"),
            }
        )
