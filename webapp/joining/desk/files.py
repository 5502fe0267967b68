"""What a business showed with its application, looked at as pictures, and its original for a reason."""

import functools
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from flask import url_for

from webapp.accounts.access import content_key, current_actor
from webapp.evidence.officer_pages import register_officer_pages
from webapp.evidence.records import Subject
from webapp.joining import queries
from webapp.joining.desk import bp, only_for_venues
from webapp.joining.desk.frame import crumbs, shared
from webapp.joining.items import APPLICATION


def subjects_of(application_id: uuid.UUID) -> list[Subject]:
    """Whose files an address is about."""
    return [(APPLICATION, application_id)]


def _frame(application_id: uuid.UUID) -> Mapping[str, Any]:
    found = queries.get_application(application_id)
    way = crumbs((found.reference, url_for(".application", application_id=application_id)))
    return {**shared(), "crumbs": way}


def _mark(view: Callable[..., Any]) -> Callable[..., Any]:
    # A function of its own: what is handed in is a method, which cannot carry a mark.
    @functools.wraps(view)
    def run(*args: Any, **values: Any) -> Any:
        return view(*args, **values)

    return only_for_venues(run)


register_officer_pages(
    bp,
    prefix="/<uuid:application_id>/files",
    mark=_mark,
    subjects=subjects_of,
    by=current_actor,
    key=content_key,
    frame=_frame,
)
