"""What the public site says that people told it: releases, one of which was corrected, and themes in every state."""

from flask import current_app

from tests.engagement.answers.whole_site import fill_answers
from tests.engagement.conftest import a_change, made_content, published_release
from webapp.engagement.releases.queries import find_release

MADE = "made_up_told"


def fill_told() -> dict[str, str]:
    """Releases and themes, by name; a database that is filled once more has them already."""
    if find_release("2026q2") is not None:
        return current_app.extensions.get(MADE, {})
    wrong = published_release("2026Q1", content=made_content("2026Q1"))
    words = {"en": "Some answers were counted twice."}
    right = published_release("2026Q1", content=made_content("2026Q1"), corrects=wrong, words=words)
    a_change(right, period="2025Q2-2026Q1")
    newest = published_release("2026Q2")
    made = {"release_public": str(newest.id), **fill_answers()}
    current_app.extensions[MADE] = made
    return made
