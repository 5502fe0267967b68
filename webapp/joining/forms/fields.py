"""The fields of the application: before it is sent, each says which place it is about; and a page of a place."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.form import BaseForm

from webapp.edits.rules import is_outside_link
from webapp.joining.forms import path
from webapp.joining.wording import YES_OR_NO
from webapp.journeys.model import Answers
from webapp.kit.forms import (
    Answer,
    CheckboxesField,
    DateField,
    EmailField,
    Form,
    PostcodeField,
    RadiosField,
    RowsField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
)
from webapp.places import queries as places
from webapp.places.rules import PlaceKind
from webapp.venues.importing import readings


class OfPlace(Answer):
    """A question about one place of several: `number` is 0 where there is only one."""

    number = 0
    # The words of its page, for a question that says nothing by itself.
    page_words: Any = ""

    @property
    def listed_parts(self) -> list[tuple[Any, Answer]]:
        """The question, with the place that it is about."""
        parts = super().listed_parts
        if not self.number:
            return parts
        return [
            (_("Place %(number)s: %(what)s", number=self.number, what=self._in_full(each)), part)
            for each, part in parts
        ]

    def _in_full(self, words: Any) -> str:
        return f"{self.page_words} {words}" if self.page_words else str(words)


class LineField(OfPlace, TextField):
    """A line."""


class WordsField(OfPlace, TextareaField):
    """Several lines."""


class OneField(OfPlace, RadiosField):
    """One answer of a few."""


class ManyField(OfPlace, CheckboxesField):
    """Any number of answers."""


class DayField(OfPlace, DateField):
    """A day."""


class MailField(OfPlace, EmailField):
    """An e-mail address."""


class CallField(OfPlace, TelephoneField):
    """A telephone number."""


class TickedField(OfPlace, TickField):
    """A single box."""


class ShortRowsField(OfPlace, RowsField):
    """Rows of which only what was answered is listed."""

    @property
    def listed_parts(self) -> list[tuple[Any, Answer]]:
        """The questions that were answered."""
        return [(words, part) for words, part in super().listed_parts if part is self or not part.is_empty]


class WebsiteField(TextField):
    """The address of a website; people leave its beginning out."""

    input_type = "url"
    default_spellcheck = False

    def tidy(self, typed: str) -> str:
        """What was typed, with its beginning."""
        return readings.website(super().tidy(typed))

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what no page may link to."""
        super().pre_validate(form)
        if not is_outside_link(self.data.replace("http://", "https://", 1)):
            example = "www.example.org"
            raise ValidationError(_("Enter the address of a website, like %(example)s", example=example))


class OwnPostcodeField(PostcodeField):
    """The postcode of a place in our area; one that is not known yet is taken, since new ones come every month."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse one that is certainly elsewhere."""
        super().pre_validate(form)
        found = places.find_place(self.data)
        if found is None or found.kind is not PlaceKind.POSTCODE or found.guessed:
            return
        if not places.is_inside(found.latitude, found.longitude):
            raise ValidationError(_("This postcode is not in our area. We can only list places in our area"))


class ShortForm(Form):
    """A page of which, before it is sent, only what was answered is listed."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, and mark those that are not listed."""
        if not super().validate(extra_validators):
            return False
        answers = self.answers
        given = [field for field in answers if not field.is_empty and not field.is_left_out]
        for field in answers:
            field.is_left_out = field not in (given or answers[:1])
        return True


def same_for_all() -> OneField:
    """The last question of a page of the first place; each form makes one of its own, so that it comes last."""
    return OneField(
        _l("Is this the same for all your places?"),
        hint=_l("With no we ask for each place."),
        missing=_l("Say if this is the same for all your places"),
        choices=YES_OR_NO,
    )


class PlaceForm(ShortForm):
    """A page about a place: the first place's, or one for each of the others, which can be said to be the same."""

    group = ""
    # The number of the place; 0 for the first that the group is asked of.
    number = 0
    title: Any = ""
    # The place that the page is about, once it is prepared, and whether there are more.
    about = 1
    is_one_of_many = False

    as_before = TickedField(_l("Everything as for the first place"))

    def prepare(self, answers: Answers) -> None:
        """Ask what this page is for: whether all places are the same, or whether this one is as the first."""
        numbers = path.places_of(answers, self.group)
        first = numbers[0] if numbers else 1
        self.about = self.number or first
        self.is_one_of_many = len(path.rows(answers)) > 1
        if self.number:
            self.as_before.label.text = _("Everything as for place %(number)s", number=first)
        if not self.number:
            del self.as_before
        if "same" in self and (self.number or len(numbers) < 2):
            del self["same"]
        for field in self.answers:
            if isinstance(field, OfPlace):
                field.number = self.about if self.is_one_of_many else 0
                field.page_words = self.title if field.short_name in {"same", "as_before"} else ""

    @property
    def heading(self) -> str:
        """The page's own words, and which place it is about."""
        if not self.is_one_of_many:
            return str(self.title)
        return str(_("Place %(number)s: %(what)s", number=self.about, what=self.title))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; with "as for the first place" there are none besides."""
        if "as_before" in self and self.as_before.data:
            for field in self.answers:
                if field is not self["as_before"]:
                    field.is_left_out = True
                    field.clear()
        return super().validate(extra_validators)


def for_place(form: type[PlaceForm], group: str, number: int = 0) -> type[PlaceForm]:
    """The form of one page: of a group, for the first place or for the place with this number."""
    return made_form(f"{form.__name__}{number or ''}", form, {"group": group, "number": number})


def made_form(name: str, base: type[PlaceForm], parts: Mapping[str, Any]) -> type[PlaceForm]:
    """A form whose fields, or whose place, follow from a register."""
    kind: Any = type(base)
    return cast("type[PlaceForm]", kind(name, (base,), dict(parts)))
