"""The desk's forms for who may see a case, how long it is kept, who has it, and words to a person of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import LONGEST_WORDS, SEALED
from webapp.kit.clock import london_today
from webapp.kit.forms import (
    Choice,
    DateField,
    Form,
    RadiosField,
    SelectField,
    TextareaField,
    TickField,
    ValidationError,
)

NOBODY, OFFICER, AGENCY = "nobody", "officer", "agency"


class ConflictForm(Form):
    """That an officer must not see a case, since they know somebody in it."""

    sure = TickField(
        _l("Yes: keep this case from me"),
        missing=_l("Tick the box if you are sure"),
        hint=_l("You do not see it any more, from now on. Only a colleague can undo this."),
    )


class BlockForm(Form):
    """Who must not see a case."""

    who = RadiosField(
        _l("Who must not see it?"),
        missing=_l("Choose who must not see it"),
        choices=(
            Choice(OFFICER, _l("An officer"), reveals="officer"),
            Choice(AGENCY, _l("Everybody at an agency"), reveals="agency"),
        ),
    )
    officer = SelectField(_l("Which officer?"), missing=_l("Choose the officer"), choices=())
    agency = SelectField(_l("Which agency?"), missing=_l("Choose the agency"), choices=())

    def offer(self, officers: Mapping[str, str], agencies: Mapping[str, str]) -> None:
        """Everybody who works here, and the partnership's agencies."""
        self.officer.choices = [Choice(key, name) for key, name in officers.items()]
        self.agency.choices = [Choice(key, name) for key, name in agencies.items()]


class MatchForm(BlockForm):
    """Who it is that the applicant named."""

    who = RadiosField(
        _l("Who is it?"),
        missing=_l("Choose who it is"),
        choices=(
            Choice(OFFICER, _l("An officer"), reveals="officer"),
            Choice(AGENCY, _l("Everybody at an agency"), reveals="agency"),
            Choice(NOBODY, _l("Nobody who works here, or who could see this"), reveals="reason"),
        ),
    )
    reason = TextareaField(
        _l("How do you know that?"),
        hint=_l("A second officer has to agree. Whoever is first writes why. It is sealed."),
        at_most=LONGEST_WORDS,
        rows=3,
    )


class UnblockForm(Form):
    """That somebody may see a case again."""

    reason = TextareaField(
        _l("Why may they see it again?"),
        hint=_l("Where the applicant asked to keep them out, a second officer has to agree, and the first writes why."),
        at_most=LONGEST_WORDS,
        rows=3,
    )


class HoldForm(Form):
    """Why and until when nothing of a case may be erased."""

    until = DateField(
        _l("Until when?"),
        missing=_l("Enter the day"),
        hint=_l("On this day somebody looks again whether it is still needed."),
    )
    reason = TextareaField(
        _l("Why?"),
        missing=_l("Write down why"),
        hint=_l("For example a court case, a complaint to the ombudsman, or an inquiry. It is sealed."),
        at_most=LONGEST_WORDS,
        rows=4,
    )

    def validate_until(self, field: Any) -> None:
        """Refuse a day that has passed, and one so far away that nobody would look again."""
        if field.data and field.data <= london_today():
            raise ValidationError(_("Enter a day in the future"))
        if field.data and field.data > london_today() + dt.timedelta(days=2 * 366):
            raise ValidationError(_("Enter a day within two years: somebody has to look again"))


class WriteForm(Form):
    """Words to a person of the case, which they read on their own page."""

    person = RadiosField(_l("To whom?"), missing=_l("Choose to whom you write"), choices=())
    words = TextareaField(
        _l("Your message"),
        missing=_l("Write the message"),
        hint=_l("They read it on their own page, behind their five words. Nothing of it is sent by email."),
        at_most=LONGEST_WORDS,
        rows=8,
    )


__all__ = [
    "AGENCY",
    "NOBODY",
    "OFFICER",
    "SEALED",
    "BlockForm",
    "ConflictForm",
    "HoldForm",
    "MatchForm",
    "UnblockForm",
    "WriteForm",
]
