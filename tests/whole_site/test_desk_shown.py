"""Every page of the desk keeps the rules of the house, and none is missing from what the browser looks at."""

import pytest
from flask import template_rendered

from tests.whole_site.desk_filled import Desk, fill_desk
from tests.whole_site.desk_shown import DESK_VISITS, page_of
from tests.whole_site.expecting import expect_none
from tests.whole_site.filled import filled_site
from tests.whole_site.template_files import read_templates


@pytest.fixture(scope="module")
def desk(further_environ) -> Desk:
    """A desk at which people have worked."""
    with filled_site(further_environ) as app:
        yield fill_desk(app)


def test_every_page_template_of_the_desk_is_looked_at(desk):
    def is_page(name: str) -> bool:
        folder, _, stem = name.rpartition("/")
        return (folder in {"desk", "accounts"} or folder.endswith("/desk")) and not stem.startswith("_")

    pages = {one.name for one in read_templates(desk.app.jinja_env) if is_page(one.name)}
    listed = {visit.template for visit in DESK_VISITS}
    expect_none(pages - listed, "say in tests/whole_site/desk_shown.py how to come to them:")
    expect_none(listed - pages, "take these out of tests/whole_site/desk_shown.py:")


@pytest.mark.parametrize("visit", DESK_VISITS, ids=str)
def test_it_shows_its_template_and_keeps_the_rules(desk, visit):
    drawn: list[str] = []
    with template_rendered.connected_to(lambda _app, template, **_: drawn.append(template.name), desk.app):
        page = page_of(desk, visit)
    assert visit.template in drawn
    assert page.response.headers["Cache-Control"] == "no-store"
