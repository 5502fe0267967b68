"""The desk's forms about the people of a case: authority, five words, an end, a message."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.casereview.desk.people.wording import (
    ADDED_AUTHORITIES,
    ADDED_ROLES,
    ASKED,
    CONFIRMED,
    GIVEN_AUTHORITIES,
    HANDED_OVER,
    PROOFS,
    SHOWS,
)
from webapp.casereview.desk.wording import WAYS
from webapp.casereview.people.wishes import Asking
from webapp.casereview.rules.codes import Authority, ContactWay, PersonRole
from webapp.casereview.rules.records import Person, SafeContact
from webapp.casereview.rules.tracker_codes import Asked, HandedOver, Proof, Wanted
from webapp.casereview.rules.wishes import handed_by
from webapp.casereview.tracker.forms import ContactForm
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    RadiosField,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
)


class ConfirmForm(VersionedForm):
    """That the person affected was asked, and what they allow."""

    authority = RadiosField(
        _l("What is confirmed?"),
        missing=_l("Choose what is confirmed"),
        choices=[Choice(code.value, words) for code, words in GIVEN_AUTHORITIES.items()],
    )
    how = RadiosField(
        _l("How did you speak with the person affected?"),
        hint=_l("Never by a number, an address or a person that the applicant named."),
        missing=_l("Choose how you spoke with them"),
        choices=[Choice(code.value, words) for code, words in CONFIRMED.items()],
    )
    shows = RadiosField(
        _l("What may the applicant see?"),
        hint=_l("As the person affected said. They can change it on their own page, and end it at once."),
        missing=_l("Choose what they may see"),
        choices=[Choice(shows.value, words) for shows, words in SHOWS.items()],
    )


class AskWordsForm(VersionedForm):
    """That somebody asked for words, and how."""

    asked = RadiosField(
        _l("How did they ask?"),
        missing=_l("Choose how they asked"),
        choices=[Choice(code.value, words) for code, words in ASKED.items()],
    )
    proof = RadiosField(
        _l("How did they show who they are?"),
        missing=_l("Choose how they showed who they are"),
        choices=[Choice(code.value, words) for code, words in PROOFS.items()],
    )

    def asking(self, wanted: Wanted) -> Asking:
        """What was answered."""
        return Asking(wanted=wanted, asked=Asked(self.asked.data), proof=Proof(self.proof.data))


class GiveWordsForm(VersionedForm):
    """New words are made now."""

    way = RadiosField(
        _l("How do you hand the words over?"),
        hint=_l("Only ways that this person called safe stand here. Never by email or text message: those stay."),
        missing=_l("Choose how you hand them over"),
    )
    ready = TickField(
        _l("They are here, or on the telephone, and can write five words down now"),
        missing=_l("The words are shown once: wait until the person can write them down"),
    )

    def offer(self, contact: SafeContact) -> None:
        """The safe ways of this person, and face to face."""
        ways = [Choice(way.value, WAYS[way]) for way in handed_by(contact)]
        self.way.choices = [*(Choice(code.value, words) for code, words in HANDED_OVER.items()), *ways]

    @property
    def handed_by(self) -> ContactWay | HandedOver:
        """What was chosen."""
        chosen = self.way.data
        return HandedOver(chosen) if chosen in set(HandedOver) else ContactWay(chosen)


class EndPersonForm(VersionedForm):
    """The end of somebody's part."""

    sure = TickField(
        _l("The person affected said so, or they said so themself"), missing=_l("Tick the box if that is so")
    )


class RefuseForm(VersionedForm):
    """It was not this person who asked."""

    sure = TickField(
        _l("The person said that it was not them"), missing=_l("Tick the box if the person said so by a safe way")
    )


class ToldContactForm(AskWordsForm, ContactForm):
    """A safe contact, as somebody told it to an officer; to take a way away nothing has to be shown."""


class AddPersonForm(VersionedForm):
    """Somebody who takes part from now on."""

    role = RadiosField(
        _l("What part do they have?"),
        missing=_l("Choose what part they have"),
        choices=[Choice(role.value, words) for role, words in ADDED_ROLES.items()],
    )
    authority = RadiosField(
        _l("Do they act for the person affected?"),
        missing=_l("Choose if they act for the person affected"),
        choices=[Choice(code.value, words) for code, words in ADDED_AUTHORITIES.items()],
    )
    name = TextField(_l("Name"), missing=_l("Enter their name"), autocomplete="off")
    address = TextareaField(_l("Address"), rows=3, counted=False, at_most=500, autocomplete="off")
    relation = TextField(_l("How they stand to the person affected"), autocomplete="off")
    ways = CheckboxesField(
        _l("How may we reach them?"),
        hint=_l("Only what they told you themself. Leave it empty where somebody else named them."),
        choices=[Choice(way.value, words) for way, words in WAYS.items()],
    )
    email = EmailField(_l("Email address"), autocomplete="off")
    telephone = TelephoneField(_l("Phone number"), autocomplete="off")
    code_word = TextField(_l("Code word"), autocomplete="off")
    language = SelectField(_l("Which language shall we write in?"), missing=_l("Choose a language"))

    @property
    def person(self) -> Person:
        """Who it is."""
        contact = SafeContact(
            ways=tuple(ContactWay(way) for way in self.ways.data),
            email=self.email.data,
            telephone=self.telephone.data,
            post=self.address.data if ContactWay.POST.value in self.ways.data else "",
            code_word=self.code_word.data,
            language=self.language.data,
        )
        return Person(
            role=PersonRole(self.role.data),
            name=self.name.data,
            address=self.address.data,
            contact=contact,
            authority=Authority(self.authority.data),
            relation=self.relation.data,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever acts for another is not the person affected themself."""
        is_right = super().validate(extra_validators)
        is_own = self.authority.data == Authority.OWN
        if is_right and is_own is not (self.role.data == PersonRole.AFFECTED) and self.role.data != PersonRole.MEMBER:
            self.authority.errors = [_l("The person affected acts for themself, a supporter for them")]
            return False
        return is_right


class ReplyForm(Form):
    """A message to somebody of a case."""

    person = SelectField(_l("To"), missing=_l("Choose who it is to"))
    words = TextareaField(
        _l("Message"),
        hint=_l("Only this person and the officers of the case can read it. Nothing of it stands in a mail."),
        missing=_l("Write the message"),
        at_most=4000,
        rows=6,
    )

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Those who could read it."""
        self.person.choices = [Choice(person_id, name) for person_id, name in people]
