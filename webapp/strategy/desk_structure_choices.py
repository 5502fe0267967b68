"""What an officer chooses from when a strategy, a priority, a measure or a piece of work is written."""

from flask_babel import lazy_gettext as _l

from webapp.kit.forms import Choice
from webapp.partnership.figures import Polarity, ValueType
from webapp.partnership.strategy import InitiativeStage, MeasureKind, NoteKind, Stage

NEITHER = "neither"
SAID, LEFT, AFTER = "unknown", "left", "after"
STAGES = (
    Choice(Stage.PLANNED, _l("Planned")),
    Choice(Stage.BEING_WRITTEN, _l("Being written")),
    Choice(Stage.AGREED, _l("Agreed")),
)
WORK_STAGES = (
    Choice(InitiativeStage.PILOT, _l("Being tried out")),
    Choice(InitiativeStage.RUNNING, _l("Going on")),
    Choice(InitiativeStage.DONE, _l("Done")),
)
NOTE_KINDS = (
    Choice(NoteKind.PROGRESS, _l("What happened")),
    Choice(NoteKind.OPEN, _l("What is not known yet")),
)
MEASURE_KINDS = (
    Choice(MeasureKind.KPI, _l("A strategy names it as a measure")),
    Choice(MeasureKind.REPORTED, _l("A report gives the figure")),
)
TYPES = (
    Choice(ValueType.WHOLE, _l("Whole numbers")),
    Choice(ValueType.DECIMAL, _l("Numbers with a fraction")),
    Choice(ValueType.PERCENT, _l("Percentages")),
    Choice(ValueType.POUNDS, _l("Pounds")),
)
POLARITIES = (
    Choice(Polarity.UP_IS_GOOD, _l("More is better")),
    Choice(Polarity.DOWN_IS_GOOD, _l("Less is better")),
    Choice(NEITHER, _l("Neither way is better by itself")),
)
WHAT_CAME_AFTER = (
    Choice(SAID, _l("Nobody says, or nothing yet")),
    Choice(LEFT, _l("It left the list")),
    Choice(AFTER, _l("Other priorities"), reveals="after"),
)
