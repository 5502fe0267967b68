"""A partnership: everything that its folder says, in one value that never changes while the app runs."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from webapp.partnership.agencies import Agency
from webapp.partnership.areas import Locality, Town, Ward
from webapp.partnership.asb_types import AsbGuide, Route
from webapp.partnership.board import Group, Role
from webapp.partnership.case_reviews import CaseReviewWords
from webapp.partnership.holidays import Holiday
from webapp.partnership.priorities import Duty, PrioritySet, current_priority_set
from webapp.partnership.procedures import ProcedureVersion, procedure_on
from webapp.partnership.profile import OfferedLanguage, Profile, ReviewLabel
from webapp.partnership.search_words import SearchWords
from webapp.partnership.sources import CitationWords, Source
from webapp.partnership.support_numbers import NumberGroup, SupportNumber
from webapp.partnership.text import Text


class Keyed(Protocol):
    """Something that the files name by a key."""

    @property
    def key(self) -> str:
        """The key."""


K = TypeVar("K", bound=Keyed)


@dataclass(frozen=True, kw_only=True)
class Partnership:
    """One Community Safety Partnership; the most used settings can be read straight from it."""

    folder: Path
    profile: Profile
    agencies: tuple[Agency, ...]
    roles: tuple[Role, ...]
    groups: tuple[Group, ...]
    localities: tuple[Locality, ...]
    wards: tuple[Ward, ...]
    support_numbers: tuple[SupportNumber, ...]
    asb: AsbGuide
    priority_sets: tuple[PrioritySet, ...]
    duties: tuple[Duty, ...]
    sources: tuple[Source, ...]
    citation_words: CitationWords
    holidays: tuple[Holiday, ...]
    search_words: tuple[SearchWords, ...]
    procedures: tuple[ProcedureVersion, ...]
    case_review: CaseReviewWords

    @property
    def name(self) -> str:
        """The public name."""
        return self.profile.name

    @property
    def full_name(self) -> Text:
        """The name that says what it is."""
        return self.profile.full_name

    @property
    def reference_prefix(self) -> str:
        """The letters that every public reference begins with."""
        return self.profile.reference_prefix

    @property
    def review_label(self) -> ReviewLabel:
        """What reviews of deaths by domestic abuse are called in public."""
        return self.profile.review_label

    @property
    def languages(self) -> tuple[OfferedLanguage, ...]:
        """The languages of the site, the first language first."""
        return self.profile.languages

    @property
    def towns(self) -> tuple[Town, ...]:
        """The towns of the area."""
        return self.profile.towns

    @property
    def council(self) -> Agency:
        """The council of the area."""
        return self.agency(self.profile.council)

    @property
    def police(self) -> Agency:
        """The police force of the area."""
        return self.agency(self.profile.police)

    def agency(self, key: str) -> Agency:
        """The agency with this key; KeyError if there is none."""
        return _by_key(self.agencies, key)

    def support_number(self, key: str) -> SupportNumber:
        """The support number with this key; KeyError if there is none."""
        return _by_key(self.support_numbers, key)

    def source(self, key: str) -> Source:
        """The source with this key; KeyError if there is none."""
        return _by_key(self.sources, key)

    def link(self, key: str) -> str | None:
        """The address of the site outside with this key, if the partnership names one."""
        return next((link.address for link in self.profile.links if link.key == key), None)

    def numbers_in(self, group: NumberGroup | str) -> tuple[SupportNumber, ...]:
        """The public support numbers of a group, in the order of the file."""
        return tuple(number for number in self.support_numbers if number.group == group and number.is_public)

    def numbers_on(self, topic: str) -> tuple[SupportNumber, ...]:
        """The public support numbers on a topic, in the order of the file."""
        return tuple(number for number in self.support_numbers if topic in number.topics and number.is_public)

    def website_of(self, route: Route) -> str | None:
        """The website of the agency that a route of reporting leads to, if it is known."""
        return None if route.agency is None else self.agency(route.agency).website

    def priorities_on(self, today: dt.date) -> PrioritySet | None:
        """The priorities that hold on a day."""
        return current_priority_set(self.priority_sets, today)

    def procedure_on(self, day: dt.date) -> ProcedureVersion:
        """The review procedure by which a case is judged that was applied for on a day."""
        return procedure_on(self.procedures, day)


def _by_key(items: tuple[K, ...], key: str) -> K:
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
