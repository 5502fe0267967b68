"""Where an incident of a partner's file lies: in the partnership's area or not, and in which ward."""

from collections.abc import Collection, Mapping

from webapp.engagement.analysis.partner_files import Incident
from webapp.partnership.current import current_partnership
from webapp.partnership.model import Partnership
from webapp.places.queries import is_inside, ward_of
from webapp.survey.questions import EQUALITY_CODES, QUESTIONS

# What populations by ward are about.
WARD = "ward"


class KnownPlaces:
    """The partnership's places, each asked once: the police move every incident to one of few points."""

    def __init__(self, districts: Collection[str] = ()) -> None:
        """`districts`: further names that small areas of ours go by, beside those of the area and its towns."""
        partnership = current_partnership()
        self._wards = frozenset(ward.code for ward in partnership.wards)
        self._districts = _names(partnership) | {name.casefold().strip() for name in districts}
        self._inside: dict[tuple[float, float], bool] = {}
        self._ward: dict[tuple[float, float], str] = {}

    def is_ours(self, incident: Incident) -> bool:
        """By the name of its small area, old or new; else by its ward, or by its point."""
        if incident.district:
            return incident.district in self._districts
        if incident.ward in self._wards:
            return True
        point = _point(incident)
        if point is None:
            return False
        if point not in self._inside:
            self._inside[point] = is_inside(*point)
        return self._inside[point]

    def ward_of(self, incident: Incident) -> str:
        """As the file says, else by its point; "" where neither is known."""
        if incident.ward in self._wards:
            return incident.ward
        point = _point(incident)
        if point is None:
            return ""
        if point not in self._ward:
            code = ward_of(latitude=point[0], longitude=point[1]).code
            self._ward[point] = code if code in self._wards else ""
        return self._ward[point]


def _point(incident: Incident) -> tuple[float, float] | None:
    if incident.latitude is None or incident.longitude is None:
        return None
    return incident.latitude, incident.longitude


def _names(partnership: Partnership) -> frozenset[str]:
    """What the area and its towns are called: districts before and after they became one council."""
    texts = (partnership.profile.area.name, *(town.name for town in partnership.towns))
    return frozenset(wording.text.casefold() for text in texts for wording in text.wordings)


def known_codes() -> Mapping[str, frozenset[str]]:
    """What populations may be about, and the codes of each: wards, and what people say of themselves."""
    codes = {code: QUESTIONS[code].codes for code in EQUALITY_CODES}
    wards = frozenset(ward.code for ward in current_partnership().wards)
    return {WARD: wards, **codes} if wards else codes
