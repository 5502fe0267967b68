"""A place's own pages in Chromium, on a small telephone, in English, Polish and Arabic: everybody can use them."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import patience
from tests.e2e.case_story import press, visit
from tests.e2e.servers import free_port, running_server
from tests.e2e.test_accessibility import OPTIONS, axe, dark_violations, violations
from tests.e2e.test_keyboard import faults
from tests.e2e.test_reflow import outside
from tests.faults.survey_route import survey_site
from tests.joining.conftest import DAY
from tests.joining.mine_pages import HOME, at_place, make_listed, offered, token_for
from tests.whole_site.expecting import expect_none
from webapp.kit.clock import utc_now

SMALL = {"width": 320, "height": 640}
ACTS = ("", "change", "training", "refresh", "hand-over", "leave")


@pytest.fixture
def place(browser: Browser, tmp_path_factory) -> Iterator[tuple[Page, uuid.UUID, str]]:
    """A tab of a small telephone on a site of its own, a listed place there, and a link that opens it."""
    folder = tmp_path_factory.mktemp("join-mine")
    environ = {"INSTANCE_DIR": str(folder / "instance"), "PORT": str(free_port())}
    app = survey_site(environ)
    with app.app_context():
        premises_id = make_listed(utc_now() - 3 * DAY)
        offered(utc_now() + 30 * DAY, at=utc_now())
        token = token_for()
    with running_server(environ, folder / "server.log"):
        address = app.extensions["settings"].public_url
        context = browser.new_context(base_url=address, viewport=SMALL, reduced_motion="reduce")
        context.set_default_timeout(patience.MS)
        context.add_init_script(axe())
        yield context.new_page(), premises_id, token
        context.close()


def test_everybody_can_look_after_a_place(place):
    tab, premises_id, token = place
    found: list[tuple] = []

    def look(*, whole: bool = True) -> None:
        found.extend([*outside(tab, tab.url), *violations(tab, OPTIONS, tab.url)])
        if whole:
            found.extend([*faults(tab, tab.url), *dark_violations(tab)])

    visit(tab, HOME)
    look()
    visit(tab, f"{HOME}/{token}")
    look()
    press(tab, "Open your places")
    assert tab.url.endswith(HOME)
    look()
    for prefix in ("", "/pl", "/ar"):
        for act in ACTS:
            visit(tab, f"{prefix}{at_place(premises_id, act)}")
            look(whole=not prefix)
    # What a form says when it is sent empty, and a row more by its button.
    visit(tab, at_place(premises_id, "hand-over"))
    with tab.expect_navigation():
        tab.get_by_role("button", name="Send", exact=True).click()
    assert tab.title().startswith("Error: ")
    look()
    visit(tab, at_place(premises_id, "change"))
    tab.get_by_role("button", name="Add more days").click()
    tab.locator("[name='other_days-1-line']").wait_for()
    look()
    expect_none(found)
