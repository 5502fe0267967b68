"""How far an officer's hands reach: their roles and agency in the terms of `webapp.work`."""

from webapp.accounts.access import signed_in_officer
from webapp.accounts.permissions import Officer, Permission
from webapp.work.rules import Reach


def reach_of(officer: Officer) -> Reach:
    """The officer's reach, by permission and agency."""
    return Reach(
        officer_id=officer.id,
        permissions={permission.value: officer.agency_limit(permission) for permission in officer.permissions},
        may_assign=officer.may(Permission.ASSIGN),
    )


def own_reach() -> Reach:
    """The reach of the officer whose request this is."""
    return reach_of(signed_in_officer())
