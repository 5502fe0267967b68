"""Three places of one business in Chromium: from the first page to the list, renewed a year later, and lapsed.

The manager, two officers and the public have browsers of their own (issue 8, first line of Done); the clock is set.
"""

import datetime as dt
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.case_story import fetch, follow, press, send, visit
from tests.e2e.join_story import JOINING, PASSED, STAFF, JoinPlace, apply, come_in, members_of, own_place
from tests.e2e.story_place import story_site
from tests.places.conftest import PLACED, put_postcodes
from tests.walks import JOIN_THREE, KEPT_SAFE, KEPT_UNITY, MARA, SIGNED, SOL
from webapp.venues.rules import GRACE

BEGIN = dt.datetime(2026, 11, 2, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
MAIL = MARA["email"]
SAME = {"same": "yes"}
ARMS, BELL, COFFEE = "The Made-up Arms", "The Made-up Bell", "Made-up Coffee"
NAMES = (ARMS, BELL, COFFEE)
# Everything is as for the first place, but for the schemes: the Unity Promise is for the first alone.
ANSWERS = {
    **{page: JOIN_THREE.answers[page] for page in ("a", "b", "c", "f", "n")},
    "f2": {"schemes": ["safe-place"]},
    "f3": {"schemes": ["safe-place"]},
    "g": KEPT_SAFE | SAME,
    "h": KEPT_UNITY,
    "i": {"offers": ["seat", "telephone", "quiet-room", "charger", "toilet"], "step_free": "yes", **SAME},
    "j": {"kind": "weekly", **{f"week-{day}": "9am to 11pm" for day in range(7)}, "on_bank_holidays": "closed", **SAME},
    "k": MARA | SOL | SAME,
    "l": {"wishes": "Mondays before noon", **SAME},
    "n": SIGNED,
}


@pytest.fixture
def place(browser: Browser, tmp_path_factory) -> Iterator[JoinPlace]:
    """The site, served from this process so that its clock can be set, with its officers and a few postcodes."""
    with story_site(tmp_path_factory.mktemp("join-story"), BEGIN) as (app, move_clock):
        with app.app_context():
            put_postcodes(PLACED)
        site = JoinPlace(app, browser, move_clock)
        site.hire(STAFF)
        yield site
        site.close()


def offer_training(desk: Page) -> dt.datetime:
    """An officer offers a session for both schemes; gives its moment."""
    begins = BEGIN + 3 * DAY
    visit(desk, JOINING)
    follow(desk, desk.get_by_role("button", name="Offer a training session"))
    when = {"day": begins.date(), "begins": "10am", "ends": "12.30pm"}
    send(desk, schemes=["safe-place", "unity-promise"], **when, place="Made-up Hall", capacity="12")
    expect(desk.locator("main")).to_contain_text("0 of 12")
    return begins


def take_in(desk: Page, reference: str) -> dict[str, str]:
    """An officer reads the application: one place is taken in by itself, the others at once; gives each one's page."""
    visit(desk, JOINING)
    follow(desk, desk.get_by_role("main").get_by_role("link", name=reference))
    application = desk.url
    follow(desk, desk.get_by_role("main").get_by_role("link", name=ARMS))
    for said in (MARA["email"], "New staff are told on day one.", "Mondays before noon"):
        expect(desk.locator("main")).to_contain_text(said)
    follow(desk, desk.get_by_role("button", name="Take it in as a new place"))
    press(desk, "Take it in")
    visit(desk, application)
    press(desk, "Take in the next 25 that raise no question")
    expect(desk.locator("main")).to_contain_text("2 places are taken in.")
    rows = desk.locator("main [data-row-act]")
    pages = dict(zip(rows.all_inner_texts(), [str(each.get_attribute("href")) for each in rows.all()], strict=True))
    assert list(pages) == list(NAMES)
    visit(desk, JOINING)
    expect(desk.locator("main")).not_to_contain_text(reference)
    return pages


def confirm_people(desk: Page, page: str) -> None:
    """An officer has talked to the two people, once for all three places."""
    visit(desk, page)
    follow(desk, desk.get_by_role("link", name="Its people: confirm a contact"))
    for mail in (MAIL, SOL["email_2"]):
        person = desk.locator("section.panel", has_text=mail)
        follow(desk, person.get_by_role("button", name="Confirm for every place of the application"))
        expect(desk.locator("main")).to_contain_text("Confirmed for 3 places.")


def screen(desk: Page, pages: dict[str, str]) -> list[str]:
    """The checklist of each membership; gives their pages."""
    found = [each for name in NAMES for each in members_of(desk, pages[name])]
    for each in found:
        visit(desk, each)
        assert not desk.get_by_role("button", name="Ask a second officer to list it").count()
        send(desk, **PASSED)
        expect(desk.locator("main")).to_contain_text("The checklist is passed.")
    return found


def book(mine: Page) -> None:
    """The manager books the session for each place."""
    for name in NAMES:
        own_place(mine, name)
        follow(mine, mine.get_by_role("link", name="Book training, or give seats back"))
        mine.locator("main [name=training]").first.check()
        send(mine, people="2", names="Ada\nBen")
        expect(mine.locator("main")).to_contain_text("Your places at the training are booked.")


def write_attendance(desk: Page) -> None:
    """An officer writes down who came, from the list of sessions."""
    visit(desk, f"{JOINING}/trainings")
    follow(desk, desk.locator("main [data-row-act]").first)
    follow(desk, desk.get_by_role("button", name="Write down who came"))
    asked = [str(each.get_attribute("name")) for each in desk.locator("main [name^=came_]").all()]
    send(desk, **dict.fromkeys(asked, "2"))
    expect(desk.locator("main")).to_contain_text("trained from that day on")


def write_audit(desk: Page, membership: str) -> None:
    """The Unity Promise asks for an audit besides."""
    visit(desk, membership)
    assert not desk.get_by_role("button", name="Ask a second officer to list it").count()
    follow(desk, desk.get_by_role("link", name="Write an audit or a visit down"))
    send(desk, kind="audit", result="passed", findings="A good door.")
    expect(desk.locator("main")).to_contain_text("Passed")


def list_it(desk: Page, second: Page, membership: str) -> None:
    """One officer asks, and cannot agree; another one reads what the public will see, and agrees."""
    visit(desk, membership)
    press(desk, "Ask a second officer to list it")
    follow(desk, desk.get_by_role("link", name="What the second person decides on"))
    assert not desk.get_by_role("button", name="Agree, and show exactly this").count()
    visit(second, desk.url)
    press(second, "Agree, and show exactly this")
    expect(second.locator("main")).to_contain_text("You have agreed, and the public sees it.")


def look_at_poster(mine: Page) -> None:
    """The manager chooses languages and takes the poster for the window."""
    own_place(mine, ARMS)
    form = mine.locator("form:has([name=size])")
    form.locator("[name=size]").select_option("a3")
    address = str(form.get_attribute("action"))
    pdf = fetch(mine, f"{address}?language=en&language=ar&scheme=unity-promise&size=a3")
    with pypdfium2.PdfDocument(pdf) as poster:
        assert len(poster) == 1
        assert ARMS in poster[0].get_textpage().get_text_bounded()


def renew(mine: Page, name: str, scheme: str, times: int) -> None:
    """The manager says that all is as it was, and how often somebody asked for help."""
    own_place(mine, name)
    follow(mine, mine.get_by_role("link", name=re.compile(rf"Renew\s*: {scheme}")))
    expect(mine.locator("main")).to_contain_text("Only the number. Do not tell us who it was.")
    send(mine, help_asked=str(times), details_right="yes", has_champion="yes", staff_told="yes")
    expect(mine.locator("main")).to_contain_text("We have your renewal.")


def accept_renewal(desk: Page) -> None:
    """An officer finds the next renewal in the round, and accepts it."""
    visit(desk, f"{JOINING}/renewals")
    follow(desk, desk.get_by_role("link", name="look at it").first)
    send(desk, how="telephone")
    expect(desk.locator("main")).to_contain_text("listed for another year")


def join(place: JoinPlace) -> list[str]:
    """From the first page to the list; gives the pages of the four memberships."""
    desk = place.tab("officer")
    begins = offer_training(desk)
    reference = apply(place.tab(), ANSWERS)
    pages = take_in(desk, reference)
    confirm_people(desk, pages[ARMS])
    memberships = screen(desk, pages)
    book(come_in(place, MAIL))
    place.at(begins + DAY)
    desk, second = place.tab("officer"), place.tab("second")
    write_attendance(desk)
    write_audit(desk, memberships[1])
    for each in memberships:
        list_it(desk, second, each)
    return memberships


def remind(place: JoinPlace, due: dt.date) -> None:
    """The reminders before the day; each of the two people of each membership is told once.

    The audit of the Unity Promise was a day after the training, and so is its day.
    """
    for days, notices in ((59, 8), (29, 16), (6, 24)):
        place.at(at_ten(due) - days * DAY)
        place.work()
        assert place.work().count("join_renew_soon") == notices


def at_ten(day: dt.date) -> dt.datetime:
    """Ten o'clock of a day in winter."""
    return dt.datetime.combine(day, BEGIN.time(), dt.UTC)


def look_at_public(place: JoinPlace) -> dict[str, str]:
    """The public finds each place on the list, and on its page what it promises; gives the addresses."""
    public, slugs = place.tab(), {}
    trained = f"Staff trained on {BEGIN.day + 3} November {BEGIN.year}"
    for name in NAMES:
        visit(public, "/venues")
        expect(public.locator("main")).to_contain_text(trained)
        follow(public, public.get_by_role("main").get_by_role("link", name=name, exact=True))
        slugs[name] = public.url.rpartition("/")[2]
        assert set(place.shows(slugs[name], name).values()) == {True}
    visit(public, f"/venues/{slugs[ARMS]}")
    expect(public.locator("main")).to_contain_text("In place")
    return slugs


def test_from_the_first_page_to_the_list_through_a_renewal_to_the_end(place):
    memberships = join(place)
    slugs = look_at_public(place)
    assert place.pins() == len(NAMES)
    assert place.work().count("join_listed") == 8, "two people for each of four memberships"
    look_at_poster(come_in(place, MAIL))
    desk = place.tab("officer")
    visit(desk, memberships[0])
    due = dt.date.fromisoformat(str(desk.locator("main time").first.get_attribute("datetime")))

    # A year later two of the places renew, in time.
    remind(place, due)
    mine, desk = come_in(place, MAIL), place.tab("officer")
    for name, scheme in ((ARMS, "Safe Place"), (ARMS, "Unity Promise"), (BELL, "Safe Place")):
        renew(mine, name, scheme, times=7)
        accept_renewal(desk)
    visit(desk, memberships[0])
    expect(desk.locator("main")).to_contain_text("Somebody asked for help 7 times, as its renewals say")
    assert place.work().count("join_renewed") == 6

    # The third does not: told on the day and a month after, and gone everywhere from one day to the next.
    for days, notice in ((0, "join_due"), (30, "join_overdue")):
        place.at(at_ten(due) + days * DAY)
        assert place.work().count(notice) == 2
    hidden = dt.datetime.combine(due + GRACE, dt.time(), dt.UTC)
    # The clock goes on while the browser looks.
    place.at(hidden - dt.timedelta(minutes=30))
    assert set(place.shows(slugs[COFFEE], COFFEE).values()) == {True}
    assert place.pins() == 3
    place.at(hidden + dt.timedelta(seconds=1))
    assert set(place.shows(slugs[COFFEE], COFFEE).values()) == {False}
    assert set(place.shows(slugs[BELL], BELL).values()) == {True}
    assert place.pins() == 2

    # It can still be renewed for a month; then its membership is over.
    place.at(at_ten(due) + GRACE + 29 * DAY)
    assert place.work().count("join_hidden") == 2
    mine = come_in(place, MAIL)
    own_place(mine, COFFEE)
    expect(mine.get_by_role("link", name=re.compile(r"Renew\s*: Safe Place"))).to_be_visible()
    place.at(at_ten(due) + GRACE + 30 * DAY)
    place.work()
    assert place.work().count("join_lapsed") == 2
    mine = come_in(place, MAIL)
    own_place(mine, COFFEE)
    expect(mine.locator("main")).to_contain_text("Ended: nobody renewed it")
    assert not mine.locator("form:has([name=size])").count()
    desk = place.tab("officer")
    visit(desk, memberships[3])
    expect(desk.locator("main")).to_contain_text("Lapsed")
