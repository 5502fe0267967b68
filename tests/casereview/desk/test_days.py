"""Days of entries and papers: one sentence each, so that another language can put it in its own order."""

import datetime as dt
from pathlib import Path

import pytest
from flask import current_app

FIRST, LAST = dt.date(2026, 5, 1), dt.date(2026, 5, 9)
TEMPLATES = Path(__file__).parents[3] / "templates" / "casereview" / "desk"


@pytest.mark.parametrize(
    ("first", "last", "about", "said"),
    [
        (FIRST, None, False, "1 May 2026"),
        (FIRST, FIRST, True, "about 1 May 2026"),
        (FIRST, LAST, False, "1 May 2026 to 9 May 2026"),
        (FIRST, LAST, True, "about 1 May 2026 to 9 May 2026"),
        (None, None, False, "No date"),
    ],
)
def test_days_in_words(app_context, first, last, about, said):
    days = current_app.jinja_env.get_template("casereview/desk/_days.html").module.days
    assert str(days(first, last, about, "No date")).strip() == said


def test_no_sentence_is_put_together_of_single_words():
    pages = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}
    assert [name for name, text in pages.items() if '_("to")' in text or '_("about") ~' in text] == []
