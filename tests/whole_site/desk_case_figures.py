"""Yearly figures of case reviews, for the desk's access register and for what is looked at: drafts, asked, public."""

import datetime as dt
import uuid
from typing import Any

from tests.whole_site.desk_objects import APPROVERS, DeskAccess, Objects
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import Actor
from webapp.casereview.figures import services as figures
from webapp.casereview.figures.queries import YearFigures, last_of_year, list_all
from webapp.casereview.figures.services import Written
from webapp.casereview.rules.counting import year_of
from webapp.casereview.rules.figures import FIRST_YEAR, FiguresKind
from webapp.kit.clock import london_today, utc_now

WRITER, SECOND = Actor.officer(uuid.UUID(int=97)), Actor.officer(uuid.UUID(int=98))
CASE_OFFICERS = frozenset({RoleCode.CASE_OFFICER})
LESSONS = "Agencies tell one another sooner.\n\nAVeryLongWordThatNobodyCanBreakAnywhere" + "x" * 60


def a_year(year: int, *, kind: FiguresKind = FiguresKind.ENTERED, by: Actor = WRITER) -> uuid.UUID:
    """The figures of a year, begun and written; only the last one can still be counted."""
    figures_id = figures.begin(year, kind, by=by, today=london_today())
    source = "Made-up report of the old partnership, page 4" if kind is FiguresKind.ENTERED else ""
    words = Written(lessons=LESSONS, correction="A made-up figure was wrong.", source=source, counts=(3, 1, None, 2))
    figures.save(figures_id, words, seen=1, by=by)
    return figures_id


def asked(year: int, *, kind: FiguresKind = FiguresKind.ENTERED, by: Actor = WRITER) -> uuid.UUID:
    """Figures that wait for a second person."""
    figures_id = a_year(year, kind=kind, by=by)
    figures.ask(figures_id, by=by, at=utc_now())
    return figures_id


def published(year: int, *, kind: FiguresKind = FiguresKind.ENTERED) -> uuid.UUID:
    """Figures that are public."""
    figures_id = asked(year, kind=kind)
    fingerprint = figures.fingerprint_of(figures_id)
    figures.publish(figures_id, fingerprint, by=SECOND, today=london_today(), at=utc_now())
    return figures_id


def fill_figures() -> dict[str, str]:
    """Figures in every state that looks different."""
    refused = asked(2019)
    figures.refuse(refused, reason="It names a made-up street.", by=SECOND, at=utc_now() + dt.timedelta(seconds=1))
    things = {
        "figures_draft": a_year(year_of(london_today()) - 1, kind=FiguresKind.COUNTED),
        "figures_entered": a_year(2016),
        "figures_asked": asked(2018),
        "figures_refused": refused,
        "figures_public": published(2020),
    }
    return {name: str(key) for name, key in things.items()}


def _begun(_officer: Officer) -> dict[str, Any]:
    # The register calls a view once for each role: a year that is free, else one that was begun.
    free = (year for year in range(FIRST_YEAR, 2026) if last_of_year(year) is None)
    year = next(free, None)
    return {"figures_id": a_year(year) if year else next(each.id for each in list_all() if is_draft(each))}


def is_draft(found: YearFigures) -> bool:
    """Whether it can still be changed."""
    return not found.is_public and figures.waiting(found.id) is None


def _asked(officer: Officer) -> dict[str, Any]:
    values = _begun(officer)
    figures.ask(values["figures_id"], by=WRITER, at=utc_now())
    return values


BEGUN, ASKED = Objects(own=_begun), Objects(own=_asked)


def case_figures() -> dict[str, DeskAccess]:
    """Case officers prepare and ask; approvers read what is asked, and decide."""
    pages = {
        "years": DeskAccess(roles=CASE_OFFICERS | APPROVERS),
        "begin": DeskAccess(roles=CASE_OFFICERS),
        "year": DeskAccess(roles=CASE_OFFICERS | APPROVERS, objects=BEGUN),
        "ask": DeskAccess(roles=CASE_OFFICERS, objects=BEGUN),
        "publish": DeskAccess(roles=APPROVERS, objects=ASKED),
        "refuse": DeskAccess(roles=APPROVERS, objects=ASKED),
        "withdraw": DeskAccess(roles=CASE_OFFICERS, objects=ASKED),
        "discard": DeskAccess(roles=CASE_OFFICERS, objects=BEGUN),
    }
    return {f"desk.case_figures.{name}": access for name, access in pages.items()}
