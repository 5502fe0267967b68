"""The desk's words for the codes of releases."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.engagement.releases.codes import ReleaseState
from webapp.engagement.releases.content import Granularity, Shown

STATES: Mapping[ReleaseState, LazyString] = {
    ReleaseState.PREPARING: _l("Being made"),
    ReleaseState.FAILED: _l("Could not be made"),
    ReleaseState.DRAFT: _l("Draft"),
    ReleaseState.ASKED: _l("Waits for a second person"),
    ReleaseState.PUBLISHED: _l("Public"),
    ReleaseState.SUPERSEDED: _l("Corrected since"),
}
VARIANTS: Mapping[ReleaseState, str] = {
    ReleaseState.PREPARING: "quiet",
    ReleaseState.FAILED: "danger",
    ReleaseState.DRAFT: "quiet",
    ReleaseState.ASKED: "soon",
    ReleaseState.PUBLISHED: "open",
    ReleaseState.SUPERSEDED: "quiet",
}
LEVELS: Mapping[Shown, LazyString] = {
    Shown.SMALL: _l("Whole area, towns and wards"),
    Shown.TOWN: _l("Whole area and towns"),
    Shown.WHOLE: _l("Whole area only"),
}
GRANULARITIES: Mapping[Granularity, LazyString] = {
    Granularity.QUARTER: _l("Quarters and rolling years"),
    Granularity.YEAR: _l("Rolling years"),
}
