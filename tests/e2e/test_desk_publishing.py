"""From an empty database to a public page, by keyboard alone: three officers, two of them invited, one document."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests import patience
from tests.e2e.keys import Keys
from tests.e2e.servers import free_port, running_server
from tests.publishing.readers.readers_files import lines, pdf
from webapp.accounts import one_time_codes
from webapp.kit.clock import utc_now

PRINTED_LINK = re.compile(r"Become its first administrator: (http://localhost:\d+/desk/invite/\S+)")
LINK = re.compile(r"http://localhost:\d+/desk/invite/\S+")
LOOK_EVERY_MS = 100
TITLE = "Made-up lamp plan"
SUMMARY = "The board lights two streets. This says when."
PASSPHRASE = "purple kettle window garden"
PUBLIC = "/publications/made-up-lamp-plan"
MENDED = "The plan shows both streets on a map."
WORDS = "Harbour Street is lit from dusk."
TEXT = f"""# {TITLE}

## What we will do

The partnership looks after the lamps in the made-up lane.[^1]

## How much light there is

{WORDS}
"""


def _draw(canvas: Canvas) -> None:
    """A page with headings, words and a picture."""
    lines(TITLE, size=24, y=760, font="Helvetica-Bold")(canvas)
    lines("What we will do", size=16, y=710, font="Helvetica-Bold")(canvas)
    lines("The partnership looks after the lamps in the made-up lane, as it", "has done for years.", y=685)(canvas)
    lines("How much light there is", size=16, y=630, font="Helvetica-Bold")(canvas)
    lines(WORDS, "Quay Road is lit until midnight.", y=605)(canvas)
    canvas.drawImage(ImageReader(Image.new("RGB", (200, 100), "#0e4a5c")), 72, 380, 200, 100)


@dataclass
class Place:
    """A site that nobody has been to: its address, its folder, and what its server says."""

    origin: str
    folder: Path
    log: Path
    browser: Browser
    scripts: bool
    contexts: list[BrowserContext]

    def sit_down(self) -> Keys:
        """A person at a computer of their own."""
        context = self.browser.new_context(
            base_url=self.origin, java_script_enabled=self.scripts, reduced_motion="reduce"
        )
        context.set_default_timeout(patience.MS)
        self.contexts.append(context)
        return Keys(context.new_page(), scripts=self.scripts)

    @property
    def document(self) -> Path:
        """A made-up document: as PDF with a picture, or as text with a mark that no footnote belongs to."""
        path = self.log.with_name("made-up-lamp-plan.pdf" if self.scripts else "made-up-lamp-plan.txt")
        path.write_bytes(pdf(_draw, title=TITLE) if self.scripts else TEXT.encode())
        return path

    @property
    def printed_link(self) -> str:
        """The link that the server printed for its first administrator."""
        return PRINTED_LINK.search(self.log.read_text())[1]

    def letters_to(self, address: str) -> list[str]:
        """The texts of the messages that were sent to this address."""
        letters = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted((self.folder / "outbox").glob("*.eml"))
        ]
        return [letter.get_content() for letter in letters if letter["To"] == address]


@pytest.fixture(params=[True, False], ids=["scripted", "plain"])
def place(request, browser, tmp_path) -> Iterator[Place]:
    """An empty database, the server and its worker, and a browser with scripts or without."""
    port = free_port()
    environ = {"INSTANCE_DIR": str(tmp_path / "instance"), "PORT": str(port)}
    here = Place(f"http://localhost:{port}", tmp_path / "instance", tmp_path / "log", browser, request.param, [])
    with running_server(environ, here.log, "--prepare", "--worker"):
        yield here
        for context in here.contexts:
            context.close()


def take_up(keys: Keys, link: str, *, name: str, address: str = "") -> None:
    """Open an invitation, choose a passphrase and add an authenticator app."""
    keys.tab.goto(link)
    keys.press("Start")
    keys.expect_page("Your name and passphrase")
    if address:
        keys.write("Your work email address", address)
    keys.write("Your name, as colleagues know you", name)
    keys.write("New passphrase", PASSPHRASE)
    keys.press("Continue")
    keys.expect_page("Your second factor")
    keys.press("Add an authenticator app")
    keys.expect_page("Add an authenticator app")
    secret = keys.tab.locator("code").inner_text().replace(" ", "")
    keys.write("Code", one_time_codes.code_at(secret, now=utc_now()))
    keys.press("Add the app")
    keys.expect_page("Your recovery codes")
    keys.press("I have kept them, go on")
    keys.expect_page("Start")


def invite(keys: Keys, *, address: str, role: str) -> None:
    """Invite an officer and have the link sent to them."""
    keys.follow("Officers")
    keys.expect_page("Officers")
    keys.press("Invite an officer")
    keys.expect_page("Invite an officer")
    keys.write("Email address", address)
    keys.tick(role)
    keys.tick("Send the link to this address by email too")
    keys.press("Make the invitation")
    keys.expect_page("A link for the officer")


def invited(place: Place, keys: Keys, address: str) -> str:
    """The link that came by email, as soon as the worker has sent it."""
    for _ in range(patience.MS // LOOK_EVERY_MS):
        if letters := place.letters_to(address):
            return LINK.search(letters[-1])[0]
        keys.tab.wait_for_timeout(LOOK_EVERY_MS)
    pytest.fail(f"no letter came to {address}")


def upload(keys: Keys, path: Path) -> None:
    """Add the file as a guide, and stay until it is a draft."""
    keys.follow("Publications")
    keys.expect_page("Publications")
    keys.press("Add a document")
    keys.expect_page("Add a document")
    keys.attach("File", path)
    keys.pick("Guide")
    keys.press("Upload and read")
    if keys.scripts:
        # The page asks by itself, says how far it is, and gives way to the draft.
        expect(keys.tab.locator("#run [role=status], #next-heading").first).to_be_visible()
    else:
        keys.follow_until("Look again", keys.tab.locator("#next-heading"))
    keys.expect_page(TITLE)


def mend(keys: Keys) -> None:
    """Write the summary that is missing, and mend what the import was not sure of, in the editor beside its preview."""
    keys.follow(re.compile("^Open the text"))
    keys.expect_page("Full text")
    keys.write("Summary", SUMMARY)
    keys.press("Save")
    expect(keys.tab.get_by_role("alert")).to_be_visible()
    keys.follow(TITLE)
    keys.expect_page(TITLE)
    keys.follow(re.compile("^Look at it"))
    preview = keys.tab.locator("#preview")
    keys.add("Text", f"\n\n{MENDED}\n")
    if not keys.scripts:
        keys.press("Preview")
    expect(preview).to_contain_text(MENDED)
    keys.press("Save page")
    expect(keys.tab.get_by_role("alert")).to_have_text(re.compile("The page is saved"))
    waiting = keys.tab.get_by_role("button", name=re.compile("^I have mended it"))
    for left in reversed(range(waiting.count())):
        keys.reach(waiting.first)
        keys.tab.keyboard.press("Enter")
        expect(waiting).to_have_count(left)


def submit(keys: Keys) -> None:
    """Hand the draft in."""
    keys.follow("Publications")
    keys.expect_page("Publications")
    keys.follow(TITLE)
    keys.press("Submit for review")
    expect(keys.tab.get_by_role("alert")).to_contain_text("The draft is submitted")


def publish(keys: Keys) -> None:
    """Find the draft, read it, and publish it."""
    keys.follow("Publications")
    keys.expect_page("Publications")
    keys.write("Words of the title", "lamp plan")
    keys.press("Show results")
    expect(keys.tab.locator("#documents tbody tr")).to_have_count(1)
    keys.follow(TITLE)
    keys.expect_page(TITLE)
    keys.follow(re.compile(f"^Read {TITLE}"))
    expect(keys.tab.get_by_role("heading", name="How much light there is")).to_be_visible()
    keys.follow(TITLE)
    keys.press("Publish now")
    expect(keys.tab.get_by_role("alert")).to_contain_text("The document is published")


def find(keys: Keys) -> None:
    """Come to the document as anybody does: from the list, and by searching for words in it."""
    keys.tab.goto("/publications")
    keys.follow(TITLE)
    keys.expect_page(TITLE)
    for words in (WORDS, MENDED):
        expect(keys.tab.locator("main")).to_contain_text(words)
    keys.tab.goto("/search")
    keys.write("What are you looking for?", "made-up lane lamps")
    keys.tab.keyboard.press("Enter")
    keys.follow(TITLE)
    keys.expect_page(TITLE)


def test_from_an_empty_database_to_a_public_page(place):
    administrator = place.sit_down()
    take_up(administrator, place.printed_link, name="Ada Administrator", address="ada@example.org")
    invite(administrator, address="pia@example.org", role="Publisher")
    invite(administrator, address="abe@example.org", role="Approver")

    publisher = place.sit_down()
    take_up(publisher, invited(place, publisher, "pia@example.org"), name="Pia Publisher")
    upload(publisher, place.document)
    mend(publisher)
    submit(publisher)

    approver = place.sit_down()
    take_up(approver, invited(place, approver, "abe@example.org"), name="Abe Approver")
    assert approver.tab.goto(PUBLIC).status == 404, "nothing is public yet"
    approver.tab.goto("/desk")
    publish(approver)
    approver.follow("See the public page")
    approver.expect_page(TITLE)

    find(place.sit_down())
