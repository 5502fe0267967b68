"""The desk's navigation: one entry for each place, seen by those whom the view behind it lets in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from flask import current_app, g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webapp.accounts.access import current_officer, mark_of
from webapp.accounts.permissions import Officer
from webapp.desk.reach import reach_of
from webapp.kit.clock import london_today
from webapp.work import queries as work
from webapp.work.queries import Counts


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place on the desk; who sees it follows from the mark of its view. `shortcut` is the letter after g."""

    label: LazyString
    endpoint: str
    shortcut: str = ""
    # Whether the number of items that nobody has taken stands beside it.
    counts_new: bool = False


class NavigationLink(NamedTuple):
    """An entry as the layout draws it."""

    label: str
    href: str
    current: bool
    number: int | None


ENTRIES: tuple[Entry, ...] = (
    Entry(label=_l("Start"), endpoint="desk.home", shortcut="h"),
    Entry(label=_l("Queue"), endpoint="desk.queue", shortcut="q", counts_new=True),
    Entry(label=_l("Case reviews"), endpoint="desk.case_reviews.cases", shortcut="w"),
    Entry(label=_l("Messages"), endpoint="desk.enquiries.enquiries", shortcut="e"),
    Entry(label=_l("Survey"), endpoint="desk.survey.overview", shortcut="b"),
    Entry(label=_l("What people told us"), endpoint="desk.analysis.told", shortcut="t"),
    Entry(label=_l("Releases"), endpoint="desk.releases.releases", shortcut="l"),
    Entry(label=_l("You said, we did"), endpoint="desk.answers.themes", shortcut="y"),
    Entry(label=_l("Our actions"), endpoint="desk.answers.own_actions", shortcut="u"),
    Entry(label=_l("Packs for the Board"), endpoint="desk.packs.packs", shortcut="k"),
    Entry(label=_l("Places"), endpoint="desk.venues.venues", shortcut="v"),
    Entry(label=_l("Publications"), endpoint="desk.publishing.publications", shortcut="p"),
    Entry(label=_l("Site content"), endpoint="desk.content.index", shortcut="c"),
    Entry(label=_l("Figures"), endpoint="desk.figures.figures", shortcut="f"),
    Entry(label=_l("Measures"), endpoint="desk.kpis.kpis", shortcut="m"),
    Entry(label=_l("Reviews"), endpoint="desk.reviews.reviews", shortcut="r"),
    Entry(label=_l("Officers"), endpoint="desk.accounts.officers", shortcut="o"),
    Entry(label=_l("Audit"), endpoint="desk.audit", shortcut="a"),
    Entry(label=_l("Service status"), endpoint="desk.status", shortcut="s"),
)


def entries_for(officer: Officer) -> Iterator[Entry]:
    """The entries that lead somewhere for this officer."""
    for entry in ENTRIES:
        mark = mark_of(current_app.view_functions[entry.endpoint])
        if mark is not None and (not mark.permissions or officer.may(*mark.permissions)):
            yield entry


def links_for(officer: Officer) -> list[NavigationLink]:
    """The navigation of the running request."""
    here, start = request.path, url_for("desk.home")
    found = [(entry, url_for(entry.endpoint)) for entry in entries_for(officer)]
    # The place is the longest address that this one lies under; all lie under the start page's, which counts alone.
    above = [href for _, href in found if here == href or (href != start and here.startswith(f"{href}/"))]
    place = max(above, key=len, default="")
    return [
        NavigationLink(
            label=str(entry.label),
            href=href,
            current=href == place,
            number=own_counts().total.new or None if entry.counts_new and "is_refusal" not in g else None,
        )
        for entry, href in found
    ]


def own_counts() -> Counts:
    """What is open within this officer's reach, asked once in a request."""
    if "desk_counts" not in g:
        officer = current_officer()
        if officer is None:
            message = "Only a page of a signed-in officer counts work."
            raise RuntimeError(message)
        g.desk_counts = work.count_items(reach_of(officer), today=london_today())
    counts: Counts = g.desk_counts
    return counts


def forget_counts() -> None:
    """Have the counts asked for again in this request, after something was taken or given back."""
    g.pop("desk_counts", None)
    g.pop("desk_frame", None)
