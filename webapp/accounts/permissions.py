"""Roles and permissions as data: a role is a set of permissions, an officer holds roles, and nothing else opens a door.

Roles are those of the partnership's way of working: who moderates never publishes alone, who administers accounts
reads no case, and an agency's partner sees only what that agency was asked.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Permission(StrEnum):
    """One thing that an officer may do; views ask for these, never for a role."""

    WORK = "work"
    ASSIGN = "assign"
    EDIT = "edit"
    PUBLISH = "publish"
    FIGURES = "figures"
    APPROVE = "approve"
    REVIEWS = "reviews"
    MODERATE = "moderate"
    ENQUIRIES = "enquiries"
    SURVEY = "survey"
    # The words of the survey as they were written, with what a moderator takes out.
    SURVEY_ORIGINAL = "survey_original"
    # Taking answers out of the counts and back, and the proof of the counts.
    SURVEY_COUNTS = "survey_counts"
    CASES = "cases"
    VENUES = "venues"
    ANALYSE = "analyse"
    RELEASE = "release"
    ANSWER = "answer"
    AUDIT = "audit"
    OFFICERS = "officers"
    NOTICES = "notices"


class RoleCode(StrEnum):
    """The stored code of a role."""

    MODERATOR = "moderator"
    CASE_OFFICER = "case-officer"
    VENUE_OFFICER = "venue-officer"
    PUBLISHER = "publisher"
    APPROVER = "approver"
    ANALYST = "analyst"
    AGENCY_PARTNER = "agency-partner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role; `own_agency_only` ones see a row only where it belongs to the officer's agency."""

    code: RoleCode
    name: LazyString
    purpose: LazyString
    permissions: frozenset[Permission]
    own_agency_only: bool = False


def _role(code: RoleCode, name: LazyString, purpose: LazyString, *permissions: Permission, own: bool = False) -> Role:
    return Role(code=code, name=name, purpose=purpose, permissions=frozenset(permissions), own_agency_only=own)


ROLES: tuple[Role, ...] = (
    _role(
        RoleCode.MODERATOR,
        _l("Moderator"),
        _l("Reads what people wrote to us, takes personal details out, and answers enquiries."),
        Permission.WORK,
        Permission.MODERATE,
        Permission.SURVEY,
        Permission.ENQUIRIES,
    ),
    _role(
        RoleCode.CASE_OFFICER,
        _l("Case officer"),
        _l("Works on case reviews and enquiries, and asks agencies for answers."),
        Permission.WORK,
        Permission.ASSIGN,
        Permission.CASES,
        Permission.SURVEY,
        Permission.SURVEY_ORIGINAL,
        Permission.ENQUIRIES,
    ),
    _role(
        RoleCode.VENUE_OFFICER,
        _l("Venue officer"),
        _l("Checks and keeps the places of the schemes."),
        Permission.WORK,
        Permission.VENUES,
    ),
    _role(
        RoleCode.PUBLISHER,
        _l("Publisher"),
        _l("Writes and publishes documents and pages; sensitive ones need an approver too."),
        Permission.WORK,
        Permission.EDIT,
        Permission.PUBLISH,
        Permission.FIGURES,
        Permission.REVIEWS,
    ),
    _role(
        RoleCode.APPROVER,
        _l("Approver"),
        _l("Is the second person for what nobody may do alone."),
        Permission.WORK,
        Permission.APPROVE,
        Permission.REVIEWS,
    ),
    _role(
        RoleCode.ANALYST,
        _l("Analyst"),
        _l("Keeps figures, looks at what people told us, and prepares releases."),
        Permission.WORK,
        Permission.FIGURES,
        Permission.ANALYSE,
        Permission.SURVEY_COUNTS,
        Permission.RELEASE,
    ),
    _role(
        RoleCode.AGENCY_PARTNER,
        _l("Agency partner"),
        _l("Answers what their own agency was asked, and sees nothing else."),
        Permission.WORK,
        Permission.ANSWER,
        own=True,
    ),
    _role(
        RoleCode.AUDITOR,
        _l("Auditor"),
        _l("Reads the record of who did what; changes nothing."),
        Permission.AUDIT,
    ),
    _role(
        RoleCode.ADMINISTRATOR,
        _l("Administrator"),
        _l("Invites officers, gives and takes roles, and looks after the sending of notices; reads no case."),
        Permission.OFFICERS,
        Permission.NOTICES,
    ),
)
ROLE_BY_CODE = {role.code: role for role in ROLES}


def permissions_of(roles: Iterable[RoleCode]) -> frozenset[Permission]:
    """Everything that the roles together allow."""
    return frozenset(permission for role in roles for permission in ROLE_BY_CODE[role].permissions)


@dataclass(frozen=True, kw_only=True)
class Officer:
    """An officer as views see one: no secret, and nothing that could be written back."""

    id: uuid.UUID
    name: str
    email: str
    roles: frozenset[RoleCode]
    agency: str | None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles allow, taken together."""
        return permissions_of(self.roles)

    def may(self, *permissions: Permission) -> bool:
        """Whether the officer holds at least one of `permissions`."""
        return not self.permissions.isdisjoint(permissions)

    def agency_limit(self, permission: Permission) -> str | None:
        """The one agency whose rows the officer may touch with `permission`; None where no such limit stands.

        An empty text matches no row: a partner without an agency sees nothing.
        """
        holding = [ROLE_BY_CODE[role] for role in self.roles if permission in ROLE_BY_CODE[role].permissions]
        if holding and not all(role.own_agency_only for role in holding):
            return None
        return self.agency or ""

    def may_touch(self, permission: Permission, *, agency: str | None) -> bool:
        """Whether the officer may use `permission` on a row of `agency` (None: the partnership's own)."""
        if permission not in self.permissions:
            return False
        limit = self.agency_limit(permission)
        return limit is None or (limit != "" and limit == agency)
