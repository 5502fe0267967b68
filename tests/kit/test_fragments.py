"""Parts of pages that are kept: the same key gives the same markup, until something public changes."""

import pytest
from flask import Flask
from markupsafe import Markup

from webapp.kit.fragments import Fragments, kept_fragment
from webapp.kit.languages import ENVIRON_KEY
from webapp.kit.request_language import in_language
from webapp.kit.revision import public_content_changed
from webapp.kit.transaction import transaction


class Drawing:
    """Counts how often it is asked to draw."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"<p>drawn {self.times}</p>"


@transaction
def change_something() -> None:
    public_content_changed()


def asked_in(app: Flask, code: str):
    return app.test_request_context("/", environ_base={ENVIRON_KEY: code})


@pytest.fixture
def draw() -> Drawing:
    return Drawing()


def test_a_part_is_drawn_once(app, draw):
    with asked_in(app, "en"):
        first = kept_fragment("once", draw)
        assert kept_fragment("once", draw) == first == Markup("<p>drawn 1</p>")
    assert draw.times == 1


def test_each_language_has_its_own(app, draw):
    for code in ("en", "pl", "en"):
        with asked_in(app, code):
            kept_fragment("languages", draw)
    assert draw.times == 2


def test_what_is_written_in_another_language_than_the_request_asks_for_is_kept_apart(app, draw):
    with asked_in(app, "en"):
        kept_fragment("letters", draw)
        with in_language("pl"):
            kept_fragment("letters", draw)
        kept_fragment("letters", draw)
    assert draw.times == 2


def test_a_public_change_has_it_drawn_anew(app, draw):
    with asked_in(app, "en"):
        kept_fragment("change", draw)
        change_something()
        assert kept_fragment("change", draw) == "<p>drawn 2</p>"


def test_a_new_day_has_it_drawn_anew(app, draw, time_machine):
    time_machine.move_to("2026-11-21T12:00:00Z", tick=False)
    with asked_in(app, "en"):
        kept_fragment("day", draw)
        time_machine.move_to("2026-11-22T12:00:00Z", tick=False)
        kept_fragment("day", draw)
    assert draw.times == 2


def test_what_was_not_asked_for_longest_is_dropped():
    fragments = Fragments(most=10)
    for key in "abc":
        fragments.keep(key, Markup("12345"))
        fragments.get("a")
    assert fragments.get("b") is None
    assert fragments.get("a") == "12345"
    assert fragments.get("c") == "12345"


def test_a_part_kept_again_counts_once():
    fragments = Fragments(most=10)
    for _ in range(5):
        fragments.keep("a", Markup("123456789"))
    assert fragments.get("a") == "123456789"
