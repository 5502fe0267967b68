"""Writing to the partnership on a small telephone without scripts, and by keyboard with them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_reflow import outside
from tests.profiles import drilled
from tests.whole_site.expecting import expect_none

SMALL = {"width": 320, "height": 640}


@pytest.mark.parametrize("code", drilled(["/ar"], ["", "/pl"]))
def test_a_message_can_be_sent_without_scripts_on_a_small_telephone(plain_tab: Page, code):
    plain_tab.set_viewport_size(SMALL)
    plain_tab.goto(f"{code}/contact")
    plain_tab.locator(f"a[href='{code}/contact/write']").click()
    expect_none(outside(plain_tab, "the form"))
    submit = plain_tab.locator("main form button[type=submit]")
    plain_tab.locator("[name=words]").fill("The lamps are out")
    submit.click()
    expect(plain_tab.locator(".govuk-error-summary")).to_be_visible()
    expect(plain_tab.locator("[name=words]")).to_have_value("The lamps are out")
    expect_none(outside(plain_tab, "the form with errors"))
    plain_tab.locator("[name=area][value=site]").check()
    plain_tab.locator("[name=reply][value=none]").check()
    submit.click()
    expect(plain_tab).to_have_url(f"{plain_tab.url.split('/contact')[0]}/contact/sent")
    expect(plain_tab.locator("main strong bdi")).to_contain_text("BCP-")
    expect_none(outside(plain_tab, "the page afterwards"))


def test_a_complaint_can_be_sent_by_keyboard(tab: Page):
    tab.goto("/data-complaint")
    tab.locator("a[href='/data-complaint/write']").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/data-complaint/write")
    tab.locator("[name=area]").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.type("My address was told to a neighbour")
    tab.locator("[name=reply]").first.focus()
    tab.keyboard.press("Space")
    # The box for the way that was chosen comes next, and only that one.
    expect(tab.locator("[name=email]")).to_be_visible()
    expect(tab.locator("[name=telephone]")).to_be_hidden()
    tab.locator("[name=email]").focus()
    tab.keyboard.type("ada@example.org")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/data-complaint/sent")
    expect(tab.locator("h1")).to_have_text("We have your complaint")
