"""A topic's text in parts, and the language that it is read in."""

import pytest

from webapp.topics.rules import Parts, best_language, take_apart

NOTES = '<section class="footnotes" aria-label="Footnotes"><ol><li>A law</li></ol></section>'


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        (f"<p>a</p>\n<p>{{routes}}</p>\n<p>b</p>\n{NOTES}", Parts(opening="<p>a</p>", closing="<p>b</p>", notes=NOTES)),
        ("<p>a</p>\n<p>{routes}</p>", Parts(opening="<p>a</p>", closing="", notes="")),
        ("<p>a</p>", Parts(opening="<p>a</p>", closing="", notes="")),
    ],
)
def test_a_text_is_taken_apart_where_it_says(html, parts):
    assert take_apart(html) == parts


@pytest.mark.parametrize(
    ("available", "wanted", "language"),
    [
        ({"en", "pl"}, "pl", "pl"),
        ({"en", "pl"}, "ar", "en"),
        ({"ar", "pl"}, "uk", "ar"),
    ],
)
def test_a_missing_language_falls_back_to_the_first(available, wanted, language):
    assert best_language(available, wanted=wanted, default="en") == language
