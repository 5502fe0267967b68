"""Reads of imports: the list of them, and one with its report."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from webapp.database import db
from webapp.kit.errors import NotFoundError
from webapp.venues.downloads.frames import Form
from webapp.venues.importing.carrying import UNDER_WAY
from webapp.venues.importing.lists import Options
from webapp.venues.importing.reports import Report, from_record
from webapp.venues.importing.runs import options_of
from webapp.venues.models import VenueImport
from webapp.venues.rules import ImportState

MOST_LISTED = 50


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """An import in the list of them."""

    id: uuid.UUID
    state: ImportState
    file_name: str
    form: Form
    made_by: str
    made_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ShownImport(ImportLine):
    """An import with its report."""

    report: Report
    options: Options
    steps_done: int
    steps_total: int
    applied_at: dt.datetime | None

    @property
    def is_running(self) -> bool:
        """Whether the worker has it, or will have."""
        return self.state in UNDER_WAY


def list_imports() -> list[ImportLine]:
    """The newest imports, the newest first."""
    wanted = select(
        VenueImport.id,
        VenueImport.state,
        VenueImport.file_name,
        VenueImport.form,
        VenueImport.made_by,
        VenueImport.made_at,
    )
    rows = db.session.execute(wanted.order_by(VenueImport.made_at.desc(), VenueImport.id).limit(MOST_LISTED))
    return [
        ImportLine(
            id=row.id,
            state=ImportState(row.state),
            file_name=row.file_name,
            form=Form(row.form),
            made_by=row.made_by,
            made_at=row.made_at,
        )
        for row in rows
    ]


def get_import(run_id: uuid.UUID) -> ShownImport:
    """One import. Raises NotFoundError."""
    row = db.session.get(VenueImport, run_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    return ShownImport(
        id=row.id,
        state=ImportState(row.state),
        file_name=row.file_name,
        form=Form(row.form),
        made_by=row.made_by,
        made_at=row.made_at,
        report=from_record(row.report if row.state not in UNDER_WAY else {}),
        options=options_of(row.options),
        steps_done=row.steps_done,
        steps_total=row.steps_total,
        applied_at=row.applied_at,
    )
