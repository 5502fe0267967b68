"""The desk's forms for a case: the base of all acts, and those that only say when, how and in which words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.wording import ABOUTS, OPEN_REASONS, PAUSES, WAYS
from webapp.casereview.rules.codes import AppealGround, ContactWay, Detail, PauseReason
from webapp.casereview.rules.desk_codes import About, More
from webapp.casereview.rules.record_codes import OpenReason
from webapp.kit.clock import london_today
from webapp.kit.forms import (
    Choice,
    DateField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TextareaField,
)

LONGEST_WORDS = 5000
# Nobody can change the day afterwards: a year that was typed wrong is found here.
LONGEST_ON_THE_WAY = dt.timedelta(days=366)
SEALED = _l("It is sealed, and kept with the case.")


@dataclass(frozen=True, kw_only=True)
class Acting:
    """What the choices of a form depend on: the safe ways of each person, colleagues, agencies, reports that count."""

    # "person:way" with its words: a way belongs to the one who called it safe.
    ways: Mapping[str, str] = field(default_factory=dict)
    officers: Mapping[str, str] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    # The reports that count, by number.
    counting: Mapping[str, str] = field(default_factory=dict)
    counted: int = 0
    needed: int = 0
    advised: str = ""
    grounds: tuple[AppealGround, ...] = tuple(AppealGround)


class ReceivedForm(Form):
    """When an application on paper, by telephone or in person reached us: the six months and our days run from it."""

    received_on = DateField(
        _l("On which day did it reach us?"),
        missing=_l("Enter the day"),
        hint=_l("The day of the call, or on which the letter came. All days count from it, also if you type it later."),
        latest=london_today,
        earliest=lambda: london_today() - LONGEST_ON_THE_WAY,
        too_early=_l("Enter a day of the last twelve months; is the year right?"),
    )


class VersionedForm(Form):
    """A form about a case as the officer saw it."""

    version = HiddenTextField()

    @property
    def seen(self) -> int:
        """The number of the version that was seen; 0, which none has, for anything else."""
        typed = self.version.data
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class ActForm(VersionedForm):
    """Something that happened: on a day, with codes that stay clear and words that are sealed."""

    happened_on = DateField(
        _l("When was it?"),
        missing=_l("Enter the day"),
        hint=_l("Clocks count from this day, also when you write it down later."),
        latest=london_today,
    )

    def offer(self, acting: Acting) -> None:
        """Set choices that depend on the case; most forms have none."""

    @property
    def codes(self) -> dict[str, str]:
        """What stays clear: codes, ids and days only."""
        return {}

    @property
    def text(self) -> str:
        """What is sealed."""
        return ""


class WordsForm(ActForm):
    """An act that is told in words."""

    words = TextareaField(_l("In a few words"), hint=SEALED, at_most=LONGEST_WORDS, rows=5)

    @property
    def text(self) -> str:
        """What was written."""
        return str(self.words.data)


class ReasonForm(WordsForm):
    """An act that needs a reason."""

    words = TextareaField(_l("Why?"), missing=_l("Write down why"), hint=SEALED, at_most=LONGEST_WORDS, rows=5)


class ToldForm(WordsForm):
    """Something that one person was told, by a way that this person called safe (s.104(6) and (8): each of them)."""

    way = RadiosField(
        _l("Who was told, and how?"),
        missing=_l("Choose who was told, and how"),
        hint=_l("Only ways that each of them said are safe stand here. Write it down once for each person."),
        choices=(),
    )
    words = TextareaField(_l("What were they told?"), hint=SEALED, at_most=LONGEST_WORDS, rows=5)

    def offer(self, acting: Acting) -> None:
        """Offer the safe ways alone, each with the person whose it is."""
        self.way.choices = [Choice(key, words) for key, words in acting.ways.items()]

    @property
    def codes(self) -> dict[str, str]:
        """Who, and the way."""
        person, _between, way = str(self.way.data).partition(":")
        return {Detail.WAY.value: ContactWay(way).value, More.PERSON.value: person}


class CameForm(WordsForm):
    """Something that the person told us, by any way they chose."""

    way = RadiosField(
        _l("How did they tell us?"),
        missing=_l("Choose how they told us"),
        choices=[Choice(way.value, words) for way, words in WAYS.items()],
    )
    words = TextareaField(
        _l("What did they say?"), missing=_l("Write down what they said"), hint=SEALED, at_most=LONGEST_WORDS, rows=6
    )

    @property
    def codes(self) -> dict[str, str]:
        """The way."""
        return {Detail.WAY.value: str(self.way.data)}


class LeadForm(WordsForm):
    """Who the named contact is (guidance of July 2025: one person through the whole review)."""

    officer = SelectField(
        _l("Who is the named contact?"),
        missing=_l("Choose an officer"),
        hint=_l("The person affected talks to this officer through the whole review."),
        choices=(),
    )

    def offer(self, acting: Acting) -> None:
        """Officers who may work on cases and are not kept from this one."""
        self.officer.choices = [Choice(key, name) for key, name in acting.officers.items()]

    @property
    def codes(self) -> dict[str, str]:
        """The officer."""
        return {More.OFFICER.value: str(self.officer.data)}


class PauseForm(ReasonForm):
    """Why the clocks stand still."""

    because = RadiosField(
        _l("What is it?"),
        missing=_l("Choose what it is"),
        hint=_l("The applicant sees that the clocks stand still, and this reason."),
        choices=[Choice(code.value, words) for code, words in PAUSES.items()],
    )

    @property
    def codes(self) -> dict[str, str]:
        """The reason, as the applicant is told it."""
        return {Detail.PAUSE.value: PauseReason(self.because.data).value}


class NoteForm(WordsForm):
    """A note, a call, the victim's statement, or what was learnt."""

    about = RadiosField(
        _l("What is it?"),
        missing=_l("Choose what it is"),
        choices=[Choice(code.value, words) for code, words in ABOUTS.items()],
        default=About.NOTE.value,
    )
    words = TextareaField(_l("The words"), missing=_l("Write the note"), hint=SEALED, at_most=LONGEST_WORDS, rows=8)

    @property
    def codes(self) -> dict[str, str]:
        """What it is about."""
        return {More.ABOUT.value: About(self.about.data).value}


class OpenForm(Form):
    """Why an officer opens a case that is not theirs."""

    asked = RadiosField(
        _l("Why do you open this case?"),
        missing=_l("Choose why you open it"),
        hint=_l("Your name, the day and the reason are written down. You are asked once a day."),
        choices=[Choice(code.value, words) for code, words in OPEN_REASONS.items()],
    )

    @property
    def reason(self) -> OpenReason:
        """What was chosen."""
        return OpenReason(self.asked.data)


class UndoForm(VersionedForm):
    """Why something is taken back."""

    words = TextareaField(_l("Why?"), missing=_l("Write down why"), hint=SEALED, at_most=LONGEST_WORDS, rows=4)
