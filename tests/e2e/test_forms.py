"""A form in Chromium: the scripts of its parts, and the same form where none runs."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import patience
from tests.e2e.test_accessibility import CONTRAST, OPTIONS, violations
from tests.in_a_thread import serving, web_server
from tests.kit.asking import add_pages
from tests.whole_site.expecting import expect_none
from webapp import create_app
from webapp.database import db

NARROWEST = 320
# Writes down what kind of field the passphrase is at the moment of sending, which is called off.
WATCH_SENDING = """() => document.forms[0].addEventListener("submit", (event) => {
    event.preventDefault();
    document.body.dataset.sentAs = document.getElementById("secret").type;
})"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory) -> Iterator[str]:
    """The address of a server with a page that asks every kind of question."""
    app = create_app({"INSTANCE_DIR": str(tmp_path_factory.mktemp("forms")), "PORT": "5000"})
    server = web_server(add_pages(app))
    with serving(server):
        yield f"http://localhost:{server.port}"
    with app.app_context():
        db.engine.dispose()


def opened(browser: Browser, origin: str, **options) -> Page:
    tab = browser.new_context(base_url=origin, reduced_motion="reduce", **options).new_page()
    tab.set_default_timeout(patience.MS)
    tab.goto("/tell-us")
    return tab


@pytest.fixture
def tab(browser, asking) -> Iterator[Page]:
    tab = opened(browser, asking)
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    # An answer of 422 is logged as a failure to load; any other error is a fault.
    tab.on("console", lambda said: said.type == "error" and "422" not in said.text and complaints.append(said.text))
    yield tab
    tab.context.close()
    expect_none(complaints, "the page complains:")


@pytest.fixture
def plain_tab(browser, asking) -> Iterator[Page]:
    tab = opened(browser, asking, java_script_enabled=False)
    yield tab
    tab.context.close()


def send(tab: Page) -> None:
    with tab.expect_navigation():
        tab.get_by_role("button", name="Send").click()


class TestErrors:
    def test_the_summary_takes_the_focus_and_leads_to_the_field(self, tab):
        send(tab)
        expect(tab.locator(".govuk-error-summary")).to_be_focused()
        tab.get_by_role("link", name="Enter your name").click()
        expect(tab.locator("#name")).to_be_focused()

    def test_they_are_there_without_scripts_and_nothing_is_lost(self, plain_tab):
        plain_tab.locator("#words").fill("It was loud")
        plain_tab.locator("#day-day").fill("3")
        send(plain_tab)
        assert plain_tab.title().startswith("Error: ")
        assert plain_tab.locator("#words").input_value() == "It was loud"
        assert plain_tab.locator("#day-day").input_value() == "3"
        assert plain_tab.get_by_role("link", name="Enter the month and the year as well").count() == 1


class TestWhatFollows:
    @pytest.fixture(params=["tab", "plain_tab"])
    def page(self, request) -> Page:
        return request.getfixturevalue(request.param)

    def test_a_question_shows_itself_when_its_answer_is_chosen(self, page):
        expect(page.locator("#address")).not_to_be_visible()
        page.get_by_label("By letter").check()
        expect(page.locator("#address")).to_be_visible()
        page.get_by_label("By telephone").check()
        expect(page.locator("#address")).not_to_be_visible()

    def test_none_of_these_takes_the_others_back(self, tab):
        tab.get_by_label("Noise").check()
        tab.get_by_label("None", exact=True).check()
        expect(tab.get_by_label("Noise")).not_to_be_checked()


class TestParts:
    def test_a_passphrase_can_be_seen_and_is_hidden_again_when_it_is_sent(self, tab):
        tab.locator("#secret").fill("open sesame")
        tab.get_by_role("button", name="Show password").click()
        expect(tab.locator("#secret")).to_have_attribute("type", "text")
        tab.evaluate(WATCH_SENDING)
        tab.get_by_role("button", name="Send").click()
        assert tab.evaluate("document.body.dataset.sentAs") == "password"

    def test_what_still_fits_is_counted(self, tab):
        message = tab.locator(".govuk-character-count__status")
        tab.locator("#words").fill("12345")
        expect(message).to_have_text("25 characters left")
        tab.locator("#words").fill("1" * 31)
        expect(message).to_have_text("1 character too many")

    @pytest.mark.parametrize("code", ["pl", "ar"])
    def test_scripts_speak_the_language_of_the_page(self, tab, code):
        tab.goto(f"/{code}/tell-us")
        for length in (0, 8, 19, 25, 27, 28, 29, 30, 31, 32, 35):
            tab.locator("#words").fill("1" * length)
            # The script's own words, which it falls back on where ours are missing.
            expect(tab.locator(".govuk-character-count__status")).not_to_have_text(re.compile("You have|remaining"))

    def test_a_file_is_sent_with_the_form(self, plain_tab):
        plain_tab.locator("#photo").set_input_files({"name": "street.exe", "mimeType": "image/png", "buffer": b"x"})
        send(plain_tab)
        assert plain_tab.get_by_role("link", name="Choose a file of one of these types: PNG, JPG").count() == 1

    def test_two_quick_presses_send_once(self, tab):
        sent: list[str] = []
        tab.on("request", lambda request: request.method == "POST" and sent.append(request.url))
        tab.locator("#name").fill("Ada")
        tab.get_by_role("button", name="Send").dblclick()
        tab.wait_for_url("**/told?*")
        assert len(sent) == 1


class TestShown:
    def test_axe_finds_nothing_drawn_or_with_errors_in_light_and_dark(self, tab):
        found = violations(tab, OPTIONS, "drawn:")
        tab.get_by_label("By letter").check()
        send(tab)
        found += violations(tab, OPTIONS, "with errors:")
        tab.emulate_media(color_scheme="dark")
        found += violations(tab, CONTRAST, "dark:")
        expect_none(found)

    @pytest.mark.parametrize("code", ["", "/ar"])
    def test_it_fits_a_narrow_screen(self, tab, code):
        tab.set_viewport_size({"width": NARROWEST, "height": 640})
        tab.goto(f"{code}/tell-us")
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROWEST

    def test_the_keyboard_never_stops_at_the_trap(self, tab):
        stops = []
        for _ in range(60):
            tab.keyboard.press("Tab")
            stops.append(tab.evaluate("document.activeElement.name || document.activeElement.id"))
        assert "name" in stops
        assert "website" not in stops
