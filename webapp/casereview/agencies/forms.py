"""What an agency answers with: words and dated rows, in a partner's account, on a guest's page, and written down."""

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.casereview.agencies.answers import NewAnswer
from webapp.casereview.agencies.chronology import LONGEST_WORDS, MOST_ROWS, NewEntry
from webapp.casereview.agencies.wording import ENTRY_KINDS
from webapp.casereview.application.fields import LineField, ListField, WhenField, WordsField
from webapp.casereview.rules.agency_codes import EntryKind
from webapp.kit.clock import london_today
from webapp.kit.forms import Choice, Form, Row, RowsField, TextareaField, TextField, TickField

if TYPE_CHECKING:
    from webapp.casereview.application.rough_dates import RoughDate

LONGEST_ANSWER = 8_000
# A code has eight letters; people add spaces and hyphens.
LONGEST_CODE = 40


class EntryRow(Row):
    """A dated row: when, what sort of thing, and what was done or known."""

    day = WhenField(
        _l("When?"),
        hint=_l("You can leave out the day, or the day and the month."),
        latest=london_today,
    )
    kind = ListField(_l("What was it?"), choices=[Choice(code.value, words) for code, words in ENTRY_KINDS.items()])
    words = TextareaField(
        _l("What happened, and what did you do?"),
        missing=_l("Write what happened, or empty the row"),
        at_most=LONGEST_WORDS,
        rows=3,
        counted=False,
    )


class AnswerForm(Form):
    """Words, rows, or that nothing is held."""

    holds_nothing = TickField(_l("We hold nothing about this"))
    words = WordsField(
        _l("Your answer"),
        hint=_l("Leave names out where you can. It is sealed, and kept with the case."),
        at_most=LONGEST_ANSWER,
        rows=8,
        counted=False,
    )
    entries = RowsField(
        _l("What happened, by date"), row=EntryRow, each=_l("Entry"), most=MOST_ROWS, add=_l("Add another entry")
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the answers; an answer that says nothing and something at once is none."""
        if not super().validate(extra_validators):
            return False
        said = bool(self.words.data or self.entries.data)
        if self.holds_nothing.data and self.entries.data:
            self.holds_nothing.errors = [_("Either you hold nothing, or you add entries")]
        elif not self.holds_nothing.data and not said:
            self.words.errors = [_("Write an answer, add an entry, or say that you hold nothing")]
        return not self.errors

    @property
    def new(self) -> NewAnswer:
        """What was answered."""
        return NewAnswer(
            holds_nothing=self.holds_nothing.data,
            words=self.words.data,
            entries=tuple(_entry(row) for row in self.entries.data),
        )


class GuestAnswerForm(AnswerForm):
    """An answer of somebody whom no account names."""

    who = TextField(
        _l("Your name and your role"), missing=_l("Write your name and your role"), at_most=200, autocomplete="off"
    )

    @property
    def new(self) -> NewAnswer:
        """What was answered, and by whom."""
        given = super().new
        return NewAnswer(holds_nothing=given.holds_nothing, words=given.words, entries=given.entries, who=self.who.data)


class CodeForm(Form):
    """The code that belongs to a link."""

    code = LineField(_l("Code"), at_most=LONGEST_CODE, width=10, autocomplete="off", spellcheck=False)


class EntryForm(Form):
    """One row that an officer adds to a chronology."""

    day = WhenField(
        _l("When?"),
        hint=_l("You can leave out the day, or the day and the month."),
        latest=london_today,
    )
    kind = ListField(_l("What was it?"), choices=[Choice(code.value, words) for code, words in ENTRY_KINDS.items()])
    words = TextareaField(
        _l("What happened, and what did you do?"),
        missing=_l("Write what happened"),
        at_most=LONGEST_WORDS,
        rows=4,
    )

    @property
    def new(self) -> NewEntry:
        """The row."""
        return _entry(self.data)


def _entry(typed: dict[str, Any]) -> NewEntry:
    day: RoughDate | None = typed["day"]
    return NewEntry(
        happened_on=day.first if day else None,
        happened_until=day.last if day and day.is_rough else None,
        approximately=bool(day and day.is_rough),
        kind=EntryKind(typed["kind"]) if typed["kind"] else EntryKind.OTHER,
        words=typed["words"],
    )
