"""Reports about made-up places, as the form gives them to the service."""

import datetime as dt
import itertools

from sqlalchemy import select

from webapp.database import db
from webapp.venues import reports
from webapp.venues.models import VenueReport
from webapp.venues.reports import NewReport
from webapp.venues.rules import Problem

TODAY = dt.date(2026, 11, 21)
WORDS = "The <b>door</b> was locked at noon."
_numbers = itertools.count(1)


def new(**changed) -> NewReport:
    return NewReport(**{"slug": "made-up-library", "problem": Problem.HOURS_WRONG, "words": WORDS, **changed})


def reported(*, today: dt.date = TODAY, key: str = "", **changed) -> VenueReport:
    """A report in the database, as its row."""
    reference = reports.write(new(**changed), key=key or f"key {next(_numbers)}", today=today)
    return db.session.scalars(select(VenueReport).where(VenueReport.reference == reference)).one()
