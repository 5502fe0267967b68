"""What officers are told about figures: states, steps, and what has to be put right."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.figures.checks import Fault, FoundFault
from webapp.figures.csv_files import FileFault, Unreadable
from webapp.figures.states import Act, State
from webapp.figures.tables import MOST_ROWS, CellFault, Wrong
from webapp.partnership.figures import Figure

STATES: Mapping[State, tuple[LazyString, str]] = {
    State.DRAFT: (_l("Draft"), "soon"),
    State.PUBLISHED: (_l("Published"), "open"),
    State.WITHDRAWN: (_l("Withdrawn"), "quiet"),
}
ACTS: Mapping[Act, LazyString] = {
    Act.LOADED: _l("Loaded from the partnership's files"),
    Act.SAVED: _l("Saved a draft"),
    Act.PUBLISHED: _l("Published"),
    Act.DISCARDED: _l("Threw the draft away"),
    Act.WITHDRAWN: _l("Withdrew it"),
}
PARTS: Mapping[str, LazyString] = {
    "title": _l("Title"),
    "lead": _l("Lead"),
    "subject": _l("Subject"),
    "areas": _l("Areas"),
    "period": _l("Period"),
    "citation": _l("Where it comes from"),
    "columns": _l("Columns"),
    "statements": _l("Statements"),
    "headline": _l("The value that stands alone"),
    "chart": _l("Chart"),
    "reading": _l("How to read it"),
    "doubts": _l("What is not certain"),
    "breaks": _l("What cannot be compared"),
    "reuse": _l("Use of the figures"),
}
_FAULTS: Mapping[Fault, LazyString] = {
    Fault.NO_SOURCE: _l("Choose a source that can be looked up, in place of “%(name)s”."),
    Fault.NO_VALUES: _l("Fill in the table: no cell has a value yet."),
    Fault.NO_STATEMENTS: _l("Write at least one statement."),
    Fault.EMPTY_HEADLINE: _l("Choose another value to stand alone: that of “%(name)s” is empty."),
    Fault.MIXED_CHART: _l("Draw percentages or amounts, not both: they share no scale."),
    Fault.UNDRAWABLE: _l("Take “%(name)s” out of the chart: words and numbers below nought make no bars."),
    Fault.TWO_TOTALS: _l("Mark one row as the total: “%(name)s” is a second one."),
    Fault.TOTAL_DIFFERS: _l(
        "Check “%(name)s”: the rows add up to another total. If the source prints it so, say so under doubts."
    ),
}
_CELLS: Mapping[Wrong, LazyString] = {
    Wrong.NO_LABEL: _l("Name the row."),
    Wrong.LABEL_TWICE: _l("Give each row a name of its own: “%(typed)s” stands twice."),
    Wrong.KEY_TWICE: _l("Take one of the two rows with the same code out: “%(typed)s”."),
    Wrong.TOO_LONG: _l("Shorten this to 300 characters or fewer."),
    Wrong.NO_NUMBER: _l("Enter a number in place of “%(typed)s”, or leave the cell empty."),
    Wrong.NO_WHOLE_NUMBER: _l("Enter a whole number in place of “%(typed)s”, or change what stands in the column."),
    Wrong.NO_BOUND: _l("Use over, just_over, nearly or about, or nothing, in place of “%(typed)s”."),
    Wrong.NO_SOURCE: _l("Use the key of a source that the site knows, or words with no place, in the row “%(typed)s”."),
    Wrong.NO_PLACE: _l("Give a paragraph number or a section that the source has, in the row “%(typed)s”."),
    Wrong.TOO_MANY_ROWS: _l("Split the table: it has %(typed)s rows."),
    Wrong.NO_ROWS: _l("Fill in at least one row."),
}
_FILES: Mapping[Unreadable, LazyString] = {
    Unreadable.EMPTY: _l("Choose another file: this one holds nothing."),
    Unreadable.NOT_TEXT: _l("Save the table as CSV (UTF-8) in your spreadsheet and choose that file."),
    Unreadable.BROKEN: _l("Save the table as CSV (UTF-8) again: this file cannot be read."),
    Unreadable.NO_LABELS: _l("Name the column of the row names “label” in the first line."),
    Unreadable.NO_COLUMN: _l("Add these columns, named in the first line: %(names)s."),
    Unreadable.STRANGE_COLUMN: _l("Take the column “%(names)s” out, or add it to the figure first."),
    Unreadable.COLUMN_TWICE: _l("Take one of the two columns “%(names)s” out."),
}


def fault_words(found: FoundFault) -> str:
    """What stands in the way of publishing, as what to do."""
    return str(_FAULTS[found.fault]) % {"name": found.name}


def cell_words(fault: CellFault) -> str:
    """What to do about a cell."""
    return str(_CELLS[fault.wrong]) % {"typed": fault.typed[:60]}


def file_words(fault: FileFault) -> str:
    """What to do about a file."""
    if fault.wrong is Unreadable.TOO_MANY_ROWS:
        return str(_("Bring a table of %(most)s rows or fewer: nobody reads a longer one.", most=MOST_ROWS))
    return str(_FILES[fault.wrong]) % {"names": ", ".join(fault.names)[:200]}


def column_words(figure: Figure, key: str) -> str:
    """The name of a column of the table, or of the names of the rows."""
    names = {column.key: str(column.name) for column in figure.columns}
    return names.get(key) or str({"bound": _("How the source rounds"), "source": _("Source")}.get(key, _("Row")))
