"""What officers are asked about what proves a member: its checklist, training, audits and test visits."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.joining import desk_wording as say
from webapp.joining.codes import Finding, ScreeningItem, VisitKind
from webapp.joining.queries import ListedBooking, ListedTraining
from webapp.joining.rules import MOST_PEOPLE
from webapp.joining.services.trainings import MOST, NewTraining
from webapp.kit.clock import LONDON, london_today, moment_in_london
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    Form,
    NumberField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
    TimeField,
    ValidationError,
)
from webapp.partnership.current import default_language
from webapp.venues.desk_forms import SPOKEN, VersionedForm
from webapp.venues.schemes import SCHEME_BY_CODE, SCHEMES


class CheckField(RadiosField):
    """A line of the checklist: it may stay open today, but nothing of it is left to choice."""

    @property
    def question(self) -> Any:
        """The line alone."""
        return self.label.text


def checklist_form(found: Mapping[ScreeningItem, Finding]) -> Form:
    """The checklist with what was found so far; a line that nobody has answered stays open."""
    choices = [Choice(code.value, words) for code, words in say.FINDINGS.items()]
    fields = {name_of(item): CheckField(say.ITEMS[item], choices=choices, small=True) for item in ScreeningItem}
    made: Form = type("ChecklistForm", (Form,), fields)(
        data={name_of(item): finding.value for item, finding in found.items()}
    )
    return made


def name_of(item: ScreeningItem) -> str:
    """The name of a line of the checklist in its form."""
    return item.value.replace("-", "_")


class VisitingForm(Form):
    """What an audit or a test visit found."""

    kind = RadiosField(_l("What was it?"), missing=_l("Choose what it was"))
    visited_on = DateField(_l("On which day?"), missing=_l("Enter the day"), latest=london_today)
    result = RadiosField(
        _l("How did it go?"),
        missing=_l("Choose how it went"),
        choices=[Choice(code.value, words) for code, words in say.VISIT_RESULTS.items()],
    )
    actions_by = DateField(_l("By when does the place put it right?"), hint=_l("Only where there is something."))
    findings = TextareaField(
        _l("What did you find?"), hint=_l("For officers only: sealed. Name nobody who works there."), at_most=4000
    )

    def __init__(self, *, scheme: str, **options: Any) -> None:
        """An audit is offered where the scheme asks for one."""
        super().__init__(**options)
        asks = SCHEME_BY_CODE[scheme].asks_for_audit
        kinds = [kind for kind in VisitKind if asks or kind is not VisitKind.AUDIT]
        self.kind.choices = [Choice(kind.value, say.VISIT_KINDS[kind]) for kind in kinds]

    def validate_actions_by(self, field: Any) -> None:
        """Refuse a day before the visit."""
        if field.data and self.visited_on.data and field.data < self.visited_on.data:
            raise ValidationError(_("Enter a day that is not before the visit"))


class TrainingForm(VersionedForm):
    """A training session."""

    schemes = CheckboxesField(
        _l("Which schemes does it count for?"),
        missing=_l("Choose at least one scheme"),
        choices=[Choice(scheme.code.value, scheme.name) for scheme in SCHEMES],
    )
    day = DateField(_l("On which day?"), missing=_l("Enter the day"))
    begins = TimeField(_l("When does it begin?"), missing=_l("Enter the time"))
    ends = TimeField(_l("When does it end?"), missing=_l("Enter the time"))
    place = TextField(
        _l("Where?"),
        missing=_l("Say where it is"),
        hint=_l("Places that can book see this. For a session online: how people get in."),
        at_most=300,
    )
    trainer = TextField(_l("Who trains?"), at_most=120)
    language = SelectField(_l("In which language?"), missing=_l("Choose a language"))
    capacity = NumberField(_l("For how many people?"), missing=_l("Enter a number"), least=1, most=MOST)

    def __init__(self, **options: Any) -> None:
        """Offer the languages that staff speak."""
        super().__init__(**options)
        names = Locale.parse(default_language()).languages
        others = sorted((names.get(code, code), code) for code in SPOKEN)
        own = default_language()
        self.language.choices = [Choice(own, names[own]), *(Choice(code, name) for name, code in others)]

    @staticmethod
    def begin(training: ListedTraining) -> dict[str, Any]:
        """What the form starts with."""
        starts, ends = training.begins_at.astimezone(LONDON), training.ends_at.astimezone(LONDON)
        return {
            "schemes": list(training.schemes),
            "day": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "place": training.place,
            "trainer": training.trainer,
            "language": training.language,
            "capacity": training.capacity,
        }

    @property
    def training(self) -> NewTraining:
        """What was answered."""
        return NewTraining(
            schemes=tuple(self.schemes.data),
            begins_at=moment_in_london(self.day.data, self.begins.data),
            ends_at=moment_in_london(self.day.data, self.ends.data),
            place=self.place.data,
            capacity=self.capacity.data,
            trainer=self.trainer.data,
            language=self.language.data,
        )

    def validate_ends(self, field: Any) -> None:
        """Refuse an end that is not after the beginning."""
        if field.data and self.begins.data and field.data <= self.begins.data:
            raise ValidationError(_("Enter a time after the beginning"))


class BookForm(Form):
    """A booking that somebody makes by telephone."""

    training = RadiosField(_l("Which session?"), missing=_l("Choose a session"))
    people = NumberField(_l("How many people come?"), missing=_l("Enter a number"), least=1, most=MOST_PEOPLE)
    names = TextareaField(
        _l("Names for the certificates"), hint=_l("Each on a line of its own. Sealed."), rows=4, at_most=4000
    )

    @property
    def people_named(self) -> tuple[str, ...]:
        """The names."""
        return names_in(self.names.data)


def names_in(words: str) -> tuple[str, ...]:
    """Names that stand on lines of their own."""
    return tuple(line.strip()[:120] for line in words.splitlines() if line.strip())[:MOST_PEOPLE]


def attendance_form(bookings: Sequence[ListedBooking], names: Mapping[Any, str], *, version: int) -> VersionedForm:
    """How many of each booking came."""
    fields: dict[str, Any] = {
        f"came_{each.id.hex}": NumberField(
            _("%(place)s: how many of %(number)s came?", place=names.get(each.id, ""), number=each.people),
            missing=_l("Enter a number, 0 if nobody came"),
            most=MOST_PEOPLE,
        )
        for each in bookings
    }
    made: VersionedForm = type("AttendanceForm", (VersionedForm,), fields)(data={"version": str(version)})
    return made


class CertificatesForm(Form):
    """For whom certificates are made."""

    who = CheckboxesField(_l("Who came?"), hint=_l("One certificate for each."))
    more = TextareaField(_l("Further names"), hint=_l("Each on a line of its own."), rows=3, at_most=4000)

    def validate_more(self, field: Any) -> None:
        """Refuse to make nothing."""
        if not self.who.data and not names_in(field.data):
            raise ValidationError(_("Choose or enter at least one name"))
