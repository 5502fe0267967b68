"""No colour depends on the language or on scripts, so the browser tests look at colours once a page."""

import re

import pytest

from tests.whole_site.expecting import expect_none
from webapp.config import PROJECT

STYLES = sorted((PROJECT / "static" / "build").glob("*.css"))
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# What tells languages and directions apart, and what our script or GOV.UK Frontend's puts on the page as it starts.
DEPENDS = re.compile(r":lang\(|:dir\(|\[lang|\[dir|\.js-enabled|\.govuk-frontend-supported")
# Opacity is left out: what a script fades is its own.
PAINTS = re.compile(r"(?:^|;)\s*(?:color|background|background-color|fill|-webkit-text-fill-color)\s*:\s*([^;]+)")
NO_COLOUR = {"transparent", "none", "inherit", "currentcolor", "unset"}


def painted(css: str) -> list[str]:
    """Rules that paint, and whose selector asks for a language, a direction or scripts."""
    return [
        f"{selector.strip()}: {colour}"
        for selector, body in RULE.findall(css)
        if DEPENDS.search(selector)
        for colour in PAINTS.findall(body)
        if colour.strip().lower() not in NO_COLOUR
    ]


def test_there_are_styles_to_read():
    assert STYLES, "nothing is built: run make assets"


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name.partition(".")[0])
def test_no_colour_depends_on_the_language_or_on_scripts(path):
    expect_none(
        painted(path.read_text(encoding="utf-8")), "look at these in the browser in every state, or say why not:"
    )


def test_a_colour_for_one_language_would_be_noticed():
    assert painted("a{color:red}:lang(ar) a{margin:0;color:#eee}@media print{[dir=rtl] p{background:#fff url(x)}}") == [
        ":lang(ar) a: #eee",
        "[dir=rtl] p: #fff url(x)",
    ]
