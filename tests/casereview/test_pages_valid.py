"""Pages that no plain address shows are valid HTML by the validator of the standard's own authors, in one run.

Officers', agencies', guests' and people's own pages of a case with everything in it; the public ones are looked at by
tests/whole_site/test_validity.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from tests.casereview.leaks import World, make_world
from tests.casereview.made_words import unused_tries  # noqa: F401 - a fixture
from tests.casereview.visiting import CASE, Visitor
from tests.filling import OWN
from tests.officers import OfficerClient, make_officer
from tests.whole_site.desk_objects import AGENCY
from tests.whole_site.expecting import expect_none
from tests.whole_site.test_validity import errors, file_name, java, name_of  # noqa: F401 - a fixture
from webapp.accounts.permissions import Officer
from webapp.accounts.rules import Stage
from webapp.accounts.services import sessions
from webapp.casereview.rules.codes import PersonRole
from webapp.kit.clock import utc_now

pytestmark = [pytest.mark.integration, pytest.mark.validator]
LEAST = 70


def signed_in(world: World, officer: Officer) -> Client:
    with world.app.app_context():
        token = sessions.begin(officer.id, stage=Stage.FULL, device="Tests", now=utc_now())
    return OfficerClient(world.app, officer, token).raw


def shown(world: World, client: Client, *endpoints: str) -> Iterator[tuple[str, str]]:
    """Every page that somebody may see: where it is, and what it says; also with what is wrong in an empty form."""
    for rule, method in world.rules(*endpoints):
        path = world.address(rule)
        answer = client.open(path, method=method, headers=OWN)
        if answer.mimetype == "text/html" and answer.status_code in {200, 422}:
            yield f"{method}{path}", answer.get_data(as_text=True)


def at_own_page(world: World) -> Client:
    visitor = Visitor(world.app)
    visitor.come_back(world.words[PersonRole.AFFECTED])
    visitor.post(f"{CASE}/words", saved="y")
    return visitor.client.raw


def as_guest(world: World) -> Client:
    client = world.app.test_client()
    sent = {"code": world.link.code}
    there = client.post(world.link.path, data=sent, headers=OWN).headers["Location"]
    assert client.get(there).status_code == 200
    return client


@pytest.mark.usefixtures("unused_tries")
def test_every_page_of_a_case_is_valid(java, app, tmp_path: Path, monkeypatch):  # noqa: F811 - the fixture
    monkeypatch.setitem(dic=app.config, name="WTF_CSRF_ENABLED", value=False)
    world = make_world(app)
    with app.app_context():
        partner = make_officer("agency-partner", agency=AGENCY)
    views = [
        (signed_in(world, world.lead), ("desk.case_reviews.", "desk.case_entry_paper.")),
        (signed_in(world, partner), ("desk.case_requests.",)),
        (at_own_page(world), ("case_tracker.",)),
        (as_guest(world), ("case_answer.",)),
    ]
    pages = dict(page for client, endpoints in views for page in shown(world, client, *endpoints))
    assert len(pages) > LEAST
    addresses = {file_name(path): path for path in pages}
    for name, path in addresses.items():
        (tmp_path / name).write_text(pages[path], encoding="utf-8")
    expect_none((addresses[name_of(each)], each["message"], each.get("extract", "")) for each in errors(java, tmp_path))
