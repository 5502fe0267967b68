"""Who applies, how the places are told of, the places themselves, and what is agreed at the end."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.joining.forms import path
from webapp.joining.forms.fields import OwnPostcodeField, ShortForm, ShortRowsField, WebsiteField
from webapp.joining.forms.twins import twins
from webapp.joining.rules import MOST_PREMISES, MOST_PREMISES_BY_HAND
from webapp.joining.wording import choices
from webapp.journeys.model import Answers
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    Form,
    NumberField,
    RadiosField,
    Row,
    SelectField,
    TelephoneField,
    TextareaField,
    TextField,
    TickField,
)
from webapp.venues.importing.matching import alike
from webapp.venues.records import LONGEST
from webapp.venues.wording import KINDS

LONGEST_LINE = 120
NONE = "none"


class BusinessForm(ShortForm):
    """Who applies."""

    heading = _l("Your business or organisation")
    name = TextField(
        _l("Its name"),
        missing=_l("Enter the name of the business or organisation"),
        autocomplete="organization",
        at_most=LONGEST_LINE,
    )
    already_in = TextField(
        _l("Are you in another group already?"),
        hint=_l("For example Pubwatch, or a business improvement district."),
        at_most=200,
    )
    heard = TextField(_l("How did you hear about the schemes?"), at_most=200)


class HowForm(Form):
    """One by one, or as a list."""

    how = RadiosField(
        _l("How do you want to tell us about your places?"),
        missing=_l("Choose one of the answers"),
        choices=(
            Choice(
                path.BY_HAND,
                _l("Here, one by one"),
                hint=_l("For up to %(number)s places.", number=MOST_PREMISES_BY_HAND),
            ),
            Choice(
                path.BY_LIST,
                _l("With a list from a spreadsheet"),
                hint=_l("For a chain: up to %(number)s places as a CSV file.", number=MOST_PREMISES),
            ),
        ),
    )


class PlaceRow(Row):
    """A place as people find it."""

    name = TextField(
        _l("Name of the place"), missing=_l("Enter the name of the place"), at_most=LONGEST["name"], spellcheck=False
    )
    kind = SelectField(_l("What is it?"), missing=_l("Choose what it is"), choices=choices(KINDS))
    address = TextareaField(
        _l("Address, without the postcode"),
        missing=_l("Enter the address"),
        rows=3,
        counted=False,
        at_most=LONGEST["address"],
        spellcheck=False,
    )
    postcode = OwnPostcodeField(_l("Postcode"), missing=_l("Enter the postcode"))
    telephone = TelephoneField(_l("Telephone number that the public may call"), width=20)
    website = WebsiteField(_l("Website"), at_most=LONGEST["website"])
    staff = NumberField(_l("How many people work there?"), least=1, most=100_000)


class PlacesForm(ShortForm):
    """The places, one after the other."""

    heading = _l("Your places")
    places = ShortRowsField(
        heading,
        row=PlaceRow,
        each=_l("Place"),
        most=MOST_PREMISES_BY_HAND,
        add=_l("Add another place"),
        missing=_l("Tell us about at least one place"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers, and that no place is told of twice."""
        if not super().validate(extra_validators):
            return False
        seen: dict[tuple[str, str], int] = {}
        for number, row in enumerate(self.places.rows, 1):
            told = row.data
            key = (alike(told["name"]), told["postcode"])
            if told["name"] and key in seen:
                row["name"].errors = [_("This is place %(number)s again. Keep one of them", number=seen[key])]
                return False
            seen[key] = number
        return True


class SameForm(Form):
    """Places that we seem to have: whether they are the same."""

    same = CheckboxesField(
        _l("Are some of your places on our list already?"),
        hint=_l("Tick those that are yours. We then join them to what we have, and do not list them twice."),
        missing=_l("Tick those that are yours, or “None of these”"),
    )

    def prepare(self, answers: Answers) -> None:
        """Offer what looks like one of the places."""
        offered = [
            Choice(
                each.code,
                ", ".join((each.card.name, *each.card.address.splitlines(), each.card.postcode)),
                hint=_("It looks like your place %(number)s: %(name)s", number=each.number, name=each.name),
            )
            for each in twins(answers)
        ]
        self.same.choices = [*offered, Choice(NONE, _("None of these"), exclusive=True, divider=_("or"))]


class FilesForm(Form):
    """Files, which are sent on the same page one by one; this form asks nothing."""

    heading = _l("Do you want to add files?")


class AgreementForm(ShortForm):
    """Who signs, and what for."""

    heading = _l("Before you send it")
    signed_by = TextField(
        _l("Your name"), missing=_l("Enter your name"), autocomplete="name", at_most=LONGEST_LINE, spellcheck=False
    )
    signed_as = TextField(
        _l("Your role in the business"),
        missing=_l("Enter your role, like owner or manager"),
        autocomplete="organization-title",
        at_most=LONGEST_LINE,
    )
    authority = TickField(
        _l("I may sign for all these places, and we will do what the schemes ask of us"),
        missing=_l("Tick that you may sign, or ask somebody to send this who may"),
    )
    agrees = TickField(
        _l("These places may be listed in public, with what we told about them"),
        hint=_l("Names, emails and numbers of the people to talk to are never public."),
        missing=_l("Tick that the places may be listed: we can only take in places that may be"),
    )
