"""The desk's forms for the review meeting: its day, the offer to take part, the victim's answer, that it was held."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.desk.cases.forms import LONGEST_WORDS, SEALED, ActForm, Acting, WordsForm
from webapp.casereview.desk.wording import ATTENDANCES, MEETING_HOWS
from webapp.casereview.rules.codes import Attendance, Detail
from webapp.casereview.rules.desk_codes import MeetingHow, More
from webapp.kit.clock import london_today
from webapp.kit.forms import CheckboxesField, Choice, DateField, RadiosField, TextareaField, ValidationError


class ScheduleForm(ActForm):
    """When and where the review meets, and who is asked to come."""

    happened_on = DateField(_l("On which day was it planned?"), missing=_l("Enter the day"), latest=london_today)
    meeting_on = DateField(_l("Day of the meeting"), missing=_l("Enter the day of the meeting"))
    how = RadiosField(
        _l("How do people meet?"),
        missing=_l("Choose how people meet"),
        choices=[Choice(code.value, words) for code, words in MEETING_HOWS.items()],
    )
    invited = CheckboxesField(_l("Which agencies are asked to come?"), choices=(), small=True)
    place = TextareaField(
        _l("Time, place or link, and who else is asked to come"),
        missing=_l("Write down time and place"),
        hint=SEALED,
        at_most=LONGEST_WORDS,
        rows=4,
    )

    def offer(self, acting: Acting) -> None:
        """The partnership's agencies, without those that are kept from the case."""
        self.invited.choices = [Choice(key, name) for key, name in acting.agencies.items()]

    @property
    def codes(self) -> dict[str, str]:
        """The day, how, and who."""
        return {
            More.MEETING_ON.value: self.meeting_on.data.isoformat(),
            More.MEETING_HOW.value: MeetingHow(self.how.data).value,
            More.INVITED.value: " ".join(self.invited.data),
        }

    @property
    def text(self) -> str:
        """Time and place."""
        return str(self.place.data)


class AttendanceForm(WordsForm):
    """What the victim answered to the offer; that they could not be asked needs a reason."""

    answer = RadiosField(
        _l("How do they take part?"),
        missing=_l("Choose how they take part"),
        choices=[Choice(code.value, words) for code, words in ATTENDANCES.items()],
    )
    words = TextareaField(
        _l("What they need, or the reason"),
        hint=_l("For example an interpreter, a separate room, or who comes with them. It is sealed."),
        at_most=LONGEST_WORDS,
        rows=4,
    )

    @property
    def codes(self) -> dict[str, str]:
        """The answer."""
        return {Detail.ATTENDANCE.value: Attendance(self.answer.data).value}

    def validate_words(self, field: Any) -> None:
        """Refuse to leave somebody out without saying why."""
        if self.answer.data == Attendance.WAIVED and not field.data:
            raise ValidationError(_("Write down why they could not be asked"))


class HeldForm(ActForm):
    """That the review met: who was there, what the victim said there, and what was said of it."""

    there = CheckboxesField(_l("Which agencies were there?"), choices=(), small=True)
    statement = TextareaField(
        _l("What the person affected said, or had read out"),
        hint=_l("In their own words where you can."),
        at_most=LONGEST_WORDS,
        rows=6,
    )
    notes = TextareaField(
        _l("What was talked about"),
        missing=_l("Write down what was talked about"),
        hint=SEALED,
        at_most=LONGEST_WORDS,
        rows=8,
    )

    def offer(self, acting: Acting) -> None:
        """The partnership's agencies."""
        self.there.choices = [Choice(key, name) for key, name in acting.agencies.items()]

    @property
    def codes(self) -> dict[str, str]:
        """Who was there."""
        return {More.INVITED.value: " ".join(self.there.data)}

    @property
    def text(self) -> str:
        """Statement and notes, each with its heading."""
        parts = ((self.statement, _("What the person affected said")), (self.notes, _("What was talked about")))
        return "\n\n".join(f"{heading}:\n{field.data}" for field, heading in parts if field.data)
