"""What officers are asked when they do something with a place: hide it, check it, keep its contact, decide a report."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.kit.clock import london_today
from webapp.kit.forms import (
    Choice,
    DateField,
    Form,
    RadiosField,
    TextareaField,
    TextField,
    TickField,
    ValidationError,
)
from webapp.partnership.desk_fields import PartsField
from webapp.venues.contacts import Contact, Person
from webapp.venues.desk_forms import VersionedForm
from webapp.venues.desk_wording import CHECK_RESULTS, CHECKED_BY, HIDDEN_BECAUSE, REPORT_STATES
from webapp.venues.rules import CheckResult, MembershipFacts, ReportState

LONGEST_REASON = 300
NAMES_NOBODY = _l("Name nobody: the reason is kept for good.")
RESULT_HINTS = {
    CheckResult.AS_LISTED: _l("It is listed for another year."),
    CheckResult.CHANGED: _l("It is listed for another year. You put the details right after this."),
    CheckResult.NOT_FIT: _l("It is hidden at once, and showing it again takes two people."),
    CheckResult.COULD_NOT_CHECK: _l("Nothing changes: it stays on the list of what to check."),
}


class HideForm(Form):
    """Why a place goes off the site at once."""

    because = RadiosField(
        _l("Why?"),
        missing=_l("Choose why"),
        choices=[Choice(code.value, words) for code, words in HIDDEN_BECAUSE.items()],
    )
    reason = TextField(_l("In a few words"), hint=NAMES_NOBODY, at_most=LONGEST_REASON)


class ReasonForm(VersionedForm):
    """Why something ends."""

    reason = TextField(_l("Why?"), missing=_l("Say why"), hint=NAMES_NOBODY, at_most=LONGEST_REASON)


class RemoveForm(ReasonForm):
    """Why a place goes for good, and that this is meant."""

    sure = TickField(_l("Yes, remove it for good"), missing=_l("Tick the box if you are sure"))


class SamplesForm(Form):
    """That every example goes."""

    sure = TickField(_l("Yes, remove all examples"), missing=_l("Tick the box if you are sure"))


class RefusalForm(Form):
    """Why the second person says no."""

    reason = TextareaField(
        _l("Why not?"), missing=_l("Say why, so that they know what to change"), rows=3, at_most=1000
    )


class MembershipForm(VersionedForm):
    """The facts that a listing rests on."""

    applied_on = DateField(_l("Applied on"), latest=london_today)
    signed_on = DateField(_l("Signed on"), latest=london_today)
    trained_on = DateField(_l("Staff trained on"), latest=london_today)
    training_ends_on = DateField(_l("The training counts until"))
    audited_on = DateField(_l("Audited on"), latest=london_today)
    has_champion = TickField(
        _l("There is a champion or manager whom we can name"),
        hint=_l("Their name stands in the contact, sealed. Saving a name there ticks this box."),
    )

    @property
    def facts(self) -> MembershipFacts:
        """What was answered."""
        return MembershipFacts(
            applied_on=self.applied_on.data,
            signed_on=self.signed_on.data,
            trained_on=self.trained_on.data,
            training_ends_on=self.training_ends_on.data,
            audited_on=self.audited_on.data,
            has_champion=self.has_champion.data,
        )

    def validate_training_ends_on(self, field: Any) -> None:
        """Refuse an end before the training."""
        if field.data and self.trained_on.data and field.data < self.trained_on.data:
            raise ValidationError(_("Enter a day that is not before the training"))


class PersonField(PartsField):
    """Somebody at a place; `data` is a Person, or None."""

    @property
    def names(self) -> tuple[str, ...]:
        """The boxes."""
        return ("name", "role", "email", "telephone")

    def show(self, value: Person) -> dict[str, str]:
        """What stands in the boxes."""
        return {name: getattr(value, name) for name in self.names}

    def read(self) -> Person:
        """The person; one without a name is nobody."""
        if not self.typed["name"]:
            self.wrong = "name"
            raise ValidationError(_("Enter the name"))
        if self.typed["email"] and "@" not in self.typed["email"]:
            self.wrong = "email"
            raise ValidationError(_("Enter an email address like name@example.com"))
        return Person(**{name: words[:200] for name, words in self.typed.items()})

    def parts(self) -> list[dict[str, Any]]:
        """Four boxes."""
        return [
            self.part("name", _("Name"), autocomplete="off"),
            self.part("role", _("What they are there"), autocomplete="off"),
            self.part("email", _("Email"), type="email", spellcheck=False, autocomplete="off"),
            self.part("telephone", _("Telephone"), type="tel", autocomplete="off"),
        ]


class ContactForm(VersionedForm):
    """Whom we talk to, and what officers note: everything here is sealed."""

    first = PersonField(_l("Champion or manager"))
    second = PersonField(_l("Somebody else"))
    third = PersonField(_l("A third person"))
    staff = TextField(_l("How many people work there"), width=20)
    licence = TextField(_l("Number of the premises licence"), width=20)
    notes = TextareaField(_l("Notes of officers"), rows=5)

    PEOPLE = ("first", "second", "third")

    @classmethod
    def begin(cls, contact: Contact) -> dict[str, Any]:
        """What the form starts with."""
        people: dict[str, Any] = dict(zip(cls.PEOPLE, contact.people, strict=False))
        return people | {"staff": contact.staff, "licence": contact.licence, "notes": contact.notes}

    @property
    def contact(self) -> Contact:
        """What was answered."""
        people = (self[name].data for name in self.PEOPLE)
        return Contact(
            people=tuple(person for person in people if person is not None),
            staff=self.staff.data,
            licence=self.licence.data,
            notes=self.notes.data,
        )


class CheckForm(Form):
    """What a check found."""

    checked_on = DateField(_l("On which day?"), missing=_l("Enter the day"), latest=london_today)
    how = RadiosField(
        _l("How?"),
        missing=_l("Choose how"),
        choices=[Choice(code.value, words) for code, words in CHECKED_BY.items()],
    )
    result = RadiosField(
        _l("What did you find?"),
        missing=_l("Choose what you found"),
        choices=[Choice(code.value, words, hint=RESULT_HINTS[code]) for code, words in CHECK_RESULTS.items()],
    )
    words = TextareaField(
        _l("Notes"), hint=_l("For officers only: sealed, like everything that names people."), rows=4, at_most=2000
    )


class CloseReportForm(VersionedForm):
    """How a report ended."""

    state = RadiosField(
        _l("How did it end?"),
        missing=_l("Choose how it ended"),
        choices=[Choice(code.value, words) for code, words in REPORT_STATES.items() if code is not ReportState.NEW],
    )
