"""The desk pages of strategies, priorities, promises, measures, pieces of work, and their progress notes."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.edits.editor import Answers, Editor, Parts, Section, values_of
from webapp.edits.nouns import Thing
from webapp.edits.pages import editor_blueprint
from webapp.kit.forms import (
    CheckboxesField,
    Choice,
    Form,
    NumberField,
    RadiosField,
    SelectField,
    TextField,
    TickField,
    ValidationError,
)
from webapp.partnership.choices import source_choices
from webapp.partnership.current import reading_language
from webapp.partnership.desk_fields import AmountField, CitationField, PartDateField, WordsField
from webapp.partnership.strategy import (
    Initiative,
    Note,
    NoteKind,
    StrategyEntry,
)
from webapp.partnership.written_numbers import amount_text
from webapp.strategy import queries
from webapp.strategy.desk_structure_choices import (
    AFTER,
    LEFT,
    MEASURE_KINDS,
    NEITHER,
    NOTE_KINDS,
    POLARITIES,
    SAID,
    STAGES,
    TYPES,
    WHAT_CAME_AFTER,
    WORK_STAGES,
)
from webapp.strategy.desk_structure_nouns import (
    COMMITMENTS,
    INITIATIVES,
    MEASURES,
    PRIORITIES,
    STRATEGIES,
    WrittenCommitment,
    WrittenMeasure,
    WrittenPriority,
)
from webapp.strategy.wording import months_words, part_date_words, span_words

# A form has a summary of its own: the errors on top of the page.
OWN_TEXT = {"own_text": "summary"}
HOW_WE_KNOW = _l("How we know")
SAY_SOURCE = _l("Say where this comes from")


def _strategies() -> list[Choice]:
    language = reading_language()
    found = queries.list_strategies()
    return [Choice("", _("None")), *(Choice(one.key, one.title.in_language(language).text) for one in found)]


def _priorities() -> list[Choice]:
    """All priorities by time, the newest time first."""
    language = reading_language()
    return [
        Choice(one.key, f"{one.name.in_language(language).text} ({months_words(of.starts, of.ends)})")
        for of in reversed(queries.list_priority_sets())
        for one in of.priorities
    ]


def _times() -> list[Choice]:
    return [Choice(one.key, months_words(one.starts, one.ends)) for one in queries.list_priority_sets() if one.is_own]


def _documents() -> list[Choice]:
    return [Choice("", _("None")), *source_choices()]


class _SpanForm(Form):
    """Something with a beginning and an end, if they are known."""

    starts = PartDateField(_l("Begins"))
    ends = PartDateField(_l("Ends"))
    last_word = PartDateField(
        _l("Day of the newest word on it"), missing=_l("Enter the day of the newest document that speaks of it")
    )

    def validate_ends(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.starts.data and field.data.last < self.starts.data.first:
            raise ValidationError(_("Enter an end that is not before the beginning"))


class StrategyForm(_SpanForm):
    """One line of the register of strategies."""

    title = WordsField(_l("Title"), missing=_l("Write the title"))
    what = WordsField(_l("What it is for"), lines=True, at_most=600, missing=_l("Say in a sentence what it is for"))
    owner = WordsField(_l("Whose it is"), missing=_l("Say whose strategy it is"))
    stage = RadiosField(_l("How far has it come?"), choices=STAGES, missing=_l("Choose how far it has come"))
    agreed_on = PartDateField(_l("Agreed on"))
    replaced_by = SelectField(_l("Replaced by"), choices=_strategies)
    is_plan = TickField(_l("This is the partnership's own strategy"), hint=_l("There is one only."))
    aim = WordsField(_l("What it wants to reach"), lines=True, at_most=400)
    document = SelectField(_l("Its document among the sources"), choices=_documents)
    own_text = TextField(
        _l("Our own text on it"), hint=_l("The last part of the address of a publication."), at_most=120
    )
    source = CitationField(HOW_WE_KNOW, missing=SAY_SOURCE, needs_place=False)


class InitiativeForm(_SpanForm):
    """A piece of work."""

    name = WordsField(_l("Name"), missing=_l("Name the work"))
    what = WordsField(_l("What it is"), lines=True, at_most=600, missing=_l("Say in a sentence what it is"))
    fact = WordsField(_l("What is known of it"), lines=True, at_most=600)
    first = SelectField(
        _l("Priority that the source puts it under"), choices=_priorities, missing=_l("Choose the priority")
    )
    others = CheckboxesField(_l("Other priorities that it serves"), choices=_priorities, small=True)
    cross_cutting = TickField(_l("It serves all priorities"))
    stage = RadiosField(_l("How far has it come?"), choices=WORK_STAGES, missing=_l("Choose how far it has come"))
    citation = CitationField(HOW_WE_KNOW, missing=SAY_SOURCE, needs_place=False)


class ProgressNoteForm(Form):
    """What a document said of something, and when."""

    kind = RadiosField(_l("What is it?"), choices=NOTE_KINDS, missing=_l("Choose what the note tells"))
    day = PartDateField(_l("When"), hint=_l("Left empty for what is not known yet."))
    text = WordsField(_l("Note"), lines=True, at_most=1000, missing=_l("Write the note"))
    citation = CitationField(HOW_WE_KNOW, missing=SAY_SOURCE, needs_place=False)

    def validate_day(self, field: Any) -> None:
        """What happened, happened at a time."""
        if self.kind.data == NoteKind.PROGRESS and not field.data and not field.process_errors:
            raise ValidationError(_("Enter when it happened"))


class PriorityForm(Form):
    """A priority; its dates are those of its time."""

    name = WordsField(_l("Name"), missing=_l("Name the priority"))
    meaning = WordsField(_l("What it means"), lines=True, at_most=600)
    came_after = RadiosField(
        _l("What came after it?"), choices=WHAT_CAME_AFTER, missing=_l("Choose what came after it")
    )
    after = CheckboxesField(
        _l("Which ones"), choices=_priorities, missing=_l("Choose at least one priority"), small=True
    )


class NewPriorityForm(PriorityForm):
    """A new priority is put beside others of its time."""

    set_key = RadiosField(_l("Its time"), choices=_times, missing=_l("Choose the time of the priority"))


class CommitmentForm(Form):
    """Something that was promised."""

    priority = SelectField(_l("Priority"), choices=_priorities, missing=_l("Choose the priority"))
    text = WordsField(_l("What was promised"), lines=True, at_most=600, missing=_l("Write what was promised"))
    citation = CitationField(HOW_WE_KNOW, missing=SAY_SOURCE)


class MeasureForm(Form):
    """How success is told."""

    priority = SelectField(_l("Priority"), choices=_priorities, missing=_l("Choose the priority"))
    kind = RadiosField(_l("Where does the measure come from?"), choices=MEASURE_KINDS, missing=_l("Choose one"))
    name = WordsField(_l("What is measured"), missing=_l("Say what is measured"))
    type = RadiosField(_l("How is it counted?"), choices=TYPES, missing=_l("Choose how it is counted"))
    unit = WordsField(_l("Unit, after the number"), at_most=60)
    change = TickField(_l("The values are themselves differences and show their sign"))
    polarity = RadiosField(_l("Which way is better?"), choices=POLARITIES, missing=_l("Choose which way is better"))
    target = AmountField(_l("Target"))
    every_months = NumberField(
        _l("A new figure comes every so many months"),
        hint=_l("Only where a document promises it: then a late figure is shown as late."),
        least=1,
        most=60,
    )
    note = WordsField(_l("Note"), lines=True, at_most=600)
    citation = CitationField(HOW_WE_KNOW, missing=SAY_SOURCE)


class _StrategySection(Section):
    """The first source can be changed; a strategy may have more."""

    def read(self, content: StrategyEntry) -> Answers:
        """What the form starts with."""
        cited = content.citations[0] if content.citations else None
        return super().read(content) | {"source": cited, "own_text": content.summary}

    def write(self, content: StrategyEntry, answers: Answers) -> StrategyEntry:
        """The strategy with these answers."""
        said = dict(answers)
        cited = (said.pop("source"), *content.citations[1:])
        return replace(content, **values_of(said, OWN_TEXT), citations=cited)


class _InitiativeSection(Section):
    """The main priority stands first."""

    def read(self, content: Initiative) -> Answers:
        """What the form starts with."""
        first, *others = content.priorities or ("",)
        return super().read(content) | {"first": first, "others": others}

    def write(self, content: Initiative, answers: Answers) -> Initiative:
        """The work with these answers."""
        return replace(content, **_initiative_values(answers))


class _PrioritySection(Section):
    """What came after is asked in two steps."""

    def read(self, content: WrittenPriority) -> Answers:
        """What the form starts with."""
        after = content.replaced_by
        step = SAID if after is None else AFTER if after else LEFT
        return super().read(content) | {"came_after": step, "after": list(after or ())}

    def write(self, content: WrittenPriority, answers: Answers) -> WrittenPriority:
        """The priority with these answers; its time stays."""
        return replace(content, **_priority_values(answers))


class _MeasureSection(Section):
    """A measure without a better way says so, and a target is a number."""

    def read(self, content: WrittenMeasure) -> Answers:
        """What the form starts with."""
        target = None if content.target is None else Decimal(content.target)
        return super().read(content) | {"polarity": content.polarity or NEITHER, "target": target}

    def write(self, content: WrittenMeasure, answers: Answers) -> WrittenMeasure:
        """The measure with these answers."""
        return replace(content, **_measure_values(answers))


def _initiative_values(answers: Answers) -> Answers:
    said = dict(answers)
    first = said.pop("first")
    others = tuple(key for key in said.pop("others") if key != first)
    return {**values_of(said, {}), "priorities": (first, *others)}


def _priority_values(answers: Answers) -> Answers:
    said = dict(answers)
    step, after = said.pop("came_after"), tuple(said.pop("after") or ())
    return {**values_of(said, {}), "replaced_by": None if step == SAID else after if step == AFTER else ()}


def _measure_values(answers: Answers) -> Answers:
    said = values_of(answers, {})
    if said["polarity"] == NEITHER:
        said["polarity"] = None
    if said["target"] is not None:
        said["target"] = amount_text(said["target"])
    return said


def _begin_strategy(answers: Answers) -> StrategyEntry:
    said = dict(answers)
    cited = (said.pop("source"),)
    return StrategyEntry(key="", citations=cited, notes=(), **values_of(said, OWN_TEXT))


def _begin_initiative(answers: Answers) -> Initiative:
    return Initiative(key="", notes=(), **_initiative_values(answers))


def _begin_priority(answers: Answers) -> WrittenPriority:
    return WrittenPriority(citation=None, **_priority_values(answers))


def _notes_of() -> Parts:
    return Parts(
        code="notes",
        label=_l("Progress notes"),
        add=_l("Add a note"),
        form=ProgressNoteForm,
        make=Note,
        name=_note_name,
        read=lambda content: content.notes,
        put=lambda content, notes: replace(content, notes=notes),
    )


def _note_name(note: Note) -> str:
    words = str(note.text)
    return f"{part_date_words(note.day)}: {words}" if note.day else words


def _strategy_path(thing: Thing) -> str:
    return url_for("strategy.strategies", _anchor=thing.slug)


def _initiative_path(thing: Thing) -> str:
    return url_for("strategy.initiatives", _anchor=thing.slug)


def _section(kind: type[Section], code: str, label: Any, form: type[Form]) -> Section:
    return kind(code=code, label=label, form=form)


STRATEGIES_EDITOR = Editor(
    name="strategies",
    noun=STRATEGIES,
    title=_l("Strategies"),
    add=_l("Add a strategy"),
    about=_l("The register of strategies, with progress notes. Where each stands follows from its dates."),
    nothing=_l("A strategy has an owner, its years, and what a document last said of it."),
    sections=(_section(_StrategySection, "strategy", _l("The strategy"), StrategyForm),),
    parts=(_notes_of(),),
    begin=_begin_strategy,
    public_path=_strategy_path,
    standing=lambda content: span_words(content.starts, content.ends) or "",
)
INITIATIVES_EDITOR = Editor(
    name="initiatives",
    noun=INITIATIVES,
    title=_l("Work"),
    add=_l("Add a piece of work"),
    about=_l("What is done under the priorities, with progress notes. A piece of work may serve several priorities."),
    nothing=_l("A piece of work has a name, its priorities, and how far it has come."),
    sections=(_section(_InitiativeSection, "initiative", _l("The work"), InitiativeForm),),
    parts=(_notes_of(),),
    begin=_begin_initiative,
    public_path=_initiative_path,
    standing=lambda content: part_date_words(content.last_word),
)
PRIORITIES_EDITOR = Editor(
    name="priorities",
    noun=PRIORITIES,
    title=_l("Priorities"),
    add=_l("Add a priority"),
    about=_l("The priorities of all times, and what took the place of each."),
    nothing=_l("A priority belongs to a time, and says what came after it."),
    sections=(_section(_PrioritySection, "priority", _l("The priority"), PriorityForm),),
    new_form=NewPriorityForm,
    begin=_begin_priority,
    public_path=lambda _thing: url_for("strategy.priorities"),
    standing=lambda content: content.set_key,
)
COMMITMENTS_EDITOR = Editor(
    name="commitments",
    noun=COMMITMENTS,
    title=_l("Promises"),
    add=_l("Add a promise"),
    about=_l("What the partners said they would do under each priority."),
    nothing=_l("A promise stands under a priority and names its source."),
    sections=(Section(code="commitment", label=_l("The promise"), form=CommitmentForm),),
    begin=lambda answers: WrittenCommitment(**values_of(answers, {})),
    public_path=lambda _thing: url_for("strategy.strategy"),
    standing=lambda content: content.priority,
)
MEASURES_EDITOR = Editor(
    name="measures",
    noun=MEASURES,
    title=_l("Measures"),
    add=_l("Add a measure"),
    about=_l("How success is told. The values themselves are entered under “Values of measures”."),
    nothing=_l("A measure says what is counted, which way is better, and how often a figure comes."),
    sections=(_section(_MeasureSection, "measure", _l("The measure"), MeasureForm),),
    begin=lambda answers: WrittenMeasure(**_measure_values(answers)),
    public_path=lambda _thing: url_for("strategy.strategy"),
    standing=lambda content: content.priority,
)
EDITORS = (STRATEGIES_EDITOR, PRIORITIES_EDITOR, COMMITMENTS_EDITOR, MEASURES_EDITOR, INITIATIVES_EDITOR)
blueprints = tuple(editor_blueprint(editor) for editor in EDITORS)
