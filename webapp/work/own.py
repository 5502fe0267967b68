"""What officers set up for themselves: saved views of the queue, and whether shortcuts of one key are on."""

import uuid

from sqlalchemy import delete, select

from webapp.database import db
from webapp.kit.transaction import transaction
from webapp.work.models import SavedView, WorkSetting
from webapp.work.queries import MOST_VIEWS


class TooManyViewsError(Exception):
    """An officer has as many saved views as fit into a list."""


@transaction
def save_view(officer_id: uuid.UUID, *, name: str, query: str) -> None:
    """Keep a set of filters under a name; the same name again replaces it. Raises TooManyViewsError."""
    rows = db.session.scalars(select(SavedView).where(SavedView.officer_id == officer_id)).all()
    same = next((row for row in rows if row.name == name), None)
    if same is not None:
        same.query = query
        return
    if len(rows) >= MOST_VIEWS:
        raise TooManyViewsError
    db.session.add(SavedView(id=uuid.uuid4(), officer_id=officer_id, name=name, query=query))


@transaction
def delete_view(view_id: uuid.UUID, *, officer_id: uuid.UUID) -> None:
    """Forget one of the officer's own views. Safe to repeat."""
    db.session.execute(delete(SavedView).where(SavedView.id == view_id, SavedView.officer_id == officer_id))


@transaction
def set_single_keys(officer_id: uuid.UUID, *, on: bool) -> None:
    """Switch the shortcuts of one key on or off."""
    setting = db.session.get(WorkSetting, officer_id)
    if setting is None:
        setting = WorkSetting(officer_id=officer_id)
        db.session.add(setting)
    setting.single_keys = on
