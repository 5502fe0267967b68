"""What the desk knows of what people told us: its pages, who may call them, and made-up things to show on them."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.conftest import NOW
from tests.engagement.analysis.things import fill_analysis
from tests.engagement.answers.whole_site import answers
from tests.engagement.conftest import made_content
from tests.engagement.releases.test_desk_pages import PROOF, a_row
from tests.whole_site.desk_objects import DeskAccess, Objects
from tests.whole_site.told import fill_told
from webapp.accounts.permissions import Officer, RoleCode
from webapp.audit.actors import Actor
from webapp.engagement.packs.desk_making import freeze
from webapp.engagement.releases import services
from webapp.engagement.releases.codes import Fault, ReleaseState
from webapp.engagement.releases.history import list_public_slugs
from webapp.kit.clock import utc_now

ANALYST, APPROVER, PARTNER = "analyst", "approver", "agency-partner"
ANALYSTS = frozenset({RoleCode.ANALYST})
APPROVERS = frozenset({RoleCode.APPROVER})
ANN, BEN = (Actor.officer(uuid.UUID(int=number)) for number in (1, 2))
QUARTER = "2026Q2"


def a_release(**more: Any) -> uuid.UUID:
    """A release that is made, and that nobody was asked about yet."""
    proof = PROOF | {"earlier": list(list_public_slugs())}
    return a_row(made_content("2025Q4"), newest="2025Q4", **{"proof": proof, **more})


def asked() -> uuid.UUID:
    """A release that waits for a second person."""
    release_id = a_release(number=2)
    services.ask(release_id, by=ANN, at=utc_now())
    return release_id


def a_pack(by: Actor = ANN) -> uuid.UUID:
    """The Board's pack of a quarter."""
    return freeze(QUARTER, by=by, at=NOW)


def fill_desk_told() -> dict[str, str]:
    """Releases, themes, partners' figures and a pack in every state that looks different."""
    things = fill_told() | fill_analysis()
    made = {
        "release_draft": a_release(),
        "release_asked": asked(),
        "release_begun": a_row(None, newest="2025Q3", state=ReleaseState.PREPARING, progress=35),
        "release_failed": a_row(None, newest="2025Q2", state=ReleaseState.FAILED, fault=Fault.NOT_PROTECTED),
        "pack": a_pack(),
    }
    return things | {name: str(key) for name, key in made.items()}


def told_visits(page: Callable[..., Any]) -> tuple[Any, ...]:
    """The pages as analysts, approvers and agencies' partners see them."""
    themes, news, wrong = "/desk/told/themes", "/desk/told/news", {"sent": {}, "status": 422}
    analyst, approver, partner = (_page_by(page, officer) for officer in (ANALYST, APPROVER, PARTNER))
    return (
        *(analyst(name, f"/desk/told{path}") for name, path in TOLD),
        analyst("told-file", "/desk/told/table", action="/desk/told/table.csv", **wrong),
        analyst("releases", "/desk/releases"),
        analyst("release-begin", "/desk/releases/begin"),
        analyst("release", "/desk/releases/{release_draft}"),
        analyst("release", "/desk/releases/{release_begun}"),
        analyst("release", "/desk/releases/{release_failed}"),
        approver("release", "/desk/releases/{release_asked}"),
        analyst("release-preview", "/desk/releases/{release_draft}/preview"),
        approver("release-refuse", "/desk/releases/{release_asked}/refuse"),
        analyst("release-correct", "/desk/releases/{release_public}/correct"),
        analyst("themes", themes),
        approver("themes", themes),
        analyst("theme-begin", f"{themes}/begin"),
        analyst("theme-begin", f"{themes}/begin", **wrong),
        analyst("theme", f"{themes}/{{theme_public}}"),
        analyst("theme", f"{themes}/{{theme_draft}}"),
        approver("theme", f"{themes}/{{theme_asked}}"),
        approver("theme-refuse", f"{themes}/{{theme_asked}}/refuse"),
        analyst("action", f"{themes}/{{theme_draft}}/actions/add"),
        analyst("action", f"{themes}/{{theme_public}}/actions/{{theme_action}}"),
        analyst("action", f"{themes}/{{theme_draft}}/actions/add", **wrong),
        analyst("theme-news", f"{themes}/{{theme_public}}/news"),
        analyst("theme-news", f"{themes}/{{theme_public}}/news", **wrong),
        approver("theme-note", f"{news}/{{theme_note}}"),
        analyst("theme-note", f"{news}/{{theme_note_refused}}"),
        approver("theme-note-refuse", f"{news}/{{theme_note}}/refuse"),
        partner("actions-own", "/desk/told/actions"),
        partner("action-own", "/desk/told/actions/{theme_action}"),
        analyst("packs", "/desk/packs"),
        analyst("pack", "/desk/packs/{pack}"),
    )


TOLD = (("told", ""), ("table", "/table"), ("hot-spots", "/hot-spots"), ("who", "/who"), ("partner", "/partner"))


def _page_by(page: Callable[..., Any], officer: str) -> Callable[..., Any]:
    return lambda name, path, **more: page(f"engagement/desk/{name}.html", path, officer, **more)


def _draft(_officer: Officer) -> dict[str, Any]:
    return {"release_id": a_release(number=uuid.uuid4().int % 1_000_000 + 10)}


def _asked(_officer: Officer) -> dict[str, Any]:
    made = _draft(_officer)
    services.ask(made["release_id"], by=ANN, at=utc_now())
    return made


def _pack(_officer: Officer) -> dict[str, Any]:
    return {"pack_id": a_pack()}


DRAFT, ASKED = Objects(own=_draft), Objects(own=_asked)
PACK = Objects(own=_pack)


def told() -> dict[str, DeskAccess]:
    """Analysts see and prepare, approvers read what they are asked about and decide."""
    both = ANALYSTS | APPROVERS
    names = ("told", "take_told", "table", "take_table", "hot_spots", "take_hot_spots", "who", "partner")
    found = {f"analysis.{name}": DeskAccess(roles=ANALYSTS) for name in names}
    found |= {f"releases.{name}": DeskAccess(roles=ANALYSTS, objects=DRAFT) for name in ("ask", "discard", "correct")}
    found |= {f"releases.{name}": DeskAccess(roles=APPROVERS, objects=ASKED) for name in ("publish", "refuse")}
    found |= {f"releases.{name}": DeskAccess(roles=both, objects=DRAFT) for name in ("release", "preview", "verify")}
    found |= {
        "releases.releases": DeskAccess(roles=both),
        "releases.begin": DeskAccess(roles=ANALYSTS),
        "releases.withdraw": DeskAccess(roles=ANALYSTS, objects=ASKED),
        "packs.packs": DeskAccess(roles=ANALYSTS),
        "packs.pack": DeskAccess(roles=ANALYSTS, objects=PACK),
        "packs.file": DeskAccess(roles=ANALYSTS, objects=PACK, values={"kind": "csv"}),
    }
    return {f"desk.{name}": access for name, access in found.items()} | answers()
