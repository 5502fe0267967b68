"""How far an officer's hands reach: their roles and agency in the terms of `webapp.work`."""

import uuid

from flask import request

from webapp.accounts.access import current_actor, signed_in_officer
from webapp.accounts.permissions import Officer, Permission
from webapp.casereview.cases import queries as case_reviews
from webapp.casereview.cases import services
from webapp.kit.errors import NotFoundError
from webapp.work import queries as work
from webapp.work.queries import Item
from webapp.work.rules import Reach


def reach_of(officer: Officer) -> Reach:
    """The officer's reach, by permission and agency."""
    return Reach(
        officer_id=officer.id,
        permissions={permission.value: officer.agency_limit(permission) for permission in officer.permissions},
        may_assign=officer.may(Permission.ASSIGN),
        barred=case_reviews.barred(case_reviews.Reach(officer_id=officer.id, agency=officer.agency)),
    )


def item_of(item_id: uuid.UUID) -> Item:
    """An item within the reach of the officer of this request. Raises NotFoundError.

    That somebody asked for an item of a case review that they must not see is written down.
    """
    try:
        return work.get_item(item_id, reach=own_reach())
    except NotFoundError:
        case_id = work.record_of(item_id)
        if case_id is not None:
            services.note_refusal(case_id, by=current_actor(), endpoint=request.endpoint or "")
        raise


def own_reach() -> Reach:
    """The reach of the officer whose request this is."""
    return reach_of(signed_in_officer())
