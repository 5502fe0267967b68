"""What officers are asked to take a place in, to let its people in, and to decide what it asks for or proposes."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.joining import desk_wording as say
from webapp.joining.codes import ContactRole
from webapp.joining.records import NewContact, NewPremises
from webapp.joining.services.announcing import LONGEST_WORDS
from webapp.kit.clock import london_today
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    EmailField,
    Form,
    HiddenTextField,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
)
from webapp.partnership.current import current_partnership
from webapp.venues.desk_act_forms import ReasonForm
from webapp.venues.desk_forms import PlaceForm, VersionedForm, VisitForm
from webapp.venues.desk_wording import CHECKED_BY
from webapp.venues.records import LONGEST, VenueContent

LONGEST_LETTER = 4000
NOT_REAL, REAL = "not-real", "real"


class TakeInForm(PlaceForm):
    """A place of an application as it is entered; the rest of what was sent comes with it."""

    telephone = TelephoneField(_l("Telephone for the public"), width=20)
    # Not "website": that is what the trap for programs is called.
    web_address = TextField(
        _l("Website"), hint=_l("The whole address, with https://"), at_most=LONGEST["website"], spellcheck=False
    )
    note = TextareaField(
        _l("For visitors, in plain words"),
        hint=_l("Where the door is, whom to ask for. Everybody can read it: name nobody."),
        at_most=LONGEST["note"],
        rows=4,
    )
    validate_web_address = VisitForm.validate_web_address

    @staticmethod
    def begin_with(sent: NewPremises) -> dict[str, Any]:
        """What the form starts with."""
        return {
            "name": sent.name,
            "kind": sent.kind.value,
            "address": sent.address,
            "postcode": sent.postcode,
            "telephone": sent.telephone,
            "web_address": sent.website,
            "note": sent.note,
        }

    def content_with(self, sent: NewPremises) -> VenueContent:
        """The new place: as the officer answered, with the hours and the access that were sent."""
        return VenueContent(
            **self.values(),
            telephone=self.telephone.data,
            website=self.web_address.data,
            note=self.note.data,
            hours=sent.hours,
            has=sent.has,
            lacks=sent.lacks,
        )


class RefuseForm(ReasonForm):
    """Why something is refused: for us, and for the business."""

    to_them = TextareaField(
        _l("What we write to the business"),
        hint=_l(
            "It stands in our email to them just as you write it, in the language that you write in. Name nobody. Left "
            "empty, the email only says that we cannot do it, and what they can do."
        ),
        rows=4,
        at_most=LONGEST_WORDS,
    )


class RefuseAllForm(RefuseForm):
    """Why nothing of an application is taken in."""

    is_real = RadiosField(
        _l("Is it a real application?"),
        missing=_l("Choose one"),
        choices=(
            Choice(REAL, _l("Yes, and we refuse it"), hint=_l("It is kept for a year.")),
            Choice(
                NOT_REAL,
                _l("No: a joke, advertising or a program"),
                hint=_l("It is kept for 30 days, and nobody is written to."),
            ),
        ),
    )


class ContactForm(Form):
    """Somebody who gets the way in to a place."""

    full_name = TextField(_l("Name"), missing=_l("Enter the name"), at_most=120, autocomplete="off")
    role = RadiosField(
        _l("As what do they stand for the place?"),
        missing=_l("Choose one"),
        choices=[Choice(code.value, words) for code, words in say.ROLES.items()],
    )
    post = TextField(_l("What they are there"), at_most=120, autocomplete="off")
    email = EmailField(_l("Email"), missing=_l("Enter the email address"), autocomplete="off")
    telephone = TelephoneField(_l("Telephone"), width=20, autocomplete="off")
    language = SelectField(_l("Language that we write to them in"), missing=_l("Choose a language"))
    confirmed = TickField(
        _l("I know that this person speaks for the place"),
        hint=_l("You have called the place by a number that you did not get from them."),
        missing=_l("Tick the box once you have talked to the place"),
    )

    def __init__(self, **options: Any) -> None:
        """Offer the languages of the site."""
        super().__init__(**options)
        self.language.choices = [Choice(each.code, each.name) for each in current_partnership().languages]

    @property
    def contact(self) -> NewContact:
        """The person."""
        return NewContact(
            name=self.full_name.data,
            role=ContactRole(self.role.data),
            email=self.email.data,
            telephone=self.telephone.data,
            post=self.post.data,
            language=self.language.data,
        )


class ProposalForm(VersionedForm):
    """Which of the proposed changes are put on the site."""

    venue_version = HiddenTextField()
    only = CheckboxesField(_l("What do you accept?"), missing=_l("Choose at least one change, or refuse all of it"))


class RenewalForm(VersionedForm):
    """How an officer made sure of a renewal."""

    checked_on = DateField(
        _l("On which day did you make sure of it?"), missing=_l("Enter the day"), latest=london_today
    )
    how = RadiosField(
        _l("How?"),
        missing=_l("Choose how"),
        choices=[Choice(code.value, words) for code, words in CHECKED_BY.items()],
    )
    has_champion = TickField(
        _l("There is a champion now: I have talked to that person"),
        hint=_l("The place says that nobody leads this there."),
    )

    def __init__(self, *, says_champion: bool = True, **options: Any) -> None:
        """Ask for a champion only where the place says that it has none."""
        super().__init__(**options)
        if says_champion:
            del self.has_champion


class LettersForm(Form):
    """A letter to many places."""

    title = TextField(_l("Heading"), missing=_l("Enter a heading"), at_most=150)
    words = TextareaField(
        _l("The letter"),
        missing=_l("Write the letter"),
        hint=_l("{place} becomes the name of the place, {scheme} the scheme, {date} the day of its next check."),
        rows=14,
        at_most=LONGEST_LETTER,
    )
    signed = TextField(_l("Who signs?"), missing=_l("Enter who signs"), at_most=150)


class NoteForm(Form):
    """A note of officers."""

    words = TextareaField(
        _l("Your note"), missing=_l("Write the note"), hint=_l("For officers only: sealed."), rows=4, at_most=2000
    )
