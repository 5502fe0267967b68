"""The desk's forms for letters: to whom and about what, the officer's own words, and the way that it goes."""

import uuid
from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import LONGEST_WORDS, VersionedForm
from webapp.casereview.desk.letters.wording import BLANKS, KINDS
from webapp.casereview.letters.records import Own
from webapp.casereview.rules.codes import ContactWay
from webapp.casereview.rules.letters import WRITTEN
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    Form,
    RadiosField,
    TextareaField,
    TextField,
    TickField,
    TimeField,
)
from webapp.partnership.current import current_partnership
from webapp.partnership.desk_fields import WordsField
from webapp.partnership.letters import LetterKind


class BeginForm(Form):
    """A new letter."""

    kind = RadiosField(
        _l("What is it about?"),
        missing=_l("Choose what it is about"),
        choices=[Choice(kind.value, KINDS[kind]) for kind in WRITTEN],
    )
    person = RadiosField(_l("To whom?"), missing=_l("Choose to whom"), choices=())

    def offer(self, people: Mapping[str, str]) -> None:
        """The people of the case."""
        self.person.choices = [Choice(key, name) for key, name in people.items()]

    @property
    def about(self) -> LetterKind:
        """What it is about."""
        return LetterKind(self.kind.data)

    @property
    def person_id(self) -> uuid.UUID:
        """To whom."""
        return uuid.UUID(hex=self.person.data)


class LetterForm(VersionedForm):
    """What an officer writes in a letter; the fixed words stand around it."""

    words = TextareaField(
        _l("Your words"),
        hint=_l(
            "In short sentences, to the person. They stand between the fixed words. An empty line ends a paragraph."
        ),
        at_most=LONGEST_WORDS,
        rows=10,
    )
    begins = TimeField(
        _l("When the meeting begins"),
        hint=_l("For an invitation, like 14:30. It goes into the person's calendar, with the day and nothing else."),
    )
    translated = TextareaField(
        _l("Your words in the person's language"),
        hint=_l("Only what a person has translated, never a machine. Left empty, the letter goes out in English."),
        at_most=LONGEST_WORDS,
        rows=6,
    )
    translator = TextField(
        _l("Who translated them"), hint=_l("Name and organisation. It is kept with the letter, sealed."), at_most=200
    )
    discreet = TickField(
        _l("Nothing on the outside says what it is about"),
        hint=_l("Leave it ticked unless they asked for something else."),
    )

    @property
    def own(self) -> Own:
        """What was written."""
        return Own(
            words=self.words.data or "",
            translated=self.translated.data or "",
            translator=self.translator.data or "",
            begins=self.begins.data.strftime("%H:%M") if self.begins.data else "",
        )


class SendForm(VersionedForm):
    """The way that a letter goes; only safe ones are offered."""

    way = RadiosField(
        _l("How does it go?"),
        missing=_l("Choose how it goes"),
        hint=_l("Only ways that they said are safe stand here."),
        choices=(),
    )
    note = TextareaField(
        _l("What did you do?"),
        hint=_l("For post, telephone and supporter: when, with whom, and how you knew that it was them. It is sealed."),
        at_most=2000,
        rows=3,
    )

    def offer(self, ways: Mapping[ContactWay, LazyString]) -> None:
        """The ways that are safe, each with what it means."""
        self.way.choices = [Choice(way.value, words) for way, words in ways.items()]


def _language_choices() -> list[Choice]:
    return [Choice(each.code, each.name) for each in current_partnership().languages[1:]]


class TextForm(Form):
    """The fixed words of a letter."""

    title = WordsField(_l("Title"), missing=_l("Write the title"), at_most=120)
    before = WordsField(
        _l("Before the officer's words"),
        missing=_l("Write what stands at the beginning"),
        hint=_l("An empty line ends a paragraph. What stands between curly brackets comes from the case."),
        lines=True,
        at_most=LONGEST_WORDS,
    )
    after = WordsField(_l("After the officer's words"), lines=True, at_most=LONGEST_WORDS)


class AgreedForm(Form):
    """Whether the words can be used, and in which languages."""

    checked = CheckboxesField(
        _l("Read by somebody whose own language it is"),
        hint=_l(
            "Tick a language only after they have read all of the words. Until then the letter goes out in English."
        ),
        choices=_language_choices,
    )
    to_confirm = TickField(_l("The partnership has not agreed to these words yet"))


def blank_names(names: tuple[str, ...]) -> str:
    """What a letter misses, in words."""
    known = {blank.value: words for blank, words in BLANKS.items()}
    return ", ".join(str(known.get(name, name)) for name in names)
