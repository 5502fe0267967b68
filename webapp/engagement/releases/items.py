"""Releases in the queue, what timelines call what was done with them, and what the desk says of them."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.engagement.releases.codes import Fault
from webapp.work.kinds import ItemKind, register_kinds
from webapp.work.wording import register_acts

# The subject of work items, approvals and audit rows, and the act that is approved.
RELEASE = "release"
PUBLISH = "release.publish"
APPROVE = "approve"
# What a notice to the second person calls it.
THE_RELEASE = _l("a release of what people told us")
FAULTS: Mapping[Fault, LazyString] = {
    Fault.TOO_EARLY: _l("This quarter is too new. A release waits until another quarter is complete."),
    Fault.NO_SUCH_QUARTER: _l("There is no such quarter. Write it like 2026Q2."),
    Fault.BEGUN: _l("A release of this quarter has been begun already. Open it in the list."),
    Fault.PUBLISHED: _l("This quarter is public. Begin a correction instead."),
    Fault.NOT_PUBLIC: _l("Only what is public, and not corrected already, can be corrected."),
    Fault.FROZEN: _l("This release is public and frozen. Begin a correction instead."),
    Fault.NOT_READY: _l("This release is not made yet. Wait until it is."),
    Fault.WAITING: _l("A second person is asked about this release. Withdraw the request to change it."),
    Fault.NO_WORDS: _l("Write what is corrected, in the first language of the site at least."),
    Fault.NO_ANSWERS: _l("Too few people answered in the year up to this quarter. There is nothing to release."),
    Fault.NOT_PROTECTED: _l("The solver could not prove that nobody can be worked out, so nothing was made."),
    Fault.OUTDATED: _l("Another release was published after this one was made. Throw this one away and make it anew."),
    Fault.STOPPED: _l("The making stopped before it was done. Throw this one away and make it anew."),
}

register_kinds(
    ItemKind(
        code=PUBLISH,
        label=_l("What people told us: a release that is to be published"),
        permission=APPROVE,
        endpoint="desk.releases.release",
        argument="release_id",
    )
)
register_acts(
    {
        "release.begun": _l("Began a release"),
        "release.prepared": _l("Made a release ready"),
        "release.failed": _l("Could not make a release"),
        "release.published": _l("Published a release"),
        "release.superseded": _l("Replaced a release by a correction"),
        "release.discarded": _l("Threw away a release that was not published"),
    }
)
