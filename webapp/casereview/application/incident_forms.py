"""What happened and who was told: one row for each time, in the application and, shorter, in the check of the rules."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.application.fields import LineField, ListField, PartForm, ShortRowsField, WhenField, WordsField
from webapp.casereview.application.options import APPLICANT, NOBODY, OTHER
from webapp.casereview.application.steps import GROUP, for_a_group
from webapp.journeys import Answers
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, Form, Row, RowsField
from webapp.partnership.current import current_partnership, reading_language

MOST = 15
LONGEST_WORDS = 2000
LONGEST_LINE = 200
ROUGH = _l("You can leave out the day, or the day and the month.")
NOT_YET = _l("Enter today's date or an earlier one")
EACH, ADD = _l("Incident"), _l("Add another incident")


def agencies() -> list[Choice]:
    """Whom somebody may have told: those that must take part in a review (s.105), others, and nobody."""
    language = reading_language()
    bodies = [each for each in current_partnership().agencies if each.case_review_body]
    return [
        *(Choice(each.key, each.name.in_language(language).text) for each in bodies),
        Choice(OTHER, _l("Somebody else")),
        Choice(NOBODY, _l("Nobody yet")),
    ]


class Told(Row):
    """One time that something happened: when, whom somebody told, and when."""

    happened = WhenField(_l("When did it happen?"), hint=ROUGH, latest=london_today, too_late=NOT_YET)
    until = WhenField(_l("Until when, if it went on?"), latest=london_today, too_late=NOT_YET)
    agency = ListField(_l("Who did you tell?"), choices=agencies)
    told = WhenField(_l("When did you tell them?"), hint=ROUGH, latest=london_today, too_late=NOT_YET)
    same_as = ListField(
        _l("Is it the same incident as one above, told to somebody else as well?"),
        choices=lambda: [Choice(str(number), _named(number)) for number in range(1, MOST)],
    )

    def __init__(self, *, prefix: str = "", **more: Any) -> None:
        """The first row has none above it; the others offer those that are above."""
        super().__init__(prefix=prefix, **more)
        number = int(prefix.rpartition("-")[2])
        if number:
            self.same_as.choices = [Choice("", _("No")), *self.same_as.choices[:number]]
        else:
            del self.same_as


class Incident(Told):
    """The same, with what happened, what was done, and in a group whose report it is."""

    # Nobody is offered before `ReportsField.offer`: only who applies with others is asked.
    person = ListField(_l("Who told them?"), choices=())

    what = WordsField(_l("What happened?"), at_most=LONGEST_WORDS, rows=4, counted=False)
    where = LineField(_l("Where, if not at home?"), at_most=LONGEST_LINE)
    reference = LineField(_l("The number that they gave you"), at_most=LONGEST_LINE)
    officer = LineField(_l("Who did you talk to?"), at_most=LONGEST_LINE)
    did = WordsField(_l("What did they do?"), at_most=LONGEST_WORDS, rows=2, counted=False)

    @property
    def answers(self) -> list[Any]:
        """What happened comes first, whatever class a question stands in."""
        order = ("what", "where", "happened", "until", "agency", "told", "person", "reference", "officer", "did")
        names = [name for name in (*order, "same_as") if name in self]
        return [self[name] for name in names if name != "person" or self.person.choices]


class ReportsField(ShortRowsField):
    """Rows of reports; in a group each can say whose it is: the rule may count them for each person (s.104(4))."""

    people: tuple[Choice, ...] = ()

    def offer(self, people: Sequence[Choice]) -> None:
        """Offer those who may have told somebody, in the rows that there are and in those to come."""
        self.people = tuple(people)
        for row in self.rows:
            self._prepare(row)

    def _row(self, number: int, typed: Any) -> Row:
        row = super()._row(number, typed)
        self._prepare(row)
        return row

    def _prepare(self, row: Any) -> None:
        row.person.choices = list(self.people)


class IncidentsForm(PartForm):
    """The incidents and the reports of them."""

    heading = _l("What happened, and who did you tell?")
    incidents = ReportsField(heading, row=Incident, each=EACH, most=MOST, add=ADD)

    def prepare(self, answers: Answers) -> None:
        """Ask in a group whose report each is; whoever has left the group since is nobody's answer any more."""
        self.incidents.offer(_of_group(answers) if for_a_group(answers) else ())
        for row in self.incidents.rows:
            person = row["person"]
            if isinstance(person, ListField) and person.data not in person.codes:
                person.clear()


def _of_group(answers: Answers) -> list[Choice]:
    members = answers.value(GROUP, "members") or ()
    names = [str(row.get("name") or _("Person %(number)s", number=number)) for number, row in enumerate(members, 1)]
    return [Choice(APPLICANT, _l("I did")), *(Choice(name, name) for name in dict.fromkeys(names))]


class CheckForm(Form):
    """The dates alone, for the check of the rules."""

    heading = _l("What happened, and who did you tell?")
    incidents = RowsField(
        heading, row=Told, each=EACH, most=MOST, add=ADD, missing=_l("Fill in one incident, or go straight to the form")
    )


def _named(number: int) -> str:
    return str(_("Incident %(number)s", number=number))
