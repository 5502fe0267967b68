"""The yearly figures in the queue, what timelines call what was done with them, and what the desk says of them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.casereview.rules.figures import FiguresFault, FiguresKind
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# The subject of work items, approvals and audit rows, and the act that is approved.
FIGURES = "case_figures"
PUBLISH = "case_figures.publish"
APPROVE = "approve"
# What a notice to the second person calls it.
THE_FIGURES = _l("yearly figures")
KIND_NAMES: dict[FiguresKind, LazyString] = {
    FiguresKind.COUNTED: _l("Counted from the cases"),
    FiguresKind.ENTERED: _l("From an older document"),
}
FAULTS: dict[FiguresFault, LazyString] = {
    FiguresFault.NOT_OVER: _l("This year is not over. Publish its figures after 31 March."),
    FiguresFault.NO_SUCH_YEAR: _l("There are no figures for this year. Choose another one."),
    FiguresFault.BEGUN: _l("The figures of this year have been begun already. Open them in the list."),
    FiguresFault.FROZEN: _l("These figures are public and frozen. Begin a correction instead."),
    FiguresFault.WAITING: _l("A second person is asked about these figures. Withdraw the request to change them."),
    FiguresFault.NO_SOURCE: _l("Write where the figures come from before you ask a second person."),
    FiguresFault.NO_CORRECTION: _l("Write what is corrected before you ask a second person."),
    FiguresFault.TOO_OLD: _l(
        "Cases of this year may have been erased already, so a count would be too low. "
        "Enter the figures from the document in which they were published."
    ),
    FiguresFault.NOTHING_GIVEN: _l("Enter at least one of the four figures before you ask a second person."),
}

register_kinds(
    ItemKind(
        code=PUBLISH,
        label=_l("Yearly figures that are to be published"),
        permission=APPROVE,
        endpoint="desk.case_figures.year",
        argument="figures_id",
    )
)
register_acts(
    {
        "case_figures.begun": _l("Began the figures of a year"),
        "case_figures.saved": _l("Changed the figures of a year"),
        "case_figures.discarded": _l("Threw away figures that were not published"),
        "case_figures.published": _l("Published the figures of a year"),
    }
)
