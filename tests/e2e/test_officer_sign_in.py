"""An officer signs in as people do: with a security key in Chromium, and with codes where no script runs."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import patience
from webapp.accounts import one_time_codes
from webapp.accounts.permissions import RoleCode
from webapp.accounts.services import links
from webapp.audit.actors import Actor
from webapp.kit.clock import utc_now

PASSPHRASE = "purple kettle window garden"


@pytest.fixture
def invitation(site):
    """The path of a fresh invitation, and the address that it is for."""
    email = f"{uuid.uuid4().hex}@example.org"
    with site.app_context():
        token = links.invite(
            email=email, roles=frozenset({RoleCode.PUBLISHER}), by=Actor.command("tests"), now=utc_now()
        )
    return f"/desk/invite/{token}", email


@pytest.fixture
def page_of(browser, origin):
    """A tab of a browser of its own, with or without scripts."""
    contexts: list[BrowserContext] = []

    def make(*, scripts: bool) -> Page:
        contexts.append(browser.new_context(base_url=origin, java_script_enabled=scripts, reduced_motion="reduce"))
        contexts[-1].set_default_timeout(patience.MS)
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def plug_a_key_in(page: Page) -> tuple[object, str]:
    """A security key as Chromium's tools pretend one; it answers each question as if it were touched."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": False,
        "automaticPresenceSimulation": True,
    }
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def expect_heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def take_up(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("button", name="Start").click()
    page.get_by_label("Your name").fill("Ada Officer")
    page.get_by_label("New passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Continue").click()
    expect_heading(page, "Your second factor")


def give_passphrase(page: Page, email: str) -> None:
    page.goto("/desk/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Continue").click()
    expect_heading(page, "Enter a code")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You are signed out")).to_be_visible()


def test_a_security_key_is_added_and_signs_in(page_of, invitation):
    path, email = invitation
    page = page_of(scripts=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tools, key = plug_a_key_in(page)
    take_up(page, path)
    page.get_by_role("button", name="Add a security key").click()
    page.get_by_label("Name for this key").fill("Blue key")
    page.get_by_role("button", name="Add the security key").click()
    expect_heading(page, "Your recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    page.goto("/desk/account")
    expect(page.get_by_text("Blue key").first).to_be_visible()
    sign_out(page)

    give_passphrase(page, email)
    page.get_by_role("link", name="Use a security key instead").click()
    page.get_by_role("button", name="Use the security key").click()
    page.wait_for_url("**/desk")
    page.goto("/desk/account")
    sign_out(page)

    give_passphrase(page, email)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/desk")
    page.goto("/desk/account")
    expect(page.get_by_text("9 codes are left")).to_be_visible()
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    assert complaints == []


def test_another_key_is_not_accepted(page_of, invitation):
    path, email = invitation
    page = page_of(scripts=True)
    tools, key = plug_a_key_in(page)
    take_up(page, path)
    page.get_by_role("button", name="Add a security key").click()
    page.get_by_role("button", name="Add the security key").click()
    expect_heading(page, "Your recovery codes")
    page.goto("/desk/account")
    sign_out(page)
    tools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_a_key_in(page)
    give_passphrase(page, email)
    page.get_by_role("link", name="Use a security key instead").click()
    page.get_by_role("button", name="Use the security key").click()
    expect(page.locator("[data-key-status]")).to_have_text("The security key did not answer. Try again.")
    page.goto("/desk/account")
    expect_heading(page, "Sign in to the desk")


def test_without_scripts_an_app_and_recovery_codes_do_everything(page_of, invitation):
    path, email = invitation
    page = page_of(scripts=False)
    take_up(page, path)
    page.get_by_role("button", name="Add an authenticator app").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(one_time_codes.code_at(secret, now=utc_now()))
    page.get_by_role("button", name="Add the app").click()
    expect_heading(page, "Your recovery codes")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    page.goto("/desk/account")
    sign_out(page)

    give_passphrase(page, email)
    page.get_by_label("Code").fill("000 000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("That code is not right")
    page.get_by_label("Code").fill(codes[0].lower())
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/desk")


def test_the_machines_number_leads_to_its_name(page_of, origin):
    page = page_of(scripts=True)
    page.goto(f"{origin.replace('localhost', '127.0.0.1')}/desk/sign-in")
    assert page.url == f"{origin}/desk/sign-in"
