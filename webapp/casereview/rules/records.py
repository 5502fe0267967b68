"""What crosses the layers of a case review: an application as the form gives it, a person, how to reach them safely."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.casereview.rules.codes import (
    Authority,
    CaseKind,
    Channel,
    ContactWay,
    EventKind,
    PersonRole,
)
from webapp.evidence.records import DraftFile


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Something that happened, and the report of it; dates may be unknown or approximate.

    `same_as` is the place in the list of an incident that this row tells again.
    """

    what: str = ""
    where: str = ""
    happened_from: dt.date | None = None
    happened_to: dt.date | None = None
    approximately: bool = False
    told_on: dt.date | None = None
    # The last day on which it can have been told, where somebody knows the month alone.
    told_to: dt.date | None = None
    told_approximately: bool = False
    agency: str = ""
    reference: str = ""
    officer: str = ""
    did: str = ""
    same_as: int | None = None
    # Whose report it is, where several people apply together: "applicant", or the name of another as it was typed.
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class AddedReport:
    """A report that came after the application, or that puts right what was said of one (`rules.added`).

    `corrects` and `same` name a report of the case by its key; `is_whole` says that what is empty here is meant so.
    """

    incident: Incident
    corrects: str = ""
    same: str = ""
    is_whole: bool = False


@dataclass(frozen=True, kw_only=True)
class SafeContact:
    """How somebody can be reached without danger; `ways` are those that they said are safe, the best first.

    A way that is not in `ways` is forbidden, whatever else is written here.
    """

    ways: tuple[ContactWay, ...] = ()
    # What somebody else said of this person's ways: none of them is used before the person, or an officer, says so.
    named_ways: tuple[ContactWay, ...] = ()
    email: str = ""
    telephone: str = ""
    post: str = ""
    # Who holds the phrase or takes messages, where it is not the person.
    supporter: str = ""
    times: str = ""
    # Nothing may be left on a voicemail or with whoever answers.
    no_message: bool = True
    code_word: str = ""
    interpreter: str = ""
    adjustments: str = ""
    language: str = "en"

    def allows(self, way: ContactWay) -> bool:
        """Whether the person said that this way is safe."""
        return way in self.ways


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody whose case it is, or who acts for them."""

    role: PersonRole
    name: str = ""
    address: str = ""
    contact: SafeContact = field(default_factory=SafeContact)
    authority: Authority = Authority.OWN
    # How an applicant stands to the person affected: a code, or what they wrote.
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldPhrase:
    """The pair that five words open; the words themselves are nowhere (architecture 6)."""

    # What the closed half is bound to: the draft's id, or the person's own after a phrase was given anew.
    pair_id: str
    public_half: bytes = field(repr=False)
    closed: bytes = field(repr=False)
    locator: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody sent, complete or not: every set of answers is taken in (domain 1.5, no machine refuses)."""

    kind: CaseKind
    channel: Channel = Channel.WEB
    persons: tuple[Person, ...]
    incidents: tuple[Incident, ...] = ()
    harm: tuple[str, ...] = ()
    harm_words: str = ""
    # How often it happens, whether it still goes on, and to whom else: grounds of s.104(5).
    often: str = ""
    still: str = ""
    affected: tuple[str, ...] = ()
    vulnerability: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    # "partner", "ex", "relative", "neighbour" ...: the first three raise the flag.
    relation_to_accused: str = ""
    accused: str = ""
    # "Is anybody at these organisations someone who must not see this?"
    blocked: str = ""
    wishes: str = ""
    attend: str = ""
    tenure: str = ""
    landlord: str = ""
    # Where it happened, as it was typed; `locality` and `town` are its codes.
    place: str = ""
    consent: str = ""
    # What was added while the form was filled in, with its keys.
    files: tuple[DraftFile, ...] = ()
    phrase: HeldPhrase | None = None
    started_on: dt.date | None = None
    # The day on which paper or a call reached us, where an officer writes it down later: days count from it.
    received_on: dt.date | None = None
    # More came from where it came from than people send, or it looks like a program's: it is taken in, and held apart.
    held: bool = False
    language: str = "en"
    town: str = ""
    locality: str = ""


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """Something that happened, as an officer or a person of the case writes it down.

    `codes` holds codes, ids and dates only, as text; what is written in words is sealed.
    """

    kind: EventKind
    happened_on: dt.date
    codes: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    # With `added_to`: reports with their dates, sealed as the words are.
    reports: tuple[AddedReport, ...] = ()


__all__ = [
    "AddedReport",
    "Application",
    "DraftFile",
    "HeldPhrase",
    "Incident",
    "NewEvent",
    "Person",
    "SafeContact",
]
