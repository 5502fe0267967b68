"""The application's pages, one form each (domain 1.6): nothing in them can turn anybody away."""

from typing import Any

from flask_babel import lazy_gettext as _l

from webapp.casereview.application import options
from webapp.casereview.application.fields import (
    CallField,
    LineField,
    ListField,
    MailField,
    ManyField,
    OneField,
    PartForm,
    ShortRowsField,
    WordsField,
    choices,
)
from webapp.casereview.application.steps import can_be_reached
from webapp.casereview.rules.codes import ContactWay
from webapp.journeys.model import Answers
from webapp.kit.forms import Choice, RadiosField, Row, TickField
from webapp.partnership.current import current_partnership, reading_language

LONGEST_WORDS = 3000
LONGEST_NOTE = 500
LONGEST_LINE = 200
MOST_MEMBERS = 20


class DangerForm(PartForm):
    """Danger comes first, and ends nothing."""

    danger = RadiosField(
        _l("Is somebody in danger now?"),
        missing=_l("Choose yes or no"),
        choices=(Choice("yes", _l("Yes")), Choice("no", _l("No"))),
    )


class KindForm(PartForm):
    """For whom."""

    kind = RadiosField(
        _l("Who is the review for?"),
        missing=_l("Choose who it is for"),
        choices=choices(options.KINDS, business={"reveals": "business"}),
    )
    business = LineField(_l("Name of the business"), at_most=LONGEST_LINE)


def ways_given(form: Any, ways: Any) -> bool:
    """Whether each way that was chosen can be used: what is missing is asked for where it belongs."""
    fine = True
    for way, name in WAY_NEEDS.items():
        if way in (ways.data or ()) and name in form and form[name].is_empty and not form[name].errors:
            form[name].errors = [WAY_MISSING[name]]
            fine = False
    return fine


WAY_NEEDS = {
    ContactWay.EMAIL: "email",
    ContactWay.TELEPHONE: "telephone",
    ContactWay.TEXT: "telephone",
    ContactWay.POST: "post",
    ContactWay.SUPPORTER: "supporter",
}
WAY_MISSING = {
    "email": _l("Enter an email address, or untick email"),
    "telephone": _l("Enter a telephone number, or untick calls and texts"),
    "post": _l("Enter an address, or untick letter"),
    "supporter": _l("Say who it is and how to reach them, or untick it"),
}


class OtherForm(PartForm):
    """Somebody else: who it is, whether they agreed, and how an officer can ask them safely."""

    heading = _l("The person you ask for")
    standing = ListField(_l("How do you know them?"), choices=choices(options.STANDINGS))
    authority = RadiosField(
        _l("Have they agreed that you ask for them?"),
        missing=_l("Choose one of the answers"),
        choices=choices(options.AUTHORITIES),
    )
    name = LineField(_l("Their name"), at_most=LONGEST_LINE, spellcheck=False)
    ways = ManyField(
        _l("How can we safely reach them?"),
        hint=_l("We ask them ourselves before you see more than the dates."),
        choices=choices({way: options.WAYS[way] for way in ("email", "telephone", "text", "post")}),
    )
    email = MailField(_l("Their email"))
    telephone = CallField(_l("Their telephone number"), width=20)
    post = WordsField(_l("Their address"), at_most=LONGEST_NOTE, rows=3, counted=False)
    times = LineField(_l("When, and what must we not do?"), at_most=LONGEST_NOTE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, and that a way that is safe can be used."""
        is_right = super().validate(extra_validators)
        return ways_given(self, self.ways) and is_right


class Member(Row):
    """Somebody of a group."""

    name = LineField(_l("Name"), at_most=LONGEST_LINE, spellcheck=False)
    telephone = CallField(_l("Telephone number that is safe for them"), width=20)
    email = MailField(_l("Email that is safe for them"))
    agreed = OneField(
        _l("Do they agree?"), choices=(Choice("yes", _l("Yes")), Choice("no", _l("I have not asked them yet")))
    )


class GroupForm(PartForm):
    """The others of a group; each has a part of their own."""

    heading = _l("Who else is in the group?")
    members = ShortRowsField(heading, row=Member, each=_l("Person"), most=MOST_MEMBERS, add=_l("Add another person"))


class ContactForm(PartForm):
    """Who asks, and how to reach them without danger."""

    heading = _l("How can we reach you safely?")
    name = LineField(_l("Your name"), at_most=LONGEST_LINE, spellcheck=False)
    ways = ManyField(
        _l("Which ways are safe for you?"),
        hint=_l("We use no other way."),
        choices=choices(options.WAYS),
    )
    email = MailField(_l("Email"))
    telephone = CallField(_l("Telephone number"), width=20)
    post = WordsField(_l("Address for letters"), at_most=LONGEST_NOTE, rows=3, counted=False)
    supporter = LineField(_l("Who supports you, and how do we reach them?"), at_most=LONGEST_NOTE)
    times = LineField(_l("When can we call or write?"), at_most=LONGEST_NOTE)
    message = TickField(_l("You may leave me a message"))
    code_word = LineField(
        _l("A code word"), hint=_l("We say it, so that you know it is us. You say it, so that we know it is you.")
    )
    interpreter = LineField(_l("Which language or sign language, if you want an interpreter?"), at_most=LONGEST_LINE)
    adjustments = LineField(_l("What would make it easier for you?"), at_most=LONGEST_NOTE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, and that a way that is safe can be used."""
        is_right = super().validate(extra_validators)
        return ways_given(self, self.ways) and is_right


class HomeForm(PartForm):
    """Where it is."""

    heading = _l("Where is it?")
    address = WordsField(_l("Address of the home or business"), at_most=LONGEST_NOTE, rows=3, counted=False)
    place = LineField(_l("Where does it happen, if it is another place?"), at_most=LONGEST_LINE)
    town = ListField(
        _l("Which town is it in?"),
        choices=lambda: [
            *(
                Choice(town.code, town.name.in_language(reading_language()).text)
                for town in current_partnership().towns
            ),
            Choice(options.OTHER, _l("Somewhere else, or I am not sure")),
        ],
    )
    tenure = OneField(_l("Do you own or rent the home?"), choices=choices(options.TENURES))
    landlord = LineField(_l("Who is the landlord?"), at_most=LONGEST_LINE)


class PeopleForm(PartForm):
    """Who does it, as far as somebody wants to say, and who must not see the case."""

    heading = _l("Who does it?")
    relation = OneField(heading, choices=choices(options.RELATIONS))
    accused = WordsField(
        _l("Who is it?"),
        hint=_l("You need not say. “A neighbour” is enough."),
        at_most=LONGEST_NOTE,
        rows=2,
        counted=False,
    )
    blocked = WordsField(
        _l("Does anybody at the council, the police or another service know them, or must not see this?"),
        hint=_l(
            "Say who it is and where they work. A few officers find out who that is. "
            "Then they keep your case away from them."
        ),
        at_most=LONGEST_NOTE,
        rows=2,
        counted=False,
    )


class HarmForm(PartForm):
    """What it does, and to whom."""

    heading = _l("What does it do to you, or to others?")
    harm = ManyField(heading, choices=choices(options.HARM))
    # How long and how often it happens, and to how many, is a ground to decide on (2014 Act, section 104(5)).
    often = OneField(_l("How often does it happen?"), choices=choices(options.OFTEN))
    still = OneField(_l("Does it still go on?"), choices=choices(options.STILL))
    affected = ManyField(_l("Who else is affected?"), choices=choices(options.AFFECTED))
    words = WordsField(_l("Tell us more, if you want"), at_most=LONGEST_WORDS, rows=5, counted=False)
    vulnerability = ManyField(
        _l("Is any of this true of somebody who is harmed?"), choices=choices(options.VULNERABILITY)
    )
    aimed = ManyField(_l("Do you think they do it because of one of these?"), choices=choices(options.AIMED))


class RiskForm(PartForm):
    """What is dangerous at this time."""

    risk = ManyField(
        _l("Is any of this happening at this time?"),
        choices=(*choices(options.RISK), Choice(options.NONE, _l("None of these"), exclusive=True, divider=_l("or"))),
    )


class WishesForm(PartForm):
    """What should come of it, and how somebody wants to take part."""

    heading = _l("What do you want to happen?")
    wishes = WordsField(heading, at_most=LONGEST_WORDS, rows=5, counted=False)
    attend = OneField(
        _l("The services may meet about your case. Do you want to be there?"),
        hint=_l("You choose, and you can change it."),
        choices=choices(options.ATTEND),
    )


class EvidenceForm(PartForm):
    """Files, which are sent on the same page one by one; this form asks nothing."""

    heading = _l("Do you have photos, recordings or letters?")


class StatementForm(PartForm):
    """Whether the services may talk about it, and that it is true."""

    heading = _l("Before you send it")
    consent = RadiosField(
        _l("May the services share what you told us, so that they can look at it together?"),
        missing=_l("Choose yes, not sure or no"),
        choices=choices(options.CONSENT),
    )
    true = TickField(
        _l("As far as I know, this is true"),
        hint=_l("It does not matter if you are not sure of a date or a word."),
    )


class ComeBackForm(PartForm):
    """How somebody hears what happens with it."""

    come_back = RadiosField(
        _l("How do you want to come back to your case?"),
        hint=_l("On your own page here you see what happens, and can write to us."),
        missing=_l("Choose how you want to come back"),
        choices=choices(options.COME_BACK),
    )

    def prepare(self, answers: Answers) -> None:
        """Say so where nobody could be told anything without the words."""
        if not can_be_reached(answers):
            self.come_back.hint = _l("We have no safe way to reach you. Without five words we can tell you nothing.")
