"""Pages of a case that no plain address shows, for everybody: a person's own pages, letters, and an agency's guest.

Officers' and agencies' pages at the desk are looked at by test_desk_pages.py.
"""

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.casereview.leaks import World, make_world
from tests.casereview.made_words import person
from tests.e2e.case_story import OWN_PAGE, come_back, press, send, visit
from tests.e2e.test_accessibility import OPTIONS, axe, dark_violations, violations
from tests.e2e.test_keyboard import faults
from tests.e2e.test_reflow import outside
from tests.whole_site.expecting import expect_none
from webapp.audit.actors import SYSTEM
from webapp.casereview.cases import services
from webapp.casereview.letters import sending
from webapp.casereview.letters import services as letters
from webapp.casereview.rules.codes import ContactWay, PersonRole
from webapp.kit.clock import london_today
from webapp.partnership.letters import LetterKind

SMALL = {"width": 320, "height": 640}
ANSWER = "/asb-case-review/answer"
# These end the visit, or lead out of it.
LEFT_OUT = frozenset({"case_tracker.come_back", "case_tracker.words"})


@pytest.fixture(scope="module")
def world(case_place) -> World:
    """A case with everything in it, and a letter to the person affected that was sent."""
    made = make_world(case_place.app)
    with made.app.app_context():
        given = {"once_key": uuid.uuid4().hex, "by": SYSTEM, "today": london_today()}
        opened = services.read(made.case_id, by=SYSTEM, today=london_today())
        to = person(made.case_id, PersonRole.AFFECTED).id
        letter = letters.draft(opened, to, LetterKind.ACKNOWLEDGEMENT, **given)
        letters.finish(letter, opened, seen=1, by=SYSTEM, today=london_today())
        sending.send(letter, ContactWay.TRACKER, seen=2, **given)
    return made


@pytest.fixture
def tab(device) -> Iterator[Page]:
    """A small telephone."""
    return device(viewport=SMALL)


def own_paths(world: World) -> list[str]:
    """Every page of somebody's own case, from the map of the site."""
    return sorted({rule.rule for rule, method in world.rules("case_tracker.") if method == "GET"} - left_out(world))


def left_out(world: World) -> set[str]:
    return {rule.rule for rule, _ in world.rules("case_tracker.") if rule.endpoint in LEFT_OUT}


def looker(tab: Page, *, colours: bool) -> Callable[[], list[tuple]]:
    """Look at the page that is open; colours and stops are the same in every language."""
    tab.context.add_init_script(axe())

    def look() -> list[tuple]:
        found = [*outside(tab, tab.url), *violations(tab, OPTIONS, tab.url)]
        return [*found, *faults(tab, tab.url), *dark_violations(tab)] if colours else found

    return look


def enter(tab: Page, words: str) -> None:
    """Open a case; who was given their words by an officer gets new ones."""
    come_back(tab, words)
    if tab.url.endswith("/words"):
        send(tab, saved=True)


def test_somebodys_own_pages_and_letters(tab, device, world):
    """English and Arabic, since what overflows in one language does not in another."""
    enter(tab, world.words[PersonRole.AFFECTED])
    found, seen = [], []
    for code in ("", "/ar"):
        look = looker(tab, colours=not code)
        for path in own_paths(world):
            if tab.goto(f"{code}{path}").ok:
                seen.append(path)
                found += look()
        visit(tab, f"{code}{OWN_PAGE}/documents")
        tab.locator(f"form[action$='{OWN_PAGE}/document'] button").first.click()
        expect(tab.locator("main h2").first, "the letter is shown").to_be_visible()
        found += look()
    assert len(set(seen)) > 7, "most pages are theirs"
    # Whoever asked for them sees the way out of it.
    other = device(viewport=SMALL)
    enter(other, world.words[PersonRole.APPLICANT])
    look = looker(other, colours=True)
    for path in (OWN_PAGE, f"{OWN_PAGE}/end", f"{OWN_PAGE}/contact"):
        visit(other, path)
        found += look()
    expect_none(found)


def test_the_pages_of_an_agencys_guest(tab, world):
    found = []
    visit(tab, world.link.path)
    look = looker(tab, colours=True)
    found += look()
    send(tab, code=world.link.code)
    found += look()
    there = tab.url
    visit(tab, there.replace(ANSWER, f"/ar{ANSWER}"))
    found += looker(tab, colours=False)()
    visit(tab, there.replace(ANSWER, f"{ANSWER}/files"))
    found += look()
    visit(tab, there)
    press(tab, "Add another entry")
    found += look()
    send(tab, words="We know nothing of it.", who="Grackle, caretaker")
    found += look()
    expect_none(found)
