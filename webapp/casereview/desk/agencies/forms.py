"""The desk's forms about agencies: asking, giving longer, writing an answer down, a guest's link, papers, regard."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.agencies.consent import NOT_TALKED, Talked
from webapp.casereview.agencies.cutting import Offered
from webapp.casereview.agencies.forms import GuestAnswerForm
from webapp.casereview.agencies.packs import Choice as PackChoice
from webapp.casereview.agencies.regard import NewRegard
from webapp.casereview.desk.agencies.wording import PARTS, TOLD_WAYS, WAYS
from webapp.casereview.desk.cases.forms import VersionedForm
from webapp.casereview.rules.agency_codes import AnswerWay, Part
from webapp.casereview.rules.codes import Response
from webapp.kit.clock import london_today
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    DateField,
    EmailField,
    Form,
    HiddenTextField,
    NumberField,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
)

LONGEST_WORDS = 5000
AGREED, WITHOUT = "agreed", "without"
DAYS_TO_ANSWER = 10
# A working day's worth of weeks: more is not a request any more.
MOST_DAYS = 60
SEALED = _l("It is sealed: only officers of the case and this agency read it.")


class TalkedForm(Form):
    """What came of talking to the person affected, where they have not agreed yet to agencies being asked."""

    talked = RadiosField(
        _l("Did you talk to the person affected about it?"),
        hint=_l("They have not agreed yet, or are asked each time before their landlord is."),
        choices=(
            Choice(AGREED, _l("Yes, and they agree to these agencies"), reveals="agreed_on"),
            Choice(
                WITHOUT, _l("They do not agree or cannot be asked, and it is needed all the same"), reveals="because"
            ),
        ),
    )
    agreed_on = DateField(
        _l("On which day did they agree?"), missing=_l("Enter the day on which they agreed"), latest=london_today
    )
    because = TextareaField(
        _l("Why is it needed all the same?"),
        missing=_l("Write why it is needed all the same"),
        hint=_l("It is sealed, and stands in what happened."),
        at_most=LONGEST_WORDS,
        rows=4,
    )

    @property
    def came_of_it(self) -> Talked:
        """What was answered; nothing where it was not asked."""
        if self.talked.data == AGREED:
            return Talked(agreed_on=self.agreed_on.data)
        if self.talked.data != WITHOUT:
            return NOT_TALKED
        # In what happened it stands beside other notes, so it says itself what it is about.
        return Talked(because=str(_("Shared with agencies without agreement: %(why)s", why=self.because.data)))


class AskForm(TalkedForm):
    """What is asked, of whom, and how long they have."""

    agencies = CheckboxesField(_l("Which agencies?"), missing=_l("Choose an agency"), choices=(), small=True)
    words = TextareaField(
        _l("What do you ask for?"),
        missing=_l("Write what you ask for"),
        hint=_l("They see these words and nothing else of the case: say of whom, of where and of which time you ask."),
        at_most=LONGEST_WORDS,
        rows=10,
    )
    days = NumberField(
        _l("In how many working days?"),
        missing=_l("Enter a number of working days"),
        hint=_l("Weekends and bank holidays do not count."),
        least=1,
        most=MOST_DAYS,
    )

    def offer(self, agencies: Mapping[str, str], askable: Sequence[str]) -> None:
        """Offer the agencies that may be asked."""
        self.agencies.choices = [Choice(key, agencies.get(key, key)) for key in askable]


class WithdrawForm(VersionedForm):
    """That nothing is asked any more, of the request as the officer saw it."""


class ExtendForm(VersionedForm):
    """How much longer an agency has."""

    due = DateField(_l("By when?"), missing=_l("Enter the new date"))


class EnterForm(GuestAnswerForm):
    """An answer that came another way."""

    way = RadiosField(
        _l("How did it come?"),
        missing=_l("Choose how it came"),
        choices=[Choice(way.value, WAYS[way]) for way in TOLD_WAYS],
    )

    @property
    def told_way(self) -> AnswerWay:
        """What was chosen."""
        return AnswerWay(self.way.data)


class LinkForm(Form):
    """For whom a link is, and whether the site sends it."""

    whom = TextField(_l("For whom is it?"), missing=_l("Write a name and a role"), at_most=200, autocomplete="off")
    email = EmailField(
        _l("E-mail address, if the site should send the link"),
        hint=_l("Tell them the code another way, by telephone for example. The site never sends it."),
        autocomplete="off",
    )


class PackForm(TalkedForm):
    """Papers for an agency: the parts, what is taken out, and the confirmation of what was looked at."""

    agency = SelectField(_l("For which agency?"), missing=_l("Choose an agency"), choices=())
    parts = CheckboxesField(
        _l("Which parts?"),
        missing=_l("Choose a part"),
        choices=[Choice(part.value, words) for part, words in PARTS.items()],
        small=True,
    )
    taken = CheckboxesField(
        _l("Take these out"),
        hint=_l("What seems to say who somebody is. What is not ticked stays in the papers."),
        choices=(),
        small=True,
    )
    typed = TextareaField(
        _l("Take out these words as well"),
        hint=_l("A part of the text on each line. Every place where they stand is taken out."),
        at_most=4000,
        rows=4,
        counted=False,
        autocomplete="off",
    )
    seen = HiddenTextField()

    def offer_agencies(self, agencies: Mapping[str, str], askable: Sequence[str]) -> None:
        """Offer the agencies that may be given papers."""
        self.agency.choices = [Choice(key, agencies.get(key, key)) for key in askable]

    def accept(self) -> None:
        """Take any code: which of them stand for a part of the text is known only where it is opened."""
        self.taken.choices = [Choice(code, code) for code in self.taken.data]

    def offer(self, offered: Sequence[Offered], *, everything: bool) -> None:
        """Offer what seems to point at a person; all of it is ticked as the page begins."""
        self.taken.choices = [Choice(each.code, _part(each)) for each in offered]
        codes = [each.code for each in offered]
        self.taken.data = codes if everything else [code for code in codes if code in self.taken.data]

    @property
    def choice(self) -> PackChoice:
        """What was chosen."""
        return PackChoice(
            parts=tuple(Part(part) for part in self.parts.data), taken=tuple(self.taken.data), typed=self.typed.data
        )


class RegardForm(VersionedForm):
    """Whether an agency accepts a recommendation; it must have regard to it, so a refusal has a reason."""

    response = RadiosField(
        _l("What do you say to it?"),
        missing=_l("Choose whether you accept it"),
        choices=(
            Choice(Response.ACCEPTED, _l("We accept it"), reveals="action"),
            Choice(Response.REFUSED, _l("We do not accept it"), reveals="reason"),
        ),
    )
    action = TextareaField(
        _l("What will you do?"), missing=_l("Write what you will do"), hint=SEALED, at_most=LONGEST_WORDS, rows=6
    )
    reason = TextareaField(
        _l("Why not?"), missing=_l("Write why you do not accept it"), hint=SEALED, at_most=LONGEST_WORDS, rows=6
    )

    @property
    def new(self) -> NewRegard:
        """What was answered."""
        return NewRegard(response=Response(self.response.data), reason=self.reason.data, action=self.action.data)


class DoneForm(VersionedForm):
    """When an action was done, and how one can tell."""

    done_on = DateField(_l("When was it done?"), missing=_l("Enter the day"), latest=london_today)
    evidence = TextareaField(
        _l("How can one tell?"), missing=_l("Write how one can tell"), hint=SEALED, at_most=LONGEST_WORDS, rows=6
    )


def _part(offered: Offered) -> str:
    """A part of the text, as its box names it."""
    words = " ".join(offered.words.split())
    kinds: dict[str, Any] = {
        "phone": _("Telephone number"),
        "email": _("E-mail address"),
        "postcode": _("Postcode"),
        "plate": _("Number plate"),
        "address": _("Address"),
        "name": _("Name"),
    }
    shown = words if len(words) <= 60 else f"{words[:57]}..."
    return f"{kinds.get(offered.kind, _('Something else'))}: {shown}"
