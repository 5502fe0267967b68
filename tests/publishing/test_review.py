"""The day by which a page is checked again: shown while it lies ahead, and said plainly once it has passed."""

import datetime as dt

import pytest

from tests.published import publish_written
from webapp.kit.clock import london_today
from webapp.publishing import registers
from webapp.publishing.rules import is_overdue

DUE = "We check this page again by"
CHECKED = "This page is being checked."


@pytest.fixture
def reviewed(app_context):
    """Publish a document whose review lies so many days ahead."""

    def run(days: int | None, *, slug: str = "lamps") -> None:
        day = None if days is None else london_today() + dt.timedelta(days=days)
        publish_written("Words.\n", slug=slug, title=f"About {slug}", review_by=day)

    return run


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False)])
def test_a_page_is_overdue_on_the_day_after(days, overdue):
    today = dt.date(2026, 11, 21)
    assert is_overdue(today + dt.timedelta(days=days), today) is overdue
    assert not is_overdue(None, today)


@pytest.mark.parametrize("path", ["/publications/lamps", "/publications/lamps/whole"])
@pytest.mark.parametrize(("days", "due", "checked"), [(-1, False, True), (0, True, False), (None, False, False)])
def test_a_page_says_how_its_review_stands(client, reviewed, path, days, due, checked):
    reviewed(days)
    words = " ".join(client.get(path).words("main"))
    assert (DUE in words, CHECKED in words) == (due, checked)


def test_what_is_due_is_listed_the_oldest_first(reviewed):
    for slug, days in {"late": -40, "soon": 30, "far": 31, "never": None, "today": 0}.items():
        reviewed(days, slug=slug)
    listed = registers.list_due(until=london_today() + dt.timedelta(days=30), language="en")
    assert [(one.slug, one.title) for one in listed] == [
        ("late", "About late"),
        ("today", "About today"),
        ("soon", "About soon"),
    ]
