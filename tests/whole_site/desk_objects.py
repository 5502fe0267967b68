"""What the views of the desk are called about, in the access register: made-up things, an officer's own and others'."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from webapp.accounts.permissions import Officer, Permission, RoleCode
from webapp.audit.actors import SYSTEM, Actor
from webapp.desk.reach import reach_of
from webapp.reviews.rules import Level, Slot, Theme
from webapp.reviews.services import documents, files
from webapp.reviews.services.recommendations import NewRecommendation, add_recommendation
from webapp.work import notes, own, queries, services
from webapp.work.kinds import ItemKind

EVERY_OFFICER = frozenset(RoleCode)
WORKERS = EVERY_OFFICER - {RoleCode.AUDITOR, RoleCode.ADMINISTRATOR}
ENQUIRY_READERS = frozenset({RoleCode.MODERATOR, RoleCode.CASE_OFFICER})
ADMINISTRATORS = frozenset({RoleCode.ADMINISTRATOR})
AUDITORS = frozenset({RoleCode.AUDITOR})
AGENCY, OTHER_AGENCY = "police", "fire"
# What belongs to a role and to no other one: an item that needs it is in that role's reach only.
WORK_OF: dict[RoleCode, Permission] = {
    RoleCode.MODERATOR: Permission.MODERATE,
    RoleCode.CASE_OFFICER: Permission.CASES,
    RoleCode.VENUE_OFFICER: Permission.VENUES,
    RoleCode.PUBLISHER: Permission.PUBLISH,
    RoleCode.APPROVER: Permission.APPROVE,
    RoleCode.ANALYST: Permission.ANALYSE,
    RoleCode.AGENCY_PARTNER: Permission.ANSWER,
}
KIND = ItemKind(code="test.matrix", label="Made up", permission=Permission.WORK, closes_by_hand=True)

# Values for the address, made for an officer: an object of their own, or one that is somebody else's.
Maker = Callable[[Officer], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Objects:
    """What a view is called about; without `others` there is no such thing as somebody else's."""

    own: Maker
    others: Maker | None = None
    # What an officer is answered who asks for somebody else's.
    refused: frozenset[int] = frozenset({403, 404})


@dataclass(frozen=True, kw_only=True)
class DeskAccess:
    """Who may call a view; `None` for the few that people call before they are signed in."""

    roles: frozenset[RoleCode] | None
    objects: Objects | None = None
    # Further values for the address that are no objects.
    values: dict[str, str] = field(default_factory=dict)
    # Where an officer who may call it is answered something else than a page, a redirect or a form to put right.
    answered: frozenset[int] = frozenset({200, 303, 409, 422})


def _item(officer: Officer, *, within: bool) -> dict[str, Any]:
    role = next(iter(officer.roles))
    permission = WORK_OF.get(role, Permission.WORK)
    agency = AGENCY if within else OTHER_AGENCY
    if not within and role is not RoleCode.AGENCY_PARTNER:
        permission = next(other for each, other in WORK_OF.items() if each is not role)
    subject = ("matrix", uuid.uuid4())
    item = services.open_item(KIND.code, subject=subject, label="M", by=SYSTEM, permission=permission, agency=agency)
    return {"item_id": item}


def _own_item(officer: Officer) -> dict[str, Any]:
    return _item(officer, within=True)


def _others_item(officer: Officer) -> dict[str, Any]:
    return _item(officer, within=False)


def _own_note(officer: Officer) -> dict[str, Any]:
    return _note(officer, by=Actor.officer(officer.id))


def _others_note(officer: Officer) -> dict[str, Any]:
    return _note(officer, by=Actor.officer(uuid.uuid4()))


def _note(officer: Officer, *, by: Actor) -> dict[str, Any]:
    values = _item(officer, within=officer.may(Permission.WORK))
    if not officer.may(Permission.WORK):
        return {**values, "note_id": uuid.uuid4()}
    subject = queries.get_item(values["item_id"], reach=reach_of(officer)).subject
    return {**values, "note_id": notes.add_note(subject, "A made-up note", by=by)}


def _view_of(officer_id: uuid.UUID) -> dict[str, Any]:
    own.save_view(officer_id, name="Made up", query="show=mine")
    return {"view_id": queries.list_views(officer_id)[0].id}


def _some_officer(_officer: Officer) -> dict[str, Any]:
    from tests.officers import make_officer

    return {"officer_id": make_officer("publisher").id}


def _enquiry(_officer: Officer) -> dict[str, Any]:
    from tests.enquiries.conftest import stored

    return {"enquiry_id": stored().id}


def nothing_yet(*names: str) -> Maker:
    return lambda _officer: {name: uuid.uuid4() for name in names}


ITEM = Objects(own=_own_item, others=_others_item)
NOTE = Objects(own=_own_note, others=_others_note)
# Forgetting what is not one's own does nothing, and says so in the same words: tests/desk/test_queue.py.
VIEW = Objects(
    own=lambda officer: _view_of(officer.id),
    others=lambda _officer: _view_of(uuid.uuid4()),
    refused=frozenset({303}),
)
OFFICER = Objects(own=_some_officer)
# They belong to nobody: whoever may read enquiries may read each.
ENQUIRY = Objects(own=_enquiry)


PUBLISHERS = frozenset({RoleCode.PUBLISHER})
APPROVERS = frozenset({RoleCode.APPROVER})
REVIEWERS = PUBLISHERS | APPROVERS
PUBLICATION_READERS = PUBLISHERS | APPROVERS


def _document(officer: Officer) -> dict[str, Any]:
    from tests.publishing.desk.documents import values_of_a_draft

    return values_of_a_draft(by=Actor.officer(officer.id))


def _import(officer: Officer) -> dict[str, Any]:
    from tests.publishing.desk.documents import ask_for_import

    return {"run_id": ask_for_import(by=Actor.officer(officer.id))}


DOCUMENT = Objects(own=_document)
IMPORT = Objects(own=_import)


def of_document(roles: frozenset[RoleCode], *ids: str, **values: str) -> DeskAccess:
    """A page of a document, found by its slug; with ids also of something on its draft."""
    # 400: the matrix sends no answers, and a finding's form says what became of it.
    return DeskAccess(
        roles=roles,
        objects=Objects(own=_document) if ids else None,
        values={"slug": "made-up", **values},
        answered=frozenset({200, 303, 400, 404, 409, 422}),
    )


def signing_in(*, answered: set[int] | None = None, **told: Any) -> DeskAccess:
    return DeskAccess(roles=None, answered=frozenset(answered or {200, 303, 422}), **told)


def _review(_officer: Officer) -> dict[str, Any]:
    review_id = files.notify(by=SYSTEM)
    documents.put_document(review_id, Slot.ACTION_PLAN, "en", documents.read_words("# A plan\n\nMade up.\n"), by=SYSTEM)
    return {"review_id": review_id}


def _recommendation(officer: Officer) -> dict[str, Any]:
    new = NewRecommendation(words="Made up.", level=Level.LOCAL, theme=Theme.OTHER, agency=AGENCY)
    return {"recommendation_id": add_recommendation(_review(officer)["review_id"], new, by=SYSTEM)}


def of_review(roles: frozenset[RoleCode], **values: str) -> DeskAccess:
    return DeskAccess(roles=roles, objects=Objects(own=_review), values=values)


def of_recommendation(roles: frozenset[RoleCode]) -> DeskAccess:
    return DeskAccess(roles=roles, objects=Objects(own=_recommendation))


EDITORS_OF_THE_SITE = (
    "alerts",
    "topics",
    "meetings",
    "events",
    "scrutiny",
    "campaigns",
    "consultations",
    "surveys",
    "letters",
)
WITH_LISTS = frozenset({"topics", "meetings", "strategies", "initiatives", "surveys"})


def _thing_of(name: str) -> Objects:
    """A thing of that kind, written now; whoever may edit may edit every one."""

    def write(_officer: Officer) -> dict[str, Any]:
        from tests.edits.things import write_thing

        return {"subject_id": write_thing(name)}

    return Objects(own=write)


def editor(name: str) -> dict[str, DeskAccess]:
    publishers = frozenset({RoleCode.PUBLISHER})
    pages = {
        "things": {},
        "new": {},
        "thing": {},
        "change": {"code": "nothing"},
        "version": {"number": "1"},
        "restore": {"number": "1"},
        "publish": {},
        "take_off": {},
    }
    if name in WITH_LISTS:
        pages |= {part: {"code": "nothing", "number": "1"} for part in ("add", "part", "remove")}
    return {
        f"desk.{name}.{page}": DeskAccess(
            roles=publishers,
            objects=None if page in {"things", "new"} else _thing_of(name),
            values=values,
            # There is no such section: that an officer gets so far is what is asked here.
            answered=frozenset({200, 303, 404, 409, 422}),
        )
        for page, values in pages.items()
    }


# Parts of the strategy: the same pages as the other editors have.
STRUCTURE = ("strategies", "priorities", "commitments", "measures", "initiatives")
FIGURE_KEEPERS = frozenset({RoleCode.PUBLISHER, RoleCode.ANALYST})
FIGURE_PAGES: dict[str, dict[str, str]] = {
    "figure": {},
    "about": {},
    "table": {},
    "new_column": {},
    "column": {"key": "lamps"},
    "row": {"key": "high_street"},
    "headline": {},
    "new_statement": {},
    "statement": {"number": "1"},
    "draft_csv": {},
    "upload": {},
    "keep_upload": {},
    "history": {},
    "change": {"number": "1"},
    "restore": {"number": "1"},
    "discard": {},
}


def part_of_strategy(name: str) -> Objects:
    def made(_officer: Officer) -> dict[str, Any]:
        from tests.strategy.desk.things import write_part

        return {"subject_id": write_part(name)}

    return Objects(own=made)


def _figure(_officer: Officer) -> dict[str, Any]:
    from tests.strategy.desk.things import write_figure

    return {"figure_id": write_figure()}


def _measure(_officer: Officer) -> dict[str, Any]:
    from tests.strategy.desk.things import write_part

    return {"measure_id": write_part("measures")}


def _value(_officer: Officer) -> dict[str, Any]:
    from tests.strategy.desk.things import write_value

    measure_id, observation_id = write_value()
    return {"measure_id": measure_id, "observation_id": observation_id}


def figures() -> dict[str, DeskAccess]:
    """A statement's pages are not there for a table, nor is there a draft to throw away: an officer gets so far."""
    answered = frozenset({200, 303, 404, 409, 422})
    pages = {
        f"desk.figures.{page}": DeskAccess(
            roles=FIGURE_KEEPERS, objects=Objects(own=_figure), values=values, answered=answered
        )
        for page, values in FIGURE_PAGES.items()
    }
    publishing = {
        f"desk.figures.{page}": DeskAccess(
            roles=frozenset({RoleCode.PUBLISHER}), objects=Objects(own=_figure), answered=answered
        )
        for page in ("publish", "withdraw")
    }
    lists = {f"desk.figures.{page}": DeskAccess(roles=FIGURE_KEEPERS) for page in ("figures", "new")}
    return lists | pages | publishing


def kpis() -> dict[str, DeskAccess]:
    return {
        "desk.kpis.kpis": DeskAccess(roles=FIGURE_KEEPERS),
        "desk.kpis.kpi": DeskAccess(roles=FIGURE_KEEPERS, objects=Objects(own=_measure)),
        "desk.kpis.enter": DeskAccess(roles=FIGURE_KEEPERS, objects=Objects(own=_measure)),
        "desk.kpis.correct": DeskAccess(roles=FIGURE_KEEPERS, objects=Objects(own=_value)),
        "desk.kpis.remove": DeskAccess(roles=FIGURE_KEEPERS, objects=Objects(own=_value)),
    }
