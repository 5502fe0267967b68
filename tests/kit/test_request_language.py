"""A letter or a file is written in its own language, whatever language the request asks for."""

import pytest
from flask import render_template_string
from flask_babel import gettext

from webapp.kit.languages import ENVIRON_KEY
from webapp.kit.request_language import in_language, language_code, written_language
from webapp.partnership.current import reading_language

WORD = "Search"


def said() -> tuple[str, str, str]:
    """The language of the partnership's words, and of ours in code and in a template, each by its word."""
    return reading_language(), gettext(WORD), render_template_string("{{ _(word) }}", word=WORD)


@pytest.fixture
def words(app) -> dict[str, str]:
    found = {}
    for code in ("en", "pl", "ar"):
        with app.app_context(), in_language(code):
            found[code] = gettext(WORD)
    assert len(set(found.values())) == len(found)
    return found


@pytest.mark.parametrize("asked", ["en", "pl", "ar"])
@pytest.mark.parametrize("wanted", ["en", "pl", "ar"])
def test_all_that_is_said_is_in_the_language_that_is_set(app, words, asked, wanted):
    with app.test_request_context(environ_overrides={ENVIRON_KEY: asked}):
        assert said() == (asked, words[asked], words[asked])
        with in_language(wanted):
            assert said() == (wanted, words[wanted], words[wanted])
            with in_language("pl"):
                assert said() == ("pl", words["pl"], words["pl"])
            assert said() == (wanted, words[wanted], words[wanted])
        assert said() == (asked, words[asked], words[asked])
        assert language_code() == asked


def test_background_work_has_no_request_to_ask(app, words):
    with app.app_context():
        assert written_language() is None
        assert said() == ("en", words["en"], words["en"])
        with in_language("pl"):
            assert said() == ("pl", words["pl"], words["pl"])
        assert written_language() is None


def test_an_error_does_not_leave_the_language_behind(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), in_language("pl"):
            raise ZeroDivisionError
        assert written_language() is None
